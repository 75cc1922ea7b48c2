package main

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger/people"
)

// ownBook is a book of the demo village, as somebody sees it whose it is.
type ownBook struct {
	shownBook
	owner village
}

// ownBooks are the books of the demo village, as the treasurer, the business woman and
// the programme's administrator see them.
func ownBooks(t testing.TB, p *process, address string) []ownBook {
	t.Helper()
	var all []ownBook
	file := signInsFile(address, dataDir)
	for _, x := range []struct{ who, book string }{{"M01", "group"}, {"M07", "business"}, {"admin", "programme"}} {
		v := comeIn(t, p.village, file, x.who)
		for _, b := range v.books(t) {
			if b.ID == villageBookID(x.book) {
				all = append(all, ownBook{b, v})
			}
		}
	}
	return all
}

// comeIn is the village as a villager sees it who has signed in by the file: with her
// card, if she has no other way.
func comeIn(t testing.TB, v village, file, key string) village {
	t.Helper()
	all, err := readSignIns(file)
	if err != nil {
		t.Fatal(err)
	}
	x := all[key]
	body := map[string]any{"login": x.login, "secret": x.secret}
	if x.login == "" {
		body = map[string]any{"card": x.card}
	}
	v.token = ""
	a, err := v.ask(http.MethodPost, "/v1/sessions", body)
	if err != nil || a.status != http.StatusCreated {
		t.Fatalf("%s cannot sign in: %v %s", key, err, a)
	}
	v.token = decoded[struct{ Token string }](t, a.body).Token
	return v
}

// TestEverybodyOfTheVillageComesIn: each signs in as the file says, is what the table
// says, and still does after a restart. The operator sees none of their books.
func TestEverybodyOfTheVillageComesIn(t *testing.T) { eachDatabase(t, everybodyComesIn) }

func everybodyComesIn(t *testing.T, address string) {
	file := signInsFile(address, dataDir)
	p := demoAt(t, address)
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("the sign-ins are %v, %v", info, err)
	}
	if books := p.books(t); len(books) != 0 {
		t.Errorf("the operator sees %v", books)
	}
	for _, w := range villagers {
		v := comeIn(t, p.village, file, w.key)
		if me := v.get(t, "/v1/me"); !strings.Contains(me, `"role":"`+string(w.role)+`"`) {
			t.Errorf("%s is %s", w.name, me)
		}
		if !strings.Contains(p.out.String(), w.name) {
			t.Errorf("the table does not name %s", w.name)
		}
	}
	shown := strings.Split(p.out.String(), "Who is there")[1]
	p.stop(t)
	holds(t, address)

	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	p = demoAt(t, address)
	again := strings.Split(p.out.String(), "Who is there")[1]
	const doors = "Where they sign in:" // their port is another one
	if strings.Split(again, doors)[0] != strings.Split(shown, doors)[0] {
		t.Errorf("the second start shows %s, the first showed %s", again, shown)
	}
	if after, err := os.ReadFile(file); err != nil || string(after) != string(before) {
		t.Errorf("the second start wrote other sign-ins, %v", err)
	}
	comeIn(t, p.village, file, "M09")
	p.stop(t)
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	p = demoAt(t, address)
	if !strings.Contains(p.out.String(), "make reset") {
		t.Errorf("without its file the demo says %s", p.out)
	}
	p.stop(t)
}

// TestWhoSeesWhatInTheVillage: the group shares its totals with the programme, and
// nothing else of it is seen from outside; a member sees her own lines alone.
func TestWhoSeesWhatInTheVillage(t *testing.T) {
	address := sqliteAddress(t)
	p := demoAt(t, address)
	group, business, programme := "/v1/books/"+villageBookID("group").String(), "/v1/books/"+villageBookID("business").String(), "/v1/books/"+villageBookID("programme").String()
	for who, sees := range map[string]map[string]int{
		"M01":          {group + "/trial-balance": 200, group + "/entries": 200, business: 404, programme: 404},
		"M07":          {group + "/trial-balance": 200, group + "/entries": 403, business + "/entries": 200, programme: 404},
		"M09":          {group + "/trial-balance": 200, group + "/entries": 403, business: 404, programme: 404},
		"officer":      {group + "/trial-balance": 200, group + "/entries": 403, group + "/people": 200, business: 404, programme + "/entries": 200},
		"trainer":      {group + "/trial-balance": 200, group + "/people": 403, programme + "/trial-balance": 200},
		"approver":     {group + "/trial-balance": 200, group + "/entries": 403, group + "/people": 403, programme + "/entries": 200, business: 404},
		"donor":        {group + "/trial-balance": 200, group + "/entries": 403, group + "/people": 403, programme + "/trial-balance": 200, business: 404},
		"funder admin": {group + "/people": 403, programme + "/trial-balance": 200, business: 404},
	} {
		v := comeIn(t, p.village, signInsFile(address, dataDir), who)
		for path, status := range sees {
			if a, err := v.ask(http.MethodGet, path, nil); err != nil || a.status != status {
				t.Errorf("%s at %s: %v %s, want %d", who, path, err, a, status)
			}
		}
	}
	member := comeIn(t, p.village, signInsFile(address, dataDir), "M09")
	me := decoded[struct{ Person string }](t, member.get(t, "/v1/me")).Person
	if lines := member.get(t, group+"/accounts/2106/statement?party="+me); !strings.Contains(lines, `"credit":"20000"`) {
		t.Errorf("her passbook is %s", lines)
	}
	p.stop(t)
}

// TestSettlingGoesOnWhereItStopped: whatever a start that was cut off has done, the next one
// finishes.
func TestSettlingGoesOnWhereItStopped(t *testing.T) {
	address := sqliteAddress(t)
	p := demoAt(t, address)
	p.stop(t)
	db := open(t, address)
	if _, err := db.Exec("DELETE FROM settings WHERE name = 'demo_people'"); err != nil {
		t.Fatal(err)
	}
	file := signInsFile(address, dataDir)
	all, err := readSignIns(file)
	if err != nil {
		t.Fatal(err)
	}
	lost := all["M09"].card
	all["M09"] = signIn{} // its card was given, and its text never written
	if err := all.write(file); err != nil {
		t.Fatal(err)
	}
	p = demoAt(t, address)
	comeIn(t, p.village, file, "M09")
	comeIn(t, p.village, file, "M01")
	if all, err = readSignIns(file); err != nil || all["M09"].card == lost || all["M09"].card == "" {
		t.Errorf("her card is %q, %v", all["M09"].card, err)
	}
	p.stop(t)
	holds(t, address)
}

func TestPINsOfTheVillageAreHard(t *testing.T) {
	for pin, hard := range map[string]bool{"123456": false, "987654": false, "890123": false, "112233": false, "123123": false, "121212": false, "483915": true, "509284": true} {
		if hardPIN(pin) != hard {
			t.Errorf("%s is hard: %v", pin, !hard)
		}
	}
	for range 200 {
		if pin := newSecret(villager{phone: "0812-0000-0001"}); len(pin) != 6 || !hardPIN(pin) {
			t.Fatalf("the PIN %s", pin)
		}
	}
}

// TestTheVillageHasItsPeople: everybody whom the village needs is there.
func TestTheVillageHasItsPeople(t *testing.T) {
	count := map[people.Role]int{}
	blind, phoneless := 0, 0
	for _, v := range villagers {
		count[v.role]++
		if v.facts.Voice {
			blind++
		}
		if v.phone == "" && v.email == "" && v.card {
			phoneless++
		}
	}
	for role, n := range map[people.Role]int{people.Treasurer: 1, people.Chair: 1, people.Secretary: 1, people.KeyHolder: 3, people.Officer: 1, people.Approver: 1,
		people.Finance: 1, people.Trainer: 1, people.Observer: 1, people.Admin: 3, people.Member: 4} {
		if count[role] != n {
			t.Errorf("%d are %s, want %d", count[role], role, n)
		}
	}
	if blind != 1 || phoneless == 0 {
		t.Errorf("%d blind, %d without a phone", blind, phoneless)
	}
}

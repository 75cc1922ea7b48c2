package api

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

// office is a house with two organisations, a group that the first of them
// registered, and people who have signed in.
type office struct {
	*house
	store                 *store.Store
	people                *people.People
	kapuas, landak, group ledger.ID
	path                  string    // of the first organisation
	officer, admin        [2]string // the headers of who has signed in
}

func eachOffice(t *testing.T, fn func(t *testing.T, h *office)) {
	t.Helper()
	t.Parallel()
	storetest.EachAddress(t, func(t *testing.T, address string) {
		h := &office{house: newHouse(t, address), store: storetest.Open(t, address)}
		keys, err := store.OpenKeys(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "keys.db"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = keys.Close() })
		vault, err := people.NewVault(t.Context(), keys, bytes.Repeat([]byte{7}, people.MasterSize))
		if err != nil {
			t.Fatal(err)
		}
		h.people = people.New(h.store, vault)
		h.testServer = start(t, Config{Version: "test", Store: h.store, People: h.people}, nil)
		h.kapuas, h.landak, h.group = h.organization("Yayasan Kapuas"), h.organization("Dinas Landak"), store.NewBookID()
		h.path = "/v1/organizations/" + h.kapuas.String()
		book := ledger.Book{ID: h.group, Kind: ledger.GroupBook, Name: "Kelompok Melati", Currency: ledger.IDR}
		if _, err := h.store.OpenBook(t.Context(), ledger.Operator, book); err != nil {
			t.Fatal(err)
		}
		h.run("INSERT INTO book_owners (book, kind, owner, organization, since) VALUES (?, 'group', ?, ?, 0)", h.group, h.group, h.kapuas)
		h.officer = h.signedIn(h.somebody(h.kapuas, people.Officer, people.AtOrganization, h.kapuas))
		h.admin = h.signedIn(h.somebody(h.kapuas, people.Admin, people.AtOrganization, h.kapuas))
		fn(t, h)
	})
}

// once does what a test needs beside the API, as one command at a home.
func (h *office) once(home ledger.ID, fn func(ctx context.Context, s *store.Store) error) {
	h.t.Helper()
	cmd := ledger.Command{ID: store.NewID(), Home: home, Name: "test.arrange", Version: 1, Actor: ledger.Operator}
	_, err := h.store.Once(h.t.Context(), cmd, nil, func(ctx context.Context, s *store.Store) (string, error) { return "", fn(ctx, s) })
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *office) run(query string, args ...any) {
	h.t.Helper()
	err := h.store.Tx(h.t.Context(), func(ctx context.Context, s *store.Store) error {
		_, err := s.DB().NewRaw(query, args...).Exec(ctx)
		return err
	})
	if err != nil {
		h.t.Fatal(query, err)
	}
}

func (h *office) organization(name string) ledger.ID {
	h.t.Helper()
	id := store.NewBookID()
	h.once(id, func(ctx context.Context, s *store.Store) error {
		if err := s.AddHome(ctx, id, name); err != nil {
			return err
		}
		_, err := s.DB().NewRaw("INSERT INTO organizations (home, kind, name, created_at) VALUES (?, 'ngo', ?, 0)", id, name).Exec(ctx)
		return err
	})
	return id
}

// somebody is a new person with a role, none where it is empty.
func (h *office) somebody(home ledger.ID, role people.Role, kind people.ScopeKind, scope ledger.ID) people.Caller {
	h.t.Helper()
	c := people.Caller{Person: store.NewID(), Home: home}
	n := people.NewPerson{ID: c.Person, Home: home, Facts: people.Facts{Name: "Petugas"}}
	if _, err := h.people.Register(h.t.Context(), people.Caller{Person: ledger.Operator}, n); err != nil {
		h.t.Fatal(err)
	}
	if role != "" {
		h.run(`INSERT INTO roles (home, id, person, role, scope_kind, scope, since, until, granted_by, revoked_at, revoked_by)
			VALUES (?, ?, ?, ?, ?, ?, 0, 0, ?, 0, ?)`, home, store.NewID(), c.Person, role, kind, scope, ledger.Operator, ledger.ID{})
	}
	return c
}

// signedIn is the header of a session of hers.
func (h *office) signedIn(c people.Caller) [2]string {
	h.t.Helper()
	token, now := store.NewID().String(), ledger.Micros(h.store.At())
	h.run(`INSERT INTO sessions (token, id, home, person, device, how, agent, created_at, seen_at, proved_at, expires_at, revoked_at)
		VALUES (?, ?, ?, ?, ?, 'pin', '', ?, ?, ?, ?, 0)`, people.HashOf(token), store.NewID(), c.Home, c.Person, ledger.ID{}, now, now, now, ledger.Micros(ledger.MaxDate.Time()))
	return [2]string{"Authorization", "Bearer " + token}
}

// known registers a person whom nobody has seen before.
func (h *office) known(facts string) string {
	h.t.Helper()
	return h.post(h.path+"/people", `{"id":"`+newID()+`","double_checked":true,`+facts+`}`, h.officer[:]...).text("id")
}

const sitiFacts = `"name":"Siti Aminah","sex":"female","birth_year":1987,"phone":"0812-3456-7834","nik":"6171015208870003","address":"Gang Beringin 7",
	"email":"siti@contoh.id","washington_group":{"seeing":3,"walking":7}`

func TestPeople(t *testing.T) {
	eachOffice(t, func(t *testing.T, h *office) {
		id := newID()
		body := `{"id":"` + id + `",` + sitiFacts + `}`
		a := h.post(h.path+"/people", body, h.officer[:]...)
		says(t, a, "id", id, "name", "Siti Aminah", "phone", "+62812•••••34", "nik", "••••••••••••••03", "language", "id")
		for _, hidden := range []string{"Beringin", "seeing", "1987", "contoh.id", "345678"} {
			if strings.Contains(a.body, hidden) {
				t.Errorf("the answer shows %q: %s", hidden, a.body)
			}
		}
		if again := h.post(h.path+"/people", body, h.officer[:]...); again.header.Get("Idempotency-Replayed") != "true" || again.body != a.body {
			t.Errorf("a repeat answers %s", again.body)
		}
		// A double is answered with who it may be, and let in once somebody has looked.
		twin := newID()
		double := `"id":"` + twin + `","name":"S. Aminah","phone":"+62 812 3456 7834","nik":"6171015208870003"`
		d := h.refused(409, "possible_double", "POST", h.path+"/people", "{"+double+"}", h.officer[:]...)
		says(t, d, "doubles.here.0.id", id, "doubles.here.0.phone", "+62812•••••34", "doubles.here.1", "null", "doubles.elsewhere.0", "null")
		far := h.signedIn(h.somebody(h.landak, people.Officer, people.AtOrganization, h.landak))
		d = h.refused(409, "possible_double", "POST", "/v1/organizations/"+h.landak.String()+"/people", "{"+double+"}", far[:]...)
		says(t, d, "doubles.here.0", "null", "doubles.elsewhere.0", "Yayasan Kapuas")
		h.post(h.path+"/people", "{"+double+`,"double_checked":true}`, h.officer[:]...)

		h.refused(422, "nik:invalid_nik phone:invalid_phone", "POST", h.path+"/people", `{"name":"X","phone":"123","nik":"1"}`, h.officer[:]...)
		h.refused(422, "washington_group.seeing:not_in_list", "POST", h.path+"/people", `{"name":"X","washington_group":{"seeing":5}}`, h.officer[:]...)
		h.refused(422, "disability:unknown_field", "POST", h.path+"/people", `{"name":"X","disability":true}`, h.officer[:]...)

		at := "/v1/people/" + id
		says(t, h.post(at+"/corrections", `{"name":"Siti Aminah binti Ali","phone":"","categories":[]}`, h.officer[:]...), "name", "Siti Aminah binti Ali", "phone", "null")
		full := h.do("GET", at, "", h.officer[:]...)
		says(t, full, "facts.name", "Siti Aminah binti Ali", "facts.nik", "6171015208870003", "facts.address", "Gang Beringin 7", "facts.washington_group.seeing", "3",
			"facts.birth_year", "1987", "version", "2", "home", h.kapuas.String(), "erased", "false")

		found := h.do("POST", h.path+"/people/search", `{"name":"sitti aminnah"}`, h.officer[:]...)
		if found.status != 200 || found.text("items.0.id") != id || strings.Contains(found.body, "6171015208870003") {
			t.Errorf("the search answers %d %s", found.status, found.body)
		}
		says(t, h.post("/v1/people/"+twin+"/merge", `{"into":"`+id+`","reason":"registered_twice"}`, h.admin[:]...), "id", id)
		h.refused(409, "already_merged", "POST", "/v1/people/"+twin+"/merge", `{"into":"`+id+`","reason":"other_spelling"}`, h.admin[:]...)
		h.refused(403, "forbidden", "POST", "/v1/people/"+twin+"/merge", `{"into":"`+id+`","reason":"other_spelling"}`, h.officer[:]...)
		says(t, h.do("GET", "/v1/people/"+twin, "", h.officer[:]...), "merged_into", id, "facts.name", "S. Aminah")

		h.refused(409, "request:erasure_needs_request", "POST", at+"/erasure", `{}`, h.admin[:]...)
		witness := h.known(`"name":"Saksi"`)
		says(t, h.post(at+"/erasure", `{"request":{"how":"spoken","witness":"`+witness+`"}}`, h.admin[:]...), "erased", "true", "name", "")
		says(t, h.do("GET", at, "", h.officer[:]...), "erased", "true", "facts", "null")
		for _, secret := range []string{"Siti", "Aminah", "6171015208870003", "1234567834", "Beringin"} {
			if strings.Contains(h.log.String(), secret) {
				t.Errorf("the log holds %q", secret)
			}
		}
	})
}

func TestListsOfPeople(t *testing.T) {
	eachOffice(t, func(t *testing.T, h *office) {
		want := map[string]bool{}
		for i := range 5 {
			want[h.known(fmt.Sprintf(`"name":"Ibu %d"`, i))] = true
		}
		var got []string
		cursor := ""
		for {
			a := h.do("GET", h.path+"/people?limit=2&cursor="+url.QueryEscape(cursor), "", h.officer[:]...)
			if a.status != 200 {
				t.Fatal(a.status, a.body)
			}
			for _, item := range list(a.at("items")) {
				got = append(got, asText(dig(item, "id")))
			}
			if a.at("next_cursor") == nil {
				break
			}
			cursor = a.text("next_cursor")
		}
		if len(got) != 7 || !slices.IsSorted(got) || len(slices.Compact(slices.Clone(got))) != 7 { // with the officer and the administrator
			t.Errorf("the pages have %v", got)
		}
		for id := range want {
			if !slices.Contains(got, id) {
				t.Errorf("%s is on no page", id)
			}
		}
		h.refused(422, "cursor:invalid_cursor", "GET", h.path+"/people?cursor=x", "", h.officer[:]...)
		// The group has its own list.
		secretary := h.signedIn(h.somebody(h.kapuas, people.Secretary, people.AtGroup, h.group))
		at := "/v1/books/" + h.group.String() + "/people"
		member := h.post(at, `{"name":"Anggota Baru","phone":"0811 222 3333"}`, secretary[:]...).text("id")
		a := h.do("GET", at, "", secretary[:]...)
		if ids := len(list(a.at("items"))); a.status != 200 || ids != 2 || !strings.Contains(a.body, member) {
			t.Errorf("the group's list is %d %s", a.status, a.body)
		}
		found := h.do("POST", at+"/search", `{"name":"angota"}`, secretary[:]...)
		says(t, found, "items.0.id", member, "items.1", "null")
		// The secretary registers and corrects, and never sees a member in full.
		h.refused(403, "forbidden", "GET", "/v1/people/"+member, "", secretary[:]...)
		says(t, h.post("/v1/people/"+member+"/corrections", `{"voice":true}`, secretary[:]...), "voice", "true")
		says(t, h.do("GET", "/v1/people/"+member, "", h.officer[:]...), "facts.phone", "+628112223333", "facts.voice", "true")
	})
}

// Who is kept out learns nothing and changes nothing. A person of another
// organisation answers like one who is not there.
func TestWhoMayDoWhatWithPeople(t *testing.T) {
	eachOffice(t, func(t *testing.T, h *office) {
		her := people.Caller{Person: ledger.MustID(h.known(sitiFacts)), Home: h.kapuas}
		other := h.known(`"name":"Rukiah"`)
		consent := h.post("/v1/people/"+her.Person.String()+"/consents", `{"purpose":"photo","text_version":"1","language":"id","how":"written"}`, h.officer[:]...).text("id")
		callers := map[string][2]string{
			"nobody":        {"Authorization", ""},
			"the operator":  {"Authorization", "Bearer " + testToken},
			"a stranger":    h.signedIn(h.somebody(h.landak, "", "", ledger.ID{})),
			"officer away":  h.signedIn(h.somebody(h.landak, people.Officer, people.AtOrganization, h.landak)),
			"admin away":    h.signedIn(h.somebody(h.landak, people.Admin, people.AtOrganization, h.landak)),
			"trainer":       h.signedIn(h.somebody(h.kapuas, people.Trainer, people.AtOrganization, h.kapuas)),
			"finance":       h.signedIn(h.somebody(h.kapuas, people.Finance, people.AtOrganization, h.kapuas)),
			"observer":      h.signedIn(h.somebody(h.kapuas, people.Observer, people.AtOrganization, h.kapuas)),
			"the treasurer": h.signedIn(h.somebody(h.kapuas, people.Treasurer, people.AtGroup, h.group)),
			"herself":       h.signedIn(her),
			"officer":       h.officer,
			"administrator": h.admin,
		}
		at, group := "/v1/people/"+her.Person.String(), "/v1/books/"+h.group.String()
		for _, x := range []struct {
			method, path, body string
			may                string // who may, others may not
		}{
			{"GET", at, "", "herself officer administrator"},
			{"GET", at + "/data", "", "herself officer administrator"},
			{"GET", at + "/reads", "", "herself administrator"},
			{"GET", at + "/consents", "", "herself officer administrator"},
			{"POST", at + "/corrections", `{"voice":true}`, "officer administrator"},
			{"POST", at + "/merge", `{"into":"` + newID() + `","reason":"registered_twice"}`, "administrator"},
			{"POST", at + "/consents", `{"purpose":"contact","text_version":"1","language":"id","how":"written"}`, "herself officer administrator"},
			{"POST", at + "/consents/" + consent + "/withdrawal", `{}`, "herself officer administrator"},
			{"GET", "/v1/people/" + other, "", "officer administrator"},
			{"POST", "/v1/people/" + other + "/erasure", `{}`, "administrator"},
			{"GET", h.path + "/people", "", "officer administrator"},
			{"POST", h.path + "/people", `{"name":"X"}`, "officer administrator"},
			{"POST", h.path + "/people/search", `{"name":"Siti"}`, "officer administrator"},
			{"GET", h.path + "/households", "", "officer administrator"},
			{"GET", h.path + "/businesses", "", "trainer officer administrator"},
			{"GET", h.path + "/categories", "", "trainer finance observer officer administrator"},
			{"POST", h.path + "/categories", `{"code":"widow","name_id":"Janda","name_en":"Widow"}`, "administrator"},
			{"GET", group + "/people", "", "the_treasurer officer administrator"},
			{"POST", group + "/people", `{"name":"X"}`, "officer administrator"},
		} {
			before := h.digest()
			for name, header := range callers {
				may := slices.Contains(strings.Fields(x.may), strings.ReplaceAll(name, " ", "_"))
				if may {
					continue
				}
				a := h.do(x.method, x.path, x.body, header[:]...)
				if a.status != 401 && a.status != 403 && a.status != 404 || (a.status == 401) != (name == "nobody") {
					t.Errorf("%s %s by %s: %d %s", x.method, x.path, name, a.status, a.body)
				}
				if strings.HasSuffix(name, "away") || name == "a stranger" {
					if a.status != 404 {
						t.Errorf("%s %s tells %s that it is there: %d", x.method, x.path, name, a.status)
					}
				}
			}
			if h.digest() != before {
				t.Errorf("%s %s was refused and changed something", x.method, x.path)
			}
			for name, header := range callers { // those who may, last: some of it cannot be undone
				if slices.Contains(strings.Fields(x.may), strings.ReplaceAll(name, " ", "_")) {
					a := h.do(x.method, x.path, x.body, header[:]...)
					if a.status == 401 || a.status == 403 || a.status == 404 && a.problem.Code != "unknown_person" || a.status >= 500 {
						t.Errorf("%s %s by %s: %d %s", x.method, x.path, name, a.status, a.body)
					}
				}
			}
		}
		away, nobody := callers["officer away"], newID()
		for _, path := range []string{"", "/data", "/reads", "/consents"} {
			there := h.do("GET", at+path, "", append(away[:], "X-Request-Id", "the-same-id")...)
			not := h.do("GET", "/v1/people/"+nobody+path, "", append(away[:], "X-Request-Id", "the-same-id")...)
			if there.status != 404 || there.body != not.body {
				t.Errorf("%s tells an organisation that she is there: %s and %s", path, there.body, not.body)
			}
		}
	})
}

package ledger_test

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"reflect"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// vectors are testdata/encoding_v1.json, made by a second implementation of the
// encoding in another language.
type vectors struct {
	Entries []struct {
		Previous ledger.Hash
		Entry    struct {
			Book, ID, By, Command, Event, Reverses ledger.ID
			Seq, At                                int64
			Day                                    int32
			Kind                                   string
			Memo                                   ledger.Hash
			Lines                                  []ledger.SealedLine
		}
		Hash ledger.Hash
	}
	Audit []struct {
		Previous ledger.Hash
		Record   struct {
			Home, Actor, Command, Device, Subject ledger.ID
			Seq, At                               int64
			Action, Body                          string
		}
		Hash ledger.Hash
	}
	Texts []struct {
		Salt, Text string
		Commitment ledger.Hash
	}
	IDs []struct {
		Home ledger.ID
		Name string
		ID   ledger.ID
	}
}

func readVectors(t *testing.T) vectors {
	t.Helper()
	raw, err := os.ReadFile("testdata/encoding_v1.json")
	if err != nil {
		t.Fatal(err)
	}
	var v vectors
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	if len(v.Entries) < 2 || len(v.Audit) < 3 || len(v.Texts) < 3 || len(v.IDs) < 4 {
		t.Fatalf("vectors are missing: %d %d %d %d", len(v.Entries), len(v.Audit), len(v.Texts), len(v.IDs))
	}
	return v
}

func sealedVectors(t *testing.T) (sealed []ledger.Sealed, previous, hashes []ledger.Hash) {
	for _, v := range readVectors(t).Entries {
		e := v.Entry
		sealed = append(sealed, ledger.Sealed{Book: e.Book, Sequence: e.Seq, ID: e.ID, Day: ledger.Date(e.Day), Kind: e.Kind, Memo: e.Memo, By: e.By,
			Command: e.Command, Event: e.Event, Reverses: e.Reverses, RecordedAt: e.At, Lines: e.Lines})
		previous, hashes = append(previous, v.Previous), append(hashes, v.Hash)
	}
	return sealed, previous, hashes
}

func TestTheEncodingOfEntriesNeverChanges(t *testing.T) {
	sealed, previous, hashes := sealedVectors(t)
	for i := range sealed {
		if got := sealed[i].Chain(previous[i]); got != hashes[i] {
			t.Errorf("vector %d: %s, want %s", i, got, hashes[i])
		}
	}
}

func TestTheEncodingOfAuditRecordsNeverChanges(t *testing.T) {
	for i, v := range readVectors(t).Audit {
		r := v.Record
		a := ledger.Audit{Home: r.Home, Sequence: r.Seq, At: r.At, Actor: r.Actor, Command: r.Command, Device: r.Device, Action: r.Action, Subject: r.Subject, Body: r.Body}
		if got := a.Chain(v.Previous); got != v.Hash {
			t.Errorf("vector %d: %s, want %s", i, got, v.Hash)
		}
	}
}

func TestCommitmentsAndDerivedIDsNeverChange(t *testing.T) {
	v := readVectors(t)
	for i, x := range v.Texts {
		raw, err := hex.DecodeString(x.Salt)
		if err != nil {
			t.Fatal(err)
		}
		if got := ledger.Commit(ledger.Salt(raw), x.Text); got != x.Commitment {
			t.Errorf("text %d: %s, want %s", i, got, x.Commitment)
		}
	}
	for i, x := range v.IDs {
		if got := ledger.DeriveID(x.Home, x.Name); got != x.ID {
			t.Errorf("id %d: %s, want %s", i, got, x.ID)
		}
	}
}

// changed returns copies of v with one field or element changed in each, at any
// depth, and the path of each change.
func changed(v reflect.Value, path string) map[string]func() {
	switch v.Kind() {
	case reflect.Struct:
		all := map[string]func(){}
		for i := range v.NumField() {
			for p, do := range changed(v.Field(i), path+"."+v.Type().Field(i).Name) {
				all[p] = do
			}
		}
		return all
	case reflect.Slice:
		all := map[string]func(){path + " without its last": func() { v.SetLen(v.Len() - 1) }}
		for i := range v.Len() {
			for p, do := range changed(v.Index(i), path+"[]") {
				all[p+string(rune('0'+i))] = do
			}
		}
		return all
	case reflect.Array:
		all := map[string]func(){}
		for i := range v.Len() {
			all[path+" byte "+string(rune('a'+i))] = func() { v.Index(i).SetUint(v.Index(i).Uint() ^ 1) }
		}
		return all
	case reflect.String:
		return map[string]func(){path: func() { v.SetString(v.String() + "x") }}
	default:
		return map[string]func(){path: func() { v.SetInt(v.Int() + 1) }}
	}
}

func TestAnyChangeOfAnyFieldChangesTheHash(t *testing.T) {
	fresh := func() (ledger.Sealed, ledger.Hash, ledger.Hash) {
		sealed, previous, hashes := sealedVectors(t)
		return sealed[1], previous[1], hashes[1]
	}
	e, _, _ := fresh()
	paths := changed(reflect.ValueOf(&e).Elem(), "entry")
	if len(paths) < 300 { // every byte of every id and hash is one
		t.Fatalf("only %d changes tried", len(paths))
	}
	seen := map[ledger.Hash]string{}
	for path := range paths {
		e, previous, hash := fresh()
		changed(reflect.ValueOf(&e).Elem(), "entry")[path]()
		got := e.Chain(previous)
		if got == hash {
			t.Errorf("%s: the hash is the same", path)
		}
		if other, ok := seen[got]; ok {
			t.Errorf("%s and %s: the same hash", path, other)
		}
		seen[got] = path
	}
	e, previous, hash := fresh()
	previous[31] ^= 1
	if e.Chain(previous) == hash {
		t.Error("another previous hash: the hash is the same")
	}
	e.Lines[0], e.Lines[1] = e.Lines[1], e.Lines[0]
	if _, previous, hash := fresh(); e.Chain(previous) == hash {
		t.Error("lines exchanged: the hash is the same")
	}
}

func TestAnyChangeOfAnAuditRecordChangesTheHash(t *testing.T) {
	first := readVectors(t).Audit[0].Record
	fresh := func() ledger.Audit {
		return ledger.Audit{Home: first.Home, Sequence: 1, At: 2, Actor: first.Actor, Command: first.Command, Action: "a", Subject: first.Subject, Body: "b"}
	}
	a := fresh()
	want := a.Chain(ledger.Hash{})
	for path := range changed(reflect.ValueOf(&a).Elem(), "audit") {
		a := fresh()
		changed(reflect.ValueOf(&a).Elem(), "audit")[path]()
		if a.Chain(ledger.Hash{}) == want {
			t.Errorf("%s: the hash is the same", path)
		}
	}
	// Moving a letter from one text to the next is a change too.
	x, y := fresh(), fresh()
	x.Action, x.Body = "ab", "c"
	y.Action, y.Body = "a", "bc"
	if x.Chain(ledger.Hash{}) == y.Chain(ledger.Hash{}) {
		t.Error("two texts run into each other")
	}
}

func TestACommitmentTellsNothingWithoutItsSalt(t *testing.T) {
	a, b := ledger.Commit(ledger.Salt{1}, "Bu Rina"), ledger.Commit(ledger.Salt{2}, "Bu Rina")
	if a == b || a.IsZero() {
		t.Error("the salt does not matter")
	}
	if !ledger.Commit(ledger.Salt{1}, "").IsZero() {
		t.Error("no text commits to something")
	}
}

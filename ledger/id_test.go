package ledger_test

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/lumbung-ledger/lumbung/ledger"
)

const someID = "018f3c1e-7b5a-7c3d-9e4f-001122334455"

func genID() *rapid.Generator[ledger.ID] {
	return rapid.Custom(func(t *rapid.T) ledger.ID {
		return ledger.ID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id"))
	})
}

func TestAnIDIsReadInItsCanonicalFormAlone(t *testing.T) {
	for _, text := range []string{someID, strings.ToUpper(someID)} {
		if id, err := ledger.ParseID(text); err != nil || id.String() != someID {
			t.Errorf("%q: %s %v", text, id, err)
		}
	}
	for _, text := range []string{"", "x", "00000000-0000-0000-0000-000000000000", strings.ReplaceAll(someID, "-", ""), "{" + someID + "}",
		"urn:uuid:" + someID, someID + " ", someID[:35], strings.ReplaceAll(someID, "-", "_"), strings.Replace(someID, "0", "g", 1),
		strings.Replace(someID, "01", "０", 1)} {
		if id, err := ledger.ParseID(text); ledger.CodeOf(err) != "invalid_id" || !id.IsZero() {
			t.Errorf("%q: %s %v, want invalid_id", text, id, err)
		}
	}
}

func TestAnIDGoesOutAndComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := genID().Draw(t, "id")
		text, err := id.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		var back ledger.ID
		if err := back.UnmarshalText(text); err != nil || back != id {
			t.Fatalf("%s: %s %v", text, back, err)
		}
		value, err := id.Value()
		if err != nil {
			t.Fatal(err)
		}
		var scanned ledger.ID
		if err := scanned.Scan(value); err != nil || scanned != id {
			t.Fatalf("%s %v", scanned, err)
		}
		if err := scanned.Scan(id.String()); err != nil || scanned != id {
			t.Fatalf("%s %v", scanned, err)
		}
	})
}

func TestBytesThatAreNoIDAreRefusedFromTheDatabase(t *testing.T) {
	for _, src := range []any{nil, int64(1), []byte{}, []byte{1}, make([]byte, 17), []byte(someID), "", "x"} {
		var id ledger.ID
		if err := id.Scan(src); ledger.CodeOf(err) != "internal" { // no problem of a caller's
			t.Errorf("%T %v: %v", src, src, err)
		}
	}
}

func TestADerivedIDFollowsFromHomeAndName(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := genID().Draw(t, "a"), genID().Draw(t, "b")
		x, y := rapid.String().Draw(t, "x"), rapid.String().Draw(t, "y")
		id := ledger.DeriveID(a, x)
		if id != ledger.DeriveID(a, x) {
			t.Fatal("not the same twice")
		}
		if id[6]>>4 != 8 || id[8]>>6 != 2 {
			t.Fatalf("%s is not a UUIDv8", id)
		}
		if (a != b || x != y) && id == ledger.DeriveID(b, y) {
			t.Fatal("two things have one id")
		}
	})
}

func TestTheZeroIDMeansNone(t *testing.T) {
	var x struct{ ID ledger.ID }
	raw, err := json.Marshal(x)
	if err != nil || string(raw) != `{"ID":""}` || !x.ID.IsZero() {
		t.Errorf("%s %v", raw, err)
	}
	x.ID = ledger.MustID(someID)
	if err := json.Unmarshal([]byte(`{"ID":""}`), &x); err != nil || !x.ID.IsZero() {
		t.Errorf("%+v %v", x, err)
	}
	x.ID = ledger.MustID(someID)
	if err := json.Unmarshal([]byte(`{"ID":"nonsense"}`), &x); err == nil || x.ID != ledger.MustID(someID) {
		t.Errorf("%+v %v", x, err)
	}
}

func TestAHashIsSixtyFourDigits(t *testing.T) {
	h := ledger.Commit(ledger.Salt{}, "a")
	text, _ := h.MarshalText()
	var back ledger.Hash
	if err := back.UnmarshalText(text); err != nil || back != h || len(text) != 64 {
		t.Errorf("%s %v", text, err)
	}
	for _, bad := range []string{"", "00", strings.Repeat("g", 64), strings.Repeat("0", 63), strings.Repeat("0", 65)} {
		wantCode(t, back.UnmarshalText([]byte(bad)), "invalid_hash")
	}
	if err := back.Scan(h[:]); err != nil || back != h {
		t.Error(err)
	}
	for _, bad := range []any{nil, "", []byte{}, make([]byte, 31), make([]byte, 33), int64(0)} {
		wantCode(t, back.Scan(bad), "internal") // no problem of a caller's
	}
}

func TestMustIDPanicsOnBadInput(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	ledger.MustID("nonsense")
}

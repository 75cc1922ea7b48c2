package api

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/people/phonetest"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

// phones is a house with a group whose treasurer has a card.
type phones struct {
	*house
	store     *store.Store
	people    *people.People
	group     ledger.ID
	path      string
	officer   people.Caller
	treasurer phonetest.Actor
	holders   [2]people.Caller
}

func eachPhones(t *testing.T, fn func(t *testing.T, h *phones)) {
	t.Helper()
	t.Parallel()
	storetest.EachAddress(t, func(t *testing.T, address string) {
		h := &phones{house: newHouse(t, address), store: storetest.Open(t, address)}
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
		h.settle()
		fn(t, h)
	})
}

func (h *phones) settle() {
	h.group = store.NewBookID()
	h.path = "/v1/books/" + h.group.String()
	book := ledger.Book{ID: h.group, Kind: ledger.GroupBook, Name: "Melati", Currency: ledger.Currency{Code: "IDR"}}
	if _, err := h.store.OpenBook(h.t.Context(), ledger.Operator, book); err != nil {
		h.t.Fatal(err)
	}
	organization := store.NewBookID()
	h.officer = people.Caller{Person: store.NewID(), Grants: []people.Grant{{Role: people.Officer, Scope: people.Scope{Kind: people.AtOrganization, ID: organization}}}}
	h.treasurer = phonetest.Actor{Person: store.NewID(), Card: ed25519.NewKeyFromSeed(store.Random(ed25519.SeedSize))}
	for i := range h.holders {
		h.holders[i] = people.Caller{Person: store.NewID(), Grants: []people.Grant{{Role: people.KeyHolder, Scope: people.Scope{Kind: people.AtGroup, ID: h.group}}}}
	}
	none, public := ledger.ID{}, []byte(h.treasurer.Card.Public().(ed25519.PublicKey))
	err := h.store.Tx(h.t.Context(), func(ctx context.Context, s *store.Store) error {
		for _, x := range []struct {
			query string
			args  []any
		}{
			{"INSERT INTO book_owners (book, kind, owner, organization, since) VALUES (?, 'group', ?, ?, 0)", []any{h.group, h.group, organization}},
			{"INSERT INTO persons (home, id, sealed, version, area, merged_into, erased_at, created_at) VALUES (?, ?, ?, 1, ?, ?, 0, 0)",
				[]any{organization, h.treasurer.Person, []byte("sealed"), none, none}},
			{`INSERT INTO credentials (home, id, person, kind, handle, secret, created_at, created_by, revoked_at) VALUES (?, ?, ?, 'card', ?, ?, 0, ?, 0)`,
				[]any{organization, store.NewID(), h.treasurer.Person, public, public, none}},
			{`INSERT INTO roles (home, id, person, role, scope_kind, scope, since, until, granted_by, revoked_at, revoked_by)
				VALUES (?, ?, ?, 'treasurer', 'group', ?, 0, 0, ?, 0, ?)`, []any{h.group, store.NewID(), h.treasurer.Person, h.group, none, none}},
		} {
			if _, err := s.DB().NewRaw(x.query, x.args...).Exec(ctx); err != nil {
				return err
			}
		}
		for _, x := range h.holders {
			_, err := s.DB().NewRaw(`INSERT INTO roles (home, id, person, role, scope_kind, scope, since, until, granted_by, revoked_at, revoked_by)
				VALUES (?, ?, ?, 'key_holder', 'group', ?, 0, 0, ?, 0, ?)`, h.group, store.NewID(), x.Person, h.group, none, none).Exec(ctx)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

// as is a context in which somebody has signed in.
func (h *phones) as(caller people.Caller) context.Context {
	return context.WithValue(h.t.Context(), callerKey{}, caller)
}

// enrolled is a phone that an officer has enrolled.
func (h *phones) enrolled(name string) *phonetest.Phone {
	h.t.Helper()
	given, err := h.makeEnrolment(h.as(h.officer), &makeEnrolmentIn{InBook: InBook{h.group}})
	if err != nil {
		h.t.Fatal(err)
	}
	phone := phonetest.New(name)
	body, err := phone.EnrolBody(given.Body.Code)
	if err != nil {
		h.t.Fatal(err)
	}
	a := h.post("/v1/devices", body, "Authorization", "")
	says(h.t, a, "id", phone.ID.String(), "book", h.group.String(), "name", name, "last_seq", "0")
	return phone
}

// sync sends a request of a phone, as a program without any sign-in.
func (h *phones) sync(x people.Push) answer {
	h.t.Helper()
	a := h.do("POST", "/v1/sync", string(x.Body), append(phonetest.Headers(x), "Authorization", "", "Accept-Language", "en")...)
	if a.status != 200 {
		h.t.Fatalf("the sync answered %d %s", a.status, a.body)
	}
	return a
}

// outcomes are those of an answer: "1 posted, 2 held gap".
func outcomes(a answer) string {
	var all []string
	for _, item := range list(a.at("items")) {
		one := asText(dig(item, "device_seq")) + " " + asText(dig(item, "outcome"))
		if code := dig(item, "code"); code != nil {
			one += " " + asText(code)
		}
		all = append(all, one)
	}
	return strings.Join(all, ", ")
}

func TestADeviceComesIn(t *testing.T) {
	eachPhones(t, func(t *testing.T, h *phones) {
		phone := h.enrolled("HP kelompok")
		body, err := phone.EnrolBody("LUMBUNGE1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
		if err == nil {
			t.Error("a code without a check was read:", body)
		}
		h.refused(422, "code:invalid_enrolment", "POST", "/v1/devices", fmt.Sprintf(`{"id":"%s","code":"LUMBUNGE1:AAAA","public_key":"AAAA","name":"x","signature":"AAAA"}`, newID()))
		h.refused(422, "public_key:invalid_format signature:required", "POST", "/v1/devices", fmt.Sprintf(`{"id":"%s","code":"x","public_key":"+/==","name":"x"}`, newID()))

		listed, err := h.listDevices(h.as(h.officer), &struct {
			InBook
			Paging
		}{InBook{h.group}, Paging{Limit: 10}})
		if err != nil || len(listed.Body.Items) != 1 || listed.Body.Items[0].RevokedAt != nil {
			t.Errorf("%+v %v", listed, err)
		}
		renamed, err := h.renameDevice(h.as(h.officer), &renameDeviceIn{OneDevice: OneDevice{InBook{h.group}, phone.ID}, Body: struct {
			ID   ledger.ID `json:"id,omitempty"`
			Name string    `json:"name" minLength:"1" maxLength:"60" example:"HP kelompok"`
		}{Name: "HP Bu Ani"}})
		if err != nil || renamed.Body.Name != "HP Bu Ani" {
			t.Errorf("%+v %v", renamed, err)
		}
	})
}

// What is the group's own business needs somebody who has signed in.
func TestDeviceRoutesNeedSignIn(t *testing.T) {
	eachPhones(t, func(t *testing.T, h *phones) {
		before := h.digest()
		for _, x := range [][2]string{
			{"POST", "/enrolments"}, {"POST", "/enrolments/" + newID() + "/confirmation"}, {"GET", "/devices"}, {"DELETE", "/devices/" + newID()},
			{"POST", "/devices/" + newID() + "/name"}, {"GET", "/quarantine"}, {"POST", "/quarantine/" + newID() + "/release"},
			{"POST", "/quarantine/" + newID() + "/dismissal"},
		} {
			h.refused(401, "unauthenticated", x[0], h.path+x[1], "", "Authorization", "")
		}
		if h.digest() != before {
			t.Error("something was changed")
		}
	})
}

func TestSyncPostsWhatTheEntriesRouteWouldPost(t *testing.T) {
	eachPhones(t, func(t *testing.T, h *phones) {
		phone := h.enrolled("HP")
		first := phone.Record(h.treasurer, "entry.post", `{"day":"2026-03-01", "memo":"Jualan <b>",  "lines":[{"account":"1101","debit":"250000"},{"account":"3102","credit":250000}]}`)
		a := h.sync(phone.PushAll())
		if got := outcomes(a); got != "1 posted" {
			t.Fatal(got, a.body)
		}
		says(t, a, "items.0.id", first.ID.String(), "items.0.resource", first.ID.String(), "last_seq", "1", "sequence", "1", "revoked", "false", "book", h.group.String())
		book, err := h.store.Book(t.Context(), h.group)
		if err != nil {
			t.Fatal(err)
		}
		e, err := h.store.Entry(t.Context(), book, first.ID)
		if err != nil || e.Memo != "Jualan <b>" || e.By != h.treasurer.Person || a.text("head") != e.Hash.String() || e.Kind != "manual" {
			t.Errorf("%+v %v", e, err)
		}
		// The same command by way of the other route is the same command.
		lines := []ledger.Line{ledger.Debit(ledger.AccountID(h.group, "1101"), e.Lines[0].Amount()), ledger.Credit(ledger.AccountID(h.group, "3102"), e.Lines[0].Amount())}
		again, err := h.store.PostEntry(t.Context(), h.treasurer.Person, ledger.Entry{ID: first.ID, Book: h.group, Day: e.Day, Kind: "manual", Memo: e.Memo, Lines: lines})
		if err != nil || !again.Replayed {
			t.Errorf("%+v %v", again, err)
		}
		if got := outcomes(h.sync(phone.PushAll())); got != "1 duplicate" {
			t.Error(got)
		}
	})
}

// Each of these is kept, waits, and says why; what stands behind it is posted.
func TestSyncKeepsWhatTheEntriesRouteWouldRefuse(t *testing.T) {
	eachPhones(t, func(t *testing.T, h *phones) {
		if _, err := h.store.ClosePeriod(t.Context(), ledger.Operator, store.NewID(), h.group, ledger.MustDate("2026-01-31")); err != nil {
			t.Fatal(err)
		}
		const good = `{"day":"2026-03-01","lines":[{"account":"1101","debit":"1"},{"account":"3102","credit":"1"}]}`
		for _, x := range []struct{ body, code string }{
			{strings.Replace(good, "2026-03-01", "2026-01-31", 1), "closed_period"},
			{strings.Replace(good, "3102", "9999", 1), "unknown_account"},
			{strings.Replace(good, `"credit":"1"`, `"credit":"2"`, 1), "unbalanced"},
			{strings.Replace(good, `"credit":"1"`, `"credit":1.5`, 1), "invalid_amount"},
			{strings.Replace(good, `"day"`, `"colour":"red","day"`, 1), "unknown_field"},
			{strings.Replace(good, "2026-03-01", "2026-02-30", 1), "invalid_date"},
			{strings.Replace(good, `"day"`, `"id":"`+newID()+`","day"`, 1), "id_mismatch"},
			{`{}`, "several_problems"},
		} {
			phone := h.enrolled("HP")
			phone.Record(h.treasurer, "entry.post", x.body)
			phone.Record(h.treasurer, "entry.post", good)
			a := h.sync(phone.PushAll())
			if got := outcomes(a); got != "1 quarantined "+x.code+", 2 posted" {
				t.Errorf("%s: %s", x.code, got)
			}
			if a.text("items.0.detail") == "null" {
				t.Errorf("%s is not explained: %s", x.code, a.body)
			}
		}
	})
}

func TestKeyHoldersReleaseALateEntryToTheFirstOpenDay(t *testing.T) {
	eachPhones(t, func(t *testing.T, h *phones) {
		phone := h.enrolled("HP")
		c := phone.Record(h.treasurer, "entry.post", `{"day":"2026-01-15","lines":[{"account":"1101","debit":"9"},{"account":"3102","credit":"9"}]}`)
		if _, err := h.store.ClosePeriod(t.Context(), ledger.Operator, store.NewID(), h.group, ledger.MustDate("2026-01-31")); err != nil {
			t.Fatal(err)
		}
		h.sync(phone.PushAll())
		waiting, err := h.listQuarantine(h.as(h.holders[0]), &struct {
			InBook
			Language string `header:"Accept-Language" doc:"id or en: the language of the details"`
			Paging
		}{InBook: InBook{h.group}, Paging: Paging{Limit: 1}})
		if err != nil || len(waiting.Body.Items) != 1 || waiting.Body.Items[0].Code != "closed_period" || waiting.Body.Items[0].Content != string(c.Body) {
			t.Fatalf("%+v %v", waiting, err)
		}
		in := &decideIn{InBook: InBook{h.group}, Item: waiting.Body.Items[0].Item}
		in.Body.Reason = "uangnya ada"
		for i, want := range []string{"", "release"} {
			out, err := h.releaseCommand(h.as(h.holders[i]), in)
			if err != nil || out.Body.Decided != want || len(out.Body.Verdicts) != i+1 {
				t.Errorf("%+v %v", out, err)
			}
		}
		book, err := h.store.Book(t.Context(), h.group)
		if err != nil {
			t.Fatal(err)
		}
		if e, err := h.store.Entry(t.Context(), book, c.ID); err != nil || e.Day.String() != "2026-02-01" {
			t.Errorf("%+v %v", e, err)
		}
		// Done again after a break, it is the same entry, also when more days are closed.
		if _, err := h.store.ClosePeriod(t.Context(), ledger.Operator, store.NewID(), h.group, ledger.MustDate("2026-02-28")); err != nil {
			t.Fatal(err)
		}
		res, err := h.entryKind().Do(t.Context(), h.store, people.Caller{Person: h.treasurer.Person}, people.FromDevice{DeviceCommand: c, Home: h.group, Released: true})
		if err != nil || !res.Replayed || res.Code != "moved_to_open_day" {
			t.Errorf("%+v %v", res, err)
		}
		// Something else under its id is not taken for it.
		other := c
		other.Body = []byte(strings.ReplaceAll(string(c.Body), `"9"`, `"8"`))
		_, err = h.entryKind().Do(t.Context(), h.store, people.Caller{Person: h.treasurer.Person}, people.FromDevice{DeviceCommand: other, Home: h.group, Released: true})
		if ledger.CodeOf(err) != "id_reused" {
			t.Error(err)
		}
		if got := outcomes(h.sync(phone.PushAll())); got != "1 duplicate moved_to_open_day" {
			t.Error(got)
		}
	})
}

func TestSyncIsOfTheDeviceAlone(t *testing.T) {
	eachPhones(t, func(t *testing.T, h *phones) {
		phone := h.enrolled("HP")
		phone.Record(h.treasurer, "entry.post", `{"day":"2026-03-01","lines":[{"account":"1101","debit":"1"},{"account":"3102","credit":"1"}]}`)
		x := phone.PushAll()
		before := h.digest()
		with := func(name, value string) []string {
			headers := append(phonetest.Headers(x), "Authorization", "")
			headers[slices.Index(headers, name)+1] = value
			return headers
		}
		for _, headers := range [][]string{
			{"Authorization", ""}, {}, // the operator is no device
			with("Lumbung-Device", newID()), with("Lumbung-Request", "2"), with("Lumbung-Time", ""), with("Lumbung-Signature", ""),
			with("Lumbung-Signature", "no signature"), with("Lumbung-Signature", strings.Repeat("A", 86)),
		} {
			h.refused(401, "unknown_device_signature", "POST", "/v1/sync", string(x.Body), headers...)
		}
		h.refused(401, "unknown_device_signature", "POST", "/v1/sync", strings.Replace(string(x.Body), `"debit":"1"`, `"debit":"9"`, 1), with("Authorization", "")...)
		h.refused(422, "Lumbung-Device:invalid_id", "POST", "/v1/sync", string(x.Body), with("Lumbung-Device", "HP")...)
		if h.digest() != before {
			t.Error("something was changed")
		}
		h.sync(x)
		h.refused(409, "stale_request", "POST", "/v1/sync", string(x.Body), append(phonetest.Headers(x), "Authorization", "")...)
		phone.Made, phone.Outbox = 0, nil
		h.refused(422, "commands[0].device_seq:out_of_range commands[0].proof:required", "POST", "/v1/sync", fmt.Sprintf(`{"made":1,"commands":[
			{"id":"%s","device_seq":0,"kind":"entry.post","version":1,"body":{},"actor":"%s"}]}`, newID(), newID()))
		h.refused(422, "commands[0].body:invalid_type", "POST", "/v1/sync", fmt.Sprintf(`{"made":1,"commands":[
			{"id":"%s","device_seq":1,"kind":"entry.post","version":1,"body":"{}","actor":"%s","proof":{}}]}`, newID(), newID()))
	})
}

func TestARevokedPhoneIsTold(t *testing.T) {
	eachPhones(t, func(t *testing.T, h *phones) {
		phone := h.enrolled("HP")
		out, err := h.revokeDevice(h.as(h.officer), &struct {
			OneDevice
			Idempotent
			Through int64 `query:"through" minimum:"-1" maximum:"9007199254740991" default:"-1" doc:"The last command that may have been made before; default: the last one that has come"`
		}{OneDevice: OneDevice{InBook{h.group}, phone.ID}, Through: 1})
		if err != nil || *out.Body.RevokedThrough != 1 || out.Body.RevokedAt.IsZero() {
			t.Fatalf("%+v %v", out, err)
		}
		for range 2 {
			phone.Record(h.treasurer, "entry.post", `{}`)
		}
		a := h.sync(phone.PushAll())
		says(t, a, "revoked", "true")
		if got := outcomes(a); got != "1 quarantined made_before_revocation, 2 quarantined device_revoked" {
			t.Error(got)
		}
	})
}

// A server that knows nobody has no devices.
func TestWithoutPeopleThereAreNoDevices(t *testing.T) {
	s := start(t, Config{}, nil)
	for _, path := range []string{"/v1/sync", "/v1/devices"} {
		body := `{"made":0,"commands":[]}`
		if path == "/v1/devices" {
			body = fmt.Sprintf(`{"id":"%s","code":"x","public_key":"AAAA","name":"x","signature":"AAAA"}`, newID())
		}
		if a := s.call(http.MethodPost, path, body); a.status != 404 {
			t.Error(path, a.status, a.body)
		}
	}
}

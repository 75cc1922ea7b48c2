package api

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/people/phonetest"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// newcomer is somebody new of a new organisation.
func (h *house) newcomer() people.Caller {
	h.t.Helper()
	c := people.Caller{Person: store.NewID(), Home: store.NewBookID()}
	cmd := ledger.Command{ID: store.NewID(), Home: c.Home, Name: "organization.add", Version: 1, Actor: ledger.Operator}
	_, err := h.store.Once(h.t.Context(), cmd, nil, func(ctx context.Context, s *store.Store) (string, error) {
		return "", s.AddHome(ctx, c.Home, "Yayasan Kapuas")
	})
	if err != nil {
		h.t.Fatal(err)
	}
	by := people.Caller{Person: ledger.Operator, Home: c.Home}
	if _, err := h.config.People.Register(h.t.Context(), by, people.NewPerson{ID: c.Person, Home: c.Home, Facts: people.Facts{Name: "Sari"}}); err != nil {
		h.t.Fatal(err)
	}
	return c
}

// signedInAs is the header of a session of hers, which was proved that long ago.
func (h *house) signedInAs(c people.Caller, proved time.Duration) []string {
	h.t.Helper()
	id := store.NewID()
	token, now, none := strings.Repeat("t", 20)+id.String(), h.store.At(), ledger.ID{}
	err := h.store.Tx(h.t.Context(), func(ctx context.Context, s *store.Store) error {
		_, err := s.DB().NewRaw(`INSERT INTO sessions (token, id, home, person, device, how, agent, created_at, seen_at, proved_at, expires_at, revoked_at)
			VALUES (?, ?, ?, ?, ?, 'pin', '', ?, ?, ?, ?, 0)`, people.HashOf(token), id, c.Home, c.Person, none,
			ledger.Micros(now), ledger.Micros(now), ledger.Micros(now.Add(-proved)), ledger.Micros(now.Add(time.Hour))).Exec(ctx)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return []string{"Authorization", "Bearer " + token}
}

// options are the options in the answer to a request for a challenge.
func (h *house) options(path string, headers ...string) []byte {
	h.t.Helper()
	a := h.post(path, "", headers...)
	var c struct {
		PublicKey json.RawMessage `json:"public_key"`
		ExpiresAt time.Time       `json:"expires_at"`
	}
	if err := json.Unmarshal([]byte(a.body), &c); err != nil || c.ExpiresAt.IsZero() {
		h.t.Fatalf("%v in %s", err, a.body)
	}
	return c.PublicKey
}

func TestPasskeysThroughTheAPI(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		her := h.newcomer()
		sari, mawar := h.signedInAs(her, 0), h.signedInAs(h.newcomer(), 0)
		a := phonetest.NewAuthenticator(people.DefaultOrigin)
		id := newID()
		body := fmt.Sprintf(`{"id":"%s","name":"HP Sari","credential":%s}`, id, a.Create(h.options("/v1/me/passkeys/challenge", sari...)))
		says(t, h.post("/v1/me/passkeys", body, sari...), "id", id, "name", "HP Sari", "used_at", "null")
		if again := h.post("/v1/me/passkeys", body, sari...); again.header.Get("Idempotency-Replayed") != "true" {
			t.Errorf("not replayed: %s", again.body)
		}
		h.refused(409, "challenge_over", "POST", "/v1/me/passkeys", strings.Replace(body, id, newID(), 1), sari...)

		// Signing in asks for no name and no session.
		in := h.post("/v1/sessions/passkey", fmt.Sprintf(`{"credential":%s}`, a.Get(h.options("/v1/sessions/challenge", "Authorization", ""))), "Authorization", "")
		fresh := []string{"Authorization", "Bearer " + in.text("token")}
		list := h.do("GET", "/v1/me/passkeys", "", fresh...)
		says(t, list, "items.0.id", id, "items.0.name", "HP Sari", "items.1", "null", "next_cursor", "null")
		if list.text("items.0.used_at") == "null" {
			t.Errorf("not used: %s", list.body)
		}
		says(t, h.do("GET", "/v1/me/passkeys", "", mawar...), "items.0", "null")

		// An older session of hers needs another proof.
		older := h.signedInAs(her, people.FreshProof)
		h.refused(403, "proof_needed", "POST", "/v1/me/passkeys/challenge", "", older...)
		proved := h.post("/v1/me/proof", fmt.Sprintf(`{"id":"%s","passkey":%s}`, newID(), a.Get(h.options("/v1/me/proof/challenge", older...))), older...)
		if proved.text("proved_at") == "null" {
			t.Errorf("not proved: %s", proved.body)
		}
		h.options("/v1/me/passkeys/challenge", older...) // at once

		h.refused(409, "no_passkey", "POST", "/v1/me/proof/challenge", "", mawar...)
		h.refused(404, "unknown_passkey", "DELETE", "/v1/me/passkeys/"+id, "", mawar...)
		if gone := h.do("DELETE", "/v1/me/passkeys/"+id, "", sari...); gone.status != 200 {
			t.Errorf("%d %s", gone.status, gone.body)
		}
		h.refused(409, "passkey_revoked", "DELETE", "/v1/me/passkeys/"+id, "", sari...)
		h.refused(401, "sign_in_failed", "POST", "/v1/sessions/passkey", fmt.Sprintf(`{"credential":%s}`, a.Get(h.options("/v1/sessions/challenge"))), "Authorization", "")
	})
}

func TestWhatIsNoPasskeyIsRefusedByTheAPI(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		sari := h.signedInAs(h.newcomer(), 0)
		a := phonetest.NewAuthenticator("https://lumbung.example")
		answer := a.Create(h.options("/v1/me/passkeys/challenge", sari...))
		h.refused(422, "credential:invalid_passkey", "POST", "/v1/me/passkeys", fmt.Sprintf(`{"id":"%s","name":"HP","credential":%s}`, newID(), answer), sari...)
		for body, problem := range map[string]string{
			`{"name":"HP"}`:                                "credential:required",
			`{"name":"HP","credential":{}}`:                "credential:invalid_passkey",
			`{"name":"HP","credential":[]}`:                "credential:invalid_type",
			`{"name":"HP","credential":{"id":1}}`:          "credential:invalid_passkey",
			`{"credential":{}}`:                            "name:required",
			`{"name":"HP","credential":{},"more":1}`:       "more:unknown_field",
			`{"name":"HP","credential":{"id":"","id":""}}`: "credential.id:duplicate_field",
		} {
			h.refused(422, problem, "POST", "/v1/me/passkeys", body, sari...)
		}
		for _, path := range []string{"/v1/me/passkeys/challenge", "/v1/me/passkeys", "/v1/me/proof/challenge", "/v1/me/proof"} {
			h.refused(403, "forbidden", "POST", path, "") // the operator, who is nobody in particular
			h.refused(401, "unauthenticated", "POST", path, "", "Authorization", "")
		}
		h.refused(422, "credential:invalid_passkey", "POST", "/v1/sessions/passkey", `{"credential":{}}`, "Authorization", "")
	})
}

package api

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger/people"
)

func TestWhoAmI(t *testing.T) {
	eachTownhall(t, func(t *testing.T, h *townhall) {
		says(t, h.get("/v1/me"), "operator", "true", "home", "null", "roles", "[]")
		says(t, h.treasurer.get("/v1/me"), "person", h.treasurer.id.String(), "operator", "false", "home", h.group.String(),
			"roles.0.role", "treasurer", "roles.0.kind", "group", "roles.0.scope", h.group.String(), "roles.0.until", "null", "roles.1", "null")
		// A role that ends is gone at the next call.
		given := h.admin.post(h.org+"/roles", role(h.officer, "finance"))
		if n := len(list(h.officer.get("/v1/me").at("roles"))); n != 2 {
			t.Errorf("the officer has %d roles, want 2", n)
		}
		h.admin.delete(h.org + "/roles/" + given.text("id"))
		says(t, h.officer.get("/v1/me"), "roles.0.role", "officer", "roles.1", "null")
		for what, headers := range map[string][]string{
			"nobody": {"Authorization", ""}, "an unknown token": bearing("tidak ada"), "another scheme": {"Authorization", "Basic " + testToken},
			"no token": {"Authorization", "Bearer "}, "a very long token": bearing(strings.Repeat("x", 600)),
		} {
			a := h.refused(401, "unauthenticated", "GET", "/v1/me", "", headers...)
			if a.header.Get("WWW-Authenticate") != "Bearer" {
				t.Errorf("%s is not told how to come in", what)
			}
		}
	})
}

func TestOnesOwnSecret(t *testing.T) {
	eachTownhall(t, func(t *testing.T, h *townhall) {
		const path, proof = "/v1/me/secret", "/v1/me/secret-proof"
		dewi := people.Caller{Person: h.dewi.id, Home: h.group}
		elsewhere := h.signedInAs(dewi, 0)
		h.officer.post("/v1/people/"+h.dewi.id.String()+"/corrections", `{"phone":"0812 3456 7861"}`)
		set := func(status int, body string, headers ...string) answer {
			t.Helper()
			a := h.do("POST", path, body, headers...)
			if a.status != status {
				t.Errorf("POST %s answered %d %s, want %d", body, a.status, a.body, status)
			}
			return a
		}
		id := newID()
		body := func(pin string) string {
			return fmt.Sprintf(`{"id":"%s","kind":"pin","secret":"%s","login":"0812 3456 7861"}`, id, pin)
		}
		for range 2 { // the same command twice is the same thing once
			set(200, body("493817"), h.dewi.auth[:]...)
		}
		h.refused(409, "id:id_reused", "POST", path, body("718293"), h.dewi.auth[:]...)
		h.refused(401, "unauthenticated", "GET", "/v1/me", "", elsewhere...)
		h.post("/v1/sessions", signInBody("081234567861", "493817"), "Authorization", "")
		for sent, want := range map[string]string{
			`{"kind":"pin","secret":"123456"}`:                                "secret:weak_secret",
			`{"kind":"pin","secret":"12345"}`:                                 "secret:invalid_pin",
			`{"kind":"password","secret":"kecil7"}`:                           "secret:invalid_password",
			`{"kind":"pin","secret":"493817","login":"12"}`:                   "login:invalid_phone",
			`{"kind":"sidik jari","secret":"493817"}`:                         "kind:not_in_list",
			`{"kind":"pin","secret":"493817","person":"` + id + `"}`:          "person:unknown_field",
			`{"kind":"pin","secret":"493817","login":"rina@@kapuas.org"}`:     "login:invalid_email",
			`{"kind":"password","secret":"` + strings.Repeat("a", 201) + `"}`: "secret:too_long",
		} {
			a := h.refused(422, want, "POST", path, sent, h.dewi.auth[:]...)
			for _, echoed := range []string{"123456", "kecil7", "493817", "@@"} {
				if strings.Contains(strings.ReplaceAll(a.body, a.problem.RequestID, ""), echoed) {
					t.Errorf("what was sent comes back: %s", a.body)
				}
			}
		}

		stale := h.signedInAs(dewi, people.FreshProof+time.Minute)
		h.refused(403, "proof_needed", "POST", path, `{"kind":"pin","secret":"860413"}`, stale...)
		h.refused(401, "sign_in_failed", "POST", proof, `{"secret":"718293"}`, stale...)
		h.refused(422, "card:invalid_card", "POST", proof, `{"card":"LUMBUNG1"}`, stale...)
		if a := h.do("POST", proof, `{"secret":"493817"}`, stale...); a.status != 200 {
			t.Fatalf("a right proof: %d %s", a.status, a.body)
		}
		set(200, `{"kind":"pin","secret":"860413"}`, stale...)
		h.refused(401, "sign_in_failed", "POST", "/v1/sessions", signInBody("081234567861", "493817"), "Authorization", "")
		h.post("/v1/sessions", signInBody("081234567861", "860413"), "Authorization", "")
		if strings.Contains(h.log.String(), "493817") || strings.Contains(h.log.String(), "860413") || strings.Contains(h.log.String(), "81234567861") {
			t.Error("a PIN or a number is in the log")
		}
		// The operator is nobody in particular, and has no PIN.
		for _, path := range []string{path, proof} {
			h.refused(403, "forbidden", "POST", path, `{}`)
		}
	})
}

// Who must wait is told how long, and everybody is told in her own language.
func TestARefusedSignInIsToldPlainly(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		try := func(language string) answer {
			return h.do("POST", "/v1/sessions", signInBody("081234567862", "718293"), "Authorization", "", "Accept-Language", language)
		}
		for language, want := range map[string]string{"id": "Belum berhasil masuk. Periksa lagi, atau pakai kartu kunci.", "en": "That did not work. Check it, or use the key card.",
			"": "Belum berhasil masuk. Periksa lagi, atau pakai kartu kunci.", "de": "Belum berhasil masuk. Periksa lagi, atau pakai kartu kunci."} {
			if a := try(language); a.status != 401 || a.problem.Code != "sign_in_failed" || a.problem.Detail != want {
				t.Errorf("%q: %d %s", language, a.status, a.body)
			}
		}
		try("id") // the fifth
		for language, want := range map[string]string{"id": "Terlalu banyak permintaan", "en": "Too many requests"} {
			a := try(language)
			wait, err := strconv.Atoi(a.header.Get("Retry-After"))
			if a.status != 429 || a.problem.Code != "limited" || a.problem.Title != want || a.header.Get("Content-Language") != language || err != nil || wait < 1 || wait > 15 {
				t.Errorf("%s: %d %s, wait %q", language, a.status, a.body, a.header.Get("Retry-After"))
			}
		}
	})
}

package api

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger/store"
)

func acceptance(id, login, pin string) string {
	return fmt.Sprintf(`{"id":"%s","name":"Rina","login":"%s","kind":"pin","secret":"%s"}`, id, login, pin)
}

// Who presses the button again, since no answer came, is signed in as well.
func TestAnAcceptanceIsRepeatedOverHTTP(t *testing.T) {
	eachTownhall(t, func(t *testing.T, h *townhall) {
		i := h.admin.post(h.org+"/invitations", `{"role":"officer"}`)
		link, id := "/v1/invitations/"+i.text("token"), newID()
		first := h.post(link, acceptance(id, "0812 3456 7871", "493817"), "Authorization", "")
		again := h.post(link, acceptance(id, "0812 3456 7871", "493817"), "Authorization", "")
		if first.text("person") != again.text("person") {
			t.Errorf("she is two: %s and %s", first.body, again.body)
		}
		says(t, h.do("GET", "/v1/me", "", bearing(again.text("token"))...), "person", first.text("person"), "roles.0.role", "officer", "roles.1", "null")
		h.refused(404, "unknown_invitation", "POST", link, acceptance(newID(), "0812 3456 7871", "493817"), "Authorization", "")
		h.refused(404, "unknown_invitation", "POST", link, acceptance(id, "0812 3456 7871", "718293"), "Authorization", "")
	})
}

// Who has a session accepts with it, and keeps it.
func TestAnInvitationWithASession(t *testing.T) {
	eachTownhall(t, func(t *testing.T, h *townhall) {
		i := h.admin.post(h.org+"/invitations", fmt.Sprintf(`{"role":"finance","person":"%s"}`, h.officer.id))
		link := "/v1/invitations/" + i.text("token")
		h.other.refused(404, "unknown_invitation", "POST", link, fmt.Sprintf(`{"id":"%s"}`, newID()))
		for range 2 {
			a := h.officer.post(link, fmt.Sprintf(`{"id":"%s","cookie":true}`, newID()))
			if a.header.Get("Set-Cookie") != "" {
				t.Errorf("her cookie is overwritten with %q", a.header.Get("Set-Cookie"))
			}
			says(t, a, "person", h.officer.id.String(), "token", "null", "session.current", "true", "session.how", "password")
		}
		says(t, h.officer.get("/v1/me"), "roles.0.role", "officer", "roles.1.role", "finance", "roles.2", "null")
	})
}

// The operator's token invites the first administrator, and accepts nothing itself.
func TestTheFirstAdministrator(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		path := "/v1/organizations/" + h.post("/v1/organizations", `{"kind":"ngo","name":"Yayasan Baru"}`).text("id") + "/invitations"
		i := h.post(path, `{"role":"admin"}`)
		late := h.post(path, `{"role":"admin"}`)
		h.refused(403, "forbidden", "POST", path, `{"role":"officer"}`)
		h.refused(422, "login:required", "POST", "/v1/invitations/"+i.text("token"), fmt.Sprintf(`{"id":"%s","name":"Rina"}`, newID()))
		h.post("/v1/invitations/"+i.text("token"), acceptance(newID(), "rina@kapuas.org", "493817"))
		h.refused(409, "inviter_not_allowed", "POST", "/v1/invitations/"+late.text("token"), acceptance(newID(), "dian@kapuas.org", "493817"))
		h.refused(403, "forbidden", "POST", path, `{"role":"admin"}`)
	})
}

// A page of another host cannot make somebody accept, nor sign her in as another.
func TestNobodyAcceptsForHer(t *testing.T) {
	eachTownhall(t, func(t *testing.T, h *townhall) {
		i := h.admin.post(h.org+"/invitations", `{"role":"officer"}`)
		first := h.post("/v1/invitations/"+i.text("token"), strings.Replace(acceptance(newID(), "rina@kapuas.org", "493817"), "{", `{"cookie":true,`, 1), "Authorization", "")
		cookie, err := http.ParseSetCookie(first.header.Get("Set-Cookie"))
		if err != nil {
			t.Fatal(err)
		}
		bait := h.other.post("/v1/organizations/"+h.landak.String()+"/invitations", `{"role":"observer"}`)
		link, body := "/v1/invitations/"+bait.text("token"), fmt.Sprintf(`{"id":"%s"}`, newID())
		with := func(site string) []string {
			return []string{"Authorization", "", "Cookie", cookie.Name + "=" + cookie.Value, "Sec-Fetch-Site", site}
		}
		if a := h.do("POST", link, body, with("cross-site")...); a.status < 400 {
			t.Errorf("another page made her accept: %d %s", a.status, a.body)
		}
		if a := h.do("POST", "/v1/sessions", signInBody("rina@kapuas.org", "493817"), "Authorization", "", "Content-Type", "text/plain"); a.status != 415 {
			t.Errorf("a form of another page signs in: %d %s", a.status, a.body)
		}
		if a := h.do("POST", link, body, with("same-origin")...); a.status != 201 {
			t.Errorf("our own page: %d %s", a.status, a.body)
		}
	})
}

// A programme and a workshop invite as organisations and groups do.
func TestInvitingToAProgrammeAndAWorkshop(t *testing.T) {
	eachTownhall(t, func(t *testing.T, h *townhall) {
		g := h.admin.post(h.org+"/programmes", `{"name":"Perempuan Berdaya","starts":"2026-01-01"}`).text("id")
		trainer, workshop, practice := h.signedIn(h.kapuas), newID(), store.NewBookID()
		h.admin.post(h.org+"/roles", role(trainer, "trainer"))
		trainer.post("/v1/books", fmt.Sprintf(`{"id":"%s","kind":"practice","name":"Latihan Maret","owner":{"kind":"workshop","id":"%s","organization":"%s"}}`, practice, workshop, h.kapuas))
		for i, x := range []struct {
			at, role, kind, scope, name string
			by                          townsman
		}{
			{"/v1/programmes/" + g, "officer", "programme", g, "Perempuan Berdaya", h.admin},
			{"/v1/books/" + practice.String(), "learner", "workshop", workshop, "Latihan Maret", trainer},
		} {
			path := x.at + "/invitations"
			h.officer.refused(map[string]int{"programme": 403, "workshop": 403}[x.kind], "forbidden", "POST", path, `{"role":"`+x.role+`"}`)
			h.other.refused(404, map[string]string{"programme": "unknown_programme", "workshop": "unknown_book"}[x.kind], "GET", path, "")
			made := x.by.post(path, `{"role":"`+x.role+`"}`)
			says(t, made, "role", x.role, "kind", x.kind, "scope", x.scope)
			says(t, x.by.get(path), "items.0.id", made.text("id"), "items.0.token", "null", "items.1", "null")
			says(t, h.admin.get(h.org+"/invitations"), "items.0", "null")
			h.admin.refused(404, "unknown_invitation", "DELETE", h.org+"/invitations/"+made.text("id"), "")
			says(t, h.do("GET", "/v1/invitations/"+made.text("token"), ""), "role", x.role, "kind", x.kind, "name", x.name)
			a := h.post("/v1/invitations/"+made.text("token"), acceptance(newID(), fmt.Sprintf("0812 3456 788%d", i), "493817"), "Authorization", "")
			says(t, h.do("GET", "/v1/me", "", bearing(a.text("token"))...), "roles.0.role", x.role, "roles.0.kind", x.kind, "roles.0.scope", x.scope)

			second := x.by.post(path, `{"role":"`+x.role+`"}`)
			x.by.delete(path + "/" + second.text("id"))
			h.refused(404, "unknown_invitation", "GET", "/v1/invitations/"+second.text("token"), "")
		}
		h.admin.refused(422, "role:not_in_list", "POST", "/v1/programmes/"+g+"/invitations", `{"role":"treasurer"}`)
	})
}

package api

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
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
		h.refused(404, "unknown_invitation", "POST", "/v1/invitations/"+late.text("token"), acceptance(newID(), "dian@kapuas.org", "493817"))
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

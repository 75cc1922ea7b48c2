package api

import (
	"fmt"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger/people"
)

// What somebody signs in with is listed by its kind, and taken away by herself or her home.
func TestLoginsOverHTTP(t *testing.T) {
	eachTownhall(t, func(t *testing.T, h *townhall) {
		path := "/v1/people/" + h.dewi.id.String()
		set := func(login string) answer {
			return h.do("POST", "/v1/me/secret", fmt.Sprintf(`{"kind":"pin","secret":"493817","login":"%s"}`, login), h.dewi.auth[:]...)
		}
		// A number that nobody has and one that somebody signs in with are answered alike.
		h.officer.post("/v1/people/"+h.key.id.String()+"/corrections", `{"phone":"0812 3456 7862"}`)
		if a := h.do("POST", "/v1/me/secret", `{"kind":"pin","secret":"493817","login":"081234567862"}`, h.key.auth[:]...); a.status != 200 {
			t.Fatalf("%d %s", a.status, a.body)
		}
		for _, login := range []string{"081234567862", "081234567869"} {
			if a := set(login); a.status != 409 || problemOfAnswer(a) != "login:login_not_in_record" {
				t.Errorf("%s: %d %s", login, a.status, a.body)
			}
		}
		h.officer.post(path+"/corrections", `{"phone":"0812 3456 7861","email":"dewi@melati.example"}`)
		for _, login := range []string{"081234567861", "dewi@melati.example"} {
			if a := set(login); a.status != 200 {
				t.Fatalf("%s: %d %s", login, a.status, a.body)
			}
		}
		says(t, h.dewi.get(path+"/logins"), "items.0.kind", "email", "items.1.kind", "phone", "items.2", "null")
		h.refused(404, "unknown_person", "DELETE", path+"/logins/phone", "", h.other.auth[:]...)
		h.refused(403, "forbidden", "DELETE", path+"/logins/phone", "", h.key.auth[:]...)
		if a := h.do("DELETE", path+"/logins/phone", "", h.officer.auth[:]...); a.status != 200 {
			t.Errorf("her officer: %d %s", a.status, a.body)
		}
		if a := h.do("DELETE", path+"/logins/email", "", h.dewi.auth[:]...); a.status != 200 {
			t.Errorf("herself: %d %s", a.status, a.body)
		}
		h.refused(404, "unknown_login", "DELETE", path+"/logins/email", "", h.dewi.auth[:]...)
		says(t, h.dewi.get(path+"/logins"), "items.0", "null")
	})
}

// Whoever is in a list or a search finds it among the looks at her data, with the name of
// who looked.
func TestListsAreLooks(t *testing.T) {
	eachOffice(t, func(t *testing.T, h *office) {
		her := h.known(`"name":"Rukiah"`)
		for range 2 {
			if a := h.do("GET", h.path+"/people?limit=50", "", h.officer[:]...); a.status != 200 {
				t.Fatal(a.body)
			}
		}
		if a := h.do("POST", h.path+"/people/search", `{"name":"rukiah"}`, h.officer[:]...); a.status != 200 {
			t.Fatal(a.body)
		}
		reads := h.do("GET", "/v1/people/"+her+"/reads", "", h.admin[:]...)
		says(t, reads, "items.0.action", "person.search", "items.0.name", "Petugas", "items.0.role", "officer", "items.0.of", "Yayasan Kapuas",
			"items.1.action", "person.list", "items.2.action", "person.list", "items.3", "null")
	})
}

// Who asks for no language is answered in her own.
func TestProblemsInHerLanguage(t *testing.T) {
	eachOffice(t, func(t *testing.T, h *office) {
		c := h.somebody(h.kapuas, people.Officer, people.AtOrganization, h.kapuas)
		auth := h.signedIn(c)
		h.post("/v1/people/"+c.Person.String()+"/corrections", `{"language":"en"}`, h.officer[:]...)
		for _, path := range []string{"/v1/people/" + newID(), h.path + "/people?limit=x", "/v1/books/" + newID()} {
			for language, want := range map[string]string{"": "en", "id": "id", "de": "id"} {
				a := h.do("GET", path, "", append(auth[:], "Accept-Language", language)...)
				if got := a.header.Get("Content-Language"); a.status < 400 || got != want {
					t.Errorf("%s asked in %q answers %d in %s: %s", path, language, a.status, got, a.body)
				}
			}
		}
	})
}

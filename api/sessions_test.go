package api

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger/people/phonetest"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

// invitee accepts an invitation to a role at the organisation, and returns her token.
func (h *townhall) invitee(role, login, pin string) string {
	h.t.Helper()
	i := h.admin.post(h.org+"/invitations", fmt.Sprintf(`{"role":"%s"}`, role))
	a := h.post("/v1/invitations/"+i.text("token"), fmt.Sprintf(`{"id":"%s","name":"Rina","login":"%s","kind":"pin","secret":"%s"}`, newID(), login, pin), "Authorization", "")
	return a.text("token")
}

func bearing(token string) []string { return []string{"Authorization", "Bearer " + token} }

func signInBody(login, secret string) string {
	return fmt.Sprintf(`{"login":"%s","secret":"%s"}`, login, secret)
}

func TestSigningInAndOut(t *testing.T) {
	eachTownhall(t, func(t *testing.T, h *townhall) {
		first := h.invitee("officer", "0812 3456 7890", "493817")
		a := h.post("/v1/sessions", signInBody("081234567890", "493817"), "Authorization", "", "User-Agent", "Firefox di meja depan")
		token, id := a.text("token"), a.text("session.id")
		if token == "null" || a.header.Get("Set-Cookie") != "" || a.header.Get("Cache-Control") != "no-store" {
			t.Errorf("signed in with %s and %v", a.body, a.header)
		}
		says(t, a, "session.how", "pin", "session.current", "true", "session.agent", "Firefox di meja depan")
		me := h.do("GET", "/v1/me", "", bearing(token)...)
		says(t, me, "person", a.text("person"), "home", h.kapuas.String(), "operator", "false", "roles.0.role", "officer", "roles.0.scope", h.kapuas.String())
		all := h.do("GET", "/v1/sessions", "", bearing(token)...)
		if n := len(list(all.at("items"))); n != 2 {
			t.Errorf("%d sessions: %s", n, all.body)
		}
		for range 2 { // the same command twice is the same thing once
			out := h.do("DELETE", "/v1/sessions/"+id, "", append(bearing(first), "Idempotency-Key", "keluar")...)
			if out.status != 200 {
				t.Errorf("ended with %d %s", out.status, out.body)
			}
		}
		h.refused(401, "unauthenticated", "GET", "/v1/me", "", bearing(token)...)
		third := h.post("/v1/sessions", signInBody("081234567890", "493817"), "Authorization", "").text("token")
		if out := h.do("DELETE", "/v1/sessions/current", "", bearing(third)...); out.status != 200 {
			t.Errorf("signed out with %d %s", out.status, out.body)
		}
		h.refused(401, "unauthenticated", "GET", "/v1/me", "", bearing(third)...)
		h.refused(404, "unknown_session", "DELETE", "/v1/sessions/"+newID(), "", bearing(first)...)
		h.refused(404, "unknown_session", "DELETE", "/v1/sessions/"+strings.Repeat("0", 7)+"1"+id[8:], "", bearing(first)...)
	})
}

func TestFailedSignInsTellNothing(t *testing.T) {
	start := time.Now() // and the clock stands still, so that no delay is over before the next attempt
	eachTownhall(t, func(t *testing.T, h *townhall) {
		h.invitee("officer", "0812 3456 7891", "493817")
		plain := func(a answer) string { return strings.ReplaceAll(a.body, a.problem.RequestID, "") }
		var answers []string
		for i := range 7 {
			known := h.do("POST", "/v1/sessions", signInBody("081234567891", "718293"), "Authorization", "")
			unknown := h.do("POST", "/v1/sessions", signInBody("081234567999", "718293"), "Authorization", "")
			if known.status != unknown.status || plain(known) != plain(unknown) || known.header.Get("Retry-After") != unknown.header.Get("Retry-After") {
				t.Errorf("attempt %d tells whether there is such a name:\n%s\n%s", i+1, known.body, unknown.body)
			}
			answers = append(answers, fmt.Sprint(known.status, known.problem.Code, known.header.Get("Retry-After")))
		}
		if answers[4] != "401sign_in_failed" || !strings.HasPrefix(answers[5], "429limited") || strings.HasSuffix(answers[5], "limited") {
			t.Errorf("the answers were %v", answers)
		}
		for body, want := range map[string]string{
			`{}`: "login:required", `{"login":"081234567891"}`: "secret:required", `{"secret":"493817"}`: "login:required",
			`{"login":"x","secret":"493817"}`: "login:invalid_phone", `{"card":"LUMBUNG1-AAAA"}`: "card:invalid_card", `{"login":"a@b","secret":"1","who":1}`: "who:unknown_field",
		} {
			h.refused(422, want, "POST", "/v1/sessions", body, "Authorization", "")
		}
	}, store.WithClock(func() time.Time { return start }))
}

// A browser holds its token where no script can read it, and only our own pages can
// make it change anything.
func TestCookies(t *testing.T) {
	for name, secure := range map[string]bool{"__Host-lumbung": true, "lumbung": false} {
		t.Run(name, func(t *testing.T) {
			storetest.EachAddress(t, func(t *testing.T, address string) {
				plain := newHouse(t, address)
				h := &townhall{house: plain}
				h.kapuas = h.organization("Yayasan Kapuas")
				h.org = "/v1/organizations/" + h.kapuas.String()
				h.config.Secure = secure
				i := h.post(h.org+"/invitations", `{"role":"admin"}`)
				a := h.post("/v1/invitations/"+i.text("token"), fmt.Sprintf(`{"id":"%s","name":"Rina","login":"rina@kapuas.org","kind":"password","secret":"jeruk besar manis","cookie":true}`, newID()), "Authorization", "")
				cookies, err := http.ParseSetCookie(a.header.Get("Set-Cookie"))
				if err != nil {
					t.Fatal(err)
				}
				if cookies.Name != name || cookies.Secure != secure || !cookies.HttpOnly || cookies.SameSite != http.SameSiteStrictMode || cookies.Path != "/" || cookies.Domain != "" {
					t.Errorf("the cookie is %s", a.header.Get("Set-Cookie"))
				}
				if a.at("token") != nil || strings.Contains(a.body, cookies.Value) {
					t.Errorf("a script can read the token: %s", a.body)
				}
				with := func(headers ...string) []string {
					return append([]string{"Authorization", "", "Cookie", name + "=" + cookies.Value}, headers...)
				}
				here := "http://" + h.addr
				invite := func(headers ...string) int {
					return h.do("POST", h.org+"/invitations", `{"role":"officer"}`, with(headers...)...).status
				}
				for what, x := range map[string]struct {
					headers []string
					status  int
				}{
					"a page of ours":                   {[]string{"Sec-Fetch-Site", "same-origin"}, 201},
					"whoever sits there":               {[]string{"Sec-Fetch-Site", "none"}, 201},
					"an old browser at a page of ours": {[]string{"Origin", here}, 201},
					"a page of another host":           {[]string{"Sec-Fetch-Site", "cross-site"}, 403},
					"a page of a host beside ours":     {[]string{"Sec-Fetch-Site", "same-site"}, 403},
					"an old browser at another page":   {[]string{"Origin", "https://jahat.example"}, 403},
					"another page with our name in it": {[]string{"Origin", here + ".jahat.example"}, 403},
					"a page without an origin":         {[]string{"Origin", "null"}, 403},
					"nothing said":                     {nil, 403},
					"a form":                           {[]string{"Sec-Fetch-Site", "same-origin", "Content-Type", "text/plain"}, 415},
					"a page of another host, who lies": {[]string{"Sec-Fetch-Site", "cross-site", "Origin", here}, 403},
				} {
					if got := invite(x.headers...); got != x.status {
						t.Errorf("%s: %d, want %d", what, got, x.status)
					}
				}
				if got := h.do("GET", "/v1/me", "", with("Sec-Fetch-Site", "cross-site")...).status; got != 200 {
					t.Errorf("reading: %d", got)
				}
				other := map[bool]string{true: "lumbung", false: "__Host-lumbung"}[secure]
				h.refused(401, "unauthenticated", "GET", "/v1/me", "", "Authorization", "", "Cookie", other+"="+cookies.Value)
				h.refused(401, "unauthenticated", "GET", "/v1/me", "", append(with(), "Authorization", "Bearer x")...)
				out := h.do("DELETE", "/v1/sessions/"+a.text("session.id"), "", with("Sec-Fetch-Site", "same-origin")...)
				gone, err := http.ParseSetCookie(out.header.Get("Set-Cookie"))
				if err != nil || gone.Name != name || gone.Value != "" || gone.MaxAge >= 0 {
					t.Errorf("signed out with %q", out.header.Get("Set-Cookie"))
				}
				h.refused(401, "unauthenticated", "GET", "/v1/me", "", with()...)
			})
		})
	}
}

func TestInvitationsOverHTTP(t *testing.T) {
	eachTownhall(t, func(t *testing.T, h *townhall) {
		made := h.chair.post(h.book+"/invitations", `{"role":"member"}`)
		link := "/v1/invitations/" + made.text("token")
		a := h.do("GET", link, "", "Authorization", "")
		if a.status != 200 || strings.Contains(a.body, h.chair.id.String()) || strings.Contains(a.body, made.text("id")) {
			t.Errorf("who holds it sees %s", a.body)
		}
		says(t, a, "role", "member", "kind", "group", "name", "Kelompok Melati")
		h.refused(404, "unknown_invitation", "GET", link+"A", "", "Authorization", "")
		h.chair.refused(404, "unknown_organization", "POST", h.org+"/invitations", `{"role":"admin"}`)
		h.officer.refused(403, "forbidden", "POST", h.org+"/invitations", `{"role":"admin"}`)
		h.dewi.refused(403, "forbidden", "POST", h.book+"/invitations", `{"role":"member"}`)
		h.other.refused(404, "unknown_book", "POST", h.book+"/invitations", `{"role":"member"}`)
		listed := h.secretary.get(h.book + "/invitations")
		if len(list(listed.at("items"))) != 1 || listed.at("items.0.token") != nil {
			t.Errorf("listed %s", listed.body)
		}
		h.refused(422, "secret:weak_secret", "POST", link, `{"name":"Rina","login":"081234567892","kind":"pin","secret":"123456"}`, "Authorization", "")
		h.post(link, `{"name":"Rina","login":"081234567892","kind":"pin","secret":"493817"}`, "Authorization", "")
		h.refused(404, "unknown_invitation", "POST", link, `{"name":"Rina","login":"081234567893","kind":"pin","secret":"493817"}`, "Authorization", "")
		if strings.Contains(h.log.String(), made.text("token")) || strings.Contains(h.log.String(), "493817") {
			t.Error("a token or a PIN is in the log")
		}
		back := h.chair.post(h.book+"/invitations", `{"role":"member"}`)
		h.chair.delete(h.book + "/invitations/" + back.text("id"))
		h.refused(404, "unknown_invitation", "GET", "/v1/invitations/"+back.text("token"), "", "Authorization", "")
	})
}

func TestCardsOverHTTP(t *testing.T) {
	eachTownhall(t, func(t *testing.T, h *townhall) {
		cards := func(who townsman) string { return "/v1/people/" + who.id.String() + "/cards" }
		id := newID()
		a := h.secretary.post(cards(h.dewi), fmt.Sprintf(`{"id":"%s"}`, id))
		pdf, err := base64.StdEncoding.DecodeString(a.text("pdf"))
		if err != nil || !strings.HasPrefix(string(pdf), "%PDF-") {
			t.Errorf("to print: %.40q %v", a.text("pdf"), err)
		}
		says(t, h.dewi.get(cards(h.dewi)), "items.0.id", id, "items.0.created_by", h.secretary.id.String(), "items.1", "null")
		again := h.secretary.post(cards(h.dewi), fmt.Sprintf(`{"id":"%s"}`, id))
		if again.at("text") != nil || again.header.Get("Idempotency-Replayed") != "true" {
			t.Errorf("shown again: %s", again.body)
		}
		in := h.post("/v1/sessions", fmt.Sprintf(`{"card":"%s"}`, a.text("text")), "Authorization", "")
		says(t, in, "person", h.dewi.id.String(), "session.how", "card")
		says(t, h.do("GET", "/v1/me", "", bearing(in.text("token"))...), "name", "Warga Uji", "language", "id", "home_name", "Kelompok Melati")
		h.dewi.post(cards(h.dewi), `{}`) // she has just proved who she is
		h.officer.refused(403, "forbidden", "POST", cards(h.admin), `{}`)
		h.other.refused(404, "unknown_person", "POST", cards(h.dewi), `{}`)
		h.chair.delete(cards(h.dewi) + "/" + a.text("id"))
		h.refused(401, "sign_in_failed", "POST", "/v1/sessions", fmt.Sprintf(`{"card":"%s"}`, a.text("text")), "Authorization", "")
		h.refused(401, "unauthenticated", "GET", "/v1/me", "", bearing(in.text("token"))...)
	})
}

func TestSigningInAtADevice(t *testing.T) {
	eachTownhall(t, func(t *testing.T, h *townhall) {
		h.invitee("officer", "0812 3456 7894", "493817")
		code := h.officer.post(h.book+"/enrolments", `{}`).text("code")
		phone := phonetest.New("HP kelompok")
		enrol, err := phone.EnrolBody(code)
		if err != nil {
			t.Fatal(err)
		}
		h.post("/v1/devices", enrol, "Authorization", "")
		x := phone.SignIn(signInBody("081234567894", "493817"))
		sign := func() []string { return append(phonetest.SignInHeaders(x), "Authorization", "") }
		a := h.post("/v1/sessions", string(x.Body), sign()...)
		says(t, a, "session.device", phone.ID.String())
		h.refused(409, "stale_request", "POST", "/v1/sessions", string(x.Body), sign()...)
		x = phone.SignIn(signInBody("081234567894", "493817"))
		h.refused(401, "unknown_device_signature", "POST", "/v1/sessions", string(x.Body)+" ", sign()...)
		h.chair.delete(h.book + "/devices/" + phone.ID.String())
		h.refused(401, "unauthenticated", "GET", "/v1/me", "", bearing(a.text("token"))...)
	})
}

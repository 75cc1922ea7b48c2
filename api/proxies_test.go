package api

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people/phonetest"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// arrivalOut is what a server has made of where a request comes from.
type arrivalOut struct {
	Address string `json:"address"`
	Cookie  string `json:"cookie"`
}

func addArrival(s *Server) {
	add(s, Route{Method: http.MethodGet, Path: "/v1/arrival", Public: true}, func(ctx context.Context, _ *struct{}) (*reply[arrivalOut], error) {
		return &reply[arrivalOut]{arrivalOut{AddressFrom(ctx), s.cookie(ctx, "x", time.Time{})}}, nil
	})
}

// The address that counts is the right-most one that no proxy of ours has.
func TestWhereARequestComesFrom(t *testing.T) {
	at := func(texts ...string) []netip.Prefix {
		var all []netip.Prefix
		for _, x := range texts {
			all = append(all, netip.MustParsePrefix(x))
		}
		return all
	}
	here, chain := at("127.0.0.0/8"), at("127.0.0.0/8", "10.0.0.0/8", "fd00::/8")
	for name, x := range map[string]struct {
		trusted []netip.Prefix
		headers []string
		want    string
	}{
		"nobody is trusted":                 {nil, []string{"192.0.2.1"}, "127.0.0.1"},
		"somebody else is trusted":          {at("10.0.0.0/8"), []string{"192.0.2.1"}, "127.0.0.1"},
		"no header":                         {here, nil, "127.0.0.1"},
		"one proxy":                         {here, []string{"192.0.2.1"}, "192.0.2.1"},
		"the caller wrote one too":          {here, []string{"203.0.113.9, 192.0.2.1"}, "192.0.2.1"},
		"the caller wrote one of our own":   {here, []string{"127.0.0.1, 10.0.0.1, 192.0.2.1"}, "192.0.2.1"},
		"two proxies":                       {chain, []string{"203.0.113.9, 192.0.2.1, 10.0.0.7"}, "192.0.2.1"},
		"each in a header of its own":       {chain, []string{"203.0.113.9", "192.0.2.1", "10.0.0.7"}, "192.0.2.1"},
		"a second proxy that is unknown":    {here, []string{"192.0.2.1, 10.0.0.7"}, "10.0.0.7"},
		"from inside":                       {chain, []string{"10.0.0.9, 10.0.0.7"}, "10.0.0.9"},
		"with a port":                       {here, []string{"192.0.2.1:4711"}, "192.0.2.1"},
		"IPv6 counts by its network":        {here, []string{"2001:db8:1:2:aaaa::1"}, "2001:db8:1:2::/64"},
		"IPv6 with a port":                  {here, []string{"[2001:db8:1:2:bbbb::1]:80"}, "2001:db8:1:2::/64"},
		"IPv4 written as IPv6":              {chain, []string{"192.0.2.1, ::ffff:10.0.0.7"}, "192.0.2.1"},
		"a proxy with IPv6":                 {chain, []string{"192.0.2.1,fd00::7"}, "192.0.2.1"},
		"a word":                            {here, []string{"192.0.2.1, unknown"}, "127.0.0.1"},
		"nothing between commas":            {here, []string{"192.0.2.1, "}, "127.0.0.1"},
		"a word behind a proxy of ours":     {chain, []string{"192.0.2.1, <script>, 10.0.0.7"}, "10.0.0.7"},
		"spaces":                            {here, []string{"  203.0.113.9 ,   192.0.2.1  "}, "192.0.2.1"},
		"a thousand of our own in a header": {chain, []string{"192.0.2.1" + strings.Repeat(",10.0.0.7", 1000)}, "192.0.2.1"},
	} {
		s := start(t, Config{TrustedProxies: x.trusted}, addArrival)
		request := "GET /v1/arrival HTTP/1.1\r\nHost: x\r\nX-Real-IP: 198.51.100.1\r\nForwarded: for=198.51.100.1\r\n"
		for _, h := range x.headers {
			request += "X-Forwarded-For: " + h + "\r\n"
		}
		if got := s.raw(request + "\r\n"); !strings.Contains(got.body, `"address":"`+x.want+`"`) {
			t.Errorf("%s: %s, want %s", name, got.body, x.want)
		}
	}
}

// Over TLS, whoever ends it, cookies are for TLS alone, and browsers are told to stay.
func TestOverTLSOrNot(t *testing.T) {
	here := []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	for name, x := range map[string]struct {
		config  Config
		host    string
		headers string
		secure  bool
		stay    bool
	}{
		"in the clear":                  {Config{}, "x", "", false, false},
		"anybody says https":            {Config{}, "x", "X-Forwarded-Proto: https\r\nX-Forwarded-Scheme: https\r\nX-Forwarded-Ssl: on\r\n", false, false},
		"the proxy says https":          {Config{TrustedProxies: here}, "x", "X-Forwarded-Proto: https\r\n", true, true},
		"the proxy says HTTPS":          {Config{TrustedProxies: here}, "x", "X-Forwarded-Proto: http, HTTPS\r\n", true, true},
		"the caller says it, the proxy": {Config{TrustedProxies: here}, "x", "X-Forwarded-Proto: https, http\r\n", false, false},
		"in two headers":                {Config{TrustedProxies: here}, "x", "X-Forwarded-Proto: https\r\nX-Forwarded-Proto: http\r\n", false, false},
		"the proxy says nothing":        {Config{TrustedProxies: here}, "x", "", false, false},
		"the public address is https":   {Config{Secure: true}, "lumbung.example:8443", "", true, true},
		"on this machine":               {Config{Secure: true}, "LocalHost:8443", "", true, false},
	} {
		s := start(t, x.config, addArrival)
		a := s.raw("GET /v1/arrival HTTP/1.1\r\nHost: " + x.host + "\r\n" + x.headers + "\r\n")
		if got := strings.Contains(a.body, "__Host-lumbung=x") && strings.Contains(a.body, "Secure"); got != x.secure {
			t.Errorf("%s: the cookie is %s", name, a.body)
		}
		if got := a.header.Get("Strict-Transport-Security") != ""; got != x.stay {
			t.Errorf("%s: browsers are told to stay: %v", name, got)
		}
	}
}

// Where the public address is known, an old browser must name it, whatever the Host.
func TestPagesOfThePublicAddress(t *testing.T) {
	eachTownhall(t, func(t *testing.T, h *townhall) {
		h.config.Origin = "https://lumbung.example:8443"
		token := strings.TrimPrefix(h.admin.auth[1], "Bearer ")
		for origin, want := range map[string]int{
			"https://lumbung.example:8443": http.StatusCreated,
			"https://LUMBUNG.example:8443": http.StatusCreated,
			"http://lumbung.example:8443":  http.StatusForbidden,
			"https://lumbung.example":      http.StatusForbidden,
			"http://" + h.addr:             http.StatusForbidden, // the Host of the request
			"null":                         http.StatusForbidden,
			"":                             http.StatusForbidden,
		} {
			a := h.do("POST", h.org+"/invitations", `{"role":"officer"}`, "Authorization", "", "Cookie", plainCookie+"="+token, "Origin", origin)
			if a.status != want {
				t.Errorf("a page of %q: %d %s, want %d", origin, a.status, a.body, want)
			}
		}
	})
}

// What comes too often is told when to come again, in the language asked for, and left no
// trace; a push that is too large says how large it may be.
func TestDoorsAreLimited(t *testing.T) {
	now := time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)
	eachTownhall(t, func(t *testing.T, h *townhall) {
		h.config.BodyLimit = 4 << 20
		limited := func(what, code, after string, a answer) {
			t.Helper()
			if a.status != http.StatusTooManyRequests || a.problem.Code != code || a.header.Get("Retry-After") != after {
				t.Errorf("%s: %d %v %s", what, a.status, a.header, a.body)
			}
		}
		phone := phonetest.New("HP kelompok")
		for i := range 10 {
			code := h.officer.post(h.book+"/enrolments", `{}`).text("code")
			if i == 0 {
				body, err := phone.EnrolBody(code)
				if err != nil {
					t.Fatal(err)
				}
				h.post("/v1/devices", body, "Authorization", "")
			}
		}
		before := h.digest()
		limited("the eleventh enrolment", "too_many_enrolments", "86400", h.do("POST", h.book+"/enrolments", `{}`, h.officer.auth[:]...))
		if h.digest() != before {
			t.Error("it left a trace")
		}
		push := func(language string) answer {
			x := phone.PushAll()
			return h.do("POST", "/v1/sync", string(x.Body), append(phonetest.Headers(x), "Authorization", "", "Accept-Language", language)...)
		}
		for range 30 {
			if a := push("id"); a.status != http.StatusOK {
				t.Fatalf("a push: %d %s", a.status, a.body)
			}
		}
		before = h.digest()
		for language, want := range map[string]string{"id": "kirim lagi sebentar lagi", "en": "send again in a minute"} {
			a := push(language)
			limited("the next push", "too_many_pushes", "60", a)
			if !strings.Contains(a.problem.Detail, want) {
				t.Errorf("in %s it says %s", language, a.problem.Detail)
			}
		}
		if h.digest() != before {
			t.Error("a push that was refused left a trace")
		}
		for range 60 {
			h.post("/v1/sessions/challenge", "", "Authorization", "")
		}
		limited("a challenge", "limited", "1", h.do("POST", "/v1/sessions/challenge", "", "Authorization", ""))
		h.refused(401, "sign_in_failed", "POST", "/v1/sessions", signInBody("081234567899", "718293"), "Authorization", "")
	}, store.WithClock(func() time.Time { return now }))
}

func TestADeviceSendsAtMostAMebibyte(t *testing.T) {
	s := start(t, Config{BodyLimit: 4 << 20}, nil)
	for size, want := range map[int]string{1 << 20: "422 several_problems", 1<<20 + 1: "413 body_too_large", 3 << 20: "413 body_too_large"} {
		const empty = `{"made":0,"commands":[],"padding":""}`
		body := strings.Replace(empty, `""`, `"`+strings.Repeat("x", size-len(empty))+`"`, 1)
		a := s.call("POST", "/v1/sync", body, "Lumbung-Device", ledger.ID{}.String(), "Accept-Language", "en")
		if got := fmt.Sprint(a.status, " ", a.problem.Code); len(body) != size || !strings.HasPrefix(got, want[:3]) || want[:3] == "413" && got != want {
			t.Errorf("%d bytes: %s, want %s", len(body), a.body, want)
		}
		if a.status == 413 && !strings.Contains(a.problem.Detail, "1024 KiB") {
			t.Errorf("it does not say how much may be sent: %s", a.body)
		}
	}
	if a := s.call("POST", "/v1/amounts/say", `{"padding":"`+strings.Repeat("x", 2<<20)+`"}`); a.status == 413 {
		t.Errorf("other routes take less too: %s", a.body)
	}
}

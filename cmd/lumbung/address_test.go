package main

import (
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger/people"
)

func TestPublicAddresses(t *testing.T) {
	for given, want := range map[string]string{
		"":                              "",
		"https://lumbung.example":       "https://lumbung.example",
		"https://lumbung.example/":      "https://lumbung.example",
		"https://Lumbung.Example:443":   "https://lumbung.example",
		"HTTPS://lumbung.example:8443":  "https://lumbung.example:8443",
		"http://localhost:9000":         "http://localhost:9000",
		"http://127.0.0.1:80":           "http://127.0.0.1",
		"https://[2001:db8::1]:443":     "https://[2001:db8::1]",
		"https://[2001:db8::1]:8443":    "https://[2001:db8::1]:8443",
		"http://lumbung.example":        "refused",
		"lumbung.example":               "refused",
		"https://":                      "refused",
		"https://:8443":                 "refused",
		"https://a.example/lumbung":     "refused",
		"https://a.example?x=1":         "refused",
		"https://a.example/#x":          "refused",
		"https://u:rahasia@a.example":   "refused",
		"ftp://a.example":               "refused",
		"https://a.example:port":        "refused",
		"https://a.example https://b.c": "refused",
	} {
		f := front{PublicURL: given, Listen: "127.0.0.1:0", TrustedProxy: []string{"127.0.0.1"}}
		got, err := f.public()
		if err != nil {
			got = "refused"
		}
		if got != want {
			t.Errorf("%q is the origin %q, want %q: %v", given, got, want, err)
		}
		if (f.check() != nil) != (want == "refused") {
			t.Errorf("%q: the server starts: %v", given, f.check())
		}
		if err != nil && strings.Contains(err.Error(), "rahasia") {
			t.Error("it repeats a password")
		}
		if f.secure() != strings.HasPrefix(want, "https://") {
			t.Errorf("%q makes cookies secure: %v", given, f.secure())
		}
	}
	alone := front{PublicURL: "https://lumbung.example", Listen: "127.0.0.1:0"}
	if err := alone.check(); err == nil || !strings.Contains(err.Error(), "--trusted-proxy") || !strings.Contains(err.Error(), "X-Forwarded-For") {
		t.Errorf("behind a proxy that nobody has named: %v", err)
	}
	cert, key, _ := certificate(t)
	own := front{PublicURL: "https://lumbung.example", Listen: "127.0.0.1:0", TLSCert: cert, TLSKey: key}
	if err := own.check(); err != nil {
		t.Errorf("with a certificate: %v", err)
	}
	if err := os.Chmod(key, 0o640); err != nil {
		t.Fatal(err)
	}
	if err := own.check(); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("with a key that others can read: %v", err)
	}
	f := front{PublicURL: "http://localhost:9000", Listen: "127.0.0.1:0", TLSCert: cert, TLSKey: key}
	if f.check() == nil {
		t.Error("with a certificate the public address is in the clear")
	}
}

func TestOriginsOfListeners(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }() // nobody called
	port := portOf(l)
	for _, x := range []struct {
		front
		want string
	}{
		{front{}, "http://localhost:" + port},
		{front{TLSCert: "x"}, "https://localhost:" + port},
		{front{PublicURL: "https://a.example"}, "https://a.example"},
	} {
		if got := x.origin(l); got != x.want {
			t.Errorf("%+v: the pages are at %s, want %s", x.front, got, x.want)
		}
	}
	if got := browsable(l); got != "http://localhost:"+port {
		t.Errorf("people type %s", got)
	}
}

func TestTrustedProxies(t *testing.T) {
	f := front{TrustedProxy: []string{"10.0.0.7", " 10.1.2.3/16", "::ffff:10.0.0.9", "2001:db8::/32", "fd00::1"}}
	got, err := f.proxies()
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"10.0.0.7/32", "10.1.0.0/16", "10.0.0.9/32", "2001:db8::/32", "fd00::1/128"} {
		if got[i].String() != want {
			t.Errorf("%q is %s, want %s", f.TrustedProxy[i], got[i], want)
		}
	}
	for _, wrong := range []string{"", "proxy.example", "10.0.0.7:80", "10.0.0.0/33", "0.0.0.0/0", "::/0", "*"} {
		f := front{Listen: "127.0.0.1:0", TrustedProxy: []string{wrong}}
		if err := f.check(); err == nil || !strings.Contains(err.Error(), "--trusted-proxy") {
			t.Errorf("%q is trusted: %v", wrong, err)
		}
	}
}

// TestBehindAProxy: guesses are counted by where they come from as the trusted proxy says,
// whose word nobody else can give.
func TestBehindAProxy(t *testing.T) {
	eachDatabase(t, func(t *testing.T, address string) {
		for name, x := range map[string]struct {
			args []string
			want int
		}{
			"trusted": {[]string{"--trusted-proxy", "127.0.0.0/8,10.0.0.0/8", "--public-url", "https://lumbung.example"}, http.StatusUnauthorized},
			"unknown": {[]string{"--trusted-proxy", "10.0.0.0/8", "--public-url", "https://lumbung.example"}, http.StatusTooManyRequests},
		} {
			p := serve(t, address, x.args...)
			guess := func(from, login string) *http.Response {
				req, err := http.NewRequest(http.MethodPost, p.address+"/v1/sessions", strings.NewReader(`{"login":"`+login+`","secret":"718293"}`))
				if err != nil {
					t.Fatal(err)
				}
				req.Header.Set("Content-Type", "application/json")
				req.Header.Set("X-Forwarded-For", from)
				res, err := client.Do(req)
				if err != nil {
					t.Fatal(err)
				}
				_ = res.Body.Close() // only its head is looked at
				return res
			}
			db := open(t, address)
			exe(t, db, "DELETE FROM attempts")
			if res := guess("192.0.2.1", "081300000000"); res.StatusCode != http.StatusUnauthorized || res.Header.Get("Strict-Transport-Security") == "" {
				t.Errorf("%s: the first guess: %d %v", name, res.StatusCode, res.Header)
			}
			// As if the address had guessed for a long time: it must wait for minutes.
			exe(t, db, "UPDATE attempts SET failures = 70, next_at = next_at + 4102444800000000")
			if res := guess("192.0.2.1", "081300000001"); res.StatusCode != http.StatusTooManyRequests || res.Header.Get("Retry-After") == "" {
				t.Errorf("%s: the same address again: %d %v", name, res.StatusCode, res.Header)
			}
			if res := guess("192.0.2.1, 192.0.2.2", "081300000002"); res.StatusCode != x.want {
				t.Errorf("%s: another address: %d, want %d", name, res.StatusCode, x.want)
			}
			p.stop(t)
		}
	})
}

// TestWhereTheKeysAre: a PostgreSQL database says what to type, and keeps its people
// behind whichever of the ways is typed.
func TestWhereTheKeysAre(t *testing.T) {
	address := durable.postgres(t)
	without := []string{"LUMBUNG_DATA_DIR=", "LUMBUNG_OPERATOR_TOKEN=" + testToken}
	o := finish(t, program(without, "serve", "--database", address, "--listen", "127.0.0.1:0"))
	for _, want := range []string{"--data-dir=", "--keys=", "--master-key-file=", "--keys=none"} {
		if o.code == 0 || !strings.Contains(o.log, want) {
			t.Errorf("it does not name %s: %s", want, o)
		}
	}
	refused(t, []string{"lumbung migrate"}, "check", "--database", address) // nothing was done to it

	p := serveWith(t, without, "--database", address, "--keys", "none")
	if !mayEnter(t, p.village, testToken) {
		t.Error("without people the operator is not let in")
	}
	if a, err := p.ask(http.MethodPost, "/v1/sessions", map[string]any{"login": "a@b.example", "secret": "x"}); err != nil || a.status != http.StatusUnauthorized {
		t.Errorf("without people somebody signs in: %v %v", a, err)
	}
	p.stop(t)
	refused(t, []string{"--keys"}, "user", "add", "--database", address, "--keys", "none", "--organization", villageRoot.String(), "--name", "x")

	folder := filepath.Join(t.TempDir(), "new", "folder")
	p = serveWith(t, without, "--database", address, "--data-dir", folder)
	p.stop(t)
	name := strings.TrimPrefix(besides(address, folder), folder)
	for _, ending := range []string{".keys.db", ".master-key"} {
		if info, err := os.Stat(filepath.Join(folder, name+ending)); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("the folder has %s: %v %v", ending, info, err)
		}
	}
	if o := finish(t, program(without, "serve", "--database", address, "--keys", durable.postgres(t), "--listen", "127.0.0.1:0")); o.code == 0 || !strings.Contains(o.log, "openssl rand -hex 32") {
		t.Errorf("a key store on PostgreSQL without its master key: %s", o)
	}
}

// TestLostKeysAreNotMadeAnew: a database with people and without their keys is not served
// with others.
func TestLostKeysAreNotMadeAnew(t *testing.T) {
	eachDatabase(t, func(t *testing.T, address string) {
		p := demoAt(t, address)
		p.stop(t)
		base := besides(address, dataDir)
		key, err := os.ReadFile(base + ".master-key")
		if err != nil || len(strings.TrimSpace(string(key))) != 2*people.MasterSize {
			t.Fatalf("the master key is %d bytes, %v", len(key), err)
		}
		for _, ending := range []string{".keys.db", ".keys.db-wal", ".keys.db-shm", ".master-key"} {
			if err := os.Rename(base+ending, base+ending+".away"); err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
		}
		refused(t, []string{"bring both here", base + ".master-key"}, "serve", "--database", address, "--listen", "127.0.0.1:0")
		if _, err := os.Stat(base + ".master-key"); !os.IsNotExist(err) {
			t.Errorf("another master key was made: %v", err)
		}
		for _, ending := range []string{".keys.db", ".keys.db-wal", ".keys.db-shm", ".master-key"} {
			if err := os.Rename(base+ending+".away", base+ending); err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
		}
		p = demoAt(t, address)
		comeIn(t, p.village, signInsFile(address, dataDir), "M09")
		p.stop(t)
	})
}

// TestTheDemoIsAtLocalhost: where passkeys work; the number of this machine works too.
func TestTheDemoIsAtLocalhost(t *testing.T) {
	p := demoAt(t, sqliteAddress(t))
	if !strings.HasPrefix(p.address, "http://localhost:") || strings.Contains(p.out.String(), "127.0.0.1") {
		t.Errorf("it shows %s", p.out)
	}
	for _, address := range []string{p.address, strings.Replace(p.address, "localhost", "127.0.0.1", 1)} {
		v := p.village
		v.address, v.token = address, ""
		a, err := v.ask(http.MethodPost, "/v1/sessions/challenge", nil)
		if err != nil || a.status != http.StatusCreated || !strings.Contains(string(a.body), `"rpId":"localhost"`) {
			t.Errorf("%s: %v %v", address, a, err)
		}
	}
	p.stop(t)
}

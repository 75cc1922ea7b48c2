package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

var tokenShown = regexp.MustCompile(`Operator token, shown this once: (\S+)`)

// mayEnter reports whether the token opens the door.
func mayEnter(t testing.TB, v village, token string) bool {
	t.Helper()
	v.token = token
	a, err := v.ask(http.MethodGet, "/v1/books", nil)
	if err != nil || a.status != http.StatusOK && a.status != http.StatusUnauthorized {
		t.Fatalf("%v %v", a, err)
	}
	return a.status == http.StatusOK
}

// TestOperatorToken: the first start makes a token and shows it, once and only
// once. It is good for ever, and is nowhere to be read again.
func TestOperatorToken(t *testing.T) {
	eachDatabase(t, func(t *testing.T, address string) {
		p := serveWith(t, nil, "--database", address)
		m := p.out.wait(tokenShown, p.ended)
		if m == nil {
			t.Fatalf("the first start shows no token: %s", p.out)
		}
		token := m[1]
		if !mayEnter(t, p.village, token) {
			t.Error("the token that was shown is not good")
		}
		for _, wrong := range []string{"", "x", token[1:], token + "x", strings.ToUpper(token), testToken} {
			if mayEnter(t, p.village, wrong) {
				t.Errorf("the token %q is good too", wrong)
			}
		}
		p.stop(t)
		if strings.Count(p.out.String(), token) != 1 || strings.Contains(p.log.String(), token) {
			t.Error("the token is shown more than once, or logged")
		}

		p = serveWith(t, nil, "--database", address)
		if !mayEnter(t, p.village, token) {
			t.Error("after a restart the token is not good any more")
		}
		p.stop(t)
		if said := p.out.String() + p.log.String(); tokenShown.MatchString(said) || strings.Contains(said, token) {
			t.Errorf("the second start shows a token: %s", said)
		}
		if isSQLite(address) {
			for _, ending := range []string{"", "-wal", "-shm"} {
				raw, err := os.ReadFile(strings.TrimPrefix(address, "sqlite:") + ending)
				if err == nil && strings.Contains(string(raw), token) {
					t.Error("the token itself is in the database")
				}
			}
		}

		// A given one counts instead, from the environment or from a file.
		direct, filed := "langsung-8Kq2vXz0mRt7Yb3nWc5p-jHd6", "dari-berkas-4TgB9sLx1eQw6VkZ2uPo-n8"
		file := write(t, filepath.Join(t.TempDir(), "token"), "  "+filed+"\n")
		if err := os.Chmod(file, 0o600); err != nil {
			t.Fatal(err)
		}
		for given, settings := range map[string][]string{
			direct: {"LUMBUNG_OPERATOR_TOKEN=" + direct},
			filed:  {"LUMBUNG_OPERATOR_TOKEN_FILE=" + file},
		} {
			p := serveWith(t, append(settings, "LUMBUNG_DATABASE="+address))
			if !mayEnter(t, p.village, given) || mayEnter(t, p.village, token) {
				t.Errorf("%s: the given token is not the one that counts", settings)
			}
			p.stop(t)
			if said := p.out.String() + p.log.String(); strings.Contains(said, given) || tokenShown.MatchString(said) {
				t.Errorf("%s: a token is shown: %s", settings, said)
			}
		}
		refused(t, []string{"token file is empty"}, "serve", "--database", address, "--listen", "127.0.0.1:0",
			"--operator-token-file", write(t, filepath.Join(t.TempDir(), "empty"), "\n"))
		if err := os.Chmod(file, 0o644); err != nil {
			t.Fatal(err)
		}
		refused(t, []string{file, "chmod 600"}, "serve", "--database", address, "--listen", "127.0.0.1:0", "--operator-token-file", file)
		refused(t, []string{"32 characters", "openssl rand -hex 32"}, "serve", "--database", address, "--listen", "127.0.0.1:0", "--operator-token", "langsung")
	})
}

// TestCheckNamesTheFirstWrongRow: somebody lifts a seal and edits a row.
func TestCheckNamesTheFirstWrongRow(t *testing.T) {
	eachDatabase(t, func(t *testing.T, address string) {
		p := serve(t, address)
		book := newGroup(t, p.village, "Melati")
		for n := range 5 {
			p.send(t, "/v1/books/"+book.String()+"/entries", saving(book, n))
		}
		holds(t, address)
		db := open(t, address)
		id := any(book.String())
		if isSQLite(address) {
			id = book[:]
			exe(t, db, "DROP TRIGGER lines_no_update")
		} else {
			exe(t, db, "ALTER TABLE lines DISABLE TRIGGER USER")
		}
		// Both amounts of the third entry: it still balances.
		for _, n := range []int{1, 2} {
			exe(t, db, fmt.Sprintf("UPDATE lines SET amount = amount * 2 WHERE book = $1 AND seq = 3 AND n = %d", n), id)
		}
		o := refused(t, []string{"the first wrong row: book " + book.String() + ", entries seq 3: "}, "check", "--database", address)
		var rows []string
		for _, line := range strings.Split(o.out, "\n") {
			if strings.HasPrefix(line, "book ") {
				rows = append(rows, line)
			}
		}
		if len(rows) == 0 || !strings.Contains(rows[0], "entries seq 3") {
			t.Errorf("the report does not begin with the first wrong row: %s", o)
		}
		if !strings.Contains(o.out, "trigger lines_") {
			t.Errorf("the report does not name the seal that was lifted: %s", o)
		}
		// The API says the same of the book.
		if a := p.get(t, "/v1/books/"+book.String()+"/verification"); !strings.Contains(a, `"ok":false`) || !strings.Contains(a, "entries seq 3") {
			t.Errorf("the verification of the book: %s", a)
		}
		// Such a database is not handed on: its backup does not restore.
		file := filepath.Join(t.TempDir(), "snapshot")
		must(t, "backup", "--database", address, "-o", file)
		refused(t, []string{"entries seq 3"}, "restore", "--database", sqliteAddress(t), file)
		// What was wrong is all that was wrong.
		for _, n := range []int{1, 2} {
			exe(t, db, fmt.Sprintf("UPDATE lines SET amount = amount / 2 WHERE book = $1 AND seq = 3 AND n = %d", n), id)
		}
		p.stop(t)
		must(t, "migrate", "--database", address) // puts the seals on again
		holds(t, address)
		if _, err := db.Exec("UPDATE lines SET amount = amount * 2 WHERE seq = 3"); err == nil {
			t.Error("after migrate the seals are not on again")
		}
	})
}

// TestMigrateTwice: the second time changes nothing.
func TestMigrateTwice(t *testing.T) {
	eachDatabase(t, func(t *testing.T, address string) {
		refused(t, []string{"lumbung migrate"}, "check", "--database", address)
		must(t, "migrate", "--database", address)
		before := contents(t, address)
		must(t, "migrate", "--database", address)
		if contents(t, address) != before {
			t.Error("the second migration changed the database")
		}
		holds(t, address)
		// Several at once, as when machines start together.
		fresh := sqliteAddress(t)
		if !isSQLite(address) {
			fresh = durable.postgres(t)
		}
		var all []*process
		for range 4 {
			all = append(all, begin(t, program(nil, "migrate", "--database", fresh)))
		}
		for _, p := range all {
			if code := p.end(t); code != 0 {
				t.Errorf("one of several migrations at once: %d\n%s", code, p.log)
			}
		}
		holds(t, fresh)
	})
}

// TestNewerSchema: a database of a newer program is left alone by every command.
func TestNewerSchema(t *testing.T) {
	eachDatabase(t, func(t *testing.T, address string) {
		must(t, "migrate", "--database", address)
		file := filepath.Join(t.TempDir(), "snapshot")
		must(t, "backup", "--database", address, "-o", file)
		db := open(t, address)
		exe(t, db, "INSERT INTO bun_migrations (name, group_id, migrated_at) VALUES ('20990101000000', 99, CURRENT_TIMESTAMP)")
		before := contents(t, address)
		journal := write(t, filepath.Join(t.TempDir(), "x.journal"), "2026-01-01 a\n  aset  5 KG\n  modal\n")
		for _, args := range [][]string{{"serve", "--listen", "127.0.0.1:0"}, {"demo", "--listen", "127.0.0.1:0"}, {"migrate"}, {"check"}, {"export"}, {"import", journal},
			{"backup", "-o", filepath.Join(t.TempDir(), "s")}, {"restore", "--replace", file}} {
			refused(t, []string{"20990101000000", "newer"}, append(args, "--database", address)...)
		}
		if contents(t, address) != before {
			t.Error("a command that was refused changed the database")
		}
	})
}

// TestUnsafeListeners: nothing goes over a network in the clear.
func TestUnsafeListeners(t *testing.T) {
	address := sqliteAddress(t)
	cert, key, _ := certificate(t)
	for _, listen := range []string{"0.0.0.0:0", "[::]:0", ":0", "192.0.2.1:0", "example.org:0"} {
		refused(t, []string{"--tls-cert", "--public-url"}, "serve", "--database", address, "--listen", listen)
		refused(t, []string{"--tls-cert"}, "serve", "--database", address, "--listen", listen, "--public-url", "http://example.org")
		refused(t, []string{"this machine only"}, "demo", "--database", address, "--listen", listen)
	}
	refused(t, []string{"HOST:PORT"}, "serve", "--database", address, "--listen", "8080")
	refused(t, []string{"go together"}, "serve", "--database", address, "--listen", "127.0.0.1:0", "--tls-cert", cert)
	refused(t, []string{"go together"}, "serve", "--database", address, "--listen", "127.0.0.1:0", "--tls-key", key)
	refused(t, nil, "serve", "--database", address, "--listen", "127.0.0.1:0", "--tls-cert", key, "--tls-key", cert)
	refused(t, []string{"sqlite:PATH"}, "serve", "--database", "mysql://x", "--listen", "127.0.0.1:0")
	if p := serve(t, address, "--listen", "0.0.0.0:0", "--public-url", "https://example.org", "--trusted-proxy", "127.0.0.1"); !mayEnter(t, p.village, testToken) {
		t.Error("behind a proxy that does TLS it does not serve")
	}
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }() // nobody called
	refused(t, []string{"in use"}, "serve", "--database", address, "--listen", taken.Addr().String())
}

// TestUnsafePostgres: a server that could lose what was acknowledged is refused.
func TestUnsafePostgres(t *testing.T) {
	for _, setting := range []string{"fsync", "full_page_writes"} {
		address := storetest.NewCluster(t, storetest.Server{Settings: map[string]string{setting: "off"}}).Address("postgres")
		for _, args := range [][]string{{"serve", "--listen", "127.0.0.1:0"}, {"demo", "--listen", "127.0.0.1:0"}, {"migrate"}, {"check"}} {
			refused(t, []string{setting, `"off"`}, append(args, "--database", address)...)
		}
	}
}

// TestPasswordsAreNotSaid: an address may hold a password.
func TestPasswordsAreNotSaid(t *testing.T) {
	for _, address := range []string{"postgres://u:rahasia@127.0.0.1:1/x", "postgres://u:rahasia@127.0.0.1:port/x", "postgres://u:rahasia@[/x", "oracle://u:rahasia@x"} {
		for _, command := range []string{"serve", "migrate", "check"} {
			if o := run(t, command, "--database", address); o.code != 1 || strings.Contains(o.String(), "rahasia") {
				t.Errorf("%s with %s: %s", command, address, o)
			}
		}
	}
}

// TestShutdownUnderWay: the server is told to stop while requests wait for the
// database. Each gets its answer, and the server ends well.
func TestShutdownUnderWay(t *testing.T) {
	eachDatabase(t, func(t *testing.T, address string) {
		p := serve(t, address)
		book := newGroup(t, p.village, "Melati")
		path := "/v1/books/" + book.String() + "/entries"

		// Somebody else is writing: posts have to wait.
		other := open(t, address)
		conn, err := other.Conn(inTime(t))
		if err != nil {
			t.Fatal(err)
		}
		do := func(statement string) {
			if _, err := conn.ExecContext(inTime(t), statement); err != nil {
				t.Fatalf("%s: %v", statement, err)
			}
		}
		if isSQLite(address) {
			do("BEGIN IMMEDIATE")
		} else {
			do("BEGIN")
			do("SELECT * FROM books FOR UPDATE")
		}
		const requests = 24
		var waiting sync.WaitGroup
		var mu sync.Mutex
		var sent []*sending
		for n := range requests {
			s := &sending{book: book, post: saving(book, n)}
			sent = append(sent, s)
			waiting.Add(1)
			go func() {
				defer waiting.Done()
				a, err := p.ask(http.MethodPost, path, s.post)
				mu.Lock()
				defer mu.Unlock()
				if err != nil || a.status != http.StatusCreated {
					t.Errorf("a request that was accepted before the shutdown: %v %v", a, err)
					return
				}
				s.yes = &a
			}()
		}
		inFlight := regexp.MustCompile(`(?m)^lumbung_http_requests_in_flight (\d+)`)
		until(t, "all requests are being answered", func() bool {
			m := inFlight.FindStringSubmatch(p.get(t, "/metrics"))
			return m != nil && m[1] == fmt.Sprint(requests+1) // and this one
		})
		p.signal(syscall.SIGTERM)
		host := strings.TrimPrefix(p.address, "http://")
		until(t, "no new connections are taken", func() bool {
			c, err := net.Dial("tcp", host)
			if err == nil {
				_ = c.Close()
			}
			return err != nil
		})
		select {
		case <-p.ended:
			t.Error("the server ended before it had answered")
		default:
		}
		do("ROLLBACK")
		waiting.Wait()
		if code := p.end(t); code != 0 {
			t.Errorf("the server ended with %d:\n%s", code, p.log)
		}
		p = serve(t, address)
		l := &load{v: p.village, books: []ledger.ID{book}, sent: sent, stop: make(chan struct{})}
		nothingLost(t, l)
		holds(t, address)
	})
}

// TestShutdownUnderLoad: the server is told to stop while many post as fast as
// they can. What was taken in was answered: whoever got no answer finds no entry.
func TestShutdownUnderLoad(t *testing.T) {
	eachDatabase(t, func(t *testing.T, address string) {
		random := chance(t)
		l := &load{}
		for round := range rounds(1, 2, 50) {
			p := serve(t, address)
			l.v = p.village
			if round%10 == 0 {
				l.start(t, 2)
			}
			l.begin(16)
			l.after(t, 30+random.IntN(100))
			p.stop(t)
			close(l.stop)
			l.done.Wait()
			l.stop = make(chan struct{})

			p = serve(t, address)
			l.v = p.village
			there := entriesOf(t, l.v, l.books)
			for _, s := range l.sent {
				if _, is := there[s.post.ID]; is && s.yes == nil {
					t.Errorf("entry %s was taken in and its sender was not told", s.post.ID)
				}
			}
			nothingLost(t, l)
			p.stop(t)
		}
		holds(t, address)
	})
}

// TestShutdownWithIdleConnections: who says nothing does not hold up the end.
func TestShutdownWithIdleConnections(t *testing.T) {
	p := serve(t, sqliteAddress(t))
	idle, err := net.Dial("tcp", strings.TrimPrefix(p.address, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = idle.Close() }() // it says nothing
	if !mayEnter(t, p.village, testToken) {
		t.Fatal("it does not serve")
	}
	start := time.Now()
	p.stop(t)
	t.Logf("with an idle connection open the server took %s to end", time.Since(start).Round(time.Millisecond))
}

var (
	demoOpen  = regexp.MustCompile(`The demo village is open at (http://\S+)`)
	demoToken = regexp.MustCompile(`Operator token\s+(\S+)`)
	demoEnd   = regexp.MustCompile(`Stop with Ctrl-C`)
)

// demo is the program as it serves a demo.
func demo(address string) *exec.Cmd {
	return program(nil, "demo", "--database", address, "--data-dir", dataDir, "--listen", "127.0.0.1:0")
}

// demoAt starts a demo and waits until the village is built.
func demoAt(t testing.TB, address string) *process {
	t.Helper()
	p := begin(t, demo(address))
	if p.out.wait(demoEnd, p.ended) == nil {
		t.Fatalf("the demo does not start: %s\n%s", p.out, p.log)
	}
	p.village = village{address: demoOpen.FindStringSubmatch(p.out.String())[1], token: demoToken.FindStringSubmatch(p.out.String())[1]}
	return p
}

// TestDemo: the demo builds its village, and starting it again is fine, also
// after it was killed while building.
func TestDemo(t *testing.T) {
	eachDatabase(t, func(t *testing.T, address string) {
		half := begin(t, demo(address))
		db := open(t, address)
		until(t, "the village is half built", func() bool {
			var n int // stays 0 while there is no such table yet
			_ = db.QueryRow("SELECT count(*) FROM entries").Scan(&n)
			return n > 20
		})
		half.kill()
		workIsOver(t, address, "lumbung")
		holds(t, address)

		p := demoAt(t, address)
		books := ownBooks(t, p, address)
		if len(books) != 3 {
			t.Errorf("the village has the books %+v", books)
		}
		for _, b := range books {
			if b.Sequence == 0 || !strings.Contains(p.out.String(), b.ID.String()) || len(trial(t, b.owner, b.ID, "").Rows) == 0 {
				t.Errorf("the village's book is %+v", b)
			}
		}
		token := p.token
		p.stop(t)
		holds(t, address)

		p = demoAt(t, address)
		for i, b := range ownBooks(t, p, address) {
			if b.shownBook != books[i].shownBook {
				t.Errorf("after a restart the book is %+v and was %+v", b, books[i])
			}
		}
		if mayEnter(t, p.village, token) {
			t.Error("the token of the last demo is still good")
		}
		p.stop(t)
		holds(t, address)
	})
}

// TestDemoLeavesOthersAlone: it refuses a database with books that are not its
// own.
func TestDemoLeavesOthersAlone(t *testing.T) {
	eachDatabase(t, func(t *testing.T, address string) {
		p := serve(t, address)
		newGroup(t, p.village, "Sungguhan")
		p.stop(t)
		before := contents(t, address)
		refused(t, []string{"not the demo's"}, "demo", "--database", address, "--listen", "127.0.0.1:0")
		if contents(t, address) != before {
			t.Error("a demo that was refused changed the database")
		}
	})
}

// TestHelp: every command tells how it is used, and every flag what it is for.
func TestHelp(t *testing.T) {
	o := must(t, "--help")
	commands := []string{"serve", "demo", "migrate", "check", "export", "import", "backup", "restore"}
	for _, c := range commands {
		if !strings.Contains(o.out, c) {
			t.Errorf("--help does not name %s", c)
		}
		h := must(t, c, "--help")
		if !strings.Contains(h.out, "Usage: lumbung "+c) || !strings.Contains(h.out, "--database") {
			t.Errorf("%s --help: %s", c, h)
		}
	}
	if o := must(t, "--version"); strings.TrimSpace(o.out) == "" {
		t.Error("--version says nothing")
	}
	for _, args := range [][]string{{}, {"fly"}, {"serve", "--fly"}, {"backup"}, {"restore"}, {"import"}, {"restore", "/nowhere/at/all"}} {
		if o := run(t, args...); o.code == 0 || o.out+o.log == "" {
			t.Errorf("lumbung %s: %s", strings.Join(args, " "), o)
		}
	}
}

// certificate makes a certificate for this machine, signed by itself.
func certificate(t testing.TB) (certFile, keyFile string, pool *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "lumbung"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	cert, err := x509.CreateCertificate(rand.Reader, about, about, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert})
	pool = x509.NewCertPool()
	pool.AppendCertsFromPEM(text)
	return write(t, filepath.Join(dir, "cert.pem"), string(text)),
		write(t, filepath.Join(dir, "key.pem"), string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}))), pool
}

// TestTLS serves over TLS with a certificate of its own.
func TestTLS(t *testing.T) {
	cert, key, pool := certificate(t)
	p := serve(t, sqliteAddress(t), "--listen", "0.0.0.0:0", "--tls-cert", cert, "--tls-key", key)
	_, port, err := net.SplitHostPort(strings.TrimPrefix(p.address, "https://"))
	if err != nil || !strings.HasPrefix(p.address, "https://") {
		t.Fatalf("it listens at %s", p.address)
	}
	p.address = "https://127.0.0.1:" + port
	speaks := func(config *tls.Config) *http.Client {
		return &http.Client{Transport: &http.Transport{TLSClientConfig: config, DisableKeepAlives: true}, Timeout: patience}
	}
	book := store.NewBookID()
	a, err := p.askWith(speaks(&tls.Config{RootCAs: pool}), http.MethodPost, "/v1/books", map[string]any{"id": book, "kind": "group", "name": "Melati"})
	if err != nil || a.status != http.StatusCreated {
		t.Errorf("over TLS: %v %v", a, err)
	}
	if _, err := p.askWith(speaks(&tls.Config{RootCAs: pool, MaxVersion: tls.VersionTLS12}), http.MethodGet, "/healthz", nil); err == nil {
		t.Error("it speaks TLS 1.2 too")
	}
	if _, err := p.askWith(client, http.MethodGet, "/healthz", nil); err == nil {
		t.Error("the certificate of a stranger was trusted: this test is wrong")
	}
	plain := p.village
	plain.address = "http://127.0.0.1:" + port
	if a, err := plain.ask(http.MethodGet, "/v1/books", nil); err == nil && a.status == http.StatusOK {
		t.Errorf("it answers in the clear: %v", a)
	}
	p.stop(t)
}

package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	_ "modernc.org/sqlite"             // the driver "sqlite"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

const testToken = "replay-Xo3vQ81mKz7bTq5wLc92-jRdy4"

// patience is how long a test waits for something that must happen.
const patience = time.Minute

// soak reports whether the long version of the tests is asked for.
func soak() bool { return os.Getenv("LUMBUNG_SOAK") != "" }

// rounds is how often a test does again what depends on chance.
func rounds(short, usual, long int) int {
	switch {
	case soak():
		return long
	case testing.Short():
		return short
	}
	return usual
}

// binary is the program as users have it, built once for all tests here.
var binary string

func TestMain(m *testing.M) { os.Exit(runMain(m)) }

func runMain(m *testing.M) int {
	dir, err := os.MkdirTemp("", "lumbung-binary-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(dir) }() // a leftover in the temporary folder
	binary, dataDir = filepath.Join(dir, "lumbung"), filepath.Join(dir, "data")
	build := exec.Command("go", "build", "-o", binary, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "build: %v\n%s", err, out)
		return 1
	}
	defer durable.end()
	return m.Run()
}

// durable is the one durable PostgreSQL server of this test process: the program
// refuses one without fsync. Every test gets a database of its own in it.
var durable durableCluster

type durableCluster struct {
	start   sync.Once
	cluster *storetest.Cluster
	made    atomic.Int64
	atEnd   []func()
}

// processTB is the test that happened to come first, with clean-ups that wait
// for the end of the process.
type processTB struct{ testing.TB }

func (processTB) Cleanup(fn func()) { durable.atEnd = append(durable.atEnd, fn) }
func (processTB) Errorf(format string, args ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
}

func (d *durableCluster) end() {
	for _, fn := range slices.Backward(d.atEnd) {
		fn()
	}
}

// postgres returns the address of a fresh, empty database.
func (d *durableCluster) postgres(t testing.TB) string {
	t.Helper()
	d.start.Do(func() { d.cluster = storetest.NewCluster(processTB{t}, storetest.Server{Durable: true}) })
	if d.cluster == nil {
		t.Fatal("the durable PostgreSQL server did not start")
	}
	name := fmt.Sprintf("lumbung_%d", d.made.Add(1))
	admin := open(t, d.cluster.Address("postgres"))
	exe(t, admin, "CREATE DATABASE "+name)
	t.Cleanup(func() { exe(t, admin, "DROP DATABASE "+name+" WITH (FORCE)") })
	return d.cluster.Address(name)
}

func sqliteAddress(t testing.TB) string { return "sqlite:" + filepath.Join(t.TempDir(), "lumbung.db") }

// kinds are the two kinds of database, each with a way to a fresh one.
var kinds = []struct {
	name  string
	fresh func(t testing.TB) string
}{{"sqlite", sqliteAddress}, {"postgres", durable.postgres}}

// eachDatabase runs the test against a fresh SQLite file and a fresh database of
// the durable PostgreSQL server.
func eachDatabase(t *testing.T, fn func(t *testing.T, address string)) {
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) { fn(t, k.fresh(t)) })
	}
}

// open opens a database beside the program, for a look or for an attack.
func open(t testing.TB, address string) *sql.DB {
	t.Helper()
	driver, source := "pgx", address
	if path, ok := strings.CutPrefix(address, "sqlite:"); ok {
		driver, source = "sqlite", "file:"+path+"?_pragma=busy_timeout(10000)"
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func exe(t testing.TB, db *sql.DB, statement string, args ...any) {
	t.Helper()
	if _, err := db.Exec(statement, args...); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func isSQLite(address string) bool { return strings.HasPrefix(address, "sqlite:") }

// contents is a digest of everything in the database, of its seals too.
func contents(t testing.TB, address string) string {
	t.Helper()
	db := open(t, address)
	defer func() { _ = db.Close() }() // only read
	seals := "SELECT tgname, tgrelid::regclass::text, tgenabled::text FROM pg_trigger WHERE NOT tgisinternal"
	if isSQLite(address) {
		seals = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
	}
	sum := sha256.New()
	for _, query := range []string{seals, "SELECT * FROM settings", "SELECT * FROM books", "SELECT * FROM accounts", "SELECT * FROM funds", "SELECT * FROM limits",
		"SELECT * FROM entries", "SELECT * FROM lines", "SELECT * FROM texts", "SELECT * FROM totals", "SELECT * FROM days", "SELECT * FROM months",
		"SELECT * FROM audit", "SELECT * FROM commands", "SELECT name FROM bun_migrations"} {
		rows, err := db.Query(query)
		if err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for rows.Next() {
			row, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range row {
				into[i] = &row[i]
			}
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			all = append(all, fmt.Sprintf("%q", row))
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
		slices.Sort(all)
		fmt.Fprintf(sum, "%s\n%d\n%s\n", query, len(all), strings.Join(all, "\n"))
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// output of a process, readable while it runs.
type said struct {
	mu   sync.Mutex
	text bytes.Buffer
	more chan struct{} // closed and renewed when something is added
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.more != nil {
		close(s.more)
		s.more = nil
	}
	return s.text.Write(p)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// wait waits until the output matches, or until ended is closed.
func (s *said) wait(pattern *regexp.Regexp, ended <-chan struct{}) []string {
	limit := time.After(patience)
	for {
		s.mu.Lock()
		if m := pattern.FindStringSubmatch(s.text.String()); m != nil {
			s.mu.Unlock()
			return m
		}
		if s.more == nil {
			s.more = make(chan struct{})
		}
		more := s.more
		s.mu.Unlock()
		select {
		case <-more:
		case <-ended:
			return pattern.FindStringSubmatch(s.String())
		case <-limit:
			return nil
		}
	}
}

// process is the program at work.
type process struct {
	village
	cmd      *exec.Cmd
	out, log *said
	ended    chan struct{}
}

// dataDir is where the keys of all PostgreSQL databases are, each under its name.
var dataDir string

// program is the binary with a clean environment and the given settings.
func program(settings []string, args ...string) *exec.Cmd {
	cmd := exec.Command(binary, args...)
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "LUMBUNG_") })
	cmd.Env = append(append(cmd.Env, "LUMBUNG_DATA_DIR="+dataDir), settings...)
	return cmd
}

// begin starts the program; it is stopped when the test ends.
func begin(t testing.TB, cmd *exec.Cmd) *process {
	t.Helper()
	p := &process{cmd: cmd, out: &said{}, log: &said{}, ended: make(chan struct{})}
	cmd.Stdout, cmd.Stderr = p.out, p.log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = cmd.Wait() // how it ended is in ProcessState
		close(p.ended)
	}()
	t.Cleanup(func() {
		p.signal(syscall.SIGTERM)
		select {
		case <-p.ended:
		case <-time.After(patience):
			t.Error("the program does not stop")
			p.kill()
		}
		if t.Failed() {
			log := slices.DeleteFunc(strings.SplitAfter(p.log.String(), "\n"), func(line string) bool { return strings.Contains(line, `"level":"INFO"`) })
			t.Logf("%s:\n%s", cmd.Args[1], strings.Join(log[max(0, len(log)-20):], ""))
		}
	})
	return p
}

func (p *process) signal(s os.Signal) {
	select {
	case <-p.ended:
	default:
		_ = p.cmd.Process.Signal(s) // it may have ended just now
	}
}

// kill is kill -9, and waits for the end.
func (p *process) kill() {
	p.signal(syscall.SIGKILL)
	<-p.ended
}

// end waits for the process's own end and returns its exit code.
func (p *process) end(t testing.TB) int {
	t.Helper()
	select {
	case <-p.ended:
	case <-time.After(patience):
		t.Fatal("the program does not end")
	}
	return p.cmd.ProcessState.ExitCode()
}

var listensAt = regexp.MustCompile(`listens on (https?://\S+)`)

// serve starts a server with the given settings in its environment and waits
// until it says where it listens.
func serveWith(t testing.TB, settings []string, args ...string) *process {
	t.Helper()
	p := begin(t, program(settings, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...))
	m := p.out.wait(listensAt, p.ended)
	if m == nil {
		t.Fatalf("the server did not start:\n%s", p.log)
	}
	p.village = village{address: m[1], token: testToken}
	return p
}

// serve serves the database with the tests' token.
func serve(t testing.TB, address string, args ...string) *process {
	t.Helper()
	return serveWith(t, []string{"LUMBUNG_OPERATOR_TOKEN=" + testToken}, append([]string{"--database", address}, args...)...)
}

// stop ends a server in good order.
func (p *process) stop(t testing.TB) {
	t.Helper()
	p.signal(syscall.SIGTERM)
	if code := p.end(t); code != 0 {
		t.Errorf("after SIGTERM the server ended with %d:\n%s", code, p.log)
	}
}

// outcome is what a command said and how it ended.
type outcome struct {
	out, log string
	code     int
	usage    *syscall.Rusage
}

func (o outcome) String() string { return fmt.Sprintf("exit code %d\n%s%s", o.code, o.out, o.log) }

// run runs a command of the program to its end.
func run(t testing.TB, args ...string) outcome {
	t.Helper()
	return finish(t, program(nil, args...))
}

func finish(t testing.TB, cmd *exec.Cmd) outcome {
	t.Helper()
	var out, log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	late := time.AfterFunc(5*patience, func() { _ = cmd.Process.Kill() })
	err := cmd.Wait()
	if !late.Stop() {
		t.Fatalf("%s does not end:\n%s%s", strings.Join(cmd.Args, " "), out.String(), log.String())
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	usage, _ := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	return outcome{out.String(), log.String(), cmd.ProcessState.ExitCode(), usage}
}

// must runs a command that must succeed.
func must(t testing.TB, args ...string) outcome {
	t.Helper()
	o := run(t, args...)
	if o.code != 0 {
		t.Fatalf("lumbung %s: %s", strings.Join(args, " "), o)
	}
	return o
}

// refused runs a command that must end with 1 and say all of the texts.
func refused(t testing.TB, texts []string, args ...string) outcome {
	t.Helper()
	o := run(t, args...)
	if o.code != 1 {
		t.Errorf("lumbung %s must be refused: %s", strings.Join(args, " "), o)
	}
	for _, text := range texts {
		if !strings.Contains(o.log, text) {
			t.Errorf("lumbung %s does not say %q: %s", strings.Join(args, " "), text, o)
		}
	}
	return o
}

// holds runs check, which must find nothing.
func holds(t testing.TB, address string) {
	t.Helper()
	if o := must(t, "check", "--database", address); !strings.Contains(o.out, "Everything holds.") {
		t.Errorf("check says: %s", o)
	}
}

// client keeps enough connections for every poster.
var client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}, Timeout: patience}

// answer is what the server answered.
type answer struct {
	status int
	header http.Header
	body   string
}

func (a answer) String() string { return fmt.Sprintf("%d %s", a.status, a.body) }

// ask sends a request and reads the answer, whatever it is. An error means that
// there was none.
func (v village) ask(method, path string, body any) (answer, error) {
	return v.askWith(client, method, path, body)
}

func (v village) askWith(client *http.Client, method, path string, body any) (answer, error) {
	var raw []byte
	if body != nil {
		var err error
		if raw, err = json.Marshal(body); err != nil {
			return answer{}, err
		}
	}
	req, err := http.NewRequest(method, v.address+path, bytes.NewReader(raw))
	if err != nil {
		return answer{}, err
	}
	// Without it the client sends a request again by itself when a connection
	// breaks, and a test would not know how often it was sent.
	req.GetBody = nil
	req.Header.Set("Authorization", "Bearer "+v.token)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := client.Do(req)
	if err != nil {
		return answer{}, err
	}
	text, err := io.ReadAll(res.Body)
	return answer{res.StatusCode, res.Header, string(text)}, errors.Join(err, res.Body.Close())
}

// get reads a path, which must be there.
func (v village) get(t testing.TB, path string) string {
	t.Helper()
	a, err := v.ask(http.MethodGet, path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if a.status != http.StatusOK {
		t.Fatalf("GET %s: %s", path, a)
	}
	return a.body
}

// send posts something that must be taken.
func (v village) send(t testing.TB, path string, body any) answer {
	t.Helper()
	a, err := v.ask(http.MethodPost, path, body)
	if err != nil {
		t.Fatal(err)
	}
	if a.status != http.StatusCreated && a.status != http.StatusOK {
		t.Fatalf("POST %s: %s", path, a)
	}
	return a
}

// items reads a whole list, page by page.
func (v village) items(t testing.TB, path string) []json.RawMessage {
	t.Helper()
	var all []json.RawMessage
	mark := "?"
	if strings.Contains(path, "?") {
		mark = "&"
	}
	for cursor := ""; ; {
		var page struct {
			Items []json.RawMessage `json:"items"`
			Next  *string           `json:"next_cursor"`
		}
		if err := json.Unmarshal([]byte(v.get(t, path+mark+"limit=200"+cursor)), &page); err != nil {
			t.Fatal(err)
		}
		all = append(all, page.Items...)
		if page.Next == nil {
			return all
		}
		cursor = "&cursor=" + *page.Next
	}
}

type shownBook struct {
	ID       ledger.ID   `json:"id"`
	Kind     string      `json:"kind"`
	Name     string      `json:"name"`
	Currency string      `json:"currency"`
	Places   int32       `json:"places"`
	Epoch    int64       `json:"epoch"`
	Sequence int64       `json:"sequence"`
	Head     ledger.Hash `json:"head"`
}

func (v village) book(t testing.TB, id ledger.ID) shownBook {
	t.Helper()
	return decoded[shownBook](t, v.get(t, "/v1/books/"+id.String()))
}

func (v village) books(t testing.TB) []shownBook {
	t.Helper()
	var all []shownBook
	for _, raw := range v.items(t, "/v1/books") {
		all = append(all, decoded[shownBook](t, string(raw)))
	}
	return all
}

type shownEntry struct {
	ID       ledger.ID   `json:"id"`
	Sequence int64       `json:"sequence"`
	Day      string      `json:"day"`
	Memo     string      `json:"memo"`
	Hash     ledger.Hash `json:"hash"`
}

func decoded[T any](t testing.TB, text string) T {
	t.Helper()
	var out T
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return out
}

// until waits for something that must come true.
func until(t testing.TB, what string, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !is(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("this did not come true: %s", what)
		}
	}
}

// newGroup opens a group's book with two more funds.
func newGroup(t testing.TB, v village, name string) ledger.ID {
	t.Helper()
	id := store.NewBookID()
	v.send(t, "/v1/books", map[string]any{"id": id, "kind": "group", "name": name})
	for _, code := range []string{"loan", "social"} {
		v.send(t, "/v1/books/"+id.String()+"/funds", map[string]any{"id": store.NewID(), "code": code, "name": "Dana " + code})
	}
	return id
}

// saving is the n-th entry of a test: a member's saving, with all that an entry
// can carry.
func saving(book ledger.ID, n int) post {
	member := fmt.Sprintf("anggota %d", n%7)
	fund := []string{"general", "loan", "social"}[n%3]
	return post{ID: store.NewID(), Day: ledger.MustDate("2026-01-01").AddDays(n % 60).String(), Kind: "savings.test",
		Memo: fmt.Sprintf("Setoran ke-%d dari %s — “titip”", n, member),
		Lines: []postLine{debit("1101", int64(1000+n)).in(fund).with(book, member),
			credit("2106", int64(1000+n)).in(fund).with(book, member)}}
}

// load is posters at work: what they sent and what they were told.
type load struct {
	v     village
	books []ledger.ID
	stop  chan struct{}
	done  sync.WaitGroup

	mu     sync.Mutex
	n      int
	sent   []*sending
	acks   int
	acked  chan struct{} // closed when acks reach goal
	goal   int
	others []answer // answers that were neither yes nor "not now"
	busy   int
}

// sending is one entry and what became of it as far as its poster knows.
type sending struct {
	book  ledger.ID
	post  post
	yes   *answer // the first good answer
	asked bool    // the last try got no answer: the outcome is unknown
}

// start makes fresh books to post into and forgets what was sent before.
func (l *load) start(t testing.TB, books int) {
	t.Helper()
	l.books, l.sent, l.acks, l.busy = nil, nil, 0, 0
	for n := range books {
		l.books = append(l.books, newGroup(t, l.v, fmt.Sprintf("Kelompok %d", n+1)))
	}
}

// begin starts so many posters. One that gets no answer ends.
func (l *load) begin(posters int) {
	l.stop = make(chan struct{})
	for range posters {
		l.done.Add(1)
		go func() {
			defer l.done.Done()
			for {
				select {
				case <-l.stop:
					return
				default:
				}
				if !l.one(l.next()) {
					return
				}
			}
		}()
	}
}

func (l *load) next() *sending {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.n++
	book := l.books[l.n%len(l.books)]
	s := &sending{book: book, post: saving(book, l.n)}
	l.sent = append(l.sent, s)
	return s
}

// one sends an entry until the server has taken it, and reports whether it was
// answered.
func (l *load) one(s *sending) bool {
	for {
		a, err := l.v.ask(http.MethodPost, "/v1/books/"+s.book.String()+"/entries", s.post)
		l.mu.Lock()
		s.asked = err != nil
		switch {
		case err != nil:
			l.mu.Unlock()
			return false
		case a.status == http.StatusCreated:
			s.yes = &a
			if l.acks++; l.acked != nil && l.acks >= l.goal {
				close(l.acked)
				l.acked = nil
			}
			l.mu.Unlock()
			return true
		case a.status == http.StatusServiceUnavailable && a.header.Get("Retry-After") != "":
			l.busy++
		default:
			l.others = append(l.others, a)
			l.mu.Unlock()
			return false
		}
		l.mu.Unlock()
		select { // not as long as Retry-After says: the test wants pressure
		case <-l.stop:
			return true
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// after waits until so many more entries are acknowledged.
func (l *load) after(t testing.TB, more int) {
	t.Helper()
	reached := make(chan struct{})
	l.mu.Lock()
	l.goal, l.acked = l.acks+more, reached
	l.mu.Unlock()
	select {
	case <-reached:
	case <-time.After(patience):
		l.mu.Lock()
		defer l.mu.Unlock()
		t.Fatalf("%d entries were not acknowledged in %s: %d acknowledged, %d busy, others %v", more, patience, l.acks, l.busy, l.others)
	}
}

// end stops the posters and returns what was sent.
func (l *load) end(t testing.TB) []*sending {
	t.Helper()
	close(l.stop)
	l.done.Wait()
	for _, a := range l.others {
		t.Errorf("the server answered %s", a)
	}
	l.others = nil
	return l.sent
}

// acknowledged are the ids that were answered with yes until now.
func (l *load) acknowledged() map[ledger.ID]bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	ids := map[ledger.ID]bool{}
	for _, s := range l.sent {
		if s.yes != nil {
			ids[s.post.ID] = true
		}
	}
	return ids
}

// inTime is a context for what must not take long.
func inTime(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 2*patience)
	t.Cleanup(cancel)
	return ctx
}

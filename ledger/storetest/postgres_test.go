package storetest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

var prepared atomic.Int64

// fillTemplate is the one prepare function of these tests.
func fillTemplate(ctx context.Context, address string) error {
	prepared.Add(1)
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return err
	}
	// The connection is left open on purpose: a leaked pool must not make the template uncopyable.
	_, err = conn.Exec(ctx, "CREATE TABLE bags (name text PRIMARY KEY); INSERT INTO bags VALUES ('loan fund'), ('social fund')")
	return err
}

func connect(t *testing.T, address string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := conn.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return conn
}

func query[T any](t *testing.T, conn *pgx.Conn, sql string, args ...any) T {
	t.Helper()
	var value T
	if err := conn.QueryRow(t.Context(), sql, args...).Scan(&value); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return value
}

func run(t *testing.T, conn *pgx.Conn, sql string) {
	t.Helper()
	if _, err := conn.Exec(t.Context(), sql); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

func TestPostgresGivesEachTestItsOwnDatabase(t *testing.T) {
	for i := range 12 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			conn := connect(t, Postgres(t, fillTemplate))
			run(t, conn, "INSERT INTO bags VALUES ('mine')")
			if n := query[int](t, conn, "SELECT count(*) FROM bags"); n != 3 {
				t.Errorf("%d rows, want the template's 2 and our own", n)
			}
		})
	}
	t.Cleanup(func() {
		if n := prepared.Load(); n != 1 {
			t.Errorf("the template was prepared %d times", n)
		}
	})
}

func TestPostgresWithoutPrepareIsEmpty(t *testing.T) {
	conn := connect(t, Postgres(t, nil))
	if n := query[int](t, conn, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"); n != 0 {
		t.Errorf("%d tables", n)
	}
}

func TestPostgresDropsTheDatabaseEvenWhileInUse(t *testing.T) {
	var address, name string
	t.Run("test", func(t *testing.T) {
		address = Postgres(t, fillTemplate)
		conn, err := pgx.Connect(t.Context(), address) // left open
		if err != nil {
			t.Fatal(err)
		}
		name = query[string](t, conn, "SELECT current_database()")
	})
	admin := connect(t, shared.cluster.Address("postgres"))
	if query[bool](t, admin, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name) {
		t.Errorf("%s is still there", name)
	}
}

func TestPostgresSettings(t *testing.T) {
	conn := connect(t, Postgres(t, nil))
	for name, want := range map[string]string{
		"data_checksums":     "on",
		"fsync":              "on", // the store refuses to serve without these three
		"full_page_writes":   "on",
		"listen_addresses":   "",
		"max_connections":    "200",
		"server_encoding":    "UTF8",
		"synchronous_commit": "on",
		"TimeZone":           "UTC",
	} {
		if got := query[string](t, conn, "SELECT current_setting($1)", name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if got := query[string](t, conn, "SELECT datcollate FROM pg_database WHERE datname = current_database()"); got != "C" {
		t.Errorf("the locale is %q", got)
	}
}

func TestClusterKeepsItsDataAndAddress(t *testing.T) {
	for _, test := range []struct {
		name      string
		immediate bool
		server    Server
		want      string
	}{
		{"stopped", false, Server{}, "off 4MB"},
		{"crashed", true, Server{Durable: true, Settings: map[string]string{"work_mem": "1MB"}}, "on 1MB"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := NewCluster(t, test.server)
			address := c.Address("postgres")
			conn, err := pgx.Connect(t.Context(), address)
			if err != nil {
				t.Fatal(err)
			}
			if got := query[string](t, conn, "SELECT current_setting('autovacuum') || ' ' || current_setting('work_mem')"); got != test.want {
				t.Errorf("autovacuum and work_mem are %s, want %s", got, test.want)
			}
			run(t, conn, "CREATE TABLE bags (name text); INSERT INTO bags VALUES ('kas')")
			if err := c.Start(); err == nil {
				t.Error("started twice")
			}
			if err := c.Stop(test.immediate); err != nil {
				t.Fatal(err)
			}
			if err := c.Stop(test.immediate); err != nil {
				t.Errorf("stopped twice: %v", err)
			}
			if err := conn.Ping(t.Context()); err == nil {
				t.Error("the old connection still works")
			}
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			if got := query[string](t, connect(t, address), "SELECT name FROM bags"); got != "kas" {
				t.Errorf("kept %q", got)
			}
		})
	}
}

func TestClusterStartsAgainAfterItWasKilled(t *testing.T) {
	c := NewCluster(t, Server{})
	conn, err := pgx.Connect(t.Context(), c.Address("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	run(t, conn, "CREATE TABLE bags (name text)")
	pid, err := os.ReadFile(filepath.Join(c.data(), "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(pid), "\n")
	server, err := strconv.Atoi(first)
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(server, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	<-c.done
	// The backends notice on their own; until then the old memory is in use, and a start is refused.
	deadline := time.Now().Add(patience)
	for err = c.Start(); err != nil && time.Now().Before(deadline); err = c.Start() {
		time.Sleep(50 * time.Millisecond)
	}
	if err != nil {
		t.Fatal(err)
	}
	if n := query[int](t, connect(t, c.Address("postgres")), "SELECT count(*) FROM bags"); n != 0 {
		t.Errorf("%d rows", n)
	}
}

func TestBadSettingFailsWithTheServersWords(t *testing.T) {
	c, err := newCluster(Server{Settings: map[string]string{"max_connections": "many"}})
	if err == nil {
		t.Error("started")
		t.Cleanup(func() { _ = errors.Join(c.Stop(true), c.remove()) })
	} else if !strings.Contains(err.Error(), "max_connections") {
		t.Errorf("not helpful: %v", err)
	}
}

func TestFailures(t *testing.T) {
	t.Run("prepare fails for every test", func(t *testing.T) {
		t.Parallel()
		s := throwaway{cluster: NewCluster(t, Server{})}
		broken := errors.New("migration 7 is broken")
		calls := 0
		for range 2 {
			err := s.fill(t.Context(), func(context.Context, string) error { calls++; return broken })
			if !errors.Is(err, broken) {
				t.Errorf("got %v", err)
			}
		}
		if calls != 1 {
			t.Errorf("prepared %d times", calls)
		}
		if err := s.conn.Close(t.Context()); err != nil {
			t.Error(err)
		}
	})
	t.Run("wrong folder", func(t *testing.T) {
		if _, err := findBin(t.TempDir()); err == nil {
			t.Error("found a server in an empty folder")
		}
	})
}

// TestEnds starts this test binary again and lets it end in different ways: server and folder must go with it.
func TestEnds(t *testing.T) {
	if how := os.Getenv("STORETEST_END"); how != "" {
		end(t, how)
		return
	}
	for _, how := range []string{"return", "exit", "panic", "kill", "terminate"} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command(os.Args[0], "-test.run=^TestEnds$")
			cmd.Env = append(os.Environ(), "STORETEST_END="+how)
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			var folder, said string
			for lines := bufio.NewScanner(out); lines.Scan(); said += lines.Text() + "\n" {
				if name, ok := strings.CutPrefix(lines.Text(), "folder "); ok {
					folder = name
				}
			}
			err = cmd.Wait()
			if folder == "" {
				t.Fatalf("no server: %v\n%s", err, said)
			}
			if how != "return" && err == nil {
				t.Errorf("ended well")
			}
			deadline := time.Now().Add(20 * time.Second)
			for {
				if _, err := os.Stat(folder); os.IsNotExist(err) {
					return
				}
				if time.Now().After(deadline) {
					t.Fatalf("%s is still there", folder)
				}
				time.Sleep(10 * time.Millisecond)
			}
		})
	}
}

// end runs in the second process.
func end(t *testing.T, how string) {
	conn := connect(t, Postgres(t, fillTemplate))
	run(t, conn, "INSERT INTO bags VALUES ('open')")
	fmt.Println("folder", shared.cluster.folder)
	switch how {
	case "exit":
		os.Exit(3)
	case "panic":
		panic("on purpose")
	case "kill", "terminate": // not an interrupt: who runs the tests may have it ignored
		signal := map[string]syscall.Signal{"kill": syscall.SIGKILL, "terminate": syscall.SIGTERM}[how]
		if err := syscall.Kill(os.Getpid(), signal); err != nil {
			t.Fatal(err)
		}
		time.Sleep(patience)
	}
}

func TestSweepRemovesOnlyWhatTheDeadLeft(t *testing.T) {
	base := t.TempDir()
	folder := func(name string, locked bool) string {
		path := filepath.Join(base, prefix+name)
		if err := os.MkdirAll(filepath.Join(path, "data"), 0o700); err != nil {
			t.Fatal(err)
		}
		if locked {
			if err := os.WriteFile(filepath.Join(path, "lock"), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		return path
	}
	dead, young, old := folder("dead", true), folder("young", false), folder("old", false)
	longAgo := time.Now().Add(-2 * time.Hour)
	if err := os.Chtimes(old, longAgo, longAgo); err != nil {
		t.Fatal(err)
	}
	elsewhere := t.TempDir()
	link := filepath.Join(base, prefix+"link")
	if err := os.Symlink(elsewhere, link); err != nil {
		t.Fatal(err)
	}
	live := NewCluster(t, Server{})

	sweep(base)
	sweep(filepath.Dir(live.folder))
	for path, want := range map[string]bool{dead: false, old: false, young: true, link: true, elsewhere: true, live.folder: true} {
		if _, err := os.Stat(path); (err == nil) != want {
			t.Errorf("%s: there %v, want %v", path, err == nil, want)
		}
	}
}

// BenchmarkPostgres measures what a database of its own costs a test that uses it.
func BenchmarkPostgres(b *testing.B) {
	if err := errors.Join(shared.run(), shared.fill(b.Context(), fillTemplate)); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		name := fmt.Sprintf("bench_%d", shared.made.Add(1))
		if err := shared.exec(b.Context(), "CREATE DATABASE "+name+" TEMPLATE "+template); err != nil {
			b.Fatal(err)
		}
		conn, err := pgx.Connect(b.Context(), shared.cluster.Address(name))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := conn.Exec(b.Context(), "INSERT INTO bags VALUES ('mine')"); err != nil {
			b.Fatal(err)
		}
		if err := errors.Join(conn.Close(b.Context()), shared.drop(b.Context(), name)); err != nil {
			b.Fatal(err)
		}
	}
}

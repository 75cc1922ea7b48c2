package store_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

// eachEmpty runs fn on an empty database of either kind.
func eachEmpty(t *testing.T, fn func(t *testing.T, address string)) {
	t.Run("sqlite", func(t *testing.T) { fn(t, "sqlite:"+filepath.Join(t.TempDir(), "lumbung.db")) })
	t.Run("postgres", func(t *testing.T) { fn(t, storetest.Postgres(t, nil)) })
}

func migrate(t testing.TB, address string) {
	t.Helper()
	if err := store.Migrate(context.Background(), address); err != nil {
		t.Error(err)
	}
}

func wantRefusal(t testing.TB, err error, says string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), says) {
		t.Errorf("%v, want %q", err, says)
	}
}

func TestOpeningAnEmptyDatabaseSaysToMigrate(t *testing.T) {
	eachEmpty(t, func(t *testing.T, address string) {
		_, err := store.Open(context.Background(), address)
		wantRefusal(t, err, "run lumbung migrate first")
	})
}

func TestMigratingTwiceIsMigratingOnce(t *testing.T) {
	eachEmpty(t, func(t *testing.T, address string) {
		migrate(t, address)
		s, db := storetest.Open(t, address, store.WithClock(ticking())), openRaw(t, address)
		v := populate(t, s)
		before := db.digest(t)
		migrate(t, address)
		if !maps.Equal(before, db.digest(t)) {
			t.Error("the second time changed something")
		}
		tryAll(t, v, db, nil, false)
		checkFindsNothing(t, s)
	})
}

func TestMigratingAtTheSameTimeIsMigratingOnce(t *testing.T) {
	eachEmpty(t, func(t *testing.T, address string) {
		atOnce(8, func(int) {
			if err := store.Migrate(context.Background(), address); err != nil {
				t.Error(err)
			}
		})
		db := openRaw(t, address)
		if n := db.one(t, "SELECT count(*) FROM bun_migrations"); n != db.one(t, "SELECT count(DISTINCT name) FROM bun_migrations") || n == 0 {
			t.Errorf("%d steps", n)
		}
		if n := db.one(t, "SELECT count(*) FROM migration_lock"); n != 0 {
			t.Errorf("%d locks are left", n)
		}
		populate(t, storetest.Open(t, address, store.WithClock(ticking())))
	})
}

func TestDatabasesOfOneClusterMigrateAtTheSameTime(t *testing.T) {
	cluster := storetest.NewCluster(t, storetest.Server{})
	db := openRaw(t, cluster.Address("postgres"))
	var addresses []string
	for i := range 4 {
		name := fmt.Sprint("desa", i)
		if _, err := db.Exec("CREATE DATABASE " + name); err != nil {
			t.Fatal(err)
		}
		addresses = append(addresses, cluster.Address(name))
	}
	atOnce(4, func(i int) { migrate(t, addresses[i]) })
	for _, address := range addresses { // the role is the cluster's, its rights each database's
		_, reader := storetest.Open(t, address).Pools()
		if role := setting(t, reader, "SELECT current_user"); role != "lumbung_app" {
			t.Errorf("the store works as %s", role)
		}
	}
}

// The log says that the server works as the owner of the tables when it does, and what to
// type; with the role made as the README has it there is nothing to say.
func TestTheRoleOfTheServer(t *testing.T) {
	cluster := storetest.NewCluster(t, storetest.Server{})
	db := openRaw(t, cluster.Address("postgres"))
	if _, err := db.Exec("CREATE ROLE lumbung LOGIN"); err != nil {
		t.Fatal(err)
	}
	for i, x := range []struct{ before, works, says string }{
		{"SELECT 1", "lumbung", "there is no role lumbung_app"},
		{"CREATE ROLE lumbung_app NOLOGIN", "lumbung", "GRANT lumbung_app TO lumbung"},
		{"GRANT lumbung_app TO lumbung", "lumbung_app", ""},
	} {
		name := fmt.Sprint("peran", i)
		for _, line := range []string{x.before, "CREATE DATABASE " + name + " OWNER lumbung ENCODING 'UTF8' TEMPLATE template0"} {
			if _, err := db.Exec(line); err != nil {
				t.Fatal(err)
			}
		}
		address := strings.Replace(cluster.Address(name), "postgres@", "lumbung@", 1)
		for start := range 2 {
			var log bytes.Buffer
			to := store.WithLog(slog.New(slog.NewTextHandler(&log, nil)))
			if err := store.Migrate(t.Context(), address, to); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(log.String(), "owner of the tables") {
				t.Errorf("%s: migrating says %s", x.before, &log)
			}
			s, err := store.Open(t.Context(), address, to)
			if err != nil {
				t.Fatal(err)
			}
			_, reader := s.Pools()
			if role := setting(t, reader, "SELECT current_user"); role != x.works {
				t.Errorf("%s: the store works as %s", x.before, role)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
			if said := log.String(); strings.Contains(said, "owner of the tables") != (x.says != "") || !strings.Contains(said, x.says) {
				t.Errorf("%s: start %d says %s", x.before, start, said)
			}
		}
	}
}

func TestAMigrationThatDiedIsTakenOverAndALivingOneIsWaitedFor(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		db := openRaw(t, address)
		lock := func(age time.Duration) {
			db.must(t, "DELETE FROM migration_lock", fmt.Sprintf("INSERT INTO migration_lock (one, holder, since) VALUES (1, 'another', %d)", time.Now().Add(-age).UnixMilli()))
		}
		lock(time.Hour)
		migrate(t, address)

		lock(0)
		ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
		defer cancel()
		wantRefusal(t, store.Migrate(ctx, address), "another migration is under way")

		var wait sync.WaitGroup
		wait.Go(func() { migrate(t, address) })
		db.must(t, "DELETE FROM migration_lock WHERE holder = 'another'")
		wait.Wait()
	})
}

func TestANewerSchemaIsRefused(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		openRaw(t, address).must(t, "INSERT INTO bun_migrations (name, group_id, migrated_at) VALUES ('29990101000000', 9, CURRENT_TIMESTAMP)")
		_, err := store.Open(context.Background(), address)
		wantRefusal(t, err, "which this program does not know")
		wantRefusal(t, store.Migrate(context.Background(), address), "which this program does not know")
	})
}

func TestAnOlderSchemaIsRefusedUntilItIsMigrated(t *testing.T) {
	eachEmpty(t, func(t *testing.T, address string) {
		migrate(t, address)
		db := openRaw(t, address)
		steps := db.rows(t, "SELECT name FROM bun_migrations")
		db.must(t, fmt.Sprintf("DELETE FROM bun_migrations WHERE name = '%s'", steps[len(steps)-1][0]))
		_, err := store.Open(context.Background(), address)
		wantRefusal(t, err, "run lumbung migrate first")
	})
}

func TestAFileNameMayHaveOddCharacters(t *testing.T) {
	for _, name := range []string{"desa kami.db", "a?mode=memory.db", "a#b.db", "100%25.db", "a&b=c.db", "é✓.db", "a;b'c\"d.db", "a:b.db", "-x.db", "baru/lumbung.db"} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), name)
			migrate(t, "sqlite:"+path)
			s, err := store.Open(context.Background(), "sqlite:"+path)
			if err != nil {
				t.Fatal(err)
			}
			b := openBook(t, s, ledger.GroupBook)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			if s, err = store.Open(context.Background(), "sqlite:"+path); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Book(context.Background(), b.ID); err != nil {
				t.Errorf("the book is not in the file: %v", err)
			}
			files, err := os.ReadDir(filepath.Dir(path))
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range files {
				info, err := f.Info()
				if err != nil || info.Mode().Perm() != 0o600 || !strings.HasPrefix(f.Name(), filepath.Base(path)) {
					t.Errorf("%s has mode %v (%v)", f.Name(), info.Mode(), err)
				}
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestAnAddressThatCannotBeReadIsRefusedWithoutRepeatingIt(t *testing.T) {
	for _, address := range []string{"", "sqlite:", "mysql://u:rahasia@h/d", "rahasia", "postgres://u:rahasia@h:port/d", "postgres://u:rahasia@%zz/d"} {
		_, err := store.Open(context.Background(), address)
		if err == nil || strings.Contains(err.Error(), "rahasia") {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestADatabaseInMemoryIsRefused(t *testing.T) {
	t.Chdir(t.TempDir()) // should it become a file after all
	if _, err := store.Open(context.Background(), "sqlite::memory:"); err == nil {
		t.Error("it was opened")
	}
}

func TestAClusterThatCouldLoseWhatWasAcknowledgedIsRefused(t *testing.T) {
	ctx := context.Background()
	for name, value := range map[string]string{"fsync": "off", "full_page_writes": "off"} {
		address := storetest.NewCluster(t, storetest.Server{Settings: map[string]string{name: value}}).Address("postgres")
		wantRefusal(t, store.Migrate(ctx, address), name)
		_, err := store.Open(ctx, address)
		wantRefusal(t, err, name)
	}

	cluster := storetest.NewCluster(t, storetest.Server{Durable: true, Settings: map[string]string{"default_transaction_isolation": "serializable", "synchronous_commit": "off"}})
	durable := cluster.Address("postgres")
	if err := store.Migrate(ctx, durable); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(ctx, durable)
	if err != nil {
		t.Fatal(err)
	}
	// Whatever the cluster's defaults are, ours are in force.
	b := openBook(t, s, ledger.GroupBook)
	if _, err := s.PostEntry(ctx, actor, simple(b, "2026-03-01", "1101", "2101", 1)); err != nil {
		t.Error(err)
	}
	writer, _ := s.Pools()
	if got := setting(t, writer, "SHOW synchronous_commit"); got != "on" {
		t.Errorf("synchronous_commit is %s", got)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	options := url.Values{"options": {"-c session_replication_role=replica"}}
	_, err = store.Open(ctx, durable+"&"+options.Encode())
	wantRefusal(t, err, "session_replication_role")
}

func setting(t testing.TB, db bun.IDB, query string) string {
	t.Helper()
	var value string
	if err := db.NewRaw(query).Scan(context.Background(), &value); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return value
}

func TestTheSettingsOfSQLiteAreInForceOnEveryConnection(t *testing.T) {
	s := storetest.Open(t, storetest.SQLite(t))
	ctx := context.Background()
	if err := s.SelfCheck(ctx); err != nil {
		t.Error(err)
	}
	writer, reader := s.Pools()
	want := map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "recursive_triggers": "1", "busy_timeout": "10000",
		"cell_size_check": "1", "ignore_check_constraints": "0", "writable_schema": "0"}
	look := func(conn bun.Conn, queryOnly string) {
		t.Helper()
		for name, value := range want {
			if got := setting(t, conn, "PRAGMA "+name); got != value {
				t.Errorf("%s is %s, want %s", name, got, value)
			}
		}
		if got := setting(t, conn, "PRAGMA query_only"); got != queryOnly {
			t.Errorf("query_only is %s, want %s", got, queryOnly)
		}
	}
	if n := writer.Stats().MaxOpenConnections; n != 1 {
		t.Errorf("%d connections may write", n)
	}
	conn, err := writer.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	look(conn, "0")
	if err := conn.Close(); err != nil {
		t.Error(err)
	}
	var held []bun.Conn
	for range max(4, 2*runtime.GOMAXPROCS(0)) { // all that the pool has
		conn, err := reader.Conn(ctx)
		if err != nil {
			t.Fatal(err)
		}
		held = append(held, conn)
		look(conn, "1")
	}
	for _, conn := range held {
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
	}
}

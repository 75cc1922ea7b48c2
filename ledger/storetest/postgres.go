package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Postgres returns the address (postgres://...) of a fresh database in this test process's throwaway PostgreSQL,
// made from the template that prepare filled once (prepare may be nil: an empty database). Every call passes the
// same prepare: a process has one template. The database is dropped when the test ends.
//
// It never skips: a missing server fails the test with the command to type.
func Postgres(t testing.TB, prepare func(ctx context.Context, address string) error) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()

	if err := shared.run(); err != nil {
		t.Fatalf("storetest: %v", err)
	}
	source := "template1"
	if prepare != nil {
		if err := shared.fill(ctx, prepare); err != nil {
			t.Fatalf("storetest: filling the template database: %v", err)
		}
		source = template
	}
	database := fmt.Sprintf("test_%d", shared.made.Add(1))
	// Both strategies of copying (WAL_LOG, FILE_COPY) take the same time: the default will do.
	if err := shared.exec(ctx, "CREATE DATABASE "+database+" TEMPLATE "+source); err != nil {
		t.Fatalf("storetest: %v", err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := shared.drop(ctx, database); err != nil {
			t.Errorf("storetest: %v", err)
		}
	})
	return shared.cluster.Address(database)
}

// Server says what a cluster of one's own is like. The zero value is what Postgres uses: data in memory.
type Server struct {
	Durable  bool              // data on disk, not in memory: what was committed survives a crash of the machine
	Settings map[string]string // further settings, as in postgresql.conf; they win over ours
	Bin      string            // the folder of another version's binaries; empty: the server that is found
}

// Cluster is a throwaway PostgreSQL server with its data. Tests that stop, kill or tune the server take their own by
// NewCluster; all others share the one behind Postgres.
//
// It listens on a Unix socket in its own folder only: no port to collide with, no door for other users. A small shell
// holds the other end of a pipe: when the test process ends, however it ends, the pipe closes and the shell stops the
// server and removes the folder.
type Cluster struct {
	bin    string
	folder string
	lock   *os.File            // held as long as this process lives: the folder is in use
	as     *syscall.Credential // nil: as ourselves

	mu   sync.Mutex
	pipe io.WriteCloser // nil while stopped
	done chan struct{}  // closed when the server has ended
}

// NewCluster makes a cluster of its own for t and starts it. It is stopped and removed when the test ends.
func NewCluster(t testing.TB, server Server) *Cluster {
	t.Helper()
	c, err := newCluster(server)
	if err != nil {
		t.Fatalf("storetest: %v", err)
	}
	t.Cleanup(func() {
		if err := errors.Join(c.Stop(true), c.remove()); err != nil {
			t.Errorf("storetest: %v", err)
		}
	})
	return c
}

// Address returns the address of a database of the cluster, whether or not it exists; "postgres" always does. It stays
// the same when the server is started again.
func (c *Cluster) Address(database string) string {
	address := url.URL{
		Scheme:   "postgres",
		User:     url.User(superuser),
		Path:     "/" + database,
		RawQuery: url.Values{"host": {c.folder}, "port": {port}}.Encode(),
	}
	return address.String()
}

// Start starts a stopped server and returns when it answers, after any crash recovery.
func (c *Cluster) Start() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.pipe != nil {
		select {
		case <-c.done: // it ended by itself, or was killed
		default:
			return errors.New("PostgreSQL is already running")
		}
	}
	log, err := os.OpenFile(c.log(), os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	cmd := c.command("/bin/sh", "-c", keeper, "sh", c.folder, filepath.Join(c.bin, "postgres"), "-D", c.data())
	cmd.Stdout, cmd.Stderr = log, log
	pipe, err := cmd.StdinPipe()
	if err != nil {
		return errors.Join(err, log.Close())
	}
	if err := errors.Join(cmd.Start(), log.Close()); err != nil {
		return errors.Join(err, pipe.Close())
	}
	done := make(chan struct{})
	go func() {
		_ = cmd.Wait() // how it ended is in the log
		close(done)
	}()
	c.pipe, c.done = pipe, done

	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := c.answers(ctx); err != nil {
		return errors.Join(err, c.end("QUIT"))
	}
	return nil
}

// Stop stops the server and keeps its data: in good order, or immediate, which is a crash to the server (connections
// cut, no checkpoint, recovery at the next start). Stopping a stopped server does nothing.
func (c *Cluster) Stop(immediate bool) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if immediate {
		return c.end("QUIT")
	}
	return c.end("INT")
}

const (
	superuser = "postgres"
	template  = "prepared"
	port      = "5432" // names the socket's file, nothing else
	prefix    = "lumbung-postgres-"
	patience  = time.Minute

	// Where data that need not last is kept if there is room: on a disk (ext4), the hundreds of files that each
	// database makes and removes slow down every next one to 0.2-0.4 s; in memory it stays at 0.02 s.
	memory = "/dev/shm"
)

// keeper runs the server ($2...) and waits for one line from the test process, the signal to stop it with. If the pipe
// closes without one, the process has ended: then the folder ($1) goes too.
const keeper = `
folder=$1; shift
exec 3<&0 </dev/null
"$@" 3<&- &
server=$!
{ if read -r signal <&3; then kill -s "$signal" $server; else : >"$folder/ended"; kill -s QUIT $server; fi; } &
watcher=$!
wait $server
kill $watcher 2>/dev/null
if [ -e "$folder/ended" ]; then rm -rf "$folder"; fi
`

// shared is the cluster behind Postgres.
var shared throwaway

// throwaway is a cluster that the first test starts, with its template database.
type throwaway struct {
	start    sync.Once
	startErr error
	cluster  *Cluster

	prepare    sync.Once
	prepareErr error
	made       atomic.Int64 // databases so far

	mu   sync.Mutex // one administrator at a time
	conn *pgx.Conn
}

func (s *throwaway) run() error {
	s.start.Do(func() {
		s.startErr = errors.New("starting PostgreSQL did not end") // should it panic
		s.cluster, s.startErr = newCluster(Server{})
	})
	return s.startErr
}

// fill makes the template database, once: if that fails, it fails for every test.
func (s *throwaway) fill(ctx context.Context, prepare func(ctx context.Context, address string) error) error {
	s.prepare.Do(func() {
		s.prepareErr = errors.New("prepare did not return") // should it panic
		s.prepareErr = func() error {
			if err := s.exec(ctx, "CREATE DATABASE "+template); err != nil {
				return err
			}
			if err := prepare(ctx, s.cluster.Address(template)); err != nil {
				return err
			}
			// A template that somebody is connected to cannot be copied.
			if err := s.exec(ctx, "ALTER DATABASE "+template+" ALLOW_CONNECTIONS false"); err != nil {
				return err
			}
			return s.clear(ctx, template)
		}()
	})
	return s.prepareErr
}

// drop drops a database. FORCE is for whoever comes in between; alone it would cost a nap of 100 ms almost always.
func (s *throwaway) drop(ctx context.Context, database string) error {
	if err := s.clear(ctx, database); err != nil {
		return err
	}
	return s.exec(ctx, "DROP DATABASE "+database+" WITH (FORCE)")
}

// clear ends all connections to a database and waits until they are gone.
func (s *throwaway) clear(ctx context.Context, database string) error {
	for {
		n, err := s.rows(ctx, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"+database+"'")
		if n == 0 || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%d connections to %s do not end: %w", n, database, ctx.Err())
		case <-time.After(time.Millisecond):
		}
	}
}

func (s *throwaway) exec(ctx context.Context, statement string) error {
	_, err := s.rows(ctx, statement)
	return err
}

// rows runs a statement as the administrator.
func (s *throwaway) rows(ctx context.Context, statement string) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.conn == nil || s.conn.IsClosed() {
		conn, err := pgx.Connect(ctx, s.cluster.Address("postgres"))
		if err != nil {
			return 0, err
		}
		s.conn = conn
	}
	done, err := s.conn.Exec(ctx, statement)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", statement, err)
	}
	return done.RowsAffected(), nil
}

func newCluster(server Server) (*Cluster, error) {
	bin, err := findBin(server.Bin)
	if err != nil {
		return nil, err
	}
	c := &Cluster{bin: bin}
	base := os.TempDir()
	if !server.Durable && roomy(memory) {
		base = memory
	}
	if os.Geteuid() == 0 { // PostgreSQL refuses to run as root
		if c.as, err = nobody(); err != nil {
			return nil, err
		}
		if !openToAll(base) {
			base = "/tmp"
		}
	}
	sweep(base)
	if c.folder, err = os.MkdirTemp(base, prefix); err != nil {
		return nil, err
	}
	if err := errors.Join(c.create(server), c.Start()); err != nil {
		return nil, errors.Join(err, c.remove())
	}
	return c, nil
}

func (c *Cluster) create(server Server) error {
	// Under its final name the file is never seen unlocked as long as this process lives: see sweep.
	lock, err := os.Create(filepath.Join(c.folder, "locking"))
	if err != nil {
		return err
	}
	c.lock = lock
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return err
	}
	if err := os.Rename(lock.Name(), filepath.Join(c.folder, "lock")); err != nil {
		return err
	}
	if c.as != nil {
		if err := os.Chown(c.folder, int(c.as.Uid), int(c.as.Gid)); err != nil {
			return err
		}
	}
	initdb := c.command(filepath.Join(c.bin, "initdb"), "--pgdata="+c.data(), "--username="+superuser, "--auth=trust",
		"--encoding=UTF8", "--locale=C", "--data-checksums", "--no-sync")
	if output, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", initdb.Path, err, output)
	}

	settings := map[string]string{
		"listen_addresses":        "",
		"port":                    port,
		"unix_socket_directories": c.folder,
		"max_connections":         "200",
		"timezone":                "UTC",
		"jit":                     "off",
	}
	// fsync, full_page_writes and synchronous_commit stay on, as the store demands: in memory they cost nothing.
	if !server.Durable {
		settings["autovacuum"] = "off"
		settings["checkpoint_timeout"] = "1h"
	}
	for name, value := range server.Settings {
		settings[name] = value
	}
	var conf bytes.Buffer
	for name, value := range settings {
		fmt.Fprintf(&conf, "%s = '%s'\n", name, strings.ReplaceAll(value, "'", "''"))
	}
	file, err := os.OpenFile(filepath.Join(c.data(), "postgresql.conf"), os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	_, err = file.Write(conf.Bytes())
	return errors.Join(err, file.Close())
}

func (c *Cluster) data() string { return filepath.Join(c.folder, "data") }
func (c *Cluster) log() string  { return filepath.Join(c.folder, "log") }

// command is a command run as the server's user, in its folder, apart from our terminal (an interrupt is for the test
// process alone) and from the PG... variables of whoever runs the tests.
func (c *Cluster) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = c.folder
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.as, Setsid: true}
	cmd.Env = slices.DeleteFunc(os.Environ(), func(variable string) bool { return strings.HasPrefix(variable, "PG") })
	cmd.Env = append(cmd.Env, "LC_ALL=C")
	return cmd
}

// answers waits until the server takes connections.
func (c *Cluster) answers(ctx context.Context) error {
	for {
		conn, err := pgx.Connect(ctx, c.Address("postgres"))
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-c.done:
			return fmt.Errorf("PostgreSQL did not start:\n%s", c.lastWords())
		case <-ctx.Done():
			return fmt.Errorf("PostgreSQL does not answer: %w\n%s", err, c.lastWords())
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// end sends the server a signal and waits for its end. The caller holds the mutex.
func (c *Cluster) end(signal string) error {
	if c.pipe == nil {
		return nil
	}
	_, _ = io.WriteString(c.pipe, signal+"\n") // fails if it has ended by itself
	select {
	case <-c.done:
		c.pipe = nil
		return nil
	case <-time.After(patience):
		return fmt.Errorf("PostgreSQL does not stop:\n%s", c.lastWords())
	}
}

func (c *Cluster) remove() error {
	err := os.RemoveAll(c.folder)
	if c.lock != nil {
		err = errors.Join(err, c.lock.Close())
	}
	return err
}

func (c *Cluster) lastWords() string {
	log, err := os.ReadFile(c.log())
	if err != nil {
		return err.Error()
	}
	return string(log[max(0, len(log)-2000):])
}

// findBin finds the folder with the server's binaries.
func findBin(wanted string) (string, error) {
	complete := func(folder string) bool {
		for _, name := range []string{"initdb", "postgres"} {
			if _, err := exec.LookPath(filepath.Join(folder, name)); err != nil {
				return false
			}
		}
		return true
	}
	for _, folder := range []string{wanted, os.Getenv("LUMBUNG_PG_BIN")} {
		if folder == "" {
			continue
		}
		if !filepath.IsAbs(folder) || !complete(folder) {
			return "", fmt.Errorf("%q is not the (absolute) folder of PostgreSQL's initdb and postgres", folder)
		}
		return folder, nil
	}

	folders := filepath.SplitList(os.Getenv("PATH"))
	debian, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	slices.SortFunc(debian, func(a, b string) int { return version(b) - version(a) })
	folders = append(folders, debian...)
	if here, err := os.Getwd(); err == nil {
		for ; here != filepath.Dir(here); here = filepath.Dir(here) {
			folders = append(folders, filepath.Join(here, ".cache/debian/bin"))
		}
	}
	for _, folder := range folders {
		if filepath.IsAbs(folder) && complete(folder) {
			return folder, nil
		}
	}
	return "", errors.New("no PostgreSQL server found: type ./.ci/need postgres in the checkout's first folder, " +
		"or name the folder of initdb and postgres in LUMBUNG_PG_BIN")
}

// version is the 15 of /usr/lib/postgresql/15/bin.
func version(bin string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(bin)))
	return n
}

func nobody() (*syscall.Credential, error) {
	account, err := user.Lookup("nobody")
	if err != nil {
		return nil, fmt.Errorf("PostgreSQL cannot run as root, nor as nobody: %w", err)
	}
	uid, err := strconv.ParseUint(account.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(account.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}

// roomy reports whether a folder's file system has a few gigabytes to spare.
func roomy(folder string) bool {
	var room syscall.Statfs_t
	return syscall.Statfs(folder, &room) == nil && uint64(room.Bavail)*uint64(room.Bsize) > 3<<30
}

// openToAll reports whether everyone can pass through a folder and the folders above it.
func openToAll(folder string) bool {
	for {
		info, err := os.Stat(folder)
		if err != nil || info.Mode().Perm()&0o001 == 0 {
			return false
		}
		if folder == filepath.Dir(folder) {
			return true
		}
		folder = filepath.Dir(folder)
	}
}

// sweep removes the folders that dead processes left behind (their keeper was killed with them): those whose lock is
// free. A server that still runs in one stops by itself when it misses its files.
func sweep(base string) {
	folders, _ := filepath.Glob(filepath.Join(base, prefix+"*"))
	for _, folder := range folders {
		info, err := os.Lstat(folder)
		if err != nil || !info.IsDir() {
			continue
		}
		lock, err := os.OpenFile(filepath.Join(folder, "lock"), os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
		switch {
		case err == nil:
			if syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
				_ = os.RemoveAll(folder) // another process may be at it too
			}
			_ = lock.Close()
		case errors.Is(err, fs.ErrNotExist) && time.Since(info.ModTime()) > time.Hour: // died before it had a lock
			_ = os.RemoveAll(folder)
		}
	}
}

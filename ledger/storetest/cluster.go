package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

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

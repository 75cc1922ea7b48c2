package store_test

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

// moment is where in a commit the connection is cut.
type moment string

const (
	before  moment = "before the commit reaches the database"
	within  moment = "in the middle of the commit's message"
	behind  moment = "behind the commit, whose answer nobody waits for"
	decided moment = "after the commit, before its answer"
	halved  moment = "in the middle of the answer"
	anyByte moment = "at any byte of any connection"
)

var moments = []moment{before, within, behind, decided, halved, anyByte}

// wire stands between a store and PostgreSQL and passes everything on. When it is
// armed it cuts one connection, at the moment it was told.
type wire struct {
	address string // for the store
	server  string // the server's socket
	listen  net.Listener
	open    sync.WaitGroup

	mu    sync.Mutex
	armed int // cuts to make
	what  moment
	bytes int // until the cut at any byte, or how much of a message goes through
	made  map[moment]int
	conns map[net.Conn]bool
}

func newWire(t testing.TB, address string) *wire {
	t.Helper()
	to, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	folder, err := os.MkdirTemp("", "wire") // short: a socket's path must be
	if err != nil {
		t.Fatal(err)
	}
	query := to.Query()
	socket := ".s.PGSQL." + query.Get("port")
	w := &wire{server: filepath.Join(query.Get("host"), socket), made: map[moment]int{}, conns: map[net.Conn]bool{}}
	if w.listen, err = net.Listen("unix", filepath.Join(folder, socket)); err != nil {
		t.Fatal(err)
	}
	query.Set("host", folder)
	to.RawQuery = query.Encode()
	w.address = to.String()
	w.open.Go(w.accept)
	t.Cleanup(func() {
		err := w.listen.Close()
		w.mu.Lock()
		for c := range w.conns {
			_ = c.Close() // both ends of it, perhaps for the second time
		}
		w.mu.Unlock()
		w.open.Wait()
		if err := errors.Join(err, os.RemoveAll(folder)); err != nil {
			t.Error(err)
		}
	})
	return w
}

func (w *wire) accept() {
	for {
		c, err := w.listen.Accept()
		if err != nil {
			return
		}
		s, err := net.Dial("unix", w.server)
		if err != nil {
			_ = c.Close()
			continue
		}
		w.mu.Lock()
		w.conns[c], w.conns[s] = true, true
		w.mu.Unlock()
		l := &link{wire: w, client: c, server: s}
		w.open.Go(func() { l.up() })
		w.open.Go(func() { l.down() })
	}
}

// arm makes the wire cut the next connection that comes to the moment, and n-1
// more after it.
func (w *wire) arm(what moment, n, bytes int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.what, w.armed, w.bytes = what, n, bytes
}

// left returns how many cuts are still to be made.
func (w *wire) left() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.armed
}

// count counts a cut. The caller holds the mutex.
func (w *wire) count() {
	w.armed--
	w.made[w.what]++
}

// take claims a cut at one of the moments.
func (w *wire) take(at ...moment) (moment, int, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, m := range at {
		if w.armed > 0 && w.what == m {
			w.count()
			return m, w.bytes, true
		}
	}
	return "", 0, false
}

// spend lets n bytes pass on their way to the cut at any byte, and returns how
// many of them still do when it is now.
func (w *wire) spend(n int) (int, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.armed == 0 || w.what != anyByte {
		return n, false
	}
	if n < w.bytes {
		w.bytes -= n
		return n, false
	}
	w.count()
	return w.bytes, true
}

// link is one connection through the wire.
type link struct {
	wire           *wire
	client, server net.Conn

	mu     sync.Mutex
	answer moment // where the answer to the commit that is under way is cut
	bytes  int
}

func (l *link) close() {
	_ = l.client.Close()
	_ = l.server.Close()
	l.wire.mu.Lock()
	defer l.wire.mu.Unlock()
	delete(l.wire.conns, l.client)
	delete(l.wire.conns, l.server)
}

// message reads one message of PostgreSQL's protocol, whole.
func message(r io.Reader, typed bool) ([]byte, error) {
	head := make([]byte, 4)
	if typed {
		head = make([]byte, 5)
	}
	if _, err := io.ReadFull(r, head); err != nil {
		return nil, err
	}
	body := make([]byte, binary.BigEndian.Uint32(head[len(head)-4:])-4)
	_, err := io.ReadFull(r, body)
	return append(head, body...), err
}

// pass sends a message on, unless the connection is cut within it.
func (l *link) pass(to net.Conn, m []byte) bool {
	n, cut := l.wire.spend(len(m))
	_, err := to.Write(m[:n])
	return err == nil && !cut
}

// up takes the store's messages to the database. A commit comes behind what it
// commits, and the database does all of it when the message that ends them comes.
func (l *link) up() {
	defer l.close()
	asked := false // for a commit, which is not ended yet
	for typed := false; ; typed = true {
		m, err := message(l.client, typed)
		if err != nil {
			return
		}
		asked = asked || typed && isCommit(m)
		if asked && (m[0] == 'S' || m[0] == 'Q') {
			asked = false
			at, bytes, cut := l.wire.take(before, within, behind, decided, halved)
			switch {
			case !cut:
			case at == before:
				return
			case at == within:
				_, _ = l.server.Write(m[:1+bytes%(len(m)-1)])
				return
			case at == behind:
				_, _ = l.server.Write(m)
				return
			default:
				l.mu.Lock()
				l.answer, l.bytes = at, bytes
				l.mu.Unlock()
			}
		}
		if !l.pass(l.server, m) {
			return
		}
	}
}

// isCommit reports whether a message asks for a commit.
func isCommit(m []byte) bool {
	return (m[0] == 'Q' || m[0] == 'P') && strings.EqualFold(strings.Trim(string(m[5:]), " ;\x00"), "commit")
}

// down takes the database's messages to the store.
func (l *link) down() {
	defer l.close()
	for {
		m, err := message(l.server, true)
		if err != nil {
			return
		}
		if m[0] == 'C' && strings.HasPrefix(string(m[5:]), "COMMIT") {
			l.mu.Lock()
			at, bytes := l.answer, l.bytes
			l.mu.Unlock()
			if at == halved {
				_, _ = l.client.Write(m[:1+bytes%(len(m)-1)])
			}
			if at != "" {
				return
			}
		}
		if !l.pass(l.client, m) {
			return
		}
	}
}

func TestACommitWhoseAnswerIsLostHappensOnce(t *testing.T) {
	chance := rand.New(rand.NewPCG(seed(t), 3))
	ctx := context.Background()
	address := storetest.Migrated(t)
	w := newWire(t, address)
	s := storetest.Open(t, w.address)
	direct := storetest.Open(t, address)
	var deeds []*deed
	var answers []string
	busy, made, runs := 0, 0, 0
	for total := cuts(30, 150, 3000); (made < total || runs < len(moments)) && !t.Failed(); runs++ {
		what := moments[runs%len(moments)]
		arm := func() { w.arm(what, 1+chance.IntN(3), 1+chance.IntN(pick(chance, 10, 1000, 20_000))) }
		some := someDeeds(chance, 2, 12+chance.IntN(20))
		got, pause := make([]string, len(some)), 0
		workers := pick(chance, 1, 4, 16)
		arm()
		sendAll(ctx, s, some, workers, func(i int, answer string, _ bool, err error) {
			if pause--; pause < 0 && w.left() == 0 { // now and then something comes through
				pause = chance.IntN(8)
				arm()
			}
			switch {
			case err == nil:
				got[i] = answer
			case what == anyByte && ledger.KindOf(err) == ledger.Busy: // a reader has lost its connection
				busy++
			case what == anyByte && ledger.KindOf(err) == ledger.Missing: // what it builds on was told to come back
				busy++
			default:
				t.Errorf("%s, cut %s: %v", some[i], what, err)
			}
		})
		w.arm("", 0, 0)
		deeds, answers = append(deeds, some...), append(answers, got...)
		made = 0
		for _, n := range w.made {
			made += n
		}
	}
	v := judge(ctx, direct, deeds, answers)
	if len(v.wrong) > 0 {
		t.Error(first(v.wrong))
	}
	for _, m := range moments {
		if w.made[m] == 0 {
			t.Errorf("no connection was cut %s", m)
		}
		t.Logf("%d connections were cut %s", w.made[m], m)
	}
	t.Logf("%d cuts under %d commands in %d runs; the store was busy %d times", made, len(deeds), runs, busy)
}

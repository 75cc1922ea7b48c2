package store_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

// asProcess makes this test binary one of several processes on a database
// instead of running tests: it holds the database's address.
const asProcess = "LUMBUNG_TEST_PROCESS"

func TestMain(m *testing.M) {
	if address := os.Getenv(asProcess); address != "" {
		if err := work(address, os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// task is what a process is told to do, said is what it says of one command.
type (
	task struct {
		Deeds   []*deed
		Order   []int // in which it sends them, apart from their stages
		Workers int
	}
	said struct {
		Deed     int
		Answer   string
		Replayed bool
		Error    string
	}
)

// work opens the database, says so, and when told sends its commands and writes
// down every answer as it comes.
func work(address string, in io.Reader, out io.Writer) error {
	ctx := context.Background()
	orders, answers := json.NewDecoder(in), json.NewEncoder(out)
	var t task
	if err := orders.Decode(&t); err != nil {
		return err
	}
	s, err := store.Open(ctx, address)
	if err != nil {
		return err
	}
	mine := make([]*deed, len(t.Order))
	for n, i := range t.Order {
		mine[n] = t.Deeds[i]
	}
	if err := answers.Encode("ready"); err != nil {
		return err
	}
	var begin string
	if err := orders.Decode(&begin); err != nil {
		return err
	}
	sendAll(ctx, s, mine, t.Workers, func(n int, answer string, replayed bool, err error) {
		a := said{Deed: t.Order[n], Answer: answer, Replayed: replayed}
		if err != nil {
			a.Error = err.Error()
		}
		_ = answers.Encode(a)
	})
	return s.Close()
}

// process is one running.
type process struct {
	cmd     *exec.Cmd
	orders  io.WriteCloser
	answers *json.Decoder
}

func start(t *testing.T, address string, what task) *process {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := &process{cmd: exec.Command(self)}
	p.cmd.Env = append(os.Environ(), asProcess+"="+address)
	p.cmd.Stderr = os.Stderr
	if p.orders, err = p.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.answers = json.NewDecoder(bufio.NewReader(out))
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.cmd.Process.Kill() }) // nothing if it has ended
	if err := json.NewEncoder(p.orders).Encode(what); err != nil {
		t.Fatal(err)
	}
	return p
}

// contend lets several processes open one database at once and send the same
// commands, each in its own order. Some of them may be killed in the middle.
//
// When the books are there, nobody ever waits in a circle. A book that is being
// opened has no row to lock yet: then PostgreSQL may have to send one of two
// away, who comes again.
func contend(t *testing.T, address string, chance *rand.Rand, processes, posts, killed int, opened bool) {
	t.Helper()
	ctx := context.Background()
	deeds := someDeeds(chance, 3, posts)
	fresh := make([]int, len(deeds))
	s := storetest.Open(t, address)
	if opened {
		for i, d := range deeds {
			if d.Kind != openABook {
				continue
			}
			if _, _, err := d.send(ctx, s); err != nil {
				t.Fatal(err)
			}
			fresh[i]++
		}
	}
	ps := make([]*process, processes)
	for n := range ps {
		ps[n] = start(t, address, task{deeds, chance.Perm(len(deeds)), pick(chance, 1, 4, 16)})
	}
	for _, p := range ps {
		var ready string
		if err := p.answers.Decode(&ready); err != nil {
			t.Fatalf("a process does not open the database: %v", err)
		}
	}
	for _, p := range ps {
		if err := json.NewEncoder(p.orders).Encode("begin"); err != nil {
			t.Fatal(err)
		}
	}
	var mu sync.Mutex
	answers := make([]string, len(deeds))
	counts := make([]int, processes)
	var all sync.WaitGroup
	for n, p := range ps {
		ends := len(deeds) + 1
		if n < killed {
			ends = 1 + chance.IntN(len(deeds)/2)
		}
		all.Go(func() {
			for counts[n] < ends {
				var a said
				if err := p.answers.Decode(&a); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Errorf("process %d: %v", n, err)
					break
				}
				counts[n]++
				mu.Lock()
				if a.Error != "" {
					t.Errorf("process %d, %s: %s", n, deeds[a.Deed], a.Error)
					mu.Unlock()
					continue
				}
				if answers[a.Deed] != "" && answers[a.Deed] != a.Answer {
					t.Errorf("%s: one process was told %s and another %s", deeds[a.Deed], answers[a.Deed], a.Answer)
				}
				answers[a.Deed] = a.Answer
				if !a.Replayed {
					fresh[a.Deed]++
				}
				mu.Unlock()
			}
			if n < killed {
				_ = p.cmd.Process.Kill()
			}
			if err := p.cmd.Wait(); err != nil && n >= killed {
				t.Errorf("process %d: %v", n, err)
			}
			if counts[n] != len(deeds) && n >= killed {
				t.Errorf("process %d answered %d commands of %d", n, counts[n], len(deeds))
			}
		})
	}
	all.Wait()
	for i, d := range deeds {
		if fresh[i] > 1 || fresh[i] == 0 && killed == 0 {
			t.Errorf("%s: %d processes were told that it happened just then", d, fresh[i])
		}
	}
	if v := judge(ctx, s, deeds, answers); len(v.wrong) > 0 {
		t.Error(first(v.wrong))
	}
	t.Logf("%d processes, %d commands: answers %v", processes, len(deeds), counts)
	if opened {
		noDeadlocks(t, address)
	}
}

// noDeadlocks asks PostgreSQL how often it had to end one.
func noDeadlocks(t *testing.T, address string) {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(ctx) }() // only read
	var deadlocks int
	if err := conn.QueryRow(ctx, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()").Scan(&deadlocks); err != nil {
		t.Fatal(err)
	}
	if deadlocks != 0 {
		t.Errorf("%d deadlocks", deadlocks)
	}
}

func TestSeveralProcessesSendingTheSameCommandsDoEachOnce(t *testing.T) {
	chance := rand.New(rand.NewPCG(seed(t), 4))
	for n := range cuts(1, 2, 50) {
		t.Run(fmt.Sprint("round ", n), func(t *testing.T) {
			contend(t, storetest.Migrated(t), chance, 2+chance.IntN(2), 150, 0, true)
		})
	}
}

func TestAKilledProcessDoesNotHoldUpTheOthers(t *testing.T) {
	chance := rand.New(rand.NewPCG(seed(t), 5))
	for n := range cuts(1, 3, 100) {
		t.Run(fmt.Sprint("round ", n), func(t *testing.T) {
			contend(t, storetest.Migrated(t), chance, 3, 100, 1+chance.IntN(2), n%2 == 0)
		})
	}
}

// A cluster may be set to another isolation than the store needs; the store asks
// for its own.
func TestACommandHappensOnceWhateverTheClustersIsolation(t *testing.T) {
	chance := rand.New(rand.NewPCG(seed(t), 6))
	for _, level := range []string{"serializable", "repeatable read"} {
		t.Run(level, func(t *testing.T) {
			cluster := storetest.NewCluster(t, storetest.Server{Settings: map[string]string{"default_transaction_isolation": level}})
			address := cluster.Address("postgres")
			if err := store.Migrate(context.Background(), address); err != nil {
				t.Fatal(err)
			}
			contend(t, address, chance, 3, 100, 0, level == "serializable")
		})
	}
}

package store_test

import (
	"context"
	"encoding/gob"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

var (
	powerlossCuts  = flag.Int("powerloss.cuts", 0, "how often the power is cut (0: 2,000, or 100,000 with LUMBUNG_SOAK)")
	powerlossAgain = flag.String("powerloss.again", "", "a file that a failing test left: cut the power there once more")
)

// recording is one run of the store on a disk that keeps everything, from the
// first opening of a database to the last closing.
type recording struct {
	Before []byte // the database file at first
	Deeds  []*deed
	Answer []string
	Events []event
}

// cut is one loss of power in a recording.
type cut struct {
	At     int // events that had happened
	Fate   fate
	Chance uint64
	Lying  bool // the disk says that it has synced and has not
}

// record runs commands against a store on a fresh disk.
func record(t testing.TB, chance *rand.Rand, safe bool, settings ...string) *recording {
	t.Helper()
	ctx := context.Background()
	path := strings.TrimPrefix(storetest.SQLite(t), "sqlite:")
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r := &recording{Before: before, Deeds: someDeeds(chance, 2, 40)}
	r.Answer = make([]string, len(r.Deeds))
	d := newDisk(t)
	// In the middle the store is closed, which writes the log back and deletes it,
	// and opened again. Otherwise that happens after this many pages:
	pages := fmt.Sprintf("wal_autocheckpoint(%d)", pick(chance, 30, 100, 400, 8000))
	workers := pick(chance, 1, 4, 16)
	half := len(r.Deeds) / 2
	for _, part := range [][2]int{{0, half}, {half, len(r.Deeds)}} {
		writers, err := d.connect(path, append(settings, pages)...)
		if err != nil {
			t.Fatal(err)
		}
		readers, err := d.connect(path, append(settings, pages, "query_only(1)")...)
		if err != nil {
			t.Fatal(errors.Join(err, closeAll(writers)))
		}
		s, err := store.OpenOn(ctx, writers, readers, !safe)
		if err != nil {
			t.Fatal(err)
		}
		sendAll(ctx, s, r.Deeds[part[0]:part[1]], workers, func(i int, answer string, _ bool, err error) {
			if err != nil {
				t.Errorf("%s: %v", r.Deeds[part[0]+i], err)
			}
			r.Answer[part[0]+i] = answer
			d.add(acknowledged, "", int64(part[0]+i), nil)
		})
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if t.Failed() {
		t.FailNow()
	}
	r.Events = d.events
	return r
}

// cuts chooses moments at which the power goes, in order.
func (r *recording) cuts(n int, chance *rand.Rand, lying bool) []cut {
	cuts := make([]cut, n)
	for i := range cuts {
		cuts[i] = cut{1 + chance.IntN(len(r.Events)), fates[i%len(fates)], chance.Uint64(), lying}
	}
	slices.SortFunc(cuts, func(a, b cut) int { return a.At - b.At })
	return cuts
}

// fall cuts the power at each of the moments and judges what our own store finds
// on the disk afterwards. The moments must be in order.
func (r *recording) fall(t testing.TB, cuts []cut, judged func(c cut, v verdict)) {
	t.Helper()
	root := inMemory(t)
	p := platter{"lumbung.db": &platterFile{safe: slices.Clone(r.Before), exists: true}}
	var mu sync.Mutex
	var all sync.WaitGroup
	places := make(chan int, 2*runtime.GOMAXPROCS(0))
	at := 0
	for n, c := range cuts {
		for ; at < c.At; at++ {
			p.happen(r.Events[at], c.Lying)
		}
		answers := make([]string, len(r.Deeds))
		for _, e := range r.Events[:at] {
			if e.Op == acknowledged {
				answers[e.Off] = r.Answer[e.Off]
			}
		}
		places <- n
		folder := filepath.Join(root, fmt.Sprint(n))
		if err := errors.Join(os.Mkdir(folder, 0o700), p.image(folder, c.Fate, rand.New(rand.NewPCG(c.Chance, 0)))); err != nil {
			t.Fatal(err)
		}
		all.Go(func() {
			v := reopen(filepath.Join(folder, "lumbung.db"), r.Deeds, answers)
			mu.Lock()
			judged(c, v)
			mu.Unlock()
			if err := os.RemoveAll(folder); err != nil {
				t.Error(err)
			}
			<-places
		})
	}
	all.Wait()
}

func reopen(path string, deeds []*deed, answers []string) (v verdict) {
	ctx := context.Background()
	s, err := store.Open(ctx, "sqlite:"+path)
	if err != nil {
		v.say("it does not open any more: %v", err)
		return v
	}
	v = judge(ctx, s, deeds, answers)
	if err := s.Close(); err != nil {
		v.say("close: %v", err)
	}
	return v
}

// keptCut is what a failing test leaves behind.
type keptCut struct {
	Recording recording
	Cut       cut
}

// keep writes a cut down so that it can be made once more.
func (r *recording) keep(c cut) (string, error) {
	f, err := os.CreateTemp("", "lumbung-powerloss-*.gob")
	if err != nil {
		return "", err
	}
	err = gob.NewEncoder(f).Encode(keptCut{*r, c})
	return f.Name(), errors.Join(err, f.Close())
}

// inMemory returns a folder in memory if the machine has one: images are written
// and read once.
func inMemory(t testing.TB) string {
	t.Helper()
	base := "/dev/shm"
	if _, err := os.Stat(base); err != nil {
		return t.TempDir()
	}
	folder, err := os.MkdirTemp(base, "lumbung-powerloss-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(folder); err != nil {
			t.Error(err)
		}
	})
	return folder
}

func TestALossOfPowerLosesNothingThatWasAcknowledged(t *testing.T) {
	if *powerlossAgain != "" {
		again(t, *powerlossAgain)
		return
	}
	total := cuts(20, 2000, 100_000)
	if *powerlossCuts > 0 {
		total = *powerlossCuts
	}
	chance := rand.New(rand.NewPCG(seed(t), 1))
	const each = 100
	done, syncs, acknowledgements := 0, 0, 0
	fell := map[fate]int{}
	for done < total && !t.Failed() {
		r := record(t, chance, true)
		for _, e := range r.Events {
			if e.Op == synced {
				syncs++
			}
		}
		acknowledgements += len(r.Deeds)
		n := min(each, total-done)
		r.fall(t, r.cuts(n, chance, false), func(c cut, v verdict) {
			fell[c.Fate]++
			if len(v.wrong) == 0 || t.Failed() {
				return
			}
			file, err := r.keep(c)
			t.Errorf("the power went after %d of %d events, %s:\n%s\nagain: go test ./ledger/store -run %s -powerloss.again %s (%v)",
				c.At, len(r.Events), c.Fate, first(v.wrong), t.Name(), file, err)
		})
		done += n
	}
	for _, f := range fates {
		if fell[f] == 0 {
			t.Errorf("it never happened that %s", f)
		}
	}
	t.Logf("%d cuts; %d commands and %d syncs were recorded", done, acknowledgements, syncs)
}

// again makes the cut that a failing test left.
func again(t *testing.T, file string) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	var kept keptCut
	if err := errors.Join(gob.NewDecoder(f).Decode(&kept), f.Close()); err != nil {
		t.Fatal(err)
	}
	kept.Recording.fall(t, []cut{kept.Cut}, func(_ cut, v verdict) {
		for _, w := range v.wrong {
			t.Error(w)
		}
	})
}

// TestTheCutsFindWhatIsUnsafe plants what must not be: settings that do not wait
// for the disk, and a disk that lies.
func TestTheCutsFindWhatIsUnsafe(t *testing.T) {
	for _, c := range []struct {
		name    string
		setting string
		lying   bool
	}{
		{"synchronous NORMAL", "synchronous(NORMAL)", false},
		{"synchronous OFF", "synchronous(OFF)", false},
		{"a disk that says it has synced and has not", "synchronous(FULL)", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			chance := rand.New(rand.NewPCG(seed(t), 2))
			r := record(t, chance, false, c.setting)
			lost, hurt, made := 0, 0, 0
			for most := cuts(100, 100, 2000); made < most && (lost == 0 || made < most/2 && !testing.Short()); made += 10 {
				r.fall(t, r.cuts(10, chance, c.lying), func(_ cut, v verdict) {
					lost += min(v.lost, 1)
					hurt += min(len(v.wrong), 1)
				})
			}
			if hurt == 0 {
				t.Errorf("%d cuts found nothing", made)
			}
			if lost == 0 {
				t.Errorf("%d cuts found no acknowledged command lost", made)
			}
			t.Logf("%d cuts: something was wrong after %d, acknowledged commands were lost in %d", made, hurt, lost)
		})
	}
}

func TestSettingsThatCouldLoseWhatWasAcknowledgedAreRefused(t *testing.T) {
	for _, setting := range []string{"synchronous(NORMAL)", "synchronous(OFF)", "foreign_keys(0)"} {
		path := strings.TrimPrefix(storetest.SQLite(t), "sqlite:")
		d := newDisk(t)
		writers, err := d.connect(path, setting)
		if err != nil {
			t.Fatal(err)
		}
		readers, err := d.connect(path, setting)
		if err != nil {
			t.Fatal(err)
		}
		if s, err := store.OpenOn(context.Background(), writers, readers, false); err == nil {
			t.Errorf("%s was let through", setting)
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}

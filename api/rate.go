package api

import (
	"strconv"
	"sync"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// maxCounted is how many addresses are counted at once.
const maxCounted = 10_000

// rate is how often one address may have something computed in a minute that begins
// with the first time. It is kept in memory: what it protects is this process's time,
// nothing that is kept.
type rate struct {
	most int
	now  func() time.Time

	mu   sync.Mutex
	seen map[string]counting
}

type counting struct {
	since time.Time
	times int
}

func newRate(most int, now func() time.Time) *rate {
	return &rate{most: most, now: now, seen: map[string]counting{}}
}

// take counts one more of the address. One too many is refused with the seconds to wait
// (limited). When there are too many addresses, those whose minute is over are
// forgotten; if all are fresh, all begin anew, so that memory does not grow.
func (r *rate) take(address string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now()
	c, known := r.seen[address]
	if !known && len(r.seen) >= maxCounted {
		for a, old := range r.seen {
			if now.Sub(old.since) >= time.Minute {
				delete(r.seen, a)
			}
		}
		if len(r.seen) >= maxCounted {
			clear(r.seen)
		}
	}
	if age := now.Sub(c.since); !known || age < 0 || age >= time.Minute {
		c = counting{since: now}
	}
	if c.times >= r.most {
		wait := time.Minute - now.Sub(c.since)
		return ledger.E(ledger.Limited, "limited", "", "retry_after", strconv.FormatInt(int64((wait+time.Second-1)/time.Second), 10))
	}
	c.times++
	r.seen[address] = c
	return nil
}

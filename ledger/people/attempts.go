package people

import (
	"context"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// patience is how many vain attempts are free, and how long one must wait after each
// beyond them. Waiting never grows beyond the last: nobody is locked out for good, and
// a card works while the PIN must wait.
type patience struct {
	free  int64
	waits []time.Duration
}

var (
	// with one person's sign-in name
	nameTries = patience{5, []time.Duration{5 * time.Second, 15 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute}}
	// with one invitation, names that others sign in with
	loginTries = patience{20, []time.Duration{24 * time.Hour}}
	// from one address, behind which there may be a whole group with one phone
	addressTries = patience{60, []time.Duration{time.Second, 2 * time.Second, 5 * time.Second, 15 * time.Second, time.Minute}}
)

// attemptsForgotten is how long after the last one vain attempts no longer count.
const attemptsForgotten = 24 * time.Hour

func (p patience) after(failures int64) time.Duration {
	if failures < p.free {
		return 0
	}
	return p.waits[min(failures-p.free, int64(len(p.waits)-1))]
}

// counter is something that is counted in vain.
type counter struct {
	name   []byte
	ofName bool // and not of an address
	patience
}

// challengeCounters count the challenges of an address that nobody has answered. They
// are apart from what is counted of PINs, and as patient.
func (p *People) challengeCounters(address string) []counter {
	if address == "" {
		return nil
	}
	return []counter{{p.v.Index("challenges for an address", address), false, addressTries}}
}

// loginCounters count the names of others that whoever holds an invitation has wished to
// sign in with; who has a session wishes for none.
func (p *People) loginCounters(invitation ledger.ID, by Caller) []counter {
	if !by.Session.IsZero() {
		return nil
	}
	return []counter{{p.v.Index("names with an invitation", invitation.String()), false, loginTries}}
}

func (p *People) counters(login, address string) []counter {
	var all []counter
	if login != "" {
		all = append(all, counter{p.v.Index("attempts of a name", login), true, nameTries})
	}
	if address != "" {
		all = append(all, counter{p.v.Index("attempts from an address", address), false, addressTries})
	}
	return all
}

// try counts an attempt before it is looked at, so that none slips by while others
// are. One that comes too early is refused with the seconds to wait (limited), and not
// counted. What is counted survives a restart, and other servers see it.
func (p *People) try(ctx context.Context, counters []counter) error {
	return p.s.Tx(ctx, func(ctx context.Context, s *store.Store) error {
		now := s.At()
		if err := dropAttemptsBefore(ctx, s, ledger.Micros(now.Add(-attemptsForgotten))); err != nil {
			return err
		}
		for _, c := range counters {
			row, err := lockAttempts(ctx, s, c.name)
			if err != nil {
				return err
			}
			if wait := row.NextAt - ledger.Micros(now); wait > 0 {
				return tooSoon("limited", wait)
			}
			row.Failures++
			row.Since, row.NextAt = ledger.Micros(now), 0
			if wait := c.after(row.Failures); wait > 0 {
				row.NextAt = ledger.Micros(now.Add(wait))
			}
			if err := row.keep(ctx, s); err != nil {
				return err
			}
		}
		return nil
	})
}

// spare takes back that an attempt was counted, since it was not in vain or was not
// looked at. What a name has been tried in vain before is forgotten when it was right;
// for an address one right attempt says nothing of the others.
func (p *People) spare(ctx context.Context, counters []counter, right bool) error {
	return p.s.Tx(context.WithoutCancel(ctx), func(ctx context.Context, s *store.Store) error {
		for _, c := range counters {
			row, err := lockAttempts(ctx, s, c.name)
			if err != nil {
				return err
			}
			row.Failures, row.NextAt = max(row.Failures-1, 0), 0
			if right && c.ofName {
				row.Failures = 0
			}
			if err := row.keep(ctx, s); err != nil {
				return err
			}
		}
		return nil
	})
}

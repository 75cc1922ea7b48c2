package people

import (
	"context"
	"crypto/sha256"
	"sync"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// How long sessions live. One on a device lasts as long as a phone may be without a
// network and more; one at a console or in a browser ends with the day's work.
const (
	SessionLife       = 12 * time.Hour
	SessionIdle       = 2 * time.Hour
	DeviceSessionLife = 30 * 24 * time.Hour

	seenEvery = time.Minute // how often it is noted that a session is used
)

// HashOf is how a session's token is kept.
func HashOf(token string) []byte {
	sum := sha256.Sum256([]byte("lumbung.session.v1\x00" + token))
	return sum[:]
}

// callers remembers who a token stands for, for some seconds. What this process
// changes about her it forgets at once.
type callers struct {
	mu    sync.Mutex
	drops int // so that nothing read before a change is remembered after it
	held  map[string]heldCaller
}

type heldCaller struct {
	caller  Caller
	expires time.Time
	until   time.Time
}

// changed forgets what is remembered of a person, after her sessions or roles changed.
func (p *People) changed(person ledger.ID) {
	p.callers.mu.Lock()
	defer p.callers.mu.Unlock()
	p.callers.drops++
	for token, h := range p.callers.held {
		if h.caller.Person == person {
			delete(p.callers.held, token)
		}
	}
}

// CallerOf returns who the token of a session stands for, with her roles in force:
// unauthenticated when it stands for nobody, has run out, was ended or has not been
// used for too long.
func (p *People) CallerOf(ctx context.Context, token string) (Caller, error) {
	now := p.s.At()
	hash := HashOf(token)
	p.callers.mu.Lock()
	h, ok := p.callers.held[string(hash)]
	drops := p.callers.drops
	p.callers.mu.Unlock()
	if ok && now.Before(h.until) && now.Before(h.expires) {
		return h.caller, nil
	}
	row, there, err := findSession(ctx, p.s, hash)
	if err != nil {
		return Caller{}, err
	}
	at := ledger.Micros(now)
	if !there || !row.inForce(now) {
		return Caller{}, ledger.E(ledger.Unauthenticated, "unauthenticated", "")
	}
	grants, err := heldBy(ctx, p.s, row.Person, at)
	if err != nil {
		return Caller{}, err
	}
	c := Caller{Person: row.Person, Home: row.Home, Session: row.ID, Device: row.Device, ProvedAt: momentOf(row.ProvedAt), Grants: grants}
	if now.Sub(momentOf(row.SeenAt)) >= seenEvery {
		if err := p.s.Tx(ctx, func(ctx context.Context, s *store.Store) error { return seenNow(ctx, s, row, at) }); err != nil {
			return Caller{}, err
		}
	}
	p.callers.keep(string(hash), heldCaller{c, momentOf(row.ExpiresAt), now.Add(cacheLife)}, drops)
	return c, nil
}

// inForce reports whether the session lets its holder in at the instant.
func (r *sessionRow) inForce(at time.Time) bool {
	return r.RevokedAt == 0 && ledger.Micros(at) < r.ExpiresAt && (!r.Device.IsZero() || at.Sub(momentOf(r.SeenAt)) < SessionIdle)
}

func (h *callers) keep(token string, c heldCaller, drops int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.drops != drops {
		return
	}
	for _, g := range c.caller.Grants {
		if !g.Until.IsZero() && g.Until.Before(c.until) {
			c.until = g.Until
		}
	}
	if h.held == nil || len(h.held) >= maxCached {
		h.held = map[string]heldCaller{}
	}
	h.held[token] = c
}

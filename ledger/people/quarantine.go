package people

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// Verdict is what a key-holder decides on a command that waits.
type Verdict string

// The verdicts. Releasing one that is held says that those before it are lost.
const (
	VerdictRelease   Verdict = "release"
	VerdictDismissal Verdict = "dismissal"
)

// WaitingCommand is a command of a device that waits: for the key-holders, or for commands
// before it.
type WaitingCommand struct {
	Item     ledger.ID
	Device   ledger.ID
	Command  DeviceCommand
	CameAt   time.Time
	Late     bool
	Answer   Answer
	Code     string // what speaks against it; its outcome once it is decided
	Resource string
	Needs    int // how many key-holders must agree
	Said     []Said
	Decided  Verdict // "" while it waits
}

// Said is the verdict of one key-holder.
type Said struct {
	Person  ledger.ID
	Verdict Verdict
	Reason  string
	At      time.Time
}

// maxReason is how many characters a reason may have.
const maxReason = 500

// needs is how many key-holders must agree. One is enough to confirm that a device
// made a command before it was revoked.
func (r *deviceCommandRow) needs() int {
	if r.Code == "made_before_revocation" {
		return 1
	}
	return 2
}

func (r *deviceCommandRow) waiting(verdicts []verdictRow) (WaitingCommand, error) {
	c, err := r.command()
	w := WaitingCommand{Item: r.Item, Device: r.Device, Command: c, CameAt: momentOf(r.At), Late: r.Late == 1, Code: r.Code, Resource: r.Resource, Needs: r.needs()}
	w.Answer = r.receipt(false).Answer
	switch r.State {
	case stateReleased:
		w.Decided = VerdictRelease
	case stateDismissed:
		w.Decided = VerdictDismissal
	}
	for _, v := range verdicts {
		if v.Item == r.Item {
			w.Said = append(w.Said, Said{v.Person, v.Verdict, v.Reason, momentOf(v.At)})
		}
	}
	return w, err
}

// Quarantined lists up to limit commands of a group's devices that wait, in order of
// arrival, behind one of them (zero: from the first).
func (p *People) Quarantined(ctx context.Context, group, after ledger.ID, limit int) ([]WaitingCommand, error) {
	var all []WaitingCommand
	err := p.s.Read(ctx, func(ctx context.Context, s *store.Store) error {
		var at int64
		if !after.IsZero() {
			last, err := findItem(ctx, s, group, after)
			if err != nil {
				return err
			}
			at = last.At
		}
		rows, err := itemsThatWait(ctx, s, group, at, after, limit)
		if err != nil {
			return err
		}
		items := make([]ledger.ID, len(rows))
		for i, r := range rows {
			items[i] = r.Item
		}
		verdicts, err := verdictsOn(ctx, s, group, items...)
		if err != nil {
			return err
		}
		all = make([]WaitingCommand, len(rows))
		for i := range rows {
			if all[i], err = rows[i].waiting(verdicts); err != nil {
				return err
			}
		}
		return nil
	})
	return all, err
}

// Decide is a key-holder's verdict on a command that waits, with her reason. When
// as many as are needed agree, it is done, or dismissed for good; nothing of it is
// removed. A released command that the books still do not take goes on waiting, and
// the error says why: when that is mended, a key-holder says the same again.
//
// Codes: unknown_command, own_command (who made it has no say), already_decided.
func (p *People) Decide(ctx context.Context, by Caller, id, group, item ledger.ID, v Verdict, reason string) (store.Made[WaitingCommand], error) {
	none := store.Made[WaitingCommand]{}
	if reason == "" {
		return none, ledger.E(ledger.Invalid, "required", "reason")
	}
	if err := ledger.CheckText(reason, maxReason, "reason"); err != nil {
		return none, err
	}
	body := struct {
		Item    ledger.ID
		Verdict Verdict
		Reason  string
	}{item, v, reason}
	res, err := p.do(ctx, by, "quarantine.decide", id, group, body, func(ctx context.Context, s *store.Store) (string, error) {
		r, err := findItem(ctx, s, group, item)
		switch {
		case err != nil:
			return "", err
		case r.State != stateHeld && r.State != stateQuarantined:
			return "", ledger.E(ledger.Conflict, "already_decided", "")
		}
		same := identities{}
		if err := same.find(ctx, s, r.Actor, by.Person); err != nil {
			return "", err
		}
		if same.same(r.Actor, by.Person) {
			return "", ledger.E(ledger.Forbidden, "own_command", "")
		}
		said := verdictRow{Home: group, Item: item, Person: by.Person, Verdict: v, Reason: reason, At: ledger.Micros(s.At())}
		if err := said.keep(ctx, s); err != nil {
			return "", err
		}
		facts := struct {
			Verdict Verdict `json:"verdict"`
			Code    string  `json:"code"`
		}{v, r.Code}
		if err := s.Record(ctx, group, "quarantine.decided", item, facts); err != nil {
			return "", err
		}
		if agreed, err := r.agreed(ctx, s, VerdictDismissal); err != nil || !agreed {
			return item.String(), err
		}
		wasHeld := r.State == stateHeld
		r.State, r.Outcome = stateDismissed, ""
		return item.String(), r.close(ctx, s, wasHeld, "quarantine.dismissed")
	})
	if err != nil {
		return none, err
	}
	if err := p.release(ctx, group, item); err != nil {
		return none, err
	}
	w, err := p.waitingItem(ctx, group, item)
	return store.Made[WaitingCommand]{It: w, Replayed: res.Replayed}, err
}

func (p *People) waitingItem(ctx context.Context, group, item ledger.ID) (WaitingCommand, error) {
	r, err := findItem(ctx, p.s, group, item)
	if err != nil {
		return WaitingCommand{}, err
	}
	verdicts, err := verdictsOn(ctx, p.s, group, item)
	if err != nil {
		return WaitingCommand{}, err
	}
	return r.waiting(verdicts)
}

// agreed reports whether enough of those who are key-holders now have said so.
func (r *deviceCommandRow) agreed(ctx context.Context, s *store.Store, v Verdict) (bool, error) {
	verdicts, err := verdictsOn(ctx, s, r.Home, r.Item)
	if err != nil {
		return false, err
	}
	there, err := rolesEverAt(ctx, s, Scope{AtGroup, r.Home})
	n := 0
	for _, o := range verdicts {
		if o.Verdict == v && slices.Contains(there.of(o.Person), KeyHolder) {
			n++
		}
	}
	return n >= r.needs(), err
}

// close writes the end of a command's waiting. Those before one that was held are
// taken for lost, so that what stands behind it gets its turn.
func (r *deviceCommandRow) close(ctx context.Context, s *store.Store, wasHeld bool, action string) error {
	from := []string{stateHeld, stateQuarantined}
	if r.State == stateReleased {
		from = append(from, stateDismissed) // meanwhile: but it is done
	}
	changed, err := r.conclude(ctx, s, from...)
	if err != nil || !changed {
		return err
	}
	d, err := findDevice(ctx, s, r.Home, r.Device)
	if err != nil {
		return err
	}
	lost := int64(0)
	if wasHeld && r.Seq > d.LastSeq {
		lost, d.LastSeq = r.Seq-d.LastSeq-1, r.Seq
	}
	if err := d.advance(ctx, s); err != nil {
		return err
	}
	facts := struct {
		Lost int64 `json:"lost"`
	}{lost}
	return s.Record(ctx, r.Home, action, r.Item, facts)
}

// release does a command on the word of the key-holders, if enough have given it and
// it still waits, and then whatever waited behind it.
func (p *People) release(ctx context.Context, group, item ledger.ID) error {
	r, err := findItem(ctx, p.s, group, item)
	if err != nil {
		return err
	}
	if r.State == stateHeld || r.State == stateQuarantined {
		agreed, err := r.agreed(ctx, p.s, VerdictRelease)
		if err != nil || !agreed {
			return err
		}
		if err := p.doReleased(ctx, r); err != nil {
			return err
		}
	}
	return p.settle(ctx, group, r.Device)
}

func (p *People) doReleased(ctx context.Context, r deviceCommandRow) error {
	c, err := r.command()
	if err != nil {
		return err
	}
	kind, ok := p.kind(c)
	if !ok {
		return ledger.E(ledger.Conflict, "unknown_command_kind", "")
	}
	actor := Caller{Person: c.Actor, Device: r.Device}
	res, err := kind.Do(store.ByDevice(ctx, r.Device), p.s, actor, FromDevice{DeviceCommand: c, Home: r.Home, Device: r.Device, Late: r.Late == 1, Released: true})
	var known *ledger.Error
	if errors.As(err, &known) && known.Kind == ledger.Invalid {
		return ledger.E(ledger.Conflict, "release_failed", "", "code", known.Code)
	}
	if err != nil {
		return err
	}
	wasHeld := r.State == stateHeld
	r.done(stateReleased, res)
	id := ledger.DeriveID(r.Item, "release")
	_, err = p.do(ctx, Caller{Person: r.Device, Device: r.Device}, "quarantine.release", id, r.Home, r.Item, func(ctx context.Context, s *store.Store) (string, error) {
		return r.Item.String(), r.close(ctx, s, wasHeld, "quarantine.released")
	})
	return err
}

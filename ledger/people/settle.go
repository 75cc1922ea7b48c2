package people

import (
	"context"
	"errors"
	"slices"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// settle deals with the commands of a device whose turn has come: each one is judged,
// done under its own id, and what became of it is written down at the end. When that
// end never comes, the same is done again with the same result.
func (p *People) settle(ctx context.Context, home, device ledger.ID) error {
	row, err := findDevice(ctx, p.s, home, device)
	if err != nil {
		return err
	}
	behind, err := commandsBehind(ctx, p.s, home, device, row.LastSeq)
	if err != nil {
		return err
	}
	turn := inTurn(behind, row.LastSeq)
	if len(turn) == 0 {
		return nil
	}
	earlier, err := digestsBefore(ctx, p.s, row, turn)
	if err != nil {
		return err
	}
	var settled []deviceCommandRow
	var broken error
	for _, r := range turn {
		if broken = p.deal(ctx, row, &r, earlier[r.Seq-1]); broken != nil {
			break // what was dealt with so far is written down; the rest is tried again
		}
		settled = append(settled, r)
	}
	return errors.Join(broken, p.writeDown(ctx, row, settled))
}

// inTurn are the commands that wait for none before them.
func inTurn(behind []deviceCommandRow, last int64) []deviceCommandRow {
	var turn []deviceCommandRow
	for _, r := range behind {
		if r.Seq > last+1 {
			break
		}
		last = max(last, r.Seq)
		if r.State == stateHeld {
			turn = append(turn, r)
		}
	}
	return turn
}

// digestsBefore are the digests of the commands that those in turn stand behind.
func digestsBefore(ctx context.Context, s *store.Store, d deviceRow, turn []deviceCommandRow) (map[int64][]ledger.Hash, error) {
	var seqs []int64
	for _, r := range turn {
		seqs = append(seqs, r.Seq-1)
	}
	rows, err := commandsAt(ctx, s, d.Home, d.ID, seqs)
	digests := map[int64][]ledger.Hash{0: {{}}} // the first command stands behind none
	for _, r := range rows {
		digests[r.Seq] = append(digests[r.Seq], r.Digest)
	}
	return digests, err
}

// writeDown writes what became of commands, and how far everything has come.
func (p *People) writeDown(ctx context.Context, d deviceRow, settled []deviceCommandRow) error {
	if len(settled) == 0 {
		return nil
	}
	type became struct {
		Item        ledger.ID
		State, Code string
	}
	body := make([]became, len(settled))
	for i, r := range settled {
		body[i] = became{r.Item, r.State, r.Code}
	}
	_, err := p.do(ctx, Caller{Person: d.ID, Device: d.ID}, "device.settle", store.NewID(), d.Home, body, func(ctx context.Context, s *store.Store) (string, error) {
		counts := map[string]int{}
		for _, r := range settled {
			from := []string{stateHeld}
			if r.State == stateDone {
				from = append(from, stateDismissed) // meanwhile: but it is done
			}
			changed, err := r.conclude(ctx, s, from...)
			if err != nil {
				return "", err
			}
			if !changed {
				continue // another request of the device was faster
			}
			counts[r.State]++
			if r.Code == "id_reused" {
				if err := r.recordMismatch(ctx, s); err != nil {
					return "", err
				}
			}
		}
		now, err := findDevice(ctx, s, d.Home, d.ID)
		if err != nil {
			return "", err
		}
		if err := now.advance(ctx, s); err != nil {
			return "", err
		}
		facts := struct {
			Through int64          `json:"through"`
			States  map[string]int `json:"states"`
		}{now.LastSeq, counts}
		return d.ID.String(), s.Record(ctx, d.Home, "device.settled", d.ID, facts)
	})
	return err
}

// advance moves the point up to which all commands are dealt with.
func (d *deviceRow) advance(ctx context.Context, s *store.Store) error {
	behind, err := commandsBehind(ctx, s, d.Home, d.ID, d.LastSeq)
	if err != nil {
		return err
	}
	for i, r := range behind {
		waits := r.State == stateHeld || slices.ContainsFunc(behind[i+1:], func(o deviceCommandRow) bool { return o.Seq == r.Seq && o.State == stateHeld })
		if r.Seq > d.LastSeq+1 || r.Seq > d.LastSeq && waits {
			break
		}
		d.LastSeq = max(d.LastSeq, r.Seq)
	}
	return d.update(ctx, s)
}

// deal judges a command and does it. An error means that it could not be dealt with
// now; whatever else became of it is in the row.
func (p *People) deal(ctx context.Context, d deviceRow, r *deviceCommandRow, before []ledger.Hash) error {
	c, err := r.command()
	if err != nil {
		return err
	}
	kind, actor, code, err := p.judge(ctx, d, r, c, before)
	if err != nil {
		return err
	}
	if code != "" {
		r.State, r.Outcome, r.Code = stateQuarantined, "", code
		return nil
	}
	res, err := kind.Do(store.ByDevice(ctx, d.ID), p.s, actor, FromDevice{DeviceCommand: c, Home: r.Home, Device: r.Device, Late: r.Late == 1})
	var known *ledger.Error
	switch {
	case err == nil:
		r.done(stateDone, res)
	case ctx.Err() != nil:
		return ctx.Err()
	case !errors.As(err, &known):
		r.State, r.Outcome, r.Code = stateQuarantined, "", "internal" // a fault of ours must not stop what stands behind it
	case known.Kind == ledger.Busy, known.Kind == ledger.Limited:
		return err
	case kind.Request && known.Code != "id_reused":
		r.State, r.Outcome, r.Code = stateRefused, "", known.Code
	default:
		r.State, r.Outcome, r.Code = stateQuarantined, "", known.Code
	}
	return nil
}

func (r *deviceCommandRow) done(state string, res store.Result) {
	r.State, r.Code, r.Resource, r.Outcome = state, res.Code, res.Resource, AnswerPosted
	switch {
	case res.Replayed:
		r.Outcome = AnswerDuplicate
	case res.Outcome == ledger.OutcomePostedWithTask:
		r.Outcome = AnswerPostedWithTask
	}
}

// judge finds out whether the command may be done without asking the key-holders:
// the code says what speaks against it.
//
// Roles count that were in force at some moment between the last time the device
// was in touch before making the command, which is when it could know of changes,
// and its arrival; but no longer ago than a lease lasts.
func (p *People) judge(ctx context.Context, d deviceRow, r *deviceCommandRow, c DeviceCommand, before []ledger.Hash) (kind CommandKind, actor Caller, code string, err error) {
	if d.RevokedAt != 0 {
		if r.Seq <= d.RevokedSeq || r.At < d.RevokedAt {
			return kind, actor, "made_before_revocation", nil
		}
		return kind, actor, "device_revoked", nil
	}
	if len(before) > 0 && !slices.Contains(before, c.Prev) {
		return kind, actor, "broken_sequence", nil
	}
	known, err := p.isPerson(ctx, c.Actor)
	if err != nil || !known {
		return kind, actor, "unknown_actor", err
	}
	proved, err := p.proved(ctx, d.device(), c)
	if err != nil || !proved {
		return kind, actor, "bad_proof", err
	}
	kind, ok := p.kind(c)
	if !ok {
		return kind, actor, "unknown_kind", nil
	}
	if kind.MoneyOut && r.Late == 1 {
		return kind, actor, "lease_over", nil
	}
	from := max(r.Since, r.At-Lease.Microseconds())
	grants, err := p.rolesWithin(ctx, c.Actor, r.Home, from, r.At)
	if err != nil {
		return kind, actor, "", err
	}
	actor = Caller{Person: c.Actor, Device: d.ID, Grants: grants}
	target := Target{Owner: Scope{AtGroup, r.Home}, Person: c.Actor}
	if !kind.Allowed.Lets(actor, target) {
		return kind, actor, "not_in_role", nil
	}
	return kind, actor, "", nil
}

package people

import (
	"context"
	"crypto/sha256"
	"errors"
	"slices"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// Push is a request of a device: the commands it has to send, in order.
type Push struct {
	Device    ledger.ID
	Request   int64  // higher than that of every request before it
	Clock     string // what the device's clock says, RFC 3339; nothing is ordered by it
	Body      []byte // of the request, as it was sent
	Signature []byte // with the device's key, over the [SyncMessage]

	Made     int64 // how many commands the device has made so far, sent or not
	Commands []DeviceCommand
	Pull     *Pull // nil: it asks for nothing
}

// SyncPath and SyncMethod are part of what a device signs.
const (
	SyncMethod = "POST"
	SyncPath   = "/v1/sync"
)

// Answer says what became of a command of a device.
type Answer string

// The answers.
const (
	AnswerPosted         Answer = "posted"
	AnswerDuplicate      Answer = "duplicate" // it had been posted before
	AnswerPostedWithTask Answer = "posted_with_task"
	AnswerHeld           Answer = "held"        // one before it has not come yet
	AnswerRefused        Answer = "refused"     // a request decided with no, or dismissed by the key-holders
	AnswerQuarantined    Answer = "quarantined" // waits for the key-holders
	AnswerMismatch       Answer = "mismatch"    // its id is used for something else; it waits as well
)

// Receipt is what became of one command. The device may take every answer for the
// server's word that the command is kept.
type Receipt struct {
	ID       ledger.ID
	Seq      int64
	Item     ledger.ID // under which the key-holders find it
	Answer   Answer
	Code     string // why
	Resource string // what it made
	Late     bool
}

// Synced is the answer to a device.
type Synced struct {
	At         time.Time
	Receipts   []Receipt // in the order of the commands
	LastSeq    int64     // up to here everything has come
	LeaseUntil time.Time
	Revoked    bool            // the device must forget what it holds once all has come
	Book       ledger.Book     // its sequence and head are the receipt for the whole
	BackedUp   *store.BackedUp // what the last backup holds of it; nil when there is none
	Pulled     *Pulled         // nil when nothing was asked for, and for a device that was revoked
}

// errDevice is what whoever cannot prove to be a device of ours is told, whatever
// is wrong.
func errDevice() error { return ledger.E(ledger.Unauthenticated, "unknown_device_signature", "") }

// Sync takes in what a device sends and says what became of it. Each command is
// kept before anything is done with it; doing it is repeatable; so a break anywhere
// loses nothing and doubles nothing, and the device sends again what it got no
// answer for, under a new request number.
//
// Codes: unknown_device_signature (unauthenticated), stale_request (the number is
// not higher than the last one), too_many_pushes (more than thirty in a minute; the
// same request can be sent again later).
func (p *People) Sync(ctx context.Context, x Push) (Synced, error) {
	row, err := anyDevice(ctx, p.s, x.Device)
	if ledger.KindOf(err) == ledger.Missing {
		return Synced{}, errDevice()
	}
	if err != nil {
		return Synced{}, err
	}
	if !signedBy(row.PublicKey, SyncMessage(SyncMethod, SyncPath, x.Device, x.Request, x.Clock, x.Body), x.Signature) {
		return Synced{}, errDevice()
	}
	before, err := p.receive(ctx, row.Home, x)
	if err != nil {
		return Synced{}, err
	}
	if err := p.settle(ctx, row.Home, row.ID); err != nil {
		return Synced{}, err
	}
	return p.receipts(ctx, row.Home, x, before)
}

// Resume deals with what devices have sent and a break has left undone. It is called
// when a server starts; what it cannot finish waits for the device's next request.
func (p *People) Resume(ctx context.Context) error {
	rows, err := devicesThatWait(ctx, p.s)
	for _, r := range rows {
		err = errors.Join(err, p.settle(ctx, r.Home, r.ID))
	}
	return err
}

// itemOf names a command of a device by its content: the same one is the same item,
// two with one number are two.
func itemOf(device ledger.ID, digest ledger.Hash) ledger.ID {
	return ledger.DeriveID(device, "command:"+digest.String())
}

// receive keeps the commands of a request and renews the device's lease. It returns
// the items that had been dealt with before.
func (p *People) receive(ctx context.Context, home ledger.ID, x Push) (map[ledger.ID]bool, error) {
	arrived := make([]deviceCommandRow, len(x.Commands))
	var seqs []int64
	for i, c := range x.Commands {
		packed, err := packCommand(c)
		if err != nil {
			return nil, err
		}
		digest := c.Digest(x.Device)
		arrived[i] = deviceCommandRow{Home: home, Item: itemOf(x.Device, digest), Device: x.Device, Seq: c.Seq, ID: c.ID, Actor: c.Actor,
			Body: packed, Digest: digest, State: stateHeld, Code: "gap"}
		seqs = append(seqs, c.Seq)
	}
	var before map[ledger.ID]bool
	sum := sha256.Sum256(x.Body)
	id := ledger.DeriveID(x.Device, "request:"+string(eightBytes(x.Request)))
	res, err := p.do(ctx, Caller{Person: x.Device, Device: x.Device}, "device.sync", id, home, ledger.Hash(sum), func(ctx context.Context, s *store.Store) (string, error) {
		d, err := findDevice(ctx, s, home, x.Device)
		if err != nil {
			return "", err
		}
		if x.Request <= d.Request {
			return "", errStale()
		}
		if err := p.within(ctx, s, devicePushes, x.Device); err != nil {
			return "", err
		}
		there, err := commandsAt(ctx, s, home, x.Device, seqs)
		if err != nil {
			return "", err
		}
		before = map[ledger.ID]bool{}
		for _, r := range there {
			before[r.Item] = r.State != stateHeld
		}
		now := ledger.Micros(s.At())
		var fresh []deviceCommandRow
		for _, r := range arrived {
			if slices.ContainsFunc(there, func(o deviceCommandRow) bool { return o.Item == r.Item }) {
				continue
			}
			r.At, r.Since = now, d.SeenAt
			if r.Seq <= d.MadeSeq {
				r.Since = d.MadeSince
			}
			if d.RevokedAt == 0 && d.LeaseUntil < now {
				r.Late = 1
			}
			if err := r.against(ctx, s, there); err != nil {
				return "", err
			}
			fresh, there = append(fresh, r), append(there, r)
		}
		if err := insertCommands(ctx, s, fresh); err != nil {
			return "", err
		}
		came, err := lastCame(ctx, s, home, x.Device)
		if err != nil {
			return "", err
		}
		d.heard(x, came, now)
		if err := d.update(ctx, s); err != nil {
			return "", err
		}
		facts := struct {
			Request int64 `json:"request"`
			Came    int   `json:"came"`
		}{x.Request, len(fresh)}
		return x.Device.String(), s.Record(ctx, home, "device.synced", x.Device, facts)
	})
	if res.Replayed || ledger.CodeOf(err) == "id_reused" {
		return nil, errStale()
	}
	return before, err
}

func errStale() error { return ledger.E(ledger.Conflict, "stale_request", "") }

// against puts a command aside whose number was used for another one. That a device
// tells two stories is recorded in the chain.
func (r *deviceCommandRow) against(ctx context.Context, s *store.Store, there []deviceCommandRow) error {
	for _, o := range there {
		if o.Seq != r.Seq {
			continue
		}
		if r.State, r.Code = stateQuarantined, "sequence_reused"; o.ID == r.ID {
			r.Code = "id_reused"
		}
		return r.recordMismatch(ctx, s)
	}
	return nil
}

func (r *deviceCommandRow) recordMismatch(ctx context.Context, s *store.Store) error {
	facts := struct {
		Device ledger.ID   `json:"device"`
		Seq    int64       `json:"seq"`
		Code   string      `json:"code"`
		Digest ledger.Hash `json:"digest"`
	}{r.Device, r.Seq, r.Code, r.Digest}
	return s.Record(ctx, r.Home, "device.mismatch", r.Item, facts)
}

// heard notes that the device has been in touch; came is its highest command that has
// come. What it says it has made and has not sent yet was made before now; the moment
// it may have learned of changes before making that stays the earlier one. A lease
// that has run out begins again once all has come, so that no request makes those
// behind it timely.
func (d *deviceRow) heard(x Push, came, now int64) {
	made := max(d.MadeSeq, x.Made)
	for _, c := range x.Commands {
		made = max(made, c.Seq)
	}
	if d.MadeSeq <= d.LastSeq { // nothing of an earlier time was outstanding
		d.MadeSince = d.SeenAt
	}
	d.MadeSeq, d.Request, d.SeenAt = made, x.Request, now
	if at, err := time.Parse(time.RFC3339, x.Clock); err == nil {
		d.ClockOff = (ledger.Micros(at) - now) / 1e6
	}
	if d.RevokedAt == 0 && (d.LeaseUntil >= now || came >= x.Made) {
		d.LeaseUntil = now + Lease.Microseconds()
	}
}

// receipts says what became of the commands of a request, and what the device has yet
// to learn.
func (p *People) receipts(ctx context.Context, home ledger.ID, x Push, before map[ledger.ID]bool) (Synced, error) {
	var synced Synced
	var members []GroupMember
	var named bool
	if x.Pull != nil {
		var err error
		if members, named, err = p.membersOf(ctx, home); err != nil {
			return synced, err
		}
	}
	err := p.s.Read(ctx, func(ctx context.Context, s *store.Store) error {
		d, err := findDevice(ctx, s, home, x.Device)
		if err != nil {
			return err
		}
		book, err := s.Book(ctx, home)
		if err != nil {
			return err
		}
		var seqs []int64
		for _, c := range x.Commands {
			seqs = append(seqs, c.Seq)
		}
		rows, err := commandsAt(ctx, s, home, x.Device, seqs)
		if err != nil {
			return err
		}
		byItem := make(map[ledger.ID]*deviceCommandRow, len(rows))
		for i := range rows {
			byItem[rows[i].Item] = &rows[i]
		}
		synced = Synced{At: momentOf(d.SeenAt), LastSeq: d.LastSeq, LeaseUntil: momentOf(d.LeaseUntil), Revoked: d.RevokedAt != 0, Book: book,
			Receipts: make([]Receipt, len(x.Commands))}
		for i, c := range x.Commands {
			r := byItem[itemOf(x.Device, c.Digest(x.Device))]
			if r == nil {
				return errors.New("people: a command that was kept is not there")
			}
			synced.Receipts[i] = r.receipt(before[r.Item])
		}
		if b, there, err := s.BackedUp(ctx, home); err != nil {
			return err
		} else if there {
			synced.BackedUp = &b
		}
		if x.Pull != nil && !synced.Revoked {
			synced.Pulled, err = x.Pull.pull(ctx, s, book, members, named)
		}
		return err
	})
	return synced, err
}

// receipt tells the device what became of the command; before says whether that was
// so before this request.
func (r *deviceCommandRow) receipt(before bool) Receipt {
	x := Receipt{ID: r.ID, Seq: r.Seq, Item: r.Item, Code: r.Code, Resource: r.Resource, Late: r.Late == 1}
	switch r.State {
	case stateDone, stateReleased:
		if x.Answer = r.Outcome; before {
			x.Answer = AnswerDuplicate
		}
	case stateHeld:
		x.Answer = AnswerHeld
	case stateRefused:
		x.Answer = AnswerRefused
	case stateDismissed:
		x.Answer, x.Code = AnswerRefused, "dismissed"
	case stateQuarantined:
		if x.Answer = AnswerQuarantined; r.Code == "id_reused" {
			x.Answer = AnswerMismatch
		}
	}
	return x
}

package people

import (
	"context"
	"crypto/sha256"
	"slices"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// Device is a phone or a computer that belongs to a group and may record without a
// network.
type Device struct {
	ID         ledger.ID
	Home       ledger.ID // the group's book
	Name       string
	EnrolledBy ledger.ID
	EnrolledAt time.Time
	LeaseUntil time.Time // until when it may also pay out without a network
	SeenAt     time.Time // of its last request; zero before the first
	LastSeq    int64     // up to here all its commands have come and are dealt with
	Missing    int64     // how many commands at least stand before one that waits
	ClockOff   time.Duration
	RevokedAt  time.Time
	RevokedSeq int64 // the last command that may have been made before it was revoked

	key []byte
}

// Lease is how long a device may go on paying out after its last request.
const Lease = 14 * 24 * time.Hour

// maxDeviceName is how many characters the name of a device may have.
const maxDeviceName = 60

// NewDevice is what a device says of itself when it is enrolled.
type NewDevice struct {
	ID        ledger.ID
	Code      string // the text of the enrolment's QR code
	PublicKey []byte // P-256, raw or SPKI
	Name      string
	Signature []byte // with its key, over the [EnrolmentMessage]
}

// AddDevice enrols a device. The device's id is the command's. Codes:
// invalid_enrolment, unknown_enrolment (never made, used, or its time is over),
// enrolment_unconfirmed, invalid_device_key, invalid_signature, device_key_used.
func (p *People) AddDevice(ctx context.Context, d NewDevice) (store.Made[Device], error) {
	none := store.Made[Device]{}
	secret, err := ParseEnrolmentCode(d.Code)
	if err != nil {
		return none, err
	}
	key, err := parseDeviceKey(d.PublicKey)
	if err != nil {
		return none, err
	}
	if err := checkDeviceName(d.Name); err != nil {
		return none, err
	}
	if !signedBy(key, EnrolmentMessage(secret, d.ID, d.PublicKey, d.Name), d.Signature) {
		return none, ledger.E(ledger.Invalid, "invalid_signature", "signature")
	}
	token := enrolmentToken(secret)
	given, err := findToken(ctx, p.s, token)
	if err != nil {
		return none, err
	}
	sum := sha256.Sum256(key)
	body := struct{ Token, Key []byte }{token, key}
	res, err := p.do(ctx, Caller{Person: given.CreatedBy, Device: d.ID}, "device.enrol", d.ID, given.Home, body, func(ctx context.Context, s *store.Store) (string, error) {
		row, err := findToken(ctx, s, token)
		switch {
		case err != nil:
			return "", err
		case row.over(s.At()):
			return "", errUnknownEnrolment("code")
		case row.Needs > 1 && row.ConfirmedBy.IsZero():
			return "", ledger.E(ledger.Conflict, "enrolment_unconfirmed", "code")
		}
		used, err := keyUsed(ctx, s, key)
		if err != nil {
			return "", err
		}
		if used {
			return "", ledger.E(ledger.Conflict, "device_key_used", "public_key")
		}
		at := ledger.Micros(s.At())
		made := deviceRow{Home: row.Home, ID: d.ID, Name: d.Name, PublicKey: key, EnrolledBy: row.CreatedBy, EnrolledAt: at,
			LeaseUntil: ledger.Micros(s.At().Add(Lease)), SeenAt: at, MadeSince: at}
		if err := made.insert(ctx, s); err != nil {
			return "", err
		}
		if err := row.use(ctx, s, d.ID); err != nil {
			return "", err
		}
		facts := struct {
			Enrolment ledger.ID   `json:"enrolment"`
			Key       ledger.Hash `json:"key"`
		}{row.ID, sum}
		return d.ID.String(), s.Record(ctx, row.Home, "device.enrolled", d.ID, facts)
	})
	if err != nil {
		return none, err
	}
	return p.madeDevice(ctx, given.Home, d.ID, res)
}

func checkDeviceName(name string) error {
	if name == "" {
		return ledger.E(ledger.Invalid, "required", "name")
	}
	if err := ledger.CheckText(name, maxDeviceName, "name"); err != nil {
		return err
	}
	return nil
}

func (p *People) madeDevice(ctx context.Context, home, id ledger.ID, res store.Result) (store.Made[Device], error) {
	row, err := findDevice(ctx, p.s, home, id)
	if err != nil {
		return store.Made[Device]{}, err
	}
	return store.Made[Device]{It: row.device(), Replayed: res.Replayed}, nil
}

// Devices lists the devices of a group, those enrolled last first.
func (p *People) Devices(ctx context.Context, group ledger.ID) ([]Device, error) {
	rows, err := allDevices(ctx, p.s, group)
	if err != nil {
		return nil, err
	}
	firstHeld, err := firstHeld(ctx, p.s, group)
	if err != nil {
		return nil, err
	}
	devices := make([]Device, len(rows))
	for i, r := range rows {
		devices[i] = r.device()
		if first := firstHeld[r.ID]; first > r.LastSeq+1 {
			devices[i].Missing = first - r.LastSeq - 1
		}
	}
	slices.SortStableFunc(devices, func(a, b Device) int { return b.EnrolledAt.Compare(a.EnrolledAt) })
	return devices, nil
}

// RenameDevice gives a device another name (unknown_device).
func (p *People) RenameDevice(ctx context.Context, by Caller, id, group, device ledger.ID, name string) (store.Made[Device], error) {
	if err := checkDeviceName(name); err != nil {
		return store.Made[Device]{}, err
	}
	body := struct {
		Device ledger.ID
		Name   string
	}{device, name}
	res, err := p.do(ctx, by, "device.rename", id, group, body, func(ctx context.Context, s *store.Store) (string, error) {
		row, err := findDevice(ctx, s, group, device)
		if err != nil {
			return "", err
		}
		row.Name = name
		if err := row.update(ctx, s); err != nil {
			return "", err
		}
		return device.String(), s.Record(ctx, group, "device.renamed", device, struct{}{})
	})
	if err != nil {
		return store.Made[Device]{}, err
	}
	return p.madeDevice(ctx, group, device, res)
}

// RevokeDevice ends a device's authority after its command with the number through;
// below zero means the last one that has come. What it sends of the time before is
// taken in once a key-holder says so; what it made later waits for two of them. The
// sessions on it end. It is refused for what is no device of the group
// (unknown_device) and for one that is revoked (already_revoked).
func (p *People) RevokeDevice(ctx context.Context, by Caller, id, group, device ledger.ID, through int64) (store.Made[Device], error) {
	body := struct {
		Device  ledger.ID
		Through int64
	}{device, through}
	res, err := p.do(ctx, by, "device.revoke", id, group, body, func(ctx context.Context, s *store.Store) (string, error) {
		row, err := findDevice(ctx, s, group, device)
		if err != nil {
			return "", err
		}
		if row.RevokedAt != 0 {
			return "", ledger.E(ledger.Conflict, "already_revoked", "")
		}
		row.RevokedAt, row.RevokedSeq = ledger.Micros(s.At()), through
		if through < 0 {
			row.RevokedSeq = row.LastSeq
		}
		if err := row.update(ctx, s); err != nil {
			return "", err
		}
		if err := row.endSessions(ctx, s); err != nil {
			return "", err
		}
		facts := struct {
			Through int64 `json:"through"`
		}{row.RevokedSeq}
		return device.String(), s.Record(ctx, group, "device.revoked", device, facts)
	})
	p.changedAt(device)
	if err != nil {
		return store.Made[Device]{}, err
	}
	return p.madeDevice(ctx, group, device, res)
}

func (r *deviceRow) device() Device {
	return Device{ID: r.ID, Home: r.Home, Name: r.Name, EnrolledBy: r.EnrolledBy, EnrolledAt: momentOf(r.EnrolledAt), LeaseUntil: momentOf(r.LeaseUntil),
		SeenAt: momentOf(r.SeenAt), LastSeq: r.LastSeq, ClockOff: time.Duration(r.ClockOff) * time.Second,
		RevokedAt: momentOf(r.RevokedAt), RevokedSeq: r.RevokedSeq, key: r.PublicKey}
}

package people

import (
	"context"
	"crypto/sha256"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// SignInPath is part of what a device signs under whom somebody signs in.
const SignInPath = "/v1/sessions"

// DeviceRequest is the signature of a device of ours under a request, over the
// [SyncMessage]. Its number is higher than that of every request of the device before.
type DeviceRequest struct {
	Device    ledger.ID // zero: it comes from no device of ours
	Request   int64
	Clock     string
	Body      []byte // of the request, as it was sent
	Signature []byte
}

// atDevice checks that a sign-in comes from the device that it names, and uses its
// number up. Codes: unknown_device_signature (also for one that was revoked),
// stale_request.
func (p *People) atDevice(ctx context.Context, x DeviceRequest) error {
	if x.Device.IsZero() {
		return nil
	}
	row, err := anyDevice(ctx, p.s, x.Device)
	if ledger.KindOf(err) == ledger.Missing {
		return errDevice()
	}
	if err != nil {
		return err
	}
	if row.RevokedAt != 0 || !signedBy(row.PublicKey, SyncMessage(SyncMethod, SignInPath, x.Device, x.Request, x.Clock, x.Body), x.Signature) {
		return errDevice()
	}
	// The body holds a PIN: a fresh salt keeps it out of what is kept of the command.
	sum := sha256.Sum256(append(store.Random(32), x.Body...))
	id := ledger.DeriveID(x.Device, "request:"+string(eightBytes(x.Request)))
	res, err := p.do(ctx, Caller{Person: x.Device, Device: x.Device}, "device.sign_in", id, row.Home, ledger.Hash(sum), func(ctx context.Context, s *store.Store) (string, error) {
		d, err := findDevice(ctx, s, row.Home, x.Device)
		switch {
		case err != nil:
			return "", err
		case d.RevokedAt != 0:
			return "", errDevice()
		case x.Request <= d.Request:
			return "", errStale()
		}
		d.Request = x.Request
		return x.Device.String(), d.update(ctx, s)
	})
	if res.Replayed || ledger.CodeOf(err) == "id_reused" {
		return errStale()
	}
	return err
}

// changedAt forgets what is remembered of those who are signed in on a device, after it
// was revoked.
func (p *People) changedAt(device ledger.ID) {
	p.callers.mu.Lock()
	defer p.callers.mu.Unlock()
	p.callers.drops++
	for token, h := range p.callers.held {
		if h.caller.Device == device {
			delete(p.callers.held, token)
		}
	}
}

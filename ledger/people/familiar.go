package people

import (
	"context"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// familiarFor is how long after she signed in somewhere a person is known there.
const familiarFor = 90 * 24 * time.Hour

// familiarName is what is kept of a person having signed in from an address.
func (p *People) familiarName(person ledger.ID, address string) []byte {
	return p.v.Index("signed in from an address", person.String()+" "+address)
}

// familiar reports whether the person has signed in from the address within ninety days.
// What strangers try from there does not hold her up: behind one address there may be a
// whole village. Her own name makes her wait as ever.
func (p *People) familiar(ctx context.Context, person ledger.ID, in SignIn) (bool, error) {
	if person.IsZero() || in.Address == "" || !in.Device.Device.IsZero() {
		return false, nil
	}
	return thereAttempts(ctx, p.s, p.familiarName(person, in.Address), ledger.Micros(p.s.At()))
}

// remember keeps that the person has signed in from the address. It stands among what is
// counted, with nothing in vain, and since when it is forgotten.
func (p *People) remember(ctx context.Context, person ledger.ID, in SignIn) error {
	if in.Address == "" || !in.Device.Device.IsZero() {
		return nil
	}
	return p.s.Tx(context.WithoutCancel(ctx), func(ctx context.Context, s *store.Store) error {
		row, err := lockAttempts(ctx, s, p.familiarName(person, in.Address))
		if err != nil {
			return err
		}
		row.Since = ledger.Micros(s.At().Add(familiarFor))
		return row.keep(ctx, s)
	})
}

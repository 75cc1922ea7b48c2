package people

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// sealFacts is what a row holds of the facts. Like [Vault.Seal] it is not for the
// closure of a command.
func sealFacts(ctx context.Context, v *Vault, x Sealed, facts any) ([]byte, error) {
	plain, err := json.Marshal(facts)
	if err != nil {
		return nil, err
	}
	sealed, err := v.Seal(ctx, x, plain)
	return sealed.Bytes, err
}

// openFacts opens what is sealed of the rows, in order: nil for those of which
// nothing is kept (erased says which), and for those whose key is gone.
func openFacts[F, R any](ctx context.Context, v *Vault, rows []R, sealed func(r *R) (x Sealed, erased bool)) ([]*F, error) {
	all := make([]*F, len(rows))
	var pieces []Sealed
	var places []int
	for i := range rows {
		if x, erased := sealed(&rows[i]); !erased {
			pieces, places = append(pieces, x), append(places, i)
		}
	}
	opened, err := v.Open(ctx, pieces...)
	if err != nil {
		return nil, err
	}
	for i, plain := range opened {
		if plain == nil {
			continue
		}
		all[places[i]] = new(F)
		if err := json.Unmarshal(plain, all[places[i]]); err != nil {
			return nil, errAltered
		}
	}
	return all, nil
}

// errOvertaken is what a correction gets whose facts were read before another
// correction.
var errOvertaken = errors.New("the facts were corrected meanwhile")

// attempts at a correction before it is given up.
const correctionAttempts = 5

// corrected tries a correction again while others are faster (busy).
func corrected[T any](correct func() (store.Made[T], error)) (store.Made[T], error) {
	for range correctionAttempts {
		made, err := correct()
		if !errors.Is(err, errOvertaken) {
			return made, err
		}
	}
	return store.Made[T]{}, ledger.E(ledger.Busy, "busy", "")
}

package people

import (
	"context"
	"slices"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// noteProbe writes down that the caller was told of possible doubles: in the chain of the
// home that asks, and in the reads of each of them at her home.
func (p *People) noteProbe(ctx context.Context, by Caller, home ledger.ID, here, elsewhere []personRow) error {
	id := store.NewID()
	_, err := p.do(ctx, by, "person.probe", id, home, nil, func(ctx context.Context, s *store.Store) (string, error) {
		if len(elsewhere) > 0 && !by.Operator {
			if err := p.within(ctx, s, probesElsewhere, by.Person); err != nil {
				return "", err
			}
		}
		return id.String(), s.Record(ctx, home, "person.probed", id, struct {
			Here      int `json:"here"`
			Elsewhere int `json:"elsewhere"`
		}{len(here), len(elsewhere)})
	})
	if err != nil {
		return err
	}
	return p.noteEach(ctx, by, "person.probe", slices.Concat(here, elsewhere))
}

// Shown writes down that the caller is shown some of what is known of the persons, each at
// her home: for the lists and searches that she stands in.
func (p *People) Shown(ctx context.Context, by Caller, action string, persons []ledger.ID) error {
	rows, err := personsByID(ctx, p.s, persons)
	if err != nil {
		return err
	}
	return p.noteEach(ctx, by, action, rows)
}

// noteEach is note for persons of several homes, without the caller herself.
func (p *People) noteEach(ctx context.Context, by Caller, action string, rows []personRow) error {
	homes := map[ledger.ID][]ledger.ID{}
	var order []ledger.ID
	for _, r := range rows {
		if r.ID == by.Person || slices.Contains(homes[r.Home], r.ID) {
			continue
		}
		if homes[r.Home] == nil {
			order = append(order, r.Home)
		}
		homes[r.Home] = append(homes[r.Home], r.ID)
	}
	for _, home := range order {
		if err := p.note(ctx, by, home, action, homes[home]...); err != nil {
			return err
		}
	}
	return nil
}

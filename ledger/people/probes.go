package people

import (
	"context"
	"slices"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// probesADay is how often one person may be told, in a day, that somebody is registered
// elsewhere.
const probesADay = 50

// noteProbe writes down that the caller was told of possible doubles: in the chain of the
// home that asks, and in the reads of each of them at her home.
func (p *People) noteProbe(ctx context.Context, by Caller, home ledger.ID, here, rows []personRow, elsewhere int) error {
	if elsewhere > 0 && !by.Operator {
		day := p.s.At().UTC().Format(time.DateOnly)
		asked := counter{p.v.Index("doubles elsewhere asked for", by.Person.String()+day), false, patience{probesADay, []time.Duration{24 * time.Hour}}}
		if err := p.try(ctx, []counter{asked}); err != nil {
			return err
		}
	}
	id := store.NewID()
	_, err := p.do(ctx, by, "person.probe", id, home, nil, func(ctx context.Context, s *store.Store) (string, error) {
		return id.String(), s.Record(ctx, home, "person.probed", id, struct {
			Here      int `json:"here"`
			Elsewhere int `json:"elsewhere"`
		}{len(here), elsewhere})
	})
	if err != nil {
		return err
	}
	for _, r := range rows {
		if r.Home != home {
			here = append(here, r)
		}
	}
	return p.noteEach(ctx, by, "person.probe", here)
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

package people

import (
	"context"
	"crypto/sha256"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// Business is what a woman does for a living in or from her house. Its name and its
// trade are sealed under her own key.
type Business struct {
	ID        ledger.ID `json:"id"`
	Person    ledger.ID `json:"person" doc:"Who runs it"`
	Household ledger.ID `json:"household,omitzero"`
	Name      string    `json:"name" doc:"Empty once she is erased" example:"Kue Lapis Bu Siti"`
	Trade     string    `json:"trade,omitempty" example:"kue basah"`
	Version   int64     `json:"version"`
	Book      ledger.ID `json:"book,omitzero" doc:"Its book, once it keeps one"`
	CreatedAt time.Time `json:"created_at"`
}

// NewBusiness is a business to be registered.
type NewBusiness struct {
	ID, Home          ledger.ID
	Person, Household ledger.ID
	Name, Trade       string
}

// BusinessCorrection is what changes of a business. Who runs it does not.
type BusinessCorrection struct {
	Name      *string    `json:"name,omitempty" maxLength:"200"`
	Trade     *string    `json:"trade,omitempty" maxLength:"200"`
	Household *ledger.ID `json:"household,omitempty"`
}

type tradeFacts struct {
	Name  string `json:"name"`
	Trade string `json:"trade"`
}

func (f tradeFacts) checked() (tradeFacts, error) {
	f.Name, f.Trade = oneLine(f.Name), oneLine(f.Trade)
	return f, ledger.Join(checkLine(f.Name, ledger.MaxName, "name", true), checkLine(f.Trade, ledger.MaxName, "trade", false))
}

// RegisterBusiness adds the business of a person of the home. Its id is the
// command's. Codes: required, unknown_person, person_erased, already_merged,
// unknown_household.
func (p *People) RegisterBusiness(ctx context.Context, by Caller, n NewBusiness) (store.Made[Business], error) {
	none := store.Made[Business]{}
	f, err := tradeFacts{n.Name, n.Trade}.checked()
	if err != nil {
		return none, err
	}
	owner, err := findPersonAt(ctx, p.s, n.Home, n.Person, "person")
	if err != nil {
		return none, err
	}
	row := tradeRow{Home: n.Home, ID: n.ID, Person: n.Person, Household: n.Household, Version: 1, Sealed: []byte{}}
	if owner.ErasedAt == 0 { // else nothing may be sealed for her, and the command below refuses or repeats
		if row.Sealed, err = sealFacts(ctx, p.v, row.sealed(), f); err != nil {
			return none, err
		}
	}
	body := n
	body.Name, body.Trade = f.Name, f.Trade
	res, err := p.do(ctx, by, "business.register", n.ID, n.Home, body, func(ctx context.Context, s *store.Store) (string, error) {
		if _, err := mergeable(ctx, s, n.Home, n.Person, "person"); err != nil {
			return "", err
		}
		if err := checkHousehold(ctx, s, n.Home, n.Household); err != nil {
			return "", err
		}
		row := row
		row.CreatedAt = ledger.Micros(s.At())
		if err := row.insert(ctx, s); err != nil {
			return "", err
		}
		return n.ID.String(), s.Record(ctx, n.Home, "business.registered", n.ID, row.facts())
	})
	return p.madeBusiness(ctx, n.Home, n.ID, res, err)
}

func checkHousehold(ctx context.Context, s *store.Store, home, household ledger.ID) error {
	if household.IsZero() {
		return nil
	}
	row, err := findHousehold(ctx, s, home, household, "household")
	if err == nil && row.ErasedAt != 0 {
		return ledger.E(ledger.Conflict, "household_erased", "household")
	}
	return err
}

func (r *tradeRow) facts() any {
	return struct {
		Person    ledger.ID   `json:"person"`
		Household ledger.ID   `json:"household"`
		Version   int64       `json:"version"`
		Sealed    ledger.Hash `json:"sealed"`
	}{r.Person, r.Household, r.Version, sha256.Sum256(r.Sealed)}
}

// CorrectBusiness changes what is known of a business. Codes: unknown_business,
// person_erased, required, unknown_household.
func (p *People) CorrectBusiness(ctx context.Context, by Caller, id, home, business ledger.ID, c BusinessCorrection) (store.Made[Business], error) {
	return corrected(func() (store.Made[Business], error) { return p.correctBusiness(ctx, by, id, home, business, c) })
}

func (p *People) correctBusiness(ctx context.Context, by Caller, id, home, business ledger.ID, c BusinessCorrection) (store.Made[Business], error) {
	none := store.Made[Business]{}
	old, err := findTrade(ctx, p.s, home, business)
	if err != nil {
		return none, err
	}
	facts, err := p.openTrades(ctx, []tradeRow{old})
	switch {
	case err != nil:
		return none, err
	case facts[0] == nil:
		return none, ledger.E(ledger.Conflict, "person_erased", "")
	}
	f := *facts[0]
	set(&f.Name, c.Name)
	set(&f.Trade, c.Trade)
	if f, err = f.checked(); err != nil {
		return none, err
	}
	row := old
	row.Version++
	set(&row.Household, c.Household)
	if row.Sealed, err = sealFacts(ctx, p.v, row.sealed(), f); err != nil {
		return none, err
	}
	body := struct {
		Business   ledger.ID
		Correction BusinessCorrection
	}{business, c}
	res, err := p.do(ctx, by, "business.correct", id, home, body, func(ctx context.Context, s *store.Store) (string, error) {
		now, err := findTrade(ctx, s, home, business)
		switch {
		case err != nil:
			return "", err
		case len(now.Sealed) == 0:
			return "", ledger.E(ledger.Conflict, "person_erased", "")
		case now.Version != old.Version:
			return "", errOvertaken
		}
		if row.Household != old.Household {
			if err := checkHousehold(ctx, s, home, row.Household); err != nil {
				return "", err
			}
		}
		row := row
		row.Book = now.Book
		if err := row.update(ctx, s); err != nil {
			return "", err
		}
		return business.String(), s.Record(ctx, home, "business.corrected", business, row.facts())
	})
	return p.madeBusiness(ctx, home, business, res, err)
}

// openTrades opens the facts of the businesses, in order; nil for those of women who
// were erased.
func (p *People) openTrades(ctx context.Context, rows []tradeRow) ([]*tradeFacts, error) {
	return openFacts[tradeFacts](ctx, p.v, rows, func(r *tradeRow) (Sealed, bool) { return r.sealed(), len(r.Sealed) == 0 })
}

func (p *People) madeBusiness(ctx context.Context, home, id ledger.ID, res store.Result, err error) (store.Made[Business], error) {
	if err != nil {
		return store.Made[Business]{}, err
	}
	b, err := p.Business(ctx, home, id)
	return store.Made[Business]{It: b, Replayed: res.Replayed}, err
}

// Business returns a business of a home (unknown_business).
func (p *People) Business(ctx context.Context, home, id ledger.ID) (Business, error) {
	row, err := findTrade(ctx, p.s, home, id)
	if err != nil {
		return Business{}, err
	}
	all, err := p.shownTrades(ctx, []tradeRow{row})
	if err != nil {
		return Business{}, err
	}
	return all[0], nil
}

// Businesses are those of a home: up to limit behind the id, in order of ids.
func (p *People) Businesses(ctx context.Context, home, after ledger.ID, limit int) ([]Business, error) {
	rows, err := tradesOf(ctx, p.s, home, after, limit)
	if err != nil {
		return nil, err
	}
	return p.shownTrades(ctx, rows)
}

func (p *People) shownTrades(ctx context.Context, rows []tradeRow) ([]Business, error) {
	facts, err := p.openTrades(ctx, rows)
	if err != nil {
		return nil, err
	}
	all := make([]Business, len(rows))
	for i, r := range rows {
		all[i] = Business{ID: r.ID, Person: r.Person, Household: r.Household, Version: r.Version, Book: r.Book, CreatedAt: time.UnixMicro(r.CreatedAt).UTC()}
		if facts[i] != nil {
			all[i].Name, all[i].Trade = facts[i].Name, facts[i].Trade
		}
	}
	return all, nil
}

package people

import (
	"context"
	"regexp"
	"slices"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// Category is a reason for which somebody is easily left out, as an organisation
// words it: a widow, a woman who heads her household. Which of them are true of a
// person is among her sealed facts.
type Category struct {
	ID     ledger.ID `json:"id"`
	Home   ledger.ID `json:"-"`
	Code   string    `json:"code" example:"head_of_household"`
	NameID string    `json:"name_id" example:"Perempuan kepala keluarga"`
	NameEN string    `json:"name_en" example:"Woman who heads a household"`
	Active bool      `json:"active" doc:"It is still asked about"`
}

// CategoryCorrection is what changes of a category; its code never does.
type CategoryCorrection struct {
	NameID *string `json:"name_id,omitempty" minLength:"1" maxLength:"200"`
	NameEN *string `json:"name_en,omitempty" minLength:"1" maxLength:"200"`
	Active *bool   `json:"active,omitempty"`
}

var categoryCode = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// AddCategory adds a category to an organisation's list. Its id is the command's.
// Codes: invalid_format, required, duplicate_code.
func (p *People) AddCategory(ctx context.Context, by Caller, c Category) (store.Made[Category], error) {
	c.NameID, c.NameEN = oneLine(c.NameID), oneLine(c.NameEN)
	var badCode *ledger.Error
	if !categoryCode.MatchString(c.Code) {
		badCode = ledger.E(ledger.Invalid, "invalid_format", "code")
	}
	if err := ledger.Join(badCode, checkLine(c.NameID, ledger.MaxName, "name_id", true), checkLine(c.NameEN, ledger.MaxName, "name_en", true)); err != nil {
		return store.Made[Category]{}, err
	}
	body := []string{c.Code, c.NameID, c.NameEN}
	res, err := p.do(ctx, by, "category.add", c.ID, c.Home, body, func(ctx context.Context, s *store.Store) (string, error) {
		rows, err := categoriesOf(ctx, s, c.Home)
		if err != nil {
			return "", err
		}
		if slices.ContainsFunc(rows, func(r categoryRow) bool { return r.Code == c.Code }) {
			return "", ledger.E(ledger.Conflict, "duplicate_code", "code")
		}
		row := categoryRow{Home: c.Home, ID: c.ID, Code: c.Code, NameID: c.NameID, NameEN: c.NameEN, Active: 1}
		if err := row.insert(ctx, s); err != nil {
			return "", err
		}
		return c.ID.String(), s.Record(ctx, c.Home, "category.added", c.ID, row.category())
	})
	return p.madeCategory(ctx, c.Home, c.ID, res, err)
}

// CorrectCategory changes the names of a category, or whether it is asked about.
func (p *People) CorrectCategory(ctx context.Context, by Caller, id, home, category ledger.ID, c CategoryCorrection) (store.Made[Category], error) {
	body := struct {
		Category ledger.ID
		CategoryCorrection
	}{category, c}
	res, err := p.do(ctx, by, "category.correct", id, home, body, func(ctx context.Context, s *store.Store) (string, error) {
		row, err := findCategory(ctx, s, home, category)
		if err != nil {
			return "", err
		}
		set(&row.NameID, c.NameID)
		set(&row.NameEN, c.NameEN)
		row.NameID, row.NameEN = oneLine(row.NameID), oneLine(row.NameEN)
		if err := ledger.Join(checkLine(row.NameID, ledger.MaxName, "name_id", true), checkLine(row.NameEN, ledger.MaxName, "name_en", true)); err != nil {
			return "", err
		}
		if c.Active != nil {
			row.Active = 0
			if *c.Active {
				row.Active = 1
			}
		}
		if err := row.update(ctx, s); err != nil {
			return "", err
		}
		return category.String(), s.Record(ctx, home, "category.corrected", category, row.category())
	})
	return p.madeCategory(ctx, home, category, res, err)
}

func (p *People) madeCategory(ctx context.Context, home, id ledger.ID, res store.Result, err error) (store.Made[Category], error) {
	if err != nil {
		return store.Made[Category]{}, err
	}
	row, err := findCategory(ctx, p.s, home, id)
	return store.Made[Category]{It: row.category(), Replayed: res.Replayed}, err
}

// Categories are those of an organisation, in order of codes.
func (p *People) Categories(ctx context.Context, home ledger.ID) ([]Category, error) {
	rows, err := categoriesOf(ctx, p.s, home)
	all := make([]Category, len(rows))
	for i := range rows {
		all[i] = rows[i].category()
	}
	return all, err
}

// checkCategories refuses a code that is on no list of the home or its registrar,
// or is no longer asked about and not known of the person already (unknown_category).
func checkCategories(ctx context.Context, s *store.Store, home ledger.ID, codes, before []string) error {
	if len(codes) == 0 {
		return nil
	}
	rows, err := categoriesOf(ctx, s, home)
	if err != nil {
		return err
	}
	registrar, err := registrarOf(ctx, s, home)
	if err != nil {
		return err
	}
	if !registrar.IsZero() {
		more, err := categoriesOf(ctx, s, registrar)
		if err != nil {
			return err
		}
		rows = append(rows, more...)
	}
	for _, code := range codes {
		if !slices.Contains(before, code) && !slices.ContainsFunc(rows, func(r categoryRow) bool { return r.Code == code && r.Active == 1 }) {
			return ledger.E(ledger.Invalid, "unknown_category", "categories")
		}
	}
	return nil
}

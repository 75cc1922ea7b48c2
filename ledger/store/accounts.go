package store

import (
	"context"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"github.com/lumbung-ledger/lumbung/ledger"
)

type accountRow struct {
	bun.BaseModel `bun:"table:accounts"`

	Book   ledger.ID    `bun:"book"`
	ID     ledger.ID    `bun:"id"`
	Code   string       `bun:"code"`
	NameID string       `bun:"name_id"`
	NameEN string       `bun:"name_en"`
	Salt   saltBytes    `bun:"salt"`
	Class  ledger.Class `bun:"class"`
	Normal ledger.Side  `bun:"normal"`
	Role   ledger.Role  `bun:"role"`
}

func (r *accountRow) account() ledger.Account {
	return ledger.Account{ID: r.ID, Code: r.Code, Names: ledger.Names{ID: r.NameID, EN: r.NameEN}, Class: r.Class, Normal: r.Normal, Role: r.Role}
}

// accountFacts is what the audit chain says of an account. The code of an
// imported account may be a name ("utang:bu rina"), so it is committed to too.
type accountFacts struct {
	Code  ledger.Hash  `json:"code"`
	Names ledger.Hash  `json:"names"`
	Class ledger.Class `json:"class"`
	Side  ledger.Side  `json:"normal"`
	Role  ledger.Role  `json:"role"`
}

func (r *accountRow) facts() accountFacts {
	salt := ledger.Salt(r.Salt)
	return accountFacts{ledger.Commit(salt, r.Code), ledger.Commit(salt, r.NameID+"\x00"+r.NameEN), r.Class, r.Normal, r.Role}
}

func (s *Store) addAccounts(ctx context.Context, b *chainEnd, accounts ...ledger.Account) error {
	for chunk := range slices.Chunk(accounts, 500) {
		rows := make([]accountRow, len(chunk))
		changes := make([]change, len(chunk))
		for i, a := range chunk {
			salt := newSalt()
			rows[i] = accountRow{Book: b.ID, ID: a.ID, Code: a.Code, NameID: a.Names.ID, NameEN: a.Names.EN, Salt: salt[:],
				Class: a.Class, Normal: a.Normal, Role: a.Role}
			changes[i] = change{"account.opened", a.ID, rows[i].facts()}
		}
		if _, err := s.db.NewInsert().Model(&rows).Exec(ctx); err != nil {
			return err
		}
		if err := s.record(ctx, b, changes...); err != nil {
			return err
		}
	}
	return nil
}

// Accounts returns the chart of a book in order of codes.
func (s *Store) Accounts(ctx context.Context, book ledger.ID) ([]ledger.Account, error) {
	var rows []accountRow
	if err := s.db.NewRaw("SELECT * FROM accounts WHERE book = ?", book).Scan(ctx, &rows); err != nil {
		return nil, translate(err)
	}
	accounts := make([]ledger.Account, len(rows))
	for i := range rows {
		accounts[i] = rows[i].account()
	}
	// Sorted here: databases differ in how they order letters.
	slices.SortFunc(accounts, func(a, b ledger.Account) int { return strings.Compare(a.Code, b.Code) })
	return accounts, nil
}

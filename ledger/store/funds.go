package store

import (
	"context"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"github.com/lumbung-ledger/lumbung/ledger"
)

type fundRow struct {
	bun.BaseModel `bun:"table:funds"`

	Book       ledger.ID `bun:"book"`
	ID         ledger.ID `bun:"id"`
	Code       string    `bun:"code"`
	Name       string    `bun:"name"`
	Salt       saltBytes `bun:"salt"`
	Restricted int       `bun:"restricted"`
	OriginBook ledger.ID `bun:"origin_book"`
	OriginFund ledger.ID `bun:"origin_fund"`
}

func (r *fundRow) fund() ledger.Fund {
	return ledger.Fund{ID: r.ID, Code: r.Code, Name: r.Name, Restricted: r.Restricted == 1, OriginBook: r.OriginBook, OriginFund: r.OriginFund}
}

// fundFacts is what the audit chain says of a fund.
type fundFacts struct {
	Code       ledger.Hash `json:"code"`
	Name       ledger.Hash `json:"name"`
	Restricted int         `json:"restricted"`
	OriginBook ledger.ID   `json:"origin_book"`
	OriginFund ledger.ID   `json:"origin_fund"`
}

func (r *fundRow) facts() fundFacts {
	salt := ledger.Salt(r.Salt)
	return fundFacts{ledger.Commit(salt, r.Code), ledger.Commit(salt, r.Name), r.Restricted, r.OriginBook, r.OriginFund}
}

func (s *Store) addFunds(ctx context.Context, b *chainEnd, funds ...ledger.Fund) error {
	rows := make([]fundRow, len(funds))
	changes := make([]change, len(funds))
	for i, f := range funds {
		salt := newSalt()
		rows[i] = fundRow{Book: b.ID, ID: f.ID, Code: f.Code, Name: f.Name, Salt: salt[:], OriginBook: f.OriginBook, OriginFund: f.OriginFund}
		if f.Restricted {
			rows[i].Restricted = 1
		}
		changes[i] = change{"fund.opened", f.ID, rows[i].facts()}
	}
	if _, err := s.db.NewInsert().Model(&rows).Exec(ctx); err != nil {
		return err
	}
	return s.record(ctx, b, changes...)
}

// Funds returns the funds of a book: the general one first, then by code.
func (s *Store) Funds(ctx context.Context, book ledger.ID) ([]ledger.Fund, error) {
	var rows []fundRow
	if err := s.db.NewRaw("SELECT * FROM funds WHERE book = ?", book).Scan(ctx, &rows); err != nil {
		return nil, translate(err)
	}
	funds := make([]ledger.Fund, len(rows))
	for i := range rows {
		funds[i] = rows[i].fund()
	}
	general := ledger.GeneralFund(book)
	slices.SortFunc(funds, func(a, b ledger.Fund) int {
		switch {
		case a.ID == general:
			return -1
		case b.ID == general:
			return 1
		}
		return strings.Compare(a.Code, b.Code)
	})
	return funds, nil
}

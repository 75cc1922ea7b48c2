package people

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// findOwner is whose a book is, without a kind when it is the installation's.
func findOwner(ctx context.Context, s *store.Store, book ledger.ID) (Owner, error) {
	var rows []struct {
		Kind         ScopeKind `bun:"kind"`
		Owner        ledger.ID `bun:"owner"`
		Organization ledger.ID `bun:"organization"`
	}
	err := s.DB().NewRaw("SELECT kind, owner, organization FROM book_owners WHERE book = ?", book).Scan(ctx, &rows)
	if err != nil || len(rows) == 0 {
		return Owner{}, store.Translate(err)
	}
	return Owner{Scope{rows[0].Kind, rows[0].Owner}, rows[0].Organization}, nil
}

func insertOwner(ctx context.Context, s *store.Store, book ledger.ID, o Owner) error {
	_, err := s.DB().NewRaw("INSERT INTO book_owners (book, kind, owner, organization, since) VALUES (?, ?, ?, ?, ?)",
		book, o.Scope.Kind, o.Scope.ID, o.Organization, ledger.Micros(s.At())).Exec(ctx)
	return err
}

// groupOwner is the organisation that registered a group, which may be none
// (not_a_group).
func groupOwner(ctx context.Context, s *store.Store, group ledger.ID) (ledger.ID, error) {
	o, err := findOwner(ctx, s, group)
	if err == nil && o.Scope.Kind != AtGroup {
		return ledger.ID{}, ledger.E(ledger.Missing, "not_a_group", "")
	}
	return o.Organization, err
}

// registrarOfWorkshop is the organisation that opened a workshop's books
// (unknown_workshop).
func registrarOfWorkshop(ctx context.Context, s *store.Store, workshop ledger.ID) (ledger.ID, error) {
	var all []ledger.ID
	err := s.DB().NewRaw("SELECT organization FROM book_owners WHERE owner = ? AND kind = 'workshop' ORDER BY since, book LIMIT 1", workshop).Scan(ctx, &all)
	if err == nil && len(all) == 0 {
		return ledger.ID{}, ledger.E(ledger.Missing, "unknown_workshop", "")
	}
	if err != nil {
		return ledger.ID{}, store.Translate(err)
	}
	return all[0], nil
}

// workshopName is the name of a workshop's first book (unknown_workshop).
func workshopName(ctx context.Context, s *store.Store, workshop ledger.ID) (string, error) {
	var name string
	err := s.DB().NewRaw(`SELECT b.name FROM book_owners AS o JOIN books AS b ON b.id = o.book
		WHERE o.owner = ? AND o.kind = 'workshop' ORDER BY o.since, o.book LIMIT 1`, workshop).Scan(ctx, &name)
	return name, rowOr(err, ledger.E(ledger.Missing, "unknown_workshop", ""))
}

type sharingRow struct {
	bun.BaseModel `bun:"table:programme_groups"`

	Home      ledger.ID `bun:"home"` // the group
	Programme ledger.ID `bun:"programme"`
	Share     Share     `bun:"share"`
	AgreedBy  ledger.ID `bun:"agreed_by"`
	Since     int64     `bun:"since"`
	Until     int64     `bun:"until"`
}

// keep writes the row in the place of the one that was there.
func (r *sharingRow) keep(ctx context.Context, s *store.Store) error {
	if _, err := s.DB().NewRaw("DELETE FROM programme_groups WHERE home = ? AND programme = ?", r.Home, r.Programme).Exec(ctx); err != nil {
		return err
	}
	_, err := s.DB().NewInsert().Model(r).Exec(ctx)
	return err
}

// findSharing is what a programme may see of a group now (not_shared).
func findSharing(ctx context.Context, s *store.Store, group, programme ledger.ID) (sharingRow, error) {
	var row sharingRow
	err := s.DB().NewRaw("SELECT * FROM programme_groups WHERE home = ? AND programme = ? AND until = 0", group, programme).Scan(ctx, &row)
	return row, rowOr(err, ledger.E(ledger.Missing, "not_shared", ""))
}

func sharingsOf(ctx context.Context, s *store.Store, group ledger.ID) ([]sharingRow, error) {
	var rows []sharingRow
	err := s.DB().NewRaw("SELECT * FROM programme_groups WHERE home = ? ORDER BY programme", group).Scan(ctx, &rows)
	return rows, store.Translate(err)
}

// sharingRecord is what the chain of changes says of an agreement.
type sharingRecord struct {
	Seq     int64     `bun:"seq"`
	At      int64     `bun:"at"`
	Action  string    `bun:"action"`
	Subject ledger.ID `bun:"subject"`
	Body    string    `bun:"body"`
}

// sharingRecords are all agreements of a group and their ends, oldest first.
func sharingRecords(ctx context.Context, s *store.Store, group ledger.ID) ([]sharingRecord, error) {
	var rows []sharingRecord
	err := s.DB().NewRaw("SELECT seq, at, action, subject, body FROM audit WHERE home = ? AND action IN (?, ?) ORDER BY seq", group, sharingAgreed, sharingEnded).Scan(ctx, &rows)
	return rows, store.Translate(err)
}

func groupsSharing(ctx context.Context, s *store.Store, programme, after ledger.ID, limit int) ([]SharedGroup, error) {
	var rows []struct {
		Book         ledger.ID `bun:"book"`
		Name         string    `bun:"name"`
		Organization ledger.ID `bun:"organization"`
		Share        Share     `bun:"share"`
		Since        int64     `bun:"since"`
	}
	err := s.DB().NewRaw(`SELECT g.home AS book, b.name, o.organization, g.share, g.since FROM programme_groups AS g
		JOIN books AS b ON b.id = g.home JOIN book_owners AS o ON o.book = g.home
		WHERE g.programme = ? AND g.home > ? AND g.until = 0 AND g.share <> 'nothing' ORDER BY g.home LIMIT ?`, programme, after, limit).Scan(ctx, &rows)
	all := make([]SharedGroup, len(rows))
	for i, r := range rows {
		all[i] = SharedGroup{r.Book, r.Name, r.Organization, r.Share, momentOf(r.Since)}
	}
	return all, store.Translate(err)
}

func groupsRegistered(ctx context.Context, s *store.Store, organization, after ledger.ID, limit int) ([]RegisteredGroup, error) {
	var rows []struct {
		Book  ledger.ID `bun:"book"`
		Name  string    `bun:"name"`
		Since int64     `bun:"since"`
	}
	err := s.DB().NewRaw(`SELECT o.book, b.name, o.since FROM book_owners AS o JOIN books AS b ON b.id = o.book
		WHERE o.organization = ? AND o.kind = 'group' AND o.book > ? ORDER BY o.book LIMIT ?`, organization, after, limit).Scan(ctx, &rows)
	all := make([]RegisteredGroup, len(rows))
	for i, r := range rows {
		all[i] = RegisteredGroup{r.Book, r.Name, momentOf(r.Since)}
	}
	return all, store.Translate(err)
}

func booksOfNobody(ctx context.Context, s *store.Store, after ledger.ID, limit int) ([]ledger.ID, error) {
	var books []ledger.ID
	err := s.DB().NewRaw(`SELECT id FROM books WHERE id > ? AND state = 'open' AND NOT EXISTS (SELECT 1 FROM book_owners WHERE book = id)
		ORDER BY id LIMIT ?`, after, limit).Scan(ctx, &books)
	return books, store.Translate(err)
}

// booksNear are the books whose owner is one of the ids, or a programme in which one
// of them has a part, or a group that shares with such a programme; and of persons
// who let officers look into their own books, those whom one of the ids registered, or
// whose group shares its members' lines with such a programme.
func booksNear(ctx context.Context, s *store.Store, ids []ledger.ID, after ledger.ID, limit int) ([]ledger.ID, error) {
	var books []ledger.ID
	const programmes = "SELECT programme FROM programme_organizations WHERE organization IN (?) AND since > 0 AND until = 0"
	err := s.DB().NewRaw(`SELECT o.book FROM book_owners AS o JOIN books AS b ON b.id = o.book WHERE o.book > ? AND b.state = 'open' AND (
		o.owner IN (?) OR o.owner IN (`+programmes+`)
		OR o.book IN (SELECT home FROM programme_groups WHERE until = 0 AND (programme IN (?) OR programme IN (`+programmes+`)))
		OR o.kind = 'person' AND (o.owner IN (SELECT id FROM persons WHERE merged_into IN (?)) OR (
			o.organization IN (?)
			OR o.owner IN (SELECT p.id FROM persons AS p JOIN programme_groups AS g ON g.home = p.home
				WHERE g.until = 0 AND g.share = 'members' AND (g.programme IN (?) OR g.programme IN (`+programmes+`)))
		) AND EXISTS (SELECT 1 FROM persons AS p JOIN consents AS c ON c.home = p.home AND c.person = p.id
			WHERE (p.id = o.owner OR p.merged_into = o.owner OR p.id IN (SELECT merged_into FROM persons WHERE id = o.owner AND merged_into <> ?))
				AND c.purpose = 'book_access' AND c.withdrawn_at = 0)))
		ORDER BY o.book LIMIT ?`, after, bun.List(ids), bun.List(ids), bun.List(ids), bun.List(ids), bun.List(ids), bun.List(ids), bun.List(ids), bun.List(ids),
		ledger.ID{}, limit).Scan(ctx, &books)
	return books, store.Translate(err)
}

package people

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/uptrace/bun"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

type paymentRow struct {
	bun.BaseModel `bun:"table:payments"`

	Book      ledger.ID    `bun:"book"`
	ID        ledger.ID    `bun:"id"`
	Entry     string       `bun:"entry"`
	Amount    int64        `bun:"amount"`
	Payee     ledger.ID    `bun:"payee"`
	Maker     ledger.ID    `bun:"maker"`
	AskedAt   int64        `bun:"asked_at"`
	State     PaymentState `bun:"state"`
	Needs     int64        `bun:"needs"`
	DecidedAt int64        `bun:"decided_at"`
	Payer     ledger.ID    `bun:"payer"`
	PaidAt    int64        `bun:"paid_at"`
}

type approvalRow struct {
	bun.BaseModel `bun:"table:approvals"`

	Book    ledger.ID `bun:"book"`
	Payment ledger.ID `bun:"payment"`
	Person  ledger.ID `bun:"person"`
	Yes     int64     `bun:"yes"`
	Reason  string    `bun:"reason"`
	At      int64     `bun:"at"`
}

// open reports whether the payment can still become paid.
func (r *paymentRow) open() bool { return r.State == PaymentAsked || r.State == PaymentApproved }

func (r *paymentRow) payment(c ledger.Currency, said []approvalRow) (Payment, error) {
	var held heldEntry
	if err := json.Unmarshal([]byte(r.Entry), &held); err != nil {
		return Payment{}, err
	}
	entry, err := held.entry(r.Book, r.ID)
	p := Payment{ID: r.ID, Entry: entry, Amount: r.Amount, Payee: r.Payee, Maker: r.Maker, AskedAt: momentOf(r.AskedAt), State: r.State,
		Needs: int(r.Needs), DecidedAt: momentOf(r.DecidedAt), Payer: r.Payer, PaidAt: momentOf(r.PaidAt)}
	for _, a := range said {
		p.Approvals = append(p.Approvals, Approval{Person: a.Person, Yes: a.Yes == 1, Reason: a.Reason, At: momentOf(a.At)})
	}
	return p, err
}

// record writes what stands of the payment into the chain of its book.
func (r *paymentRow) record(ctx context.Context, s *store.Store, action string) error {
	var held heldEntry
	if err := json.Unmarshal([]byte(r.Entry), &held); err != nil {
		return err
	}
	digest, err := held.digest()
	if err != nil {
		return err
	}
	facts := struct {
		State  PaymentState `json:"state"`
		Amount int64        `json:"amount"`
		Needs  int64        `json:"needs"`
		Payee  ledger.ID    `json:"payee"`
		Entry  ledger.Hash  `json:"entry"`
	}{r.State, r.Amount, r.Needs, r.Payee, digest}
	return s.Record(ctx, r.Book, action, r.ID, facts)
}

func (r *paymentRow) insert(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewInsert().Model(r).Exec(ctx)
	return err
}

func (r *paymentRow) update(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewRaw("UPDATE payments SET state = ?, needs = ?, decided_at = ?, payer = ?, paid_at = ? WHERE book = ? AND id = ?",
		r.State, r.Needs, r.DecidedAt, r.Payer, r.PaidAt, r.Book, r.ID).Exec(ctx)
	return err
}

// keep writes what somebody says, in the place of what she said before.
func (r *approvalRow) keep(ctx context.Context, s *store.Store) error {
	if _, err := s.DB().NewRaw("DELETE FROM approvals WHERE book = ? AND payment = ? AND person = ?", r.Book, r.Payment, r.Person).Exec(ctx); err != nil {
		return err
	}
	_, err := s.DB().NewInsert().Model(r).Exec(ctx)
	return err
}

func findPayment(ctx context.Context, s *store.Store, book, id ledger.ID) (paymentRow, error) {
	var row paymentRow
	err := s.DB().NewRaw("SELECT * FROM payments WHERE book = ? AND id = ?", book, id).Scan(ctx, &row)
	return row, rowOr(err, ledger.E(ledger.Missing, "unknown_payment", ""))
}

func listPayments(ctx context.Context, s *store.Store, book ledger.ID, f PaymentFilter) ([]paymentRow, error) {
	query, args := "SELECT * FROM payments WHERE book = ?", []any{book}
	if f.State != "" {
		query, args = query+" AND state = ?", append(args, f.State)
	}
	if !f.After.IsZero() {
		last, err := findPayment(ctx, s, book, f.After)
		if err != nil {
			return nil, err
		}
		query += " AND (asked_at < ? OR asked_at = ? AND id < ?)"
		args = append(args, last.AskedAt, last.AskedAt, last.ID)
	}
	var rows []paymentRow
	err := s.DB().NewRaw(query+" ORDER BY asked_at DESC, id DESC LIMIT ?", append(args, f.Limit)...).Scan(ctx, &rows)
	return rows, store.Translate(err)
}

// approvalsOf returns what was said of each of the payments, in order of time.
func approvalsOf(ctx context.Context, s *store.Store, book ledger.ID, payments ...ledger.ID) (map[ledger.ID][]approvalRow, error) {
	var rows []approvalRow
	err := s.DB().NewRaw("SELECT * FROM approvals WHERE book = ? AND payment IN (?) ORDER BY payment, at, person", book, bun.List(payments)).Scan(ctx, &rows)
	said := make(map[ledger.ID][]approvalRow, len(payments))
	for _, r := range rows {
		said[r.Payment] = append(said[r.Payment], r)
	}
	return said, store.Translate(err)
}

// approvedRow is a payment and one of those who approved it.
type approvedRow struct {
	bun.BaseModel `bun:"table:payments"`

	ID     ledger.ID `bun:"id"`
	Payee  ledger.ID `bun:"payee"`
	Amount int64     `bun:"amount"`
	Person ledger.ID `bun:"person"`
}

// approvedWithin are the payments of a book that somebody said yes to from the one
// instant on and before the other, once for each yes, but for those that will not be
// paid.
func approvedWithin(ctx context.Context, s *store.Store, book ledger.ID, from, to int64) ([]approvedRow, error) {
	var rows []approvedRow
	err := s.DB().NewRaw(`SELECT p.id, p.payee, p.amount, a.person FROM approvals AS a JOIN payments AS p ON p.book = a.book AND p.id = a.payment
		WHERE a.book = ? AND a.at >= ? AND a.at < ? AND a.yes = 1 AND p.state IN ('asked', 'approved', 'paid') ORDER BY a.at, p.id`,
		book, from, to).Scan(ctx, &rows)
	return rows, store.Translate(err)
}

type approvalLimitRow struct {
	bun.BaseModel `bun:"table:approval_limits"`

	Book   ledger.ID `bun:"book"`
	Role   Role      `bun:"role"`
	PerDay int64     `bun:"per_day"`
}

func approvalLimitsOf(ctx context.Context, s *store.Store, book ledger.ID) ([]ApprovalLimit, error) {
	var rows []approvalLimitRow
	err := s.DB().NewRaw("SELECT * FROM approval_limits WHERE book = ? ORDER BY role", book).Scan(ctx, &rows)
	all := make([]ApprovalLimit, len(rows))
	for i, r := range rows {
		all[i] = ApprovalLimit{r.Role, r.PerDay}
	}
	return all, store.Translate(err)
}

func replaceApprovalLimits(ctx context.Context, s *store.Store, book ledger.ID, limits []ApprovalLimit) error {
	if _, err := s.DB().NewRaw("DELETE FROM approval_limits WHERE book = ?", book).Exec(ctx); err != nil || len(limits) == 0 {
		return err
	}
	rows := make([]approvalLimitRow, len(limits))
	for i, l := range limits {
		rows[i] = approvalLimitRow{Book: book, Role: l.Role, PerDay: l.PerDay}
	}
	_, err := s.DB().NewInsert().Model(&rows).Exec(ctx)
	return err
}

// rolesAtOwner are the roles in force now of a person at the organisation, or at the
// programme and the organisations that take one of the parts in it.
func rolesAtOwner(ctx context.Context, s *store.Store, o store.BookOwner, person ledger.ID, parts ...Part) ([]Role, error) {
	now := ledger.Micros(s.At())
	var roles []Role
	err := s.DB().NewRaw(`SELECT DISTINCT r.role FROM roles AS r WHERE r.person = ? AND r.since <= ? AND (r.until = 0 OR r.until > ?)
		AND (r.revoked_at = 0 OR r.revoked_at > ?) AND (r.scope_kind = ? AND r.scope = ? OR r.scope_kind = ? AND ? = ? AND EXISTS (
			SELECT 1 FROM programme_organizations AS o WHERE o.organization = r.scope AND o.programme = ? AND o.role IN (?)
			AND o.since > 0 AND o.since <= ? AND (o.until = 0 OR o.until > ?))) ORDER BY r.role`,
		person, now, now, now, o.Kind, o.ID, AtOrganization, o.Kind, AtProgramme, o.ID, bun.List(parts), now, now).Scan(ctx, &roles)
	return roles, store.Translate(err)
}

// identity is a person under every id she has had: those she was merged into come
// later. Somebody who is no person of anybody's has one id and no home.
type identity struct {
	ids  []ledger.ID
	home ledger.ID
}

func (i identity) last() ledger.ID { return i.ids[len(i.ids)-1] }

func findIdentity(ctx context.Context, s *store.Store, id ledger.ID) (identity, error) {
	var found identity
	for next := id; !next.IsZero() && !slices.Contains(found.ids, next); {
		var rows []struct {
			bun.BaseModel `bun:"table:persons"`

			Home       ledger.ID `bun:"home"`
			MergedInto ledger.ID `bun:"merged_into"`
		}
		if err := s.DB().NewRaw("SELECT home, merged_into FROM persons WHERE id = ?", next).Scan(ctx, &rows); err != nil {
			return identity{}, store.Translate(err)
		}
		if len(rows) == 0 {
			break
		}
		found.ids, found.home = append(found.ids, next), rows[0].Home
		next = rows[0].MergedInto
	}
	if len(found.ids) == 0 {
		found.ids = []ledger.ID{id}
	}
	return found, nil
}

// homesOf are the homes that know a person: the one that registered her, and those of the
// roles she has or had.
func homesOf(ctx context.Context, s *store.Store, who identity) ([]ledger.ID, error) {
	homes := []ledger.ID{who.home}
	var more []ledger.ID
	err := s.DB().NewRaw("SELECT DISTINCT home FROM roles WHERE person IN (?) ORDER BY home", bun.List(who.ids)).Scan(ctx, &more)
	return append(homes, more...), store.Translate(err)
}

// isOrganization refuses an id that is no organisation's (unknown_payee).
func isOrganization(ctx context.Context, s *store.Store, id ledger.ID) error {
	var n int
	err := s.DB().NewRaw("SELECT count(*) FROM organizations WHERE home = ?", id).Scan(ctx, &n)
	if err == nil && n == 0 {
		return ledger.E(ledger.Invalid, "unknown_payee", "payee")
	}
	return store.Translate(err)
}

// liveTogether reports whether two people are members of one household now, as their
// own homes know it or whoever owns the book.
func liveTogether(ctx context.Context, s *store.Store, o store.BookOwner, a, b identity) (bool, error) {
	var n int
	now := ledger.Micros(s.At())
	err := s.DB().NewRaw(`SELECT count(*) FROM household_members AS a JOIN household_members AS b ON b.home = a.home AND b.household = a.household
		WHERE a.home IN (?) AND a.person IN (?) AND b.person IN (?) AND (a.until = 0 OR a.until > ?) AND (b.until = 0 OR b.until > ?)`,
		bun.List([]ledger.ID{a.home, b.home, o.ID, o.Organization}), bun.List(a.ids), bun.List(b.ids), now, now).Scan(ctx, &n)
	return n > 0, store.Translate(err)
}

package store

import (
	"cmp"
	"context"
	"slices"

	"github.com/uptrace/bun"

	"github.com/lumbung-ledger/lumbung/ledger"
)

type limitRow struct {
	bun.BaseModel `bun:"table:limits"`

	Book    ledger.ID  `bun:"book"`
	Account ledger.ID  `bun:"account"`
	Per     ledger.Per `bun:"per"`
	Floor   *int64     `bun:"floor"`
	Ceiling *int64     `bun:"ceiling"`
}

func (r *limitRow) limit(c ledger.Currency) ledger.Limit {
	l := ledger.Limit{Account: r.Account, Per: r.Per}
	if r.Floor != nil {
		d := c.Amount(*r.Floor)
		l.Floor = &d
	}
	if r.Ceiling != nil {
		d := c.Amount(*r.Ceiling)
		l.Ceiling = &d
	}
	return l
}

// subject is what the audit chain calls a limit.
func (r *limitRow) subject() ledger.ID { return ledger.DeriveID(r.Account, "limit:"+string(r.Per)) }

// limitFacts is what the audit chain says of a limit.
type limitFacts struct {
	Account ledger.ID  `json:"account"`
	Per     ledger.Per `json:"per"`
	Floor   *int64     `json:"floor"`
	Ceiling *int64     `json:"ceiling"`
}

func (r *limitRow) facts() limitFacts { return limitFacts{r.Account, r.Per, r.Floor, r.Ceiling} }

// Limits returns the limits of a book.
func (s *Store) Limits(ctx context.Context, book ledger.Book) ([]ledger.Limit, error) {
	var rows []limitRow
	if err := s.db.NewRaw("SELECT * FROM limits WHERE book = ? ORDER BY account, per", book.ID).Scan(ctx, &rows); err != nil {
		return nil, translate(err)
	}
	limits := make([]ledger.Limit, len(rows))
	for i := range rows {
		limits[i] = rows[i].limit(book.Currency)
	}
	return limits, nil
}

// SetLimit sets the limit of an account over what it is per; one without ends
// lifts it. A balance that is beyond it already stays, and may only move back.
func (s *Store) SetLimit(ctx context.Context, actor, id, book ledger.ID, l ledger.Limit) (Made[ledger.Limit], error) {
	b, err := s.Book(ctx, book)
	if err != nil {
		return Made[ledger.Limit]{}, err
	}
	if err := l.Check(b.Currency); err != nil {
		return Made[ledger.Limit]{}, err
	}
	row := limitRow{Book: book, Account: l.Account, Per: l.Per}
	if l.Floor != nil {
		n, _ := b.Currency.Minor(*l.Floor) // checked
		row.Floor = &n
	}
	if l.Ceiling != nil {
		n, _ := b.Currency.Minor(*l.Ceiling)
		row.Ceiling = &n
	}
	res, err := s.do(ctx, "limit.set", actor, id, book, row.facts(), func(ctx context.Context, s *Store) (string, error) {
		end, err := s.locked(ctx, book)
		if err != nil {
			return "", err
		}
		chart, err := s.chartOf(ctx, end)
		if err != nil {
			return "", err
		}
		if _, ok := chart.Accounts[l.Account]; !ok {
			return "", ledger.E(ledger.Invalid, "unknown_account", "account")
		}
		_, err = s.db.NewInsert().Model(&row).
			On("CONFLICT (book, account, per) DO UPDATE").Set("floor = excluded.floor").Set("ceiling = excluded.ceiling").Exec(ctx)
		if err != nil {
			return "", err
		}
		return row.subject().String(), s.record(ctx, end, change{"limit.set", row.subject(), row.facts()})
	})
	return Made[ledger.Limit]{row.limit(b.Currency), res.Replayed}, err
}

// limitKey is one balance that a limit holds over: of an account, or of a fund
// or an item on it.
type limitKey struct {
	book, account, of ledger.ID
	per               ledger.Per
}

// course is the way of one limited balance from the end of a day on: what it was
// before, and what moved it on each day since. What the batch itself adds is in
// it too.
type course struct {
	from   ledger.Date // days from here on are in moves
	before int64       // at the end of the day before
	moves  map[ledger.Date]int64
	total  int64   // with everything, whatever its day
	added  []moved // by this batch
}

type moved struct {
	day   ledger.Date
	minor int64
}

// checkLimits refuses an entry that would take a limited balance beyond its
// limit (below_floor, above_ceiling) and moves the courses of those it touches.
// It returns how to take that back.
func (b *batch) checkLimits(ctx context.Context, chart *Chart, e *ledger.Sealed) (undo func(), err error) {
	undo = func() {}
	if len(chart.limits) == 0 {
		return undo, nil
	}
	var keys []limitKey
	deltas := map[limitKey]int64{}
	for i := range e.Lines {
		l := &e.Lines[i]
		for _, limit := range chart.limits[l.Account] {
			key := limitKey{book: e.Book, account: l.Account, per: limit.Per}
			switch limit.Per {
			case ledger.PerFund:
				key.of = l.Fund
			case ledger.PerItem:
				if key.of = l.Item; key.of.IsZero() {
					continue
				}
			}
			if _, ok := deltas[key]; !ok {
				keys = append(keys, key)
			}
			deltas[key] += l.Minor
		}
	}
	var done []func()
	undo = func() {
		for _, back := range slices.Backward(done) {
			back()
		}
	}
	for _, key := range keys {
		delta := deltas[key]
		if delta == 0 {
			continue
		}
		c, err := b.course(ctx, key, e.Day)
		if err != nil {
			undo()
			return nil, err
		}
		if problem := c.beyond(chart, key, e.Day, delta); problem != nil {
			undo()
			return nil, problem
		}
		c.add(moved{e.Day, delta})
		done = append(done, func() {
			c.add(moved{e.Day, -delta})
			c.added = c.added[:len(c.added)-2]
		})
	}
	return undo, nil
}

func (c *course) add(m moved) {
	c.total += m.minor
	if m.day < c.from {
		c.before += m.minor
	} else {
		c.moves[m.day] += m.minor
	}
	c.added = append(c.added, m)
}

// beyond looks at every point the movement reaches: now, the end of its day, and
// the end of every later day.
func (c *course) beyond(chart *Chart, key limitKey, day ledger.Date, delta int64) *ledger.Error {
	limit := chart.limitOf(key)
	sign := int64(1)
	if chart.Accounts[key.account].Normal == ledger.CreditSide {
		sign = -1
	}
	lowest, highest := c.total, c.total
	at := c.before
	for _, d := range sortedKeys(c.moves, func(a, b ledger.Date) int { return cmp.Compare(a, b) }) {
		if d > day {
			lowest, highest = min(lowest, at), max(highest, at)
		}
		at += c.moves[d]
	}
	lowest, highest = min(lowest, at), max(highest, at)
	if sign < 0 {
		lowest, highest = -highest, -lowest
	}
	delta *= sign
	code := chart.Accounts[key.account].Code
	currency := chart.Book.Currency
	if limit.Floor != nil && delta < 0 && lowest+delta < *limit.Floor {
		return ledger.E(ledger.Conflict, "below_floor", "lines", "account", code, "floor", currency.Format(*limit.Floor))
	}
	if limit.Ceiling != nil && delta > 0 && highest+delta > *limit.Ceiling {
		return ledger.E(ledger.Conflict, "above_ceiling", "lines", "account", code, "ceiling", currency.Format(*limit.Ceiling))
	}
	return nil
}

// course returns the course of a limited balance, reaching back to the day. It
// is read from the database once and kept for the batch; a day further back
// reads it anew and adds what the batch has added.
func (b *batch) course(ctx context.Context, key limitKey, day ledger.Date) (*course, error) {
	if c := b.courses[key]; c != nil && c.from <= day {
		return c, nil
	}
	d := Dimensions{Account: key.account}
	switch key.per {
	case ledger.PerFund:
		d.Fund = key.of
	case ledger.PerItem:
		d.Item = key.of
	}
	before, err := b.s.BalanceOn(ctx, key.book, d, day.AddDays(-1))
	if err != nil {
		return nil, err
	}
	c := &course{from: day, before: before.Net(), moves: map[ledger.Date]int64{}}
	if err := b.s.readMoves(ctx, key.book, d, c); err != nil {
		return nil, err
	}
	if old := b.courses[key]; old != nil {
		for _, m := range old.added {
			c.add(m)
		}
	}
	if b.courses == nil {
		b.courses = map[limitKey]*course{}
	}
	b.courses[key] = c
	return c, nil
}

// readMoves reads what moved a balance on each day from the course's first on.
func (s *Store) readMoves(ctx context.Context, book ledger.ID, d Dimensions, c *course) error {
	var rows []struct {
		bun.BaseModel `bun:"-"`

		Day    ledger.Date `bun:"day"`
		Amount int64       `bun:"amount"`
	}
	var err error
	if d.Item.IsZero() {
		where, args := "book = ? AND account = ? AND day >= ?", []any{book, d.Account, c.from}
		if !d.Fund.IsZero() {
			where += " AND fund = ?"
			args = append(args, d.Fund)
		}
		err = s.db.NewRaw("SELECT day, CAST(sum(debit - credit) AS bigint) AS amount FROM days WHERE "+where+" GROUP BY day", args...).Scan(ctx, &rows)
	} else {
		from, where, args := s.dimensions(book, d)
		err = s.db.NewRaw(`SELECT l.day, CAST(sum(l.amount) AS bigint) AS amount FROM `+from+` JOIN entries AS e ON e.book = l.book AND e.seq = l.seq
			WHERE `+where+" AND l.day >= ? GROUP BY l.day", append(args, c.from)...).Scan(ctx, &rows)
	}
	c.total = c.before
	for _, r := range rows {
		c.moves[r.Day] = r.Amount
		c.total += r.Amount
	}
	return err
}

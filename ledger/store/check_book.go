package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// walk is a check's way through one book. It trusts nothing but the lines.
type walk struct {
	s    *Store
	r    *Report
	book *bookRow

	accounts map[ledger.ID]bool
	funds    map[ledger.ID]bool
	closings []closing
	inter    map[ledger.ID]bool // interfund accounts

	seq            int64
	head           ledger.Hash
	interfund      int64
	turnover       int64
	totals         map[totalKey]movement
	days, months   map[dayKey]movement
	seen, reversed map[ledger.ID]bool
}

type dayKey struct {
	account, fund ledger.ID
	when          int64
}

func (k dayKey) String() string {
	return fmt.Sprintf("account %s fund %s when %d", k.account, k.fund, k.when)
}

func (k totalKey) String() string {
	return fmt.Sprintf("account %s fund %s party %s item %s", k.account, k.fund, k.party, k.item)
}

// audit walks the chain of changes and compares what it says with the book, its
// accounts and its funds as they stand.
func (w *walk) audit(ctx context.Context) error {
	var rows []auditRow
	if err := w.s.db.NewRaw("SELECT * FROM audit WHERE home = ? ORDER BY seq", w.book.ID).Scan(ctx, &rows); err != nil {
		return w.r.unreadable(w.book.ID, "audit", err)
	}
	said := map[string]map[ledger.ID]string{"book": {}, "account": {}, "fund": {}, "limit": {}, "command": {}}
	kinds := map[string]string{"account.opened": "account", "fund.opened": "fund", "limit.set": "limit"}
	for _, o := range []ledger.Outcome{ledger.OutcomePosted, ledger.OutcomePostedWithTask, ledger.OutcomeRefused} {
		kinds["command."+string(o)] = "command"
	}
	var head ledger.Hash
	for i := range rows {
		a := &rows[i]
		row := fmt.Sprintf("audit seq %d", a.Seq)
		if a.Seq != int64(i+1) {
			w.r.add(w.book.ID, row, "the sequence has a gap")
			return nil
		}
		if head = a.chain(head); head != a.Hash {
			w.r.add(w.book.ID, row, "the hash does not follow from its contents and the record before")
			head = a.Hash
		}
		kind := kinds[a.Action]
		if kind == "" {
			kind = "book"
		}
		said[kind][a.Subject] = a.Body
		if a.Action == periodClosed {
			var c closing
			if json.Unmarshal([]byte(a.Body), &c) == nil {
				w.closings = append(w.closings, c)
			}
			plain, err := json.Marshal(c.bookFacts)
			if err != nil {
				return err
			}
			said[kind][a.Subject] = string(plain)
		}
	}
	if w.book.AuditSeq != int64(len(rows)) || w.book.AuditHead != head {
		w.r.add(w.book.ID, "books", "the audit chain ends elsewhere than the book says")
	}
	w.compare("books", w.book.ID, w.book.facts(), said["book"])
	return w.charts(ctx, said)
}

func (w *walk) charts(ctx context.Context, said map[string]map[ledger.ID]string) error {
	var accounts []accountRow
	if err := w.s.db.NewRaw("SELECT * FROM accounts WHERE book = ? ORDER BY id", w.book.ID).Scan(ctx, &accounts); err != nil {
		return w.r.unreadable(w.book.ID, "accounts", err)
	}
	w.accounts, w.inter = map[ledger.ID]bool{}, map[ledger.ID]bool{}
	for i := range accounts {
		a := &accounts[i]
		w.accounts[a.ID] = true
		w.inter[a.ID] = a.Role == ledger.Interfund
		w.compare("accounts", a.ID, a.facts(), said["account"])
	}
	var funds []fundRow
	if err := w.s.db.NewRaw("SELECT * FROM funds WHERE book = ? ORDER BY id", w.book.ID).Scan(ctx, &funds); err != nil {
		return w.r.unreadable(w.book.ID, "funds", err)
	}
	w.funds = map[ledger.ID]bool{}
	for i := range funds {
		w.funds[funds[i].ID] = true
		w.compare("funds", funds[i].ID, funds[i].facts(), said["fund"])
	}
	var limits []limitRow
	if err := w.s.db.NewRaw("SELECT * FROM limits WHERE book = ? ORDER BY account, per", w.book.ID).Scan(ctx, &limits); err != nil {
		return w.r.unreadable(w.book.ID, "limits", err)
	}
	for i := range limits {
		w.compare("limits", limits[i].subject(), limits[i].facts(), said["limit"])
	}
	for id := range said["limit"] {
		w.r.add(w.book.ID, "limits "+id.String(), "the limit that was set is gone")
	}
	for id := range said["account"] {
		w.r.add(w.book.ID, "accounts "+id.String(), "the account that was opened is gone")
	}
	for id := range said["fund"] {
		w.r.add(w.book.ID, "funds "+id.String(), "the fund that was opened is gone")
	}
	return nil
}

// compare checks a row against the last that the audit chain says of it, and
// takes it off the list.
func (w *walk) compare(table string, id ledger.ID, facts any, said map[ledger.ID]string) {
	body, err := json.Marshal(facts)
	if err != nil || said[id] != string(body) {
		w.r.add(w.book.ID, table+" "+id.String(), "it is not as the audit chain says it was made")
	}
	delete(said, id)
}

// entries walks the journal in order of sequence, a chunk at a time.
func (w *walk) entries(ctx context.Context) error {
	w.seen, w.reversed = map[ledger.ID]bool{}, map[ledger.ID]bool{}
	const chunk = 2000
	for {
		var headers []entryRow
		err := w.s.db.NewRaw("SELECT * FROM entries WHERE book = ? AND seq > ? ORDER BY seq LIMIT ?", w.book.ID, w.seq, chunk).Scan(ctx, &headers)
		if err != nil {
			return w.r.unreadable(w.book.ID, fmt.Sprintf("entries after seq %d", w.seq), err)
		}
		if len(headers) == 0 {
			break
		}
		from, to := headers[0].Seq, headers[len(headers)-1].Seq
		var lines []lineRow
		if err := w.s.db.NewRaw("SELECT * FROM lines WHERE book = ? AND seq BETWEEN ? AND ? ORDER BY seq, n", w.book.ID, from, to).Scan(ctx, &lines); err != nil {
			return w.r.unreadable(w.book.ID, fmt.Sprintf("lines seq %d to %d", from, to), err)
		}
		var texts []textRow
		if err := w.s.db.NewRaw("SELECT * FROM texts WHERE book = ? AND seq BETWEEN ? AND ? ORDER BY seq, n", w.book.ID, from, to).Scan(ctx, &texts); err != nil {
			return w.r.unreadable(w.book.ID, fmt.Sprintf("texts seq %d to %d", from, to), err)
		}
		for i := range headers {
			h := &headers[i]
			if h.Seq != w.seq+1 {
				w.r.add(w.book.ID, fmt.Sprintf("entries seq %d", w.seq+1), "the entry is missing: the sequence has a gap")
			}
			w.seq = h.Seq
			mine := take(&lines, func(l *lineRow) bool { return l.Seq <= h.Seq }, func(l *lineRow) bool { return l.Seq == h.Seq })
			said := take(&texts, func(t *textRow) bool { return t.Seq <= h.Seq }, func(t *textRow) bool { return t.Seq == h.Seq })
			w.entry(h, mine, said)
		}
	}
	if w.seq != w.book.Seq || w.head != w.book.Head {
		w.r.add(w.book.ID, "books", "the chain of entries ends at %d and the book says %d, or the hashes differ", w.seq, w.book.Seq)
	}
	if w.turnover != w.book.Turnover {
		w.r.add(w.book.ID, "books", "its turnover is %d and the debits add up to %d", w.book.Turnover, w.turnover)
	}
	if w.interfund != 0 {
		w.r.add(w.book.ID, "lines", "the interfund account is not zero in sum")
	}
	return nil
}

// take cuts the leading rows that go off rows and returns those that count.
func take[T any](rows *[]T, goes, counts func(*T) bool) []T {
	n, first := 0, -1
	for n < len(*rows) && goes(&(*rows)[n]) {
		if first < 0 && counts(&(*rows)[n]) {
			first = n
		}
		n++
	}
	taken := (*rows)[:n]
	*rows = (*rows)[n:]
	if first < 0 {
		return nil
	}
	return taken[first:]
}

// entry checks one entry: its lines, its texts, its place in the chain.
func (w *walk) entry(h *entryRow, lines []lineRow, texts []textRow) {
	w.r.Entries++
	w.r.Lines += int64(len(lines))
	row := fmt.Sprintf("entries seq %d", h.Seq)
	if int64(len(lines)) != h.NLines {
		w.r.add(w.book.ID, row, "it has %d lines and its header says %d", len(lines), h.NLines)
	}
	body := map[int64]*textRow{}
	for i := range texts {
		body[texts[i].N] = &texts[i]
	}
	sealed := ledger.Sealed{Book: h.Book, Sequence: h.Seq, ID: h.ID, Day: h.Day, Kind: h.Kind, Memo: w.memo(row, h.Memo, body[0]),
		By: h.Actor, Command: h.Command, Event: h.Event, Reverses: h.Reverses, RecordedAt: h.RecordedAt, Lines: make([]ledger.SealedLine, len(lines))}
	funds := map[ledger.ID]int64{}
	for i := range lines {
		l := &lines[i]
		where := fmt.Sprintf("lines seq %d n %d", l.Seq, l.N)
		if l.N != int64(i+1) {
			w.r.add(w.book.ID, where, "the lines are not numbered one after the other")
		}
		if l.Day != h.Day {
			w.r.add(w.book.ID, where, "its day is not the day of its entry")
		}
		if !w.accounts[l.Account] {
			w.r.add(w.book.ID, where, "its account is not in this book")
		}
		if !w.funds[l.Fund] {
			w.r.add(w.book.ID, where, "its fund is not in this book")
		}
		w.turnover += max(l.Amount, 0)
		if w.inter[l.Account] {
			w.interfund += l.Amount
		}
		funds[l.Fund] += l.Amount
		sealed.Lines[i] = ledger.SealedLine{Account: l.Account, Minor: l.Amount, Fund: l.Fund, Party: l.Party, Item: l.Item, Memo: w.memo(where, l.Memo, body[l.N])}
		w.move(l)
	}
	for _, sum := range funds {
		if sum != 0 {
			w.r.add(w.book.ID, row, "it does not balance in every fund")
			break
		}
	}
	if hash := sealed.Chain(w.head); hash != h.Hash {
		w.r.add(w.book.ID, row, "the hash does not follow from its contents and the entry before")
	}
	w.head = h.Hash
	w.order(row, h)
}

// order checks the entry against those before it and against the closings.
func (w *walk) order(row string, h *entryRow) {
	if w.seen[h.ID] {
		w.r.add(w.book.ID, row, "its id is used twice")
	}
	w.seen[h.ID] = true
	if !h.Reverses.IsZero() {
		if !w.seen[h.Reverses] {
			w.r.add(w.book.ID, row, "it reverses an entry that does not come before it")
		}
		if w.reversed[h.Reverses] {
			w.r.add(w.book.ID, row, "it reverses an entry that was reversed before")
		}
		w.reversed[h.Reverses] = true
	}
	for _, c := range w.closings {
		if h.Seq > c.Sequence && h.Day <= c.ClosedThrough {
			w.r.add(w.book.ID, row, "it was posted into a period that was closed")
			break
		}
	}
}

// memo checks a text against its commitment and returns the commitment.
func (w *walk) memo(row string, commitment *ledger.Hash, text *textRow) ledger.Hash {
	if commitment == nil {
		return ledger.Hash{}
	}
	switch {
	case text == nil:
		w.r.add(w.book.ID, row, "its text is gone")
	case len(text.Salt) != len(ledger.Salt{}) || ledger.Commit(ledger.Salt(text.Salt), text.Body) != *commitment:
		w.r.add(w.book.ID, row, "its text is not the one that was written")
	}
	return *commitment
}

func (w *walk) move(l *lineRow) {
	m := movement{debit: l.Amount}
	if l.Amount < 0 {
		m = movement{credit: -l.Amount}
	}
	k := totalKey{l.Book, l.Account, l.Fund, l.Party, l.Item, 0}
	day, month := dayKey{l.Account, l.Fund, int64(l.Day)}, dayKey{l.Account, l.Fund, int64(l.Day.Month())}
	w.totals[k] = w.totals[k].plus(m)
	w.days[day] = w.days[day].plus(m)
	w.months[month] = w.months[month].plus(m)
}

// balances compares totals, days and months with what the lines add up to.
func (w *walk) balances(ctx context.Context) error {
	err := compareBalances(ctx, w, "totals", "party, item, 0", w.totals, func(r *balanceRow) totalKey {
		return totalKey{w.book.ID, r.Account, r.Fund, r.Party, r.Item, 0}
	})
	if err != nil {
		return err
	}
	for table, want := range map[string]map[dayKey]movement{"days": w.days, "months": w.months} {
		columns := fmt.Sprintf("account AS party, account AS item, %s", table[:len(table)-1])
		err := compareBalances(ctx, w, table, columns, want, func(r *balanceRow) dayKey { return dayKey{r.Account, r.Fund, r.When} })
		if err != nil {
			return err
		}
	}
	return nil
}

type balanceRow struct {
	bun.BaseModel `bun:"-"`

	Account ledger.ID `bun:"account"`
	Fund    ledger.ID `bun:"fund"`
	Party   ledger.ID `bun:"party"`
	Item    ledger.ID `bun:"item"`
	When    int64     `bun:"moment"`
	Debit   int64     `bun:"debit"`
	Credit  int64     `bun:"credit"`
}

func compareBalances[K comparable](ctx context.Context, w *walk, table, columns string, want map[K]movement, key func(*balanceRow) K) error {
	var rows []balanceRow
	err := w.s.db.NewRaw(fmt.Sprintf("SELECT account, fund, %s AS moment, debit, credit FROM %s WHERE book = ?", columns, table), w.book.ID).Scan(ctx, &rows)
	if err != nil {
		return w.r.unreadable(w.book.ID, table, err)
	}
	for i := range rows {
		r := &rows[i]
		k := key(r)
		if m, ok := want[k]; !ok || m != (movement{r.Debit, r.Credit}) {
			w.r.add(w.book.ID, fmt.Sprintf("%s %v", table, k), "it says debit %d credit %d and the lines add up to debit %d credit %d", r.Debit, r.Credit, m.debit, m.credit)
		}
		delete(want, k)
	}
	for k, m := range want {
		w.r.add(w.book.ID, fmt.Sprintf("%s %v", table, k), "a row is missing for lines of debit %d credit %d", m.debit, m.credit)
	}
	return nil
}

package main

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// The village's books are worked cases: a savings cycle of twelve meetings, a
// month of a household business, a capital grant on its way through three books.
//
//go:embed testdata/*.json
var villageFiles embed.FS

// village speaks to a running server as any client would.
type village struct{ address, token string }

// villageBook is a book of the village.
type villageBook struct {
	id   ledger.ID
	name string
}

// villageRoot is what the ids of the village derive from: building it twice
// changes nothing.
var villageRoot = ledger.DeriveID(ledger.ID{}, "demo village")

// build builds the whole village.
func (v village) build(ctx context.Context) ([]villageBook, error) {
	cycle, err := v.playCycle(ctx, nil)
	if err != nil {
		return nil, err
	}
	month, err := v.playMonth(ctx)
	if err != nil {
		return nil, err
	}
	programme, err := v.playGrant(ctx, cycle.id, month.id)
	return []villageBook{cycle, month, programme}, err
}

// villageBookID is the id of a book of the village.
func villageBookID(key string) ledger.ID { return ledger.DeriveID(villageRoot, key) }

// has reports whether an entry of the village is in the book already.
func (v village) has(ctx context.Context, book ledger.ID, key string) (bool, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, v.address+"/v1/books/"+book.String()+"/entries/"+villageEntry(book, key).String(), nil)
	if err != nil {
		return false, err
	}
	req.Header.Set("Authorization", "Bearer "+v.token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return false, err
	}
	return res.StatusCode == http.StatusOK, res.Body.Close()
}

func villageEntry(book ledger.ID, key string) ledger.ID {
	return ledger.DeriveID(book, "village entry "+key)
}

// call sends a request and reads the answer, which must be good.
func (v village) call(ctx context.Context, method, path string, body, out any) error {
	var raw []byte
	if body != nil {
		var err error
		if raw, err = json.Marshal(body); err != nil {
			return err
		}
	}
	req, err := http.NewRequestWithContext(ctx, method, v.address+path, bytes.NewReader(raw))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+v.token)
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	text, err := io.ReadAll(res.Body)
	if closing := res.Body.Close(); err == nil {
		err = closing
	}
	if err == nil && res.StatusCode/100 != 2 {
		err = fmt.Errorf("%s %s: %s %s", method, path, res.Status, text)
	}
	if err == nil && out != nil {
		err = json.Unmarshal(text, out)
	}
	return err
}

func (v village) openBook(ctx context.Context, key, kind, name string) (villageBook, error) {
	b := villageBook{villageBookID(key), name}
	return b, v.call(ctx, http.MethodPost, "/v1/books", map[string]any{"id": b.id, "kind": kind, "name": name}, nil)
}

func (v village) openFund(ctx context.Context, book ledger.ID, code, name string, restricted bool) error {
	return v.call(ctx, http.MethodPost, "/v1/books/"+book.String()+"/funds",
		map[string]any{"id": ledger.DeriveID(book, "village fund "+code), "code": code, "name": name, "restricted": restricted}, nil)
}

// post is an entry as the API takes it.
type post struct {
	ID    ledger.ID  `json:"id"`
	Day   string     `json:"day"`
	Kind  string     `json:"kind,omitempty"`
	Memo  string     `json:"memo"`
	Lines []postLine `json:"lines"`
}

type postLine struct {
	Account string `json:"account"`
	Debit   string `json:"debit,omitempty"`
	Credit  string `json:"credit,omitempty"`
	Fund    string `json:"fund,omitempty"`
	Party   string `json:"party,omitempty"`
}

func debit(account string, amount int64) postLine {
	return postLine{Account: account, Debit: strconv.FormatInt(amount, 10)}
}

func credit(account string, amount int64) postLine {
	return postLine{Account: account, Credit: strconv.FormatInt(amount, 10)}
}

func (l postLine) in(fund string) postLine { l.Fund = fund; return l }

func (l postLine) with(book ledger.ID, member string) postLine {
	if member != "" {
		l.Party = ledger.DeriveID(book, "member "+member).String()
	}
	return l
}

func (v village) post(ctx context.Context, book ledger.ID, key string, p post) error {
	p.ID = villageEntry(book, key)
	return v.call(ctx, http.MethodPost, "/v1/books/"+book.String()+"/entries", p, nil)
}

func readCase(name string, into any) error {
	raw, err := villageFiles.ReadFile("testdata/" + name)
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, into)
}

// businessMonth is case BK-01.
type businessMonth struct {
	Inputs struct {
		Opening      []caseLine `json:"opening"`
		Transactions []caseDeed `json:"transactions"`
		Adjustments  []caseDeed `json:"adjustments"`
	} `json:"inputs"`
	Expected struct {
		After struct {
			Rows []caseLine `json:"rows"`
		} `json:"trial_balance_after_adjustment"`
	} `json:"expected"`
}

type caseDeed struct {
	No    json.RawMessage `json:"no"`
	Date  string          `json:"date"`
	Text  string          `json:"text"`
	Form  string          `json:"form"`
	Lines []caseLine      `json:"lines"`
}

type caseLine struct {
	Code   string `json:"code"`
	Debit  int64  `json:"debit"`
	Credit int64  `json:"credit"`
}

func postLines(lines []caseLine) []postLine {
	var out []postLine
	for _, l := range lines {
		if l.Debit > 0 {
			out = append(out, debit(l.Code, l.Debit))
		} else {
			out = append(out, credit(l.Code, l.Credit))
		}
	}
	return out
}

// playMonth posts a month of a business that makes taro crisps.
func (v village) playMonth(ctx context.Context) (villageBook, error) {
	var c businessMonth
	if err := readCase("bk01.json", &c); err != nil {
		return villageBook{}, err
	}
	b, err := v.openBook(ctx, "business", "business", "Keripik Keladi Siantan")
	if err != nil {
		return b, err
	}
	if err := v.post(ctx, b.id, "opening", post{Day: "2026-02-28", Kind: "business.opening", Memo: "Saldo awal", Lines: postLines(c.Inputs.Opening)}); err != nil {
		return b, err
	}
	for _, t := range append(c.Inputs.Transactions, c.Inputs.Adjustments...) {
		p := post{Day: t.Date, Kind: "business." + t.Form, Memo: t.Text, Lines: postLines(t.Lines)}
		if err := v.post(ctx, b.id, string(t.No), p); err != nil {
			return b, err
		}
	}
	return b, nil
}

// playGrant sends a capital grant from a programme through the group to the
// business (case BK-21).
func (v village) playGrant(ctx context.Context, group, business ledger.ID) (villageBook, error) {
	var c struct {
		Expected struct {
			Entries []struct {
				Book  string               `json:"book"`
				Step  string               `json:"step"`
				Lines [][3]json.RawMessage `json:"lines"`
			} `json:"entries"`
		} `json:"expected"`
	}
	if err := readCase("bk21.json", &c); err != nil {
		return villageBook{}, err
	}
	b, err := v.openBook(ctx, "programme", "programme", "Program Modal Ibu")
	if err != nil {
		return b, err
	}
	start := post{Day: "2026-03-20", Kind: "grants.received", Memo: "Hibah donor masuk rekening program",
		Lines: []postLine{debit("1102", 5_000_000), credit("4201", 5_000_000)}}
	if err := v.post(ctx, b.id, "start", start); err != nil {
		return b, err
	}
	books := map[string]ledger.ID{"program": b.id, "kelompok": group}
	for i, e := range c.Expected.Entries {
		book, ok := books[e.Book]
		if !ok {
			continue // the business has this grant in its own month already
		}
		p := post{Day: "2026-03-27", Kind: "grants.passed_on", Memo: "Hibah modal: " + e.Step}
		for _, raw := range e.Lines {
			var code, side string
			var amount int64
			if err := unmarshalAll(raw[:], &code, &side, &amount); err != nil {
				return b, err
			}
			if side == "D" {
				p.Lines = append(p.Lines, debit(code, amount))
			} else {
				p.Lines = append(p.Lines, credit(code, amount))
			}
		}
		if err := v.post(ctx, book, "grant "+strconv.Itoa(i), p); err != nil {
			return b, err
		}
	}
	return b, nil
}

func unmarshalAll(raw []json.RawMessage, into ...any) error {
	for i := range raw {
		if err := json.Unmarshal(raw[i], into[i]); err != nil {
			return err
		}
	}
	return nil
}

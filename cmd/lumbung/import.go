package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/paper"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/words"
)

type importCmd struct {
	database
	File     string `arg:"" help:"The journal; - is standard input."`
	Name     string `placeholder:"NAME" help:"The book's name; default: the file's."`
	Book     string `placeholder:"ID" help:"The book's id; the same one goes on where a broken import stopped."`
	Currency string `placeholder:"CODE" help:"The unit, when the journal's amounts carry none; default IDR."`
	Lang     string `enum:"id,en" default:"id" help:"Language of what is said."`
}

// Run reads and checks the whole journal, and only then writes.
func (c *importCmd) Run(env *environment) error {
	journal, err := c.read()
	if err != nil {
		return c.sentence(err)
	}
	if len(journal.Entries)+len(journal.Accounts) == 0 {
		return c.sentence(ledger.E(ledger.Invalid, "journal_empty", ""))
	}
	book, err := c.newBook(journal)
	if err != nil {
		return c.sentence(err)
	}
	accounts, entries, err := fromJournal(book, journal)
	if err != nil {
		return c.sentence(err)
	}
	s, err := openStore(env, c.Database)
	if err != nil {
		return err
	}
	imported, err := s.Import(env, ledger.Operator, book, accounts, entries)
	if err != nil {
		return errors.Join(c.sentence(err), s.Close())
	}
	fmt.Printf("Book %s %q: %d entries, %d accounts, in %s with %d decimals.\n",
		imported.ID, imported.Name, imported.Sequence, len(accounts), imported.Currency.Code, imported.Currency.Places)
	for _, p := range journal.NothingMoved {
		fmt.Printf("%s moves nothing and was left out.\n", place(p))
	}
	for _, p := range journal.Ambiguous {
		fmt.Printf("%s: an amount such as 1.000 was read as one, as hledger reads it; a decimal-mark or commodity directive would say otherwise.\n", place(p))
	}
	return s.Close()
}

func place(p paper.Place) string {
	if p.File != "" {
		return fmt.Sprintf("%s line %d", p.File, p.Line)
	}
	return fmt.Sprintf("Line %d", p.Line)
}

// read reads the journal and the files it includes from its own folder.
func (c *importCmd) read() (*paper.Journal, error) {
	if c.File == "-" {
		return paper.ReadJournal(os.Stdin, paper.ReadOptions{})
	}
	f, err := os.Open(c.File)
	if err != nil {
		return nil, err
	}
	folder, err := os.OpenRoot(filepath.Dir(c.File))
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	journal, err := paper.ReadJournal(f, paper.ReadOptions{Include: func(path string) (io.ReadCloser, error) { return folder.Open(path) }})
	return journal, errors.Join(err, folder.Close(), f.Close())
}

// sentence says a problem in words and names the line it is on.
func (c *importCmd) sentence(err error) error {
	var e *ledger.Error
	if !errors.As(err, &e) {
		return err
	}
	if len(e.Errors) > 0 {
		return c.sentence(e.Errors[0])
	}
	params := maps.Clone(e.Params)
	delete(params, "line") // said in front
	text := words.Sentence(c.Lang, e.Code, params)
	if line := e.Params["line"]; line != "" {
		if file := e.Params["file"]; file != "" {
			line = file + ":" + line
		}
		return fmt.Errorf("line %s: %s (%s)", line, text, e.Code)
	}
	return fmt.Errorf("%s (%s)", text, e.Error())
}

func (c *importCmd) newBook(j *paper.Journal) (ledger.Book, error) {
	b := ledger.Book{ID: store.NewBookID(), Kind: ledger.GeneralBook, Name: c.Name, Currency: ledger.Currency{Code: j.Commodity, Places: j.Places}}
	if b.Name == "" {
		b.Name = strings.TrimSuffix(filepath.Base(c.File), filepath.Ext(c.File))
	}
	if b.Currency.Code == "" {
		if b.Currency.Code = c.Currency; b.Currency.Code == "" {
			b.Currency.Code = ledger.IDR.Code
		}
	}
	if c.Book != "" {
		id, err := ledger.ParseID(c.Book)
		if err != nil {
			return b, errors.New("--book is not an id")
		}
		b.ID = id
	}
	return b, b.Check()
}

// classes tells an account's class by the first part of its name, as hledger
// does, in English and Indonesian. What nothing tells is an asset.
var classes = []struct {
	class ledger.Class
	name  *regexp.Regexp
}{
	{ledger.Liability, regexp.MustCompile(`(?i)^(liabilit|debt|utang|hutang|kewajiban|liabilitas|pinjaman)`)},
	{ledger.Equity, regexp.MustCompile(`(?i)^(equity|modal|ekuitas|capital)`)},
	{ledger.Income, regexp.MustCompile(`(?i)^(income|revenue|pendapatan|pemasukan|penghasilan)`)},
	{ledger.Expense, regexp.MustCompile(`(?i)^(expense|beban|biaya|pengeluaran)`)},
}

func classOf(name string) ledger.Class {
	for _, c := range classes {
		if c.name.MatchString(name) {
			return c.class
		}
	}
	return ledger.Asset
}

// fromJournal makes accounts and entries of a journal, and checks them as the
// store will.
func fromJournal(book ledger.Book, j *paper.Journal) ([]ledger.Account, []ledger.Entry, error) {
	accounts := make([]ledger.Account, len(j.Accounts))
	for i, name := range j.Accounts {
		class := classOf(name)
		a := ledger.Account{ID: ledger.AccountID(book.ID, name), Code: name, Names: ledger.Names{ID: name}, Class: class, Normal: class.Normal()}
		if err := a.Check(); err != nil {
			return nil, nil, atLine(err, firstUse(j, name))
		}
		accounts[i] = a
	}
	entries := make([]ledger.Entry, len(j.Entries))
	for i, je := range j.Entries {
		e := ledger.Entry{ID: ledger.DeriveID(book.ID, fmt.Sprintf("import:entry %d", i+1)), Book: book.ID, Day: je.Date, Kind: "journal", Memo: memo(je)}
		for _, p := range je.Postings {
			line := ledger.Debit(ledger.AccountID(book.ID, p.Account), book.Currency.Amount(p.Minor))
			if p.Minor < 0 {
				line = ledger.Credit(ledger.AccountID(book.ID, p.Account), book.Currency.Amount(-p.Minor))
			}
			line.Memo = strings.TrimSpace(tags(p.Tags) + "\n" + p.Memo)
			e.Lines = append(e.Lines, line)
		}
		if _, err := e.Check(book.Currency); err != nil {
			return nil, nil, atLine(err, je.Place)
		}
		entries[i] = e
	}
	return accounts, entries, nil
}

// firstUse is where the first posting to the account stands, nowhere when a
// directive alone names it.
func firstUse(j *paper.Journal, account string) paper.Place {
	for _, e := range j.Entries {
		for _, p := range e.Postings {
			if p.Account == account {
				return p.Place
			}
		}
	}
	return paper.Place{}
}

// memo is what a journal says of an entry: code, description and comments.
func memo(e paper.JournalEntry) string {
	var parts []string
	if e.Code != "" {
		parts = append(parts, "("+e.Code+")")
	}
	if e.Description != "" {
		parts = append(parts, e.Description)
	}
	return strings.TrimSpace(strings.Join([]string{strings.Join(parts, " "), tags(e.Tags), e.Memo}, "\n"))
}

func tags(list []paper.Tag) string {
	said := make([]string, len(list))
	for i, t := range list {
		said[i] = t.Name + ":" + t.Value
	}
	return strings.Join(said, ", ")
}

// atLine says on which line of the journal a problem is.
func atLine(err error, p paper.Place) error {
	var e *ledger.Error
	if !errors.As(err, &e) {
		return err
	}
	if len(e.Errors) > 0 {
		e = e.Errors[0]
	}
	params := map[string]string{}
	maps.Copy(params, e.Params)
	if p.Line > 0 {
		params["line"], params["file"] = fmt.Sprint(p.Line), p.File
	}
	return &ledger.Error{Kind: e.Kind, Code: e.Code, Field: e.Field, Params: params}
}

package api

import (
	"encoding/base64"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
)

// pullIn is how far a device has the book.
type pullIn struct {
	Since int64       `json:"since" minimum:"0" maximum:"9007199254740991" doc:"The sequence number of the last entry that the device has; 0 for none"`
	Epoch int64       `json:"epoch,omitempty" minimum:"0" maximum:"9007199254740991" doc:"Of the book as the device has it; left away when it has none"`
	Known ledger.Hash `json:"known,omitempty" doc:"As the last answer named it; left away when the device has none"`
}

// pulledOut is what a device has yet to learn. Everything in one answer is of one
// state of the books.
type pulledOut struct {
	Since    int64           `json:"since" doc:"The entries stand behind this one. Lower than asked for: what the device has is of another time, and it begins anew"`
	Entries  []pulledEntry   `json:"entries" doc:"At most 200, in order of sequence, without gaps"`
	More     bool            `json:"more" doc:"There are more entries: ask again"`
	Balances []pulledBalance `json:"balances,omitempty" doc:"Of every account and fund that has moved, as the whole book stands; left away when the device is up to date"`
	Known    *ledger.Hash    `json:"known,omitempty" doc:"Stands for what is in around, which is left away when the device knows it; name it the next time"`
	Around   *aroundOut      `json:"around,omitempty"`
}

type pulledEntry struct {
	ID         ledger.ID    `json:"id"`
	Sequence   int64        `json:"sequence"`
	Day        ledger.Date  `json:"day"`
	Kind       string       `json:"kind" example:"manual"`
	Memo       string       `json:"memo,omitempty"`
	RecordedAt time.Time    `json:"recorded_at"`
	By         ledger.ID    `json:"by"`
	Command    *ledger.ID   `json:"command,omitempty" doc:"Left away when it is the entry's id"`
	Event      *ledger.ID   `json:"event,omitempty"`
	Reverses   *ledger.ID   `json:"reverses,omitempty"`
	Lines      []pulledLine `json:"lines"`
}

type pulledLine struct {
	Account string     `json:"account" doc:"Its code" example:"1101"`
	Fund    string     `json:"fund" doc:"Its code" example:"general"`
	Debit   string     `json:"debit,omitempty" example:"250000"`
	Credit  string     `json:"credit,omitempty"`
	Party   *ledger.ID `json:"party,omitempty"`
	Item    *ledger.ID `json:"item,omitempty"`
	Memo    string     `json:"memo,omitempty"`
}

type pulledBalance struct {
	Account string `json:"account" doc:"Its code" example:"1101"`
	Fund    string `json:"fund" doc:"Its code" example:"general"`
	Debit   string `json:"debit,omitempty" doc:"The balance, when it stands on the debit side"`
	Credit  string `json:"credit,omitempty" doc:"The balance, when it stands on the credit side"`
}

// aroundOut is what entries are about. Of people it has what the group's phone may
// hold: the name, and the public keys of cards.
type aroundOut struct {
	Book     pulledBook     `json:"book"`
	Accounts []accountOut   `json:"accounts"`
	Funds    []fundOut      `json:"funds"`
	Members  []pulledMember `json:"members" doc:"Without phone, NIK and address: those never go to a group's phone"`
}

type pulledBook struct {
	ID            ledger.ID       `json:"id"`
	Kind          ledger.BookKind `json:"kind"`
	Name          string          `json:"name" example:"KSP Melati"`
	Currency      string          `json:"currency" example:"IDR"`
	Places        int32           `json:"places" doc:"How many decimal places its amounts have"`
	ClosedThrough ledger.Date     `json:"closed_through,omitzero" doc:"The last closed day"`
}

type pulledMember struct {
	ID    ledger.ID `json:"id"`
	Name  string    `json:"name" example:"Bu Siti"`
	Cards []string  `json:"cards,omitempty" doc:"The public keys (Ed25519, base64url) of her cards in force: a card that she shows can be known without a network"`
}

// showPulled shows what a device has yet to learn; nothing for nothing.
func showPulled(book ledger.Book, x *people.Pulled) *pulledOut {
	if x == nil {
		return nil
	}
	accounts, funds := map[ledger.ID]string{}, map[ledger.ID]string{}
	for _, a := range x.Accounts {
		accounts[a.ID] = a.Code
	}
	for _, f := range x.Funds {
		funds[f.ID] = f.Code
	}
	out := &pulledOut{Since: x.Since, Entries: make([]pulledEntry, len(x.Entries)), More: x.More}
	for i, e := range x.Entries {
		out.Entries[i] = pulledEntry{ID: e.ID, Sequence: e.Sequence, Day: e.Day, Kind: e.Kind, Memo: e.Memo, RecordedAt: e.RecordedAt, By: e.By,
			Event: idOrNone(e.Event), Reverses: idOrNone(e.Reverses), Lines: make([]pulledLine, len(e.Lines))}
		if e.Command != e.ID {
			out.Entries[i].Command = idOrNone(e.Command)
		}
		for n, l := range e.Lines {
			line := pulledLine{Account: accounts[l.Account()], Fund: funds[l.Fund], Party: idOrNone(l.Party), Item: idOrNone(l.Item), Memo: l.Memo}
			if amount := l.Amount().StringFixed(book.Currency.Places); l.Side() == ledger.DebitSide {
				line.Debit = amount
			} else {
				line.Credit = amount
			}
			out.Entries[i].Lines[n] = line
		}
	}
	for _, b := range x.Balances {
		balance := pulledBalance{Account: accounts[b.Account], Fund: funds[b.Fund]}
		if net := b.Net(); net < 0 {
			balance.Credit = book.Currency.Amount(-net).StringFixed(book.Currency.Places)
		} else {
			balance.Debit = book.Currency.Amount(net).StringFixed(book.Currency.Places)
		}
		out.Balances = append(out.Balances, balance)
	}
	if !x.Known.IsZero() {
		out.Known = &x.Known
	}
	if a := x.Around; a != nil {
		out.Around = showAround(book, a)
	}
	return out
}

func showAround(book ledger.Book, a *people.Surroundings) *aroundOut {
	out := &aroundOut{Book: pulledBook{ID: book.ID, Kind: book.Kind, Name: book.Name, Currency: book.Currency.Code, Places: book.Currency.Places,
		ClosedThrough: book.ClosedThrough}, Accounts: make([]accountOut, len(a.Accounts)), Funds: make([]fundOut, len(a.Funds)),
		Members: make([]pulledMember, len(a.Members))}
	for i, x := range a.Accounts {
		out.Accounts[i] = showAccount(x)
	}
	for i, x := range a.Funds {
		out.Funds[i] = showFund(x)
	}
	for i, m := range a.Members {
		out.Members[i] = pulledMember{ID: m.ID, Name: m.Name}
		for _, key := range m.Cards {
			out.Members[i].Cards = append(out.Members[i].Cards, base64.RawURLEncoding.EncodeToString(key))
		}
	}
	return out
}

package people

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// Pull is how far a device has the book of its group.
type Pull struct {
	Since int64       // the sequence number of the last entry it has
	Epoch int64       // of the book it has; zero for none
	Known ledger.Hash // of the [Surroundings] it has; zero for none
}

// Pulled is what a device has yet to learn of its group's book. All of it but the people
// is of one state of the database, which the sequence and the head of the answer name.
type Pulled struct {
	Since    int64 // the entries stand behind this one; zero again after a restore
	Entries  []ledger.Posted
	More     bool            // there are more entries than these
	Balances []store.Balance // as the whole book stands; nil when the device is up to date
	Accounts []ledger.Account
	Funds    []ledger.Fund
	Known    ledger.Hash   // of the surroundings; zero when the names could not be read
	Around   *Surroundings // nil when they are those that the device has
}

// Surroundings are what the entries of a book are about: accounts, funds, and the
// people of the group. Of a person a group's phone holds the id, the name and the
// public keys of her cards, so that a card proves her there without a network: never
// her phone, her NIK, her address or anything else that she has told.
type Surroundings struct {
	Accounts []ledger.Account
	Funds    []ledger.Fund
	Members  []GroupMember
}

// GroupMember is a person of a group as the group's phones know her.
type GroupMember struct {
	ID    ledger.ID
	Name  string
	Cards []ed25519.PublicKey
}

// pullEntries is how many entries a device gets at a time, and maxMembers how many
// people of a group.
const (
	pullEntries = 200
	maxMembers  = 1000
)

// pull reads what the device has yet to learn, within the one read of an answer.
func (q Pull) pull(ctx context.Context, s *store.Store, book ledger.Book, members []GroupMember, named bool) (*Pulled, error) {
	if q.Epoch != book.Epoch || q.Since > book.Sequence {
		q = Pull{} // the books were restored: what the device has is of another time
	}
	x := &Pulled{Since: q.Since}
	var err error
	if x.Entries, err = s.EntriesSince(ctx, book, q.Since, pullEntries); err != nil {
		return nil, err
	}
	x.More = q.Since+int64(len(x.Entries)) < book.Sequence
	if q.Since < book.Sequence || q.Epoch == 0 {
		if x.Balances, err = s.TrialBalance(ctx, book.ID, 0, ledger.ID{}); err != nil {
			return nil, err
		}
	}
	if x.Accounts, err = s.Accounts(ctx, book.ID); err != nil {
		return nil, err
	}
	if x.Funds, err = s.Funds(ctx, book.ID); err != nil {
		return nil, err
	}
	around := &Surroundings{Accounts: x.Accounts, Funds: x.Funds, Members: members}
	if named {
		if x.Known, err = around.hash(book); err != nil {
			return nil, err
		}
	}
	if x.Known.IsZero() || x.Known != q.Known {
		x.Around = around
	}
	return x, nil
}

// hash stands for the surroundings, and the name and state of the book itself.
func (a *Surroundings) hash(book ledger.Book) (ledger.Hash, error) {
	raw, err := json.Marshal([]any{book.Name, book.ClosedThrough, a.Accounts, a.Funds, a.Members})
	return sha256.Sum256(raw), err
}

// membersOf are the people of a group. When the key store does not open their names
// now, the answer comes without people, and named is false: money does not wait for
// names.
func (p *People) membersOf(ctx context.Context, group ledger.ID) (members []GroupMember, named bool, err error) {
	rows, err := personsOf(ctx, p.s, group, ledger.ID{}, maxMembers)
	if err != nil {
		return nil, false, err
	}
	cards, err := cardKeys(ctx, p.s, rows)
	if err != nil {
		return nil, false, err
	}
	facts, err := p.open(ctx, rows)
	if err != nil {
		return nil, false, ctx.Err()
	}
	members = make([]GroupMember, 0, len(rows))
	for i, r := range rows {
		if facts[i] != nil {
			members = append(members, GroupMember{ID: r.ID, Name: facts[i].Name, Cards: cards[r.ID]})
		}
	}
	return members, true, nil
}

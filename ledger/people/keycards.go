package people

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base32"
	"strings"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// KeyCard is a printed card that proves who holds it, for whoever would rather not
// keep a PIN in mind: the seed of an Ed25519 key. The server keeps the public half.
type KeyCard struct{ seed [ed25519.SeedSize]byte }

const (
	cardPrefix = "LUMBUNG1"
	cardCheck  = 3 // bytes of its sum, against slips of who types it
)

var cardLetters = base32.StdEncoding.WithPadding(base32.NoPadding)

// NewKeyCard makes a card from 32 random bytes.
func NewKeyCard(seed []byte) KeyCard { return KeyCard{[ed25519.SeedSize]byte(seed)} }

// Text is what the QR code of the card holds, in groups of four for who types it.
func (c KeyCard) Text() string {
	sum := sha256.Sum256(c.seed[:])
	letters := cardLetters.EncodeToString(append(c.seed[:], sum[:cardCheck]...))
	var b strings.Builder
	b.WriteString(cardPrefix)
	for i := 0; i < len(letters); i += 4 {
		b.WriteString("-" + letters[i:min(i+4, len(letters))])
	}
	return b.String()
}

// ParseKeyCard reads the text of a card, however it is spaced. invalid_card when it is
// none, or was mistyped.
func ParseKeyCard(text string) (KeyCard, error) {
	refused := ledger.E(ledger.Invalid, "invalid_card", "card")
	plain := strings.ToUpper(strings.ReplaceAll(strings.Join(strings.Fields(text), ""), "-", ""))
	letters, ok := strings.CutPrefix(plain, cardPrefix)
	if !ok || len(letters) != cardLetters.EncodedLen(ed25519.SeedSize+cardCheck) {
		return KeyCard{}, refused
	}
	raw, err := cardLetters.DecodeString(letters)
	if err != nil || len(raw) != ed25519.SeedSize+cardCheck {
		return KeyCard{}, refused
	}
	sum := sha256.Sum256(raw[:ed25519.SeedSize])
	if string(sum[:cardCheck]) != string(raw[ed25519.SeedSize:]) {
		return KeyCard{}, refused
	}
	return NewKeyCard(raw[:ed25519.SeedSize]), nil
}

// Public is the public half of the card's key.
func (c KeyCard) Public() ed25519.PublicKey {
	return ed25519.NewKeyFromSeed(c.seed[:]).Public().(ed25519.PublicKey)
}

// Sign signs a message with the card.
func (c KeyCard) Sign(message []byte) []byte {
	return ed25519.Sign(ed25519.NewKeyFromSeed(c.seed[:]), message)
}

func cardHandle(public ed25519.PublicKey) []byte {
	sum := sha256.Sum256(append([]byte("lumbung.card.v1\x00"), public...))
	return sum[:]
}

// IssuedCard is a card that somebody was given.
type IssuedCard struct {
	ID   ledger.ID
	Text string // of the card itself: shown once, kept nowhere; empty when shown again
}

// IssueCard gives a person a card. Its id is the command's. The text is shown the
// first time only: a card that got lost on its way is revoked, and another made. Who
// makes one for herself has proved who she is within the last five minutes
// (proof_needed); who makes one for somebody else becomes her, and may do so only for
// those without an office, and at first for those to whom she could give theirs
// (forbidden, has_way_in). Codes beside: unknown_person, person_erased,
// already_merged, too_many_cards.
func (p *People) IssueCard(ctx context.Context, by Caller, id, person ledger.ID) (store.Made[IssuedCard], error) {
	return p.issueCard(ctx, by, id, person, func(ctx context.Context, s *store.Store, who personRow) error {
		if who.ID == by.Person {
			return needFreshProof(by, s.At())
		}
		return mayEquip(ctx, s, by, who)
	})
}

// maxCards is how many cards in force a person can have.
const maxCards = 5

func (p *People) issueCard(ctx context.Context, by Caller, id, person ledger.ID, may func(ctx context.Context, s *store.Store, who personRow) error) (store.Made[IssuedCard], error) {
	none := store.Made[IssuedCard]{}
	who, err := p.living(ctx, person)
	if err != nil {
		return none, err
	}
	card := NewKeyCard(store.Random(ed25519.SeedSize))
	row := credentialRow{Home: who.Home, ID: id, Person: person, Kind: "card", Handle: cardHandle(card.Public()), Secret: card.Public(), CreatedBy: by.Person}
	res, err := p.do(ctx, by, "card.issue", id, who.Home, person, func(ctx context.Context, s *store.Store) (string, error) {
		if err := may(ctx, s, who); err != nil {
			return "", err
		}
		cards, err := cardsOf(ctx, s, person)
		if err != nil {
			return "", err
		}
		if len(cards) >= maxCards {
			return "", ledger.E(ledger.Conflict, "too_many_cards", "")
		}
		row := row
		row.CreatedAt = ledger.Micros(s.At())
		if err := row.insert(ctx, s); err != nil {
			return "", err
		}
		return id.String(), s.Record(ctx, who.Home, "card.issued", id, personFacts{person})
	})
	if err != nil {
		return none, err
	}
	made := store.Made[IssuedCard]{It: IssuedCard{ID: id, Text: card.Text()}, Replayed: res.Replayed}
	if res.Replayed {
		made.It.Text = ""
	}
	return made, nil
}

// KeyCardOf is a card in force that somebody has.
type KeyCardOf struct {
	ID        ledger.ID
	CreatedAt time.Time
	CreatedBy ledger.ID
}

// KeyCards are the cards of a person that are in force, oldest first.
func (p *People) KeyCards(ctx context.Context, person ledger.ID) ([]KeyCardOf, error) {
	rows, err := cardsOf(ctx, p.s, person)
	all := make([]KeyCardOf, len(rows))
	for i, r := range rows {
		all[i] = KeyCardOf{r.ID, momentOf(r.CreatedAt), r.CreatedBy}
	}
	return all, err
}

// RevokeCard makes a card of a person's useless, and ends the sessions that began
// with it. Codes: unknown_card.
func (p *People) RevokeCard(ctx context.Context, by Caller, id, person, card ledger.ID) error {
	who, err := findPerson(ctx, p.s, person)
	if err != nil {
		return err
	}
	_, err = p.do(ctx, by, "card.revoke", id, who.Home, card, func(ctx context.Context, s *store.Store) (string, error) {
		there, err := revokeCredential(ctx, s, who.Home, person, card, "card", ledger.Micros(s.At()))
		if err != nil {
			return "", err
		}
		if !there {
			return "", ledger.E(ledger.Missing, "unknown_card", "")
		}
		if err := endSessionsOf(ctx, s, person, card, ledger.Micros(s.At())); err != nil {
			return "", err
		}
		return card.String(), s.Record(ctx, who.Home, "card.revoked", card, personFacts{person})
	})
	p.changed(person)
	return err
}

type personFacts struct {
	Person ledger.ID `json:"person"`
}

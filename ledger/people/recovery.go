package people

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"slices"
	"strings"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

const (
	halfSize     = 8 // bytes of a witness's half of a one-time code
	halfCheck    = 2 // bytes of its sum, against slips of who types it
	mostFailures = 5 // wrong codes before it is void
)

// half is a witness's half of the one-time code of a handover. It follows from who
// she is under the installation's key, so that it is kept nowhere.
func (p *People) half(group, proposal, witness ledger.ID) []byte {
	return p.v.Index("handover", group.String()+proposal.String()+witness.String())[:halfSize]
}

// codeText is a half as it is read out: four times four letters and digits.
func codeText(half []byte) string {
	sum := sha256.Sum256(half)
	text := base32Plain.EncodeToString(append(slices.Clone(half), sum[:halfCheck]...))
	var parts []string
	for part := range slices.Chunk([]byte(text), 4) {
		parts = append(parts, string(part))
	}
	return strings.Join(parts, "-")
}

// parseHalf reads what codeText wrote, with or without the dashes.
func parseHalf(text string) ([]byte, bool) {
	plain := strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(text))
	raw, err := base32Plain.DecodeString(plain)
	if err != nil || len(raw) != halfSize+halfCheck {
		return nil, false
	}
	sum := sha256.Sum256(raw[:halfSize])
	return raw[:halfSize], subtle.ConstantTimeCompare(sum[:halfCheck], raw[halfSize:]) == 1
}

// witnesses are those who agreed to a handover about somebody else and hold an office
// of the group now.
func (r *proposalRow) witnesses(ctx context.Context, s *store.Store, agreed []confirmationRow) ([]ledger.ID, error) {
	there, err := rolesEverAt(ctx, s, Scope{AtGroup, r.Home})
	var all []ledger.ID
	for _, a := range agreed {
		if a.Person != r.Person && slices.ContainsFunc(there.of(a.Person), func(o Role) bool { return slices.Contains(groupOffices, o) }) {
			all = append(all, a.Person)
		}
	}
	return all, err
}

// halvesFit reports whether the two codes are the halves of two of the witnesses.
func (p *People) halvesFit(row proposalRow, witnesses []ledger.ID, codes [2]string) bool {
	var whose [2]ledger.ID
	for i, code := range codes {
		said, ok := parseHalf(code)
		for _, w := range witnesses {
			if ok && hmac.Equal(said, p.half(row.Home, row.ID, w)) {
				whose[i] = w
			}
		}
	}
	return !whose[0].IsZero() && !whose[1].IsZero() && whose[0] != whose[1]
}

func errCode() error { return ledger.E(ledger.Unauthenticated, "invalid_code", "") }

// recoverable is the handover whose code somebody offers, if it fits. Whatever is
// wrong, the answer is the same (invalid_code); a typing slip counts as little as an
// unknown handover, and the fifth wrong code makes the handover void.
func (p *People) recoverable(ctx context.Context, group, proposal ledger.ID, codes [2]string) (proposalRow, error) {
	row, err := findProposal(ctx, p.s, group, proposal)
	if ledger.KindOf(err) == ledger.Missing {
		return row, errCode()
	}
	if err != nil {
		return row, err
	}
	for _, code := range codes {
		if _, ok := parseHalf(code); !ok {
			return row, errCode()
		}
	}
	agreed, err := confirmationsOf(ctx, p.s, group, proposal)
	if err != nil {
		return row, err
	}
	witnesses, err := row.witnesses(ctx, p.s, agreed[proposal])
	if err != nil {
		return row, err
	}
	fits := p.halvesFit(row, witnesses, codes)
	if row.Kind != PINForgotten || row.State != ProposalAgreed && row.State != ProposalUsed || row.over(p.s.At()) || row.Failures >= mostFailures {
		return row, errCode()
	}
	if fits {
		return row, nil
	}
	if err := p.s.Tx(ctx, func(ctx context.Context, s *store.Store) error { return row.fail(ctx, s) }); err != nil {
		return row, err
	}
	return row, errCode()
}

// RecoverPIN sets a new PIN for her whom the group's officers have vouched for, with
// both halves of the code, once; the same command may be repeated. Nobody has signed
// in. What she was signed in with by the
// old one ends. Codes: invalid_code (whatever is wrong with the handover or the
// codes), invalid_pin, weak_secret, secret_about_you, person_erased, already_merged.
func (p *People) RecoverPIN(ctx context.Context, id, group, proposal ledger.ID, codes [2]string, pin string) error {
	row, err := p.recoverable(ctx, group, proposal, codes)
	if err != nil {
		return err
	}
	who, err := p.living(ctx, row.Person)
	if err != nil {
		return err
	}
	keep, err := p.secretKeeper(ctx, who.Home, who.ID, who.ID, NewSecret{Kind: PIN, Secret: pin}, noLogin)
	if err != nil {
		return err
	}
	body := proposal // without the PIN: what is kept of a command is a fast hash
	_, err = p.doAt(ctx, Caller{Person: who.ID}, "pin.recover", id, group, []ledger.ID{who.Home}, nil, body, func(ctx context.Context, s *store.Store) (string, error) {
		row, err := findProposal(ctx, s, group, proposal)
		if err != nil {
			return "", err
		}
		if row.State != ProposalAgreed || row.over(s.At()) {
			return "", errCode()
		}
		if err := onlyHere(ctx, s, who.ID, group); ledger.KindOf(err) == ledger.Forbidden {
			return "", errCode()
		} else if err != nil {
			return "", err
		}
		if err := keep(ctx, s, id); err != nil {
			return "", err
		}
		if err := endSessionsBy(ctx, s, who.ID, string(PIN), ledger.Micros(s.At())); err != nil {
			return "", err
		}
		return proposal.String(), row.decide(ctx, s, ProposalUsed, "pin.recovered")
	})
	p.changed(who.ID)
	return err
}

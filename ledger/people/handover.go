package people

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// An office, a card, a PIN or the keys of a group are handed over before witnesses.
// Whoever proposes a handover agrees to it; it is done with the last agreement that it
// needs, and expires after seven days:
//
//   - The treasurer changes: the new one, the old one or the chair, and a key-holder.
//   - A card is lost: a key-holder, and the one whose card it is or another of the
//     group's officers. Her cards are revoked, and for seven days she can be given
//     another.
//   - A PIN is forgotten: two of the group's officers. Each gets one half of a code
//     that holds for an hour, and with both she sets a new PIN.
//   - All key-holders are gone: the chair, the secretary, and an officer of the
//     organisation that registered the group, who name three new ones.
//   - Somebody else's office as chair, secretary, treasurer or key-holder ends: the chair
//     or the secretary, and a key-holder; without another key-holder, two of chair,
//     secretary and treasurer, and an officer of that organisation.
//
// No one counts twice, and the one concerned is never a witness. The card and the PIN
// of somebody with an office beyond the group are not the group's to hand over.

// RecoveryLife is how long the one-time code for a forgotten PIN holds.
const RecoveryLife = time.Hour

// ProposeHandover proposes a handover of one of the first three kinds about a person.
// Codes: not_in_list (of the kind), not_a_group, forbidden, not_a_member (she has no
// role in the group), role_held, key_holder_in_office, already_proposed.
func (p *People) ProposeHandover(ctx context.Context, by Caller, id, group ledger.ID, kind ProposalKind, person ledger.ID) (store.Made[Proposal], error) {
	if kind != TreasurerChange && kind != CardLost && kind != PINForgotten {
		return store.Made[Proposal]{}, ledger.E(ledger.Invalid, "not_in_list", "kind")
	}
	return p.propose(ctx, by, id, group, proposalRow{Kind: kind, Person: person, Body: "{}"})
}

// ProposeKeyHolders proposes three new key-holders when all are gone. Codes:
// three_needed, still_key_holders, and those of [People.ProposeHandover].
func (p *People) ProposeKeyHolders(ctx context.Context, by Caller, id, group ledger.ID, persons []ledger.ID) (store.Made[Proposal], error) {
	persons = slices.Clone(persons)
	slices.SortFunc(persons, func(a, b ledger.ID) int { return slices.Compare(a[:], b[:]) })
	if len(slices.Compact(slices.Clone(persons))) != keyHolders || len(persons) != keyHolders {
		return store.Made[Proposal]{}, ledger.E(ledger.Invalid, "three_needed", "key_holders")
	}
	body, err := json.Marshal(persons)
	if err != nil {
		return store.Made[Proposal]{}, err
	}
	return p.propose(ctx, by, id, group, proposalRow{Kind: KeyHoldersGone, Body: string(body)})
}

type officeAsked struct {
	Role Role `json:"role"`
}

// ProposeOfficeEnd proposes that somebody's office ends; her own she lays down by
// [People.EndRole]. She stays a member. Codes: not_in_list (of the role), role_over (she
// has no such office), and those of [People.ProposeHandover].
func (p *People) ProposeOfficeEnd(ctx context.Context, by Caller, id, group, person ledger.ID, role Role) (store.Made[Proposal], error) {
	if !role.witnessed() {
		return store.Made[Proposal]{}, ledger.E(ledger.Invalid, "not_in_list", "role")
	}
	body, err := json.Marshal(officeAsked{role})
	if err != nil {
		return store.Made[Proposal]{}, err
	}
	return p.propose(ctx, by, id, group, proposalRow{Kind: OfficeEnd, Person: person, Body: string(body)})
}

// spendHandover spends what a handover was agreed for, once: by the same command it can be asked
// for again.
func (p *People) spendHandover(ctx context.Context, by Caller, id, group, proposal ledger.ID, kind ProposalKind, action string,
	may func(ctx context.Context, s *store.Store, row proposalRow) error) (proposalRow, error) {
	body := struct{ By, Proposal ledger.ID }{by.Person, proposal} // nobody else's, who was not asked whether she may
	_, err := p.do(ctx, by, action, ledger.DeriveID(id, action), group, body, func(ctx context.Context, s *store.Store) (string, error) {
		row, err := findProposal(ctx, s, group, proposal)
		if err != nil {
			return "", err
		}
		if err := may(ctx, s, row); err != nil {
			return "", err
		}
		if row.Kind != kind || row.State != ProposalAgreed || row.over(s.At()) {
			return "", ledger.E(ledger.Conflict, "proposal_over", "")
		}
		return proposal.String(), row.decide(ctx, s, ProposalUsed, action)
	})
	if err != nil {
		return proposalRow{}, err
	}
	return findProposal(ctx, p.s, group, proposal)
}

// ReplaceCard gives her whose card is lost a new one, once the loss is agreed on. The
// secretary may, but not for herself, and the administrators and officers of the
// organisation that registered the group. Codes: unknown_proposal, proposal_over,
// forbidden, and those of [People.IssueCard].
func (p *People) ReplaceCard(ctx context.Context, by Caller, id, group, proposal ledger.ID) (store.Made[IssuedCard], error) {
	row, err := p.spendHandover(ctx, by, id, group, proposal, CardLost, "card.replaced", func(ctx context.Context, s *store.Store, row proposalRow) error {
		registrar, err := groupOwner(ctx, s, group)
		if err != nil {
			return err
		}
		held, err := heldNow(ctx, s, by.Person)
		if err != nil {
			return err
		}
		if by.Person == row.Person || !held.Is(Scope{AtGroup, group}, Secretary) && (registrar.IsZero() || !held.Is(Scope{AtOrganization, registrar}, Admin, Officer)) {
			return ledger.E(ledger.Forbidden, "forbidden", "")
		}
		return onlyHere(ctx, s, row.Person, group)
	})
	if err != nil {
		return store.Made[IssuedCard]{}, err
	}
	return p.issueCard(ctx, by, id, row.Person, func(context.Context, *store.Store, personRow) error { return nil }) // the witnesses said so
}

package people

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// ProposalKind is what is proposed to a group.
type ProposalKind string

// The kinds. All but the first are handovers.
const (
	SharingProposal ProposalKind = "sharing"
	TreasurerChange ProposalKind = "treasurer"
	CardLost        ProposalKind = "card_lost"
	PINForgotten    ProposalKind = "pin_forgotten"
	KeyHoldersGone  ProposalKind = "key_holders"
	OfficeEnd       ProposalKind = "office_end"
)

// ProposalState is how far a proposal has come.
type ProposalState string

// The states. What is agreed is done; used says that the new card was given, or the
// one-time code of a forgotten PIN spent.
const (
	ProposalOpen      ProposalState = "open"
	ProposalAgreed    ProposalState = "agreed"
	ProposalUsed      ProposalState = "used"
	ProposalWithdrawn ProposalState = "withdrawn"
	ProposalExpired   ProposalState = "expired" // shown, never kept
)

// ProposalLife is how long a proposal waits for those who must agree.
const ProposalLife = 7 * 24 * time.Hour

// Proposal is what needs the word of several people of a group. Whoever proposes it
// agrees to it.
type Proposal struct {
	ID         ledger.ID      `json:"id"`
	Book       ledger.ID      `json:"book" doc:"The group's book"`
	Kind       ProposalKind   `json:"kind" enum:"sharing,treasurer,card_lost,pin_forgotten,key_holders,office_end"`
	Person     ledger.ID      `json:"person,omitzero" doc:"Whom it is about: the new treasurer, whose card is lost, who has forgotten her PIN, whose office ends"`
	Role       Role           `json:"role,omitempty" enum:"chair,secretary,treasurer,key_holder" doc:"The office that ends"`
	KeyHolders []ledger.ID    `json:"key_holders,omitempty" doc:"The three new ones"`
	Programme  ledger.ID      `json:"programme,omitzero" doc:"With which the group shares"`
	Share      Share          `json:"share,omitempty" enum:"totals,members"`
	State      ProposalState  `json:"state" enum:"open,agreed,used,withdrawn,expired"`
	ProposedBy ledger.ID      `json:"proposed_by"`
	ProposedAt time.Time      `json:"proposed_at"`
	ExpiresAt  time.Time      `json:"expires_at" doc:"Until when it waits, the code holds, or a new card can be given"`
	DecidedAt  *time.Time     `json:"decided_at,omitempty"`
	Agreed     []Confirmation `json:"agreed"`
	Code       string         `json:"code,omitempty" doc:"The caller's half of the one-time code, to be told to the woman in person" example:"ABCD-EFGH-IJKL-MNOP"`
}

// Confirmation is somebody's agreement to a proposal.
type Confirmation struct {
	Person ledger.ID `json:"person"`
	At     time.Time `json:"at"`
}

func (r *proposalRow) over(at time.Time) bool { return ledger.Micros(at) >= r.ExpiresAt }

func (r *proposalRow) proposal(at time.Time, agreed []confirmationRow) (Proposal, error) {
	x := Proposal{ID: r.ID, Book: r.Home, Kind: r.Kind, Person: r.Person, State: r.State, ProposedBy: r.ProposedBy,
		ProposedAt: momentOf(r.ProposedAt), ExpiresAt: momentOf(r.ExpiresAt), DecidedAt: instant(r.DecidedAt), Agreed: []Confirmation{}}
	if r.State == ProposalOpen && r.over(at) {
		x.State = ProposalExpired
	}
	for _, c := range agreed {
		x.Agreed = append(x.Agreed, Confirmation{c.Person, momentOf(c.At)})
	}
	switch r.Kind {
	case SharingProposal:
		var asked sharingAsked
		err := json.Unmarshal([]byte(r.Body), &asked)
		x.Programme, x.Share = asked.Programme, asked.Share
		return x, err
	case OfficeEnd:
		var asked officeAsked
		err := json.Unmarshal([]byte(r.Body), &asked)
		x.Role = asked.Role
		return x, err
	case KeyHoldersGone:
		return x, json.Unmarshal([]byte(r.Body), &x.KeyHolders)
	}
	return x, nil
}

// propose makes a proposal to a group, to which whoever makes it agrees.
func (p *People) propose(ctx context.Context, by Caller, id, group ledger.ID, row proposalRow) (store.Made[Proposal], error) {
	body := []any{row.Kind, row.Person, row.Body}
	var concerned []ledger.ID
	res, err := p.do(ctx, by, "proposal.make", id, group, body, func(ctx context.Context, s *store.Store) (string, error) {
		row := row
		row.Home, row.ID, row.ProposedBy, row.State = group, id, by.Person, ProposalOpen
		row.ProposedAt, row.ExpiresAt = ledger.Micros(s.At()), ledger.Micros(s.At().Add(ProposalLife))
		circle, err := circleOf(ctx, s, &row)
		if err != nil {
			return "", err
		}
		if err := circle.may(by.Person); err != nil {
			return "", err
		}
		before, err := proposalsOf(ctx, s, group)
		if err != nil {
			return "", err
		}
		if slices.ContainsFunc(before, func(o proposalRow) bool {
			return o.Kind == row.Kind && o.Person == row.Person && o.Body == row.Body && o.State == ProposalOpen && !o.over(s.At())
		}) {
			return "", ledger.E(ledger.Conflict, "already_proposed", "")
		}
		if err := circle.check(ctx, s); err != nil {
			return "", err
		}
		if err := row.insert(ctx, s); err != nil {
			return "", err
		}
		if err := row.record(ctx, s, "proposal.made"); err != nil {
			return "", err
		}
		concerned, err = circle.agree(ctx, s, by.Person)
		return id.String(), err
	})
	return p.madeProposal(ctx, by, group, id, concerned, res, err)
}

// ConfirmProposal agrees to a proposal; with the last agreement that it needs it is
// done. Codes: unknown_proposal, proposal_over (decided, withdrawn or older than seven
// days), forbidden (who has no say in it), already_confirmed, and those of making it,
// as things may have changed.
func (p *People) ConfirmProposal(ctx context.Context, by Caller, id, group, proposal ledger.ID) (store.Made[Proposal], error) {
	var concerned []ledger.ID
	res, err := p.do(ctx, by, "proposal.confirm", id, group, proposal, func(ctx context.Context, s *store.Store) (string, error) {
		row, err := openProposal(ctx, s, group, proposal)
		if err != nil {
			return "", err
		}
		circle, err := circleOf(ctx, s, &row)
		if err != nil {
			return "", err
		}
		if err := circle.may(by.Person); err != nil {
			return "", err
		}
		if err := circle.check(ctx, s); err != nil {
			return "", err
		}
		concerned, err = circle.agree(ctx, s, by.Person)
		return proposal.String(), err
	})
	return p.madeProposal(ctx, by, group, proposal, concerned, res, err)
}

// WithdrawProposal takes back a proposal that waits: whoever made it may, and the
// chair. Codes: unknown_proposal, proposal_over, forbidden.
func (p *People) WithdrawProposal(ctx context.Context, by Caller, id, group, proposal ledger.ID) (store.Made[Proposal], error) {
	res, err := p.do(ctx, by, "proposal.withdraw", id, group, proposal, func(ctx context.Context, s *store.Store) (string, error) {
		row, err := openProposal(ctx, s, group, proposal)
		if err != nil {
			return "", err
		}
		if row.ProposedBy != by.Person {
			if _, err := inOffice(ctx, s, by, Scope{AtGroup, group}, Chair); err != nil {
				return "", err
			}
		}
		return proposal.String(), row.decide(ctx, s, ProposalWithdrawn, "proposal.withdrawn")
	})
	return p.madeProposal(ctx, by, group, proposal, nil, res, err)
}

func openProposal(ctx context.Context, s *store.Store, group, id ledger.ID) (proposalRow, error) {
	row, err := findProposal(ctx, s, group, id)
	if err == nil && (row.State != ProposalOpen || row.over(s.At())) {
		return row, ledger.E(ledger.Conflict, "proposal_over", "")
	}
	return row, err
}

func (r *proposalRow) decide(ctx context.Context, s *store.Store, state ProposalState, action string) error {
	r.State, r.DecidedAt = state, ledger.Micros(s.At())
	if err := r.update(ctx, s); err != nil {
		return err
	}
	return r.record(ctx, s, action)
}

// record tells the chain of the group what stands of the proposal.
func (r *proposalRow) record(ctx context.Context, s *store.Store, action string) error {
	facts := struct {
		Kind   ProposalKind    `json:"kind"`
		Person ledger.ID       `json:"person,omitzero"`
		Asked  json.RawMessage `json:"asked,omitempty"` // ids and codes alone
		State  ProposalState   `json:"state"`
	}{r.Kind, r.Person, json.RawMessage(r.Body), r.State}
	return s.Record(ctx, r.Home, action, r.ID, facts)
}

// madeProposal is the answer to a command about a proposal: the proposal as it is.
func (p *People) madeProposal(ctx context.Context, by Caller, group, id ledger.ID, concerned []ledger.ID, res store.Result, err error) (store.Made[Proposal], error) {
	p.links.drop()
	for _, person := range concerned {
		p.changed(person)
	}
	if err != nil {
		return store.Made[Proposal]{}, err
	}
	row, err := findProposal(ctx, p.s, group, id)
	if err != nil {
		return store.Made[Proposal]{}, err
	}
	all, err := p.shownProposals(ctx, by, group, row)
	if err != nil {
		return store.Made[Proposal]{}, err
	}
	return store.Made[Proposal]{It: all[0], Replayed: res.Replayed}, nil
}

// Proposals are those of a group, the last one first: what it may share, or the
// handovers. Who has no office there sees those that are about herself.
func (p *People) Proposals(ctx context.Context, by Caller, group ledger.ID, sharing bool) ([]Proposal, error) {
	registrar, err := groupOwner(ctx, p.s, group)
	if err != nil {
		return nil, err
	}
	rows, err := proposalsOf(ctx, p.s, group)
	if err != nil {
		return nil, err
	}
	office := by.Is(Scope{AtGroup, group}, groupOffices...) || !registrar.IsZero() && by.Is(Scope{AtOrganization, registrar}, Admin, Officer)
	rows = slices.DeleteFunc(rows, func(r proposalRow) bool {
		return (r.Kind == SharingProposal) != sharing || !office && r.Person != by.Person
	})
	return p.shownProposals(ctx, by, group, rows...)
}

func (p *People) shownProposals(ctx context.Context, by Caller, group ledger.ID, rows ...proposalRow) ([]Proposal, error) {
	ids := make([]ledger.ID, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	agreed, err := confirmationsOf(ctx, p.s, group, ids...)
	if err != nil {
		return nil, err
	}
	all := make([]Proposal, len(rows))
	for i, r := range rows {
		if all[i], err = r.proposal(p.s.At(), agreed[r.ID]); err != nil {
			return nil, err
		}
		if r.Kind != PINForgotten || r.State != ProposalAgreed || r.over(p.s.At()) {
			continue
		}
		witnesses, err := r.witnesses(ctx, p.s, agreed[r.ID])
		if err != nil {
			return nil, err
		}
		if slices.Contains(witnesses, by.Person) {
			all[i].Code = codeText(p.half(group, r.ID, by.Person))
		}
	}
	return all, nil
}

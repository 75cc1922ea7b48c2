package people

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// Sharing is what a group has agreed that a programme may see.
type Sharing struct {
	ID        ledger.ID  `json:"id" doc:"Of this agreement"`
	Programme ledger.ID  `json:"programme"`
	Share     Share      `json:"share" enum:"nothing,totals,members"`
	Since     time.Time  `json:"since"`
	Until     *time.Time `json:"until,omitempty" doc:"When the group ended it, or agreed to another in its place"`
}

// SharedGroup is a group that shares with a programme now.
type SharedGroup struct {
	Book         ledger.ID `json:"book"`
	Name         string    `json:"name" example:"Kelompok Melati"`
	Organization ledger.ID `json:"organization,omitzero" doc:"That registered it"`
	Share        Share     `json:"share" enum:"totals,members"`
	Since        time.Time `json:"since"`
}

// What the chain of changes says of them.
const (
	sharingAgreed = "sharing.agreed"
	sharingEnded  = "sharing.ended"
)

type sharingAsked struct {
	Programme ledger.ID `json:"programme"`
	Share     Share     `json:"share"`
}

// ProposeSharing asks the group to let a programme see its totals or its members'
// lines. The chair, the secretary or the treasurer proposes it; it holds once the
// chair and one of the other two have agreed, two different persons. Codes:
// not_a_group, forbidden, not_in_list, unknown_programme (also when the organisation
// that registered the group works in no such programme).
func (p *People) ProposeSharing(ctx context.Context, by Caller, id, group, programme ledger.ID, share Share) (store.Made[Proposal], error) {
	if share != ShareTotals && share != ShareMembers {
		return store.Made[Proposal]{}, ledger.E(ledger.Invalid, "not_in_list", "share", "allowed", "totals, members")
	}
	body, err := json.Marshal(sharingAsked{programme, share})
	if err != nil {
		return store.Made[Proposal]{}, err
	}
	return p.propose(ctx, by, id, group, proposalRow{Kind: SharingProposal, Body: string(body)})
}

// checkSharing refuses a programme that the group's organisation does not work in.
func checkSharing(ctx context.Context, s *store.Store, programme, registrar ledger.ID) error {
	g, err := findProgramme(ctx, s, programme)
	if err != nil {
		return atField(err, "programme")
	}
	partners, err := takingPart(ctx, s, g.Home, g.ID)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(partners, func(t Taking) bool {
		return t.Organization == registrar && (t.Part == Lead || t.Part == Implementer)
	}) {
		return ledger.E(ledger.Invalid, "unknown_programme", "programme")
	}
	return nil
}

// share writes down what the group has agreed.
func (r *proposalRow) share(ctx context.Context, s *store.Store, by ledger.ID, registrar ledger.ID) error {
	var asked sharingAsked
	if err := json.Unmarshal([]byte(r.Body), &asked); err != nil {
		return err
	}
	if err := checkSharing(ctx, s, asked.Programme, registrar); err != nil {
		return err
	}
	row := sharingRow{Home: r.Home, Programme: asked.Programme, Share: asked.Share, AgreedBy: by, Since: ledger.Micros(s.At())}
	if err := row.keep(ctx, s); err != nil {
		return err
	}
	return s.Record(ctx, r.Home, sharingAgreed, asked.Programme, asked)
}

// EndSharing ends what a programme may see of a group, at once. The chair does it
// alone. Codes: not_a_group, forbidden, not_shared.
func (p *People) EndSharing(ctx context.Context, by Caller, id, group, programme ledger.ID) (store.Made[[]Sharing], error) {
	none := store.Made[[]Sharing]{}
	res, err := p.do(ctx, by, "sharing.end", id, group, programme, func(ctx context.Context, s *store.Store) (string, error) {
		if _, err := groupOwner(ctx, s, group); err != nil {
			return "", err
		}
		if _, err := inOffice(ctx, s, by, Scope{AtGroup, group}, Chair); err != nil {
			return "", err
		}
		row, err := findSharing(ctx, s, group, programme)
		if err != nil {
			return "", err
		}
		row.Until = ledger.Micros(s.At())
		if err := row.keep(ctx, s); err != nil {
			return "", err
		}
		return programme.String(), s.Record(ctx, group, sharingEnded, programme, sharingAsked{programme, ShareNothing})
	})
	p.links.drop()
	if err != nil {
		return none, err
	}
	all, err := p.Sharings(ctx, group)
	return store.Made[[]Sharing]{It: all, Replayed: res.Replayed}, err
}

// Sharings are all agreements of a group on what programmes may see of it, newest first:
// those in force, and those that were ended or replaced.
func (p *People) Sharings(ctx context.Context, group ledger.ID) ([]Sharing, error) {
	rows, err := sharingRecords(ctx, p.s, group)
	if err != nil {
		return nil, err
	}
	all := []Sharing{}
	last := map[ledger.ID]int{} // of a programme, where it is
	for _, r := range rows {
		at := momentOf(r.At)
		if i, there := last[r.Subject]; there && all[i].Until == nil {
			all[i].Until = &at
		}
		var asked sharingAsked
		if err := json.Unmarshal([]byte(r.Body), &asked); err != nil {
			return nil, err
		}
		if r.Action == sharingAgreed {
			last[r.Subject] = len(all)
			all = append(all, Sharing{ID: ledger.DeriveID(r.Subject, fmt.Sprint("sharing ", group, r.Seq)), Programme: r.Subject, Share: asked.Share, Since: at})
		}
	}
	slices.Reverse(all)
	return all, nil
}

// GroupsOf are up to limit groups behind the given one that share with a programme
// now, in order of ids.
func (p *People) GroupsOf(ctx context.Context, programme, after ledger.ID, limit int) ([]SharedGroup, error) {
	return groupsSharing(ctx, p.s, programme, after, limit)
}

// LinksOf are the programmes that bear on a book now: of a group those that it shares
// with, of a programme's book the programme itself. Who has just changed something
// sees it at once; another server within five seconds.
func (p *People) LinksOf(ctx context.Context, book ledger.ID) ([]ProgrammeLink, error) {
	return p.links.get(book, p.s.At(), func() (links []ProgrammeLink, keep bool, err error) {
		owner, there, err := p.OwnerOf(ctx, book)
		if err != nil || !there {
			return nil, false, err
		}
		switch owner.Scope.Kind {
		case AtProgramme:
			link, err := p.LinkOf(ctx, owner.Scope.ID)
			return []ProgrammeLink{link}, true, err
		case AtGroup:
			links, err = linksOfGroup(ctx, p.s, book)
		}
		return links, len(links) > 0, err
	})
}

// LinkOf is the programme with the organisations that have a part in it now, or
// unknown_programme.
func (p *People) LinkOf(ctx context.Context, programme ledger.ID) (ProgrammeLink, error) {
	g, err := findProgramme(ctx, p.s, programme)
	if err != nil {
		return ProgrammeLink{}, err
	}
	partners, err := takingPart(ctx, p.s, g.Home, programme)
	return ProgrammeLink{Programme: programme, Partners: partners}, err
}

func linksOfGroup(ctx context.Context, s *store.Store, group ledger.ID) ([]ProgrammeLink, error) {
	rows, err := sharingsOf(ctx, s, group)
	if err != nil {
		return nil, err
	}
	var links []ProgrammeLink
	for _, r := range rows {
		if r.Until != 0 {
			continue
		}
		g, err := findProgramme(ctx, s, r.Programme)
		if err != nil {
			return nil, err
		}
		partners, err := takingPart(ctx, s, g.Home, g.ID)
		if err != nil {
			return nil, err
		}
		links = append(links, ProgrammeLink{Programme: r.Programme, Share: r.Share, Partners: partners})
	}
	return links, nil
}

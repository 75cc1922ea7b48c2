package people_test

import (
	"slices"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// leave ends a role of somebody in the group.
func (o *town) leave(who people.Caller, role people.Role) {
	o.Helper()
	grants, err := o.p.RolesOf(o.Context(), o.melati(), false)
	o.must("the roles", err)
	i := slices.IndexFunc(grants, func(g people.Grant) bool { return g.Person == who.Person && g.Role == role })
	if i < 0 {
		o.Fatalf("she is no %s", role)
	}
	_, err = o.p.EndRole(o.Context(), who, store.NewID(), o.melati(), grants[i].ID)
	o.must("she leaves", err)
}

// Who opens somebody's account has all of her offices. So the officers of a group
// cannot take in an officer of the organisation, or of another group, as a member and
// then hand her card or her PIN over to themselves.
func TestAGroupHandsOverNobodysOfficeElsewhere(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		mawar := o.found("Mawar", o.officer, o.kapuas)
		rina := o.person(o.kapuas) // chair there, member here
		o.give(o.officer, rina, people.Chair, people.AtGroup, mawar)
		wati := o.person(o.kapuas) // member of both
		o.give(o.officer, wati, people.Member, people.AtGroup, mawar)
		for _, who := range []people.Caller{o.admin, rina, wati} {
			o.accepts(o.chair, who, people.Member)
		}
		for _, kind := range []people.ProposalKind{people.PINForgotten, people.CardLost} {
			for what, who := range map[string]people.Caller{"an administrator's": o.admin, "another chair's": rina} {
				fails(t, what+" "+string(kind), o.about(o.secretary, kind, who)(store.NewID()), "forbidden")
				fails(t, what+" "+string(kind)+", by herself", o.about(who, kind, who)(store.NewID()), "forbidden")
			}
			o.handover("of a member of two groups", o.about(o.secretary, kind, wati), say{o.keys[0], ""})
		}

		// An office that she gets on the way counts as well.
		pin := o.handover("Siti's PIN", o.about(o.secretary, people.PINForgotten, o.siti), say{o.keys[0], ""})
		card := o.handover("Siti's card", o.about(o.secretary, people.CardLost, o.siti), say{o.keys[0], ""})
		waits := o.handover("Dewi's card", o.about(o.secretary, people.CardLost, o.dewi))
		codes := o.halves(pin, o.secretary, o.keys[0])
		for _, who := range []people.Caller{o.siti, o.dewi} {
			o.give(o.admin, who, people.Trainer, people.AtOrganization, o.kapuas)
		}
		fails(t, "a trainer's PIN", o.p.RecoverPIN(ctx, store.NewID(), o.group, pin, codes, "739152"), "invalid_code")
		_, err := o.p.ReplaceCard(ctx, o.secretary, store.NewID(), o.group, card)
		fails(t, "a trainer's card", err, "forbidden")
		_, err = o.p.ConfirmProposal(ctx, o.keys[0], store.NewID(), o.group, waits)
		fails(t, "a trainer's loss", err, "forbidden")
		o.sound()
	})
}

// Only the officers of the group are witnesses of a forgotten PIN, and only as long as
// they are officers.
func TestHalvesAreOfTheGroupsOfficersAlone(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		id := o.handover("Siti's PIN", o.about(o.secretary, people.PINForgotten, o.siti), say{o.officer, ""}, say{o.keys[0], ""})
		all, err := o.p.Proposals(ctx, o.as(o.officer, people.Scope{Kind: people.AtOrganization, ID: o.kapuas}), o.group, false)
		o.must("the handovers", err)
		if len(all) != 1 || all[0].ID != id || all[0].State != people.ProposalAgreed || all[0].Code != "" {
			t.Errorf("the officer of the organisation sees %+v", all)
		}
		codes := o.halves(id, o.secretary, o.keys[0])
		if codes[0] == "" || codes[1] == "" {
			t.Fatalf("the halves are %q", codes)
		}
		o.leave(o.keys[0], people.KeyHolder)
		if x := o.state(id, o.keys[0]); x.Code != "" {
			t.Error("who is no key-holder any more sees a half")
		}
		fails(t, "with the half of one who has left", o.p.RecoverPIN(ctx, store.NewID(), o.group, id, codes, "739152"), "invalid_code")
		o.sound()
	})
}

func TestLeaveForANewCardRunsOut(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		lost := func(who people.Caller) ledger.ID {
			id := o.handover("a card", o.about(who, people.CardLost, who))
			o.later(people.ProposalLife - time.Microsecond) // the last moment
			_, err := o.p.ConfirmProposal(t.Context(), o.keys[0], store.NewID(), o.group, id)
			o.must("the key-holder", err)
			return id
		}
		replace := func(id ledger.ID) error {
			_, err := o.p.ReplaceCard(t.Context(), o.secretary, store.NewID(), o.group, id)
			return err
		}
		sitis := lost(o.siti)
		o.later(people.ProposalLife - time.Microsecond)
		o.must("in the last moment", replace(sitis))
		dewis := lost(o.dewi)
		o.later(people.ProposalLife)
		fails(t, "seven days after it was agreed", replace(dewis), "proposal_over")
	})
}

// A card that could not be made at once goes to who asked for it, and to nobody who
// repeats her command.
func TestANewCardGoesToWhoAskedForIt(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		lost := o.handover("Siti's", o.about(o.siti, people.CardLost, o.siti), say{o.keys[0], ""})
		for i := range 5 {
			o.card(o.siti, byte(i))
		}
		id := store.NewID()
		replace := func(by people.Caller) (people.IssuedCard, error) {
			made, err := o.p.ReplaceCard(t.Context(), by, id, o.group, lost)
			return made.It, err
		}
		_, err := replace(o.secretary)
		fails(t, "the sixth", err, "too_many_cards")
		o.must("they are revoked", o.s.Tx(t.Context(), revokeCardsOf(o.siti.Person)))
		for what, by := range map[string]people.Caller{"a stranger": o.landakAdmin, "she herself": o.siti, "an officer": o.officer} {
			if card, err := replace(by); ledger.CodeOf(err) != "id_reused" || card.Text != "" {
				t.Errorf("%s: %+v, %v", what, card, err)
			}
		}
		if card, err := replace(o.secretary); err != nil || card.Text == "" {
			t.Errorf("%+v, %v", card, err)
		}
	})
}

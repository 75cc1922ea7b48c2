package people_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// sees is how much a programme sees of the group: "" for nothing at all.
func (o *town) sees(programme ledger.ID) people.Share {
	o.Helper()
	links, err := o.p.LinksOf(o.Context(), o.group)
	o.must("the links", err)
	for _, l := range links {
		if l.Programme == programme {
			return l.Share
		}
	}
	return ""
}

func TestAGroupAgreesWhatAProgrammeSees(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		g, foreign := o.programme(o.kapuas, o.admin), o.programme(o.landak, o.landakAdmin)
		propose := func(by people.Caller, programme ledger.ID, share people.Share) (ledger.ID, error) {
			id := store.NewID()
			_, err := o.p.ProposeSharing(ctx, by, id, o.group, programme, share)
			return id, err
		}
		confirm := func(by people.Caller, id ledger.ID) error {
			_, err := o.p.ConfirmProposal(ctx, by, store.NewID(), o.group, id)
			return err
		}
		end := func(by people.Caller) error {
			_, err := o.p.EndSharing(ctx, by, store.NewID(), o.group, g)
			return err
		}
		for _, x := range []struct {
			what      string
			by        people.Caller
			programme ledger.ID
			share     people.Share
			code      string
		}{
			{"by a member", o.siti, g, people.ShareTotals, "forbidden"},
			{"by a key-holder", o.keys[0], g, people.ShareTotals, "forbidden"},
			{"by the officer", o.officer, g, people.ShareTotals, "forbidden"},
			{"nothing", o.chair, g, people.ShareNothing, "not_in_list"},
			{"with a foreign programme", o.chair, foreign, people.ShareTotals, "unknown_programme"},
			{"with no programme", o.chair, store.NewID(), people.ShareTotals, "unknown_programme"},
		} {
			_, err := propose(x.by, x.programme, x.share)
			fails(t, x.what, err, x.code)
		}
		fails(t, "ending what is not", end(o.chair), "not_shared")

		id, err := propose(o.secretary, g, people.ShareTotals)
		o.must("the secretary's proposal", err)
		_, err = propose(o.chair, g, people.ShareTotals)
		fails(t, "the same again", err, "already_proposed")
		fails(t, "by herself", confirm(o.secretary, id), "already_confirmed")
		fails(t, "by a member", confirm(o.siti, id), "forbidden")
		o.must("the treasurer confirms", confirm(o.treasurer, id))
		if got := o.sees(g); got != "" {
			t.Errorf("without the chair it sees %q", got)
		}
		o.must("the chair confirms", confirm(o.chair, id))
		if got := o.sees(g); got != people.ShareTotals {
			t.Errorf("it sees %q", got)
		}
		fails(t, "once more", confirm(o.chair, id), "proposal_over")
		if groups, err := o.p.GroupsOf(ctx, g, ledger.ID{}, 10); err != nil || len(groups) != 1 || groups[0].Book != o.group || groups[0].Name != "Melati" {
			t.Errorf("%+v, %v", groups, err)
		}
		id, err = propose(o.chair, g, people.ShareMembers)
		o.must("more", err)
		if got := o.sees(g); got != people.ShareTotals {
			t.Errorf("before a second word it sees %q", got)
		}
		o.must("the treasurer agrees", confirm(o.treasurer, id))
		if got := o.sees(g); got != people.ShareMembers {
			t.Errorf("it sees %q", got)
		}
		fails(t, "ended by the secretary", end(o.secretary), "forbidden")
		o.must("ended", end(o.chair))
		if got := o.sees(g); got != "" {
			t.Errorf("after the end it sees %q", got)
		}
		if groups, err := o.p.GroupsOf(ctx, g, ledger.ID{}, 10); err != nil || len(groups) != 0 {
			t.Errorf("%+v, %v", groups, err)
		}

		o.later(time.Hour)
		id, err = propose(o.secretary, g, people.ShareTotals)
		o.must("totals again", err)
		o.must("the chair agrees", confirm(o.chair, id))
		history, err := o.p.Sharings(ctx, o.group)
		o.must("the agreements", err)
		var told []string
		ids := map[ledger.ID]bool{}
		for _, x := range history {
			told = append(told, fmt.Sprint(x.Share, " ", x.Until != nil))
			ids[x.ID] = true
		}
		if want := []string{"totals false", "members true", "totals true"}; !slices.Equal(told, want) || len(ids) != 3 {
			t.Errorf("the agreements are %v, want %v", told, want)
		}
		o.must("ended again", end(o.chair))
		if history, err = o.p.Sharings(ctx, o.group); err != nil || history[0].Until == nil {
			t.Errorf("%+v, %v", history, err)
		}

		// Seven days, and not longer.
		id, err = propose(o.chair, g, people.ShareTotals)
		o.must("once more", err)
		o.later(people.ProposalLife)
		fails(t, "after seven days", confirm(o.treasurer, id), "proposal_over")
		all, err := o.p.Proposals(ctx, o.as(o.chair, o.melati()), o.group, true)
		if err != nil || len(all) != 4 || all[0].State != people.ProposalExpired || all[1].State != people.ProposalAgreed {
			t.Errorf("%+v, %v", all, err)
		}
		id, err = propose(o.chair, g, people.ShareTotals)
		o.must("proposed anew", err)
		_, err = o.p.WithdrawProposal(ctx, o.treasurer, store.NewID(), o.group, id)
		fails(t, "withdrawn by another", err, "forbidden")
		_, err = o.p.WithdrawProposal(ctx, o.chair, store.NewID(), o.group, id)
		o.must("withdrawn", err)
		fails(t, "confirmed after that", confirm(o.treasurer, id), "proposal_over")
		o.sound()
	})
}

// An organisation that leaves a programme sees nothing of its groups any more.
func TestAPartnersPartBearsOnTheGroups(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		g := o.programme(o.kapuas, o.admin)
		id := store.NewID()
		_, err := o.p.ProposeSharing(ctx, o.chair, id, o.group, g, people.ShareTotals)
		o.must("a proposal", err)
		_, err = o.p.ConfirmProposal(ctx, o.treasurer, store.NewID(), o.group, id)
		o.must("a confirmation", err)
		partners := func() int {
			links, err := o.p.LinksOf(ctx, o.group)
			o.must("the links", err)
			return len(links[0].Partners)
		}
		if n := partners(); n != 1 {
			t.Errorf("%d partners", n)
		}
		_, err = o.p.OfferPart(ctx, o.admin, store.NewID(), g, o.landak, people.Funder)
		o.must("an offer", err)
		if n := partners(); n != 1 {
			t.Errorf("%d partners before it is accepted", n)
		}
		_, err = o.p.AcceptPart(ctx, o.landakAdmin, store.NewID(), g, o.landak, people.Funder)
		o.must("accepted", err)
		if n := partners(); n != 2 {
			t.Errorf("%d partners after", n)
		}
		_, err = o.p.EndPart(ctx, o.landakAdmin, store.NewID(), g, o.landak, people.Funder)
		o.must("left", err)
		if n := partners(); n != 1 {
			t.Errorf("%d partners after it left", n)
		}
	})
}

// Another server believes what it has read for five seconds and no longer.
func TestAnotherServerLearnsOfTheEndOfSharing(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		g := o.programme(o.kapuas, o.admin)
		id := store.NewID()
		_, err := o.p.ProposeSharing(ctx, o.chair, id, o.group, g, people.ShareTotals)
		o.must("a proposal", err)
		_, err = o.p.ConfirmProposal(ctx, o.treasurer, store.NewID(), o.group, id)
		o.must("a confirmation", err)
		other := newPeople(t, o.s)
		for _, want := range []int{1, 0} {
			links, err := other.LinksOf(ctx, o.group)
			if err != nil || len(links) != want {
				t.Errorf("the other server knows %d links, want %d; %v", len(links), want, err)
			}
			_, err = o.p.EndSharing(ctx, o.chair, store.NewID(), o.group, g)
			if want == 1 {
				o.must("the end", err)
			}
			o.later(5 * time.Second)
		}
	})
}

package people_test

import (
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// say is a word for a handover, and the code that it gets.
type say struct {
	by   people.Caller
	code string
}

// handover proposes one and lets people confirm it.
func (o *town) handover(what string, propose func(id ledger.ID) error, says ...say) ledger.ID {
	o.Helper()
	id := store.NewID()
	o.must(what, propose(id))
	for i, x := range says {
		_, err := o.p.ConfirmProposal(o.Context(), x.by, store.NewID(), o.group, id)
		if ledger.CodeOf(err) != x.code {
			o.Errorf("%s, word %d: %v, want %q", what, i+1, err, x.code)
		}
	}
	return id
}

func (o *town) about(by people.Caller, kind people.ProposalKind, whom people.Caller) func(id ledger.ID) error {
	return func(id ledger.ID) error {
		_, err := o.p.ProposeHandover(o.Context(), by, id, o.group, kind, whom.Person)
		return err
	}
}

func (o *town) state(id ledger.ID, as people.Caller) people.Proposal {
	o.Helper()
	all, err := o.p.Proposals(o.Context(), o.as(as, o.melati()), o.group, false)
	o.must("the handovers", err)
	for _, x := range all {
		if x.ID == id {
			return x
		}
	}
	return people.Proposal{}
}

func TestTheTreasurerChanges(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		treasurer := func() ledger.ID {
			all := o.holders(people.Treasurer, o.melati())
			if len(all) != 1 {
				t.Fatalf("%d treasurers", len(all))
			}
			return all[0]
		}
		for _, x := range []struct {
			what string
			by   people.Caller
			to   people.Caller
			code string
		}{
			{"by a member who is not concerned", o.dewi, o.siti, "forbidden"},
			{"to a stranger", o.chair, o.landakAdmin, "not_a_member"},
			{"to the treasurer", o.chair, o.treasurer, "role_held"},
			{"to a key-holder", o.chair, o.keys[0], "key_holder_in_office"},
		} {
			fails(t, x.what, o.about(x.by, people.TreasurerChange, x.to)(store.NewID()), x.code)
		}
		_, err := o.p.ProposeHandover(ctx, o.chair, store.NewID(), o.group, "throne", o.siti.Person)
		fails(t, "a throne", err, "not_in_list")

		id := o.handover("to Siti by the chair", o.about(o.chair, people.TreasurerChange, o.siti),
			say{o.chair, "already_confirmed"}, say{o.dewi, "forbidden"}, say{o.keys[1], ""}, say{o.keys[2], ""}, say{o.secretary, ""})
		if treasurer() != o.treasurer.Person {
			t.Error("she is treasurer who has not accepted")
		}
		if x := o.state(id, o.dewi); !x.ID.IsZero() {
			t.Error("a member who is not concerned sees the handover")
		}
		if x := o.state(id, o.siti); x.State != people.ProposalOpen || len(x.Agreed) != 4 {
			t.Errorf("%+v", x)
		}
		_, err = o.p.ConfirmProposal(ctx, o.siti, store.NewID(), o.group, id)
		o.must("she accepts", err)
		if treasurer() != o.siti.Person {
			t.Error("the treasurer has not changed")
		}

		// Without a key-holder nothing happens, and the chair is no witness of her own
		// office: the old treasurer speaks instead.
		id = o.handover("to the chair", o.about(o.secretary, people.TreasurerChange, o.chair), say{o.chair, ""}, say{o.keys[0], ""})
		if treasurer() != o.siti.Person {
			t.Error("the chair has taken the money with one key-holder")
		}
		_, err = o.p.ConfirmProposal(ctx, o.siti, store.NewID(), o.group, id)
		o.must("the old one", err)
		if treasurer() != o.chair.Person {
			t.Error("the treasurer has not changed")
		}
		if x := o.state(id, o.chair); x.State != people.ProposalAgreed || x.DecidedAt == nil || x.Code != "" {
			t.Errorf("%+v", x)
		}
		o.sound()
	})
}

func TestAWitnessWhoHasLeftDoesNotCount(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		id := o.handover("to Siti", o.about(o.chair, people.TreasurerChange, o.siti), say{o.keys[0], ""})
		o.leave(o.keys[0], people.KeyHolder)
		_, err := o.p.ConfirmProposal(t.Context(), o.siti, store.NewID(), o.group, id)
		o.must("Siti accepts", err)
		if x := o.state(id, o.chair); x.State != people.ProposalOpen {
			t.Errorf("%+v", x)
		}
		_, err = o.p.ConfirmProposal(t.Context(), o.keys[1], store.NewID(), o.group, id)
		o.must("another key-holder", err)
		if x := o.state(id, o.chair); x.State != people.ProposalAgreed {
			t.Errorf("%+v", x)
		}
	})
}

func TestALostCardIsRevoked(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		cards := func(who people.Caller) int {
			var n int
			err := o.s.DB().NewRaw("SELECT count(*) FROM credentials WHERE person = ? AND kind = 'card' AND revoked_at = 0", who.Person).Scan(t.Context(), &n)
			o.must("the cards", err)
			return n
		}
		for i, who := range []people.Caller{o.siti, o.keys[0], o.dewi} {
			o.card(who, byte(i))
		}
		o.handover("her word and a key-holder's", o.about(o.siti, people.CardLost, o.siti), say{o.chair, ""}, say{o.keys[0], ""})
		o.handover("a key-holder's own", o.about(o.keys[0], people.CardLost, o.keys[0]), say{o.keys[1], ""})
		o.handover("two who know it, since she cannot come in", o.about(o.secretary, people.CardLost, o.dewi), say{o.siti, "forbidden"})
		if cards(o.siti) != 0 || cards(o.keys[0]) != 0 || cards(o.dewi) != 1 {
			t.Errorf("cards left: %d, %d, %d", cards(o.siti), cards(o.keys[0]), cards(o.dewi))
		}
		all, err := o.p.Proposals(t.Context(), o.as(o.chair, o.melati()), o.group, false)
		o.must("the handovers", err)
		_, err = o.p.ConfirmProposal(t.Context(), o.keys[2], store.NewID(), o.group, all[0].ID)
		o.must("the key-holder's word", err)
		if cards(o.dewi) != 0 {
			t.Error("her card still works")
		}
		o.sound()
	})
}

// card gives somebody a card, as far as the database is concerned.
func (o *town) card(who people.Caller, n byte) {
	o.Helper()
	cmd := ledger.Command{ID: store.NewID(), Home: o.group, Name: "test.card", Version: 1, Actor: ledger.Operator}
	handle := append(make([]byte, 31), n)
	_, err := o.s.Once(o.Context(), cmd, nil, insertCard(who.Person, o.group, handle))
	o.must("a card", err)
}

func TestAllKeyHoldersAreGone(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		rina := o.person(o.group)
		o.give(o.chair, rina, people.Member, people.AtGroup, o.group)
		three := []ledger.ID{o.siti.Person, o.dewi.Person, rina.Person}
		propose := func(by people.Caller, persons ...ledger.ID) func(id ledger.ID) error {
			return func(id ledger.ID) error {
				_, err := o.p.ProposeKeyHolders(ctx, by, id, o.group, persons)
				return err
			}
		}
		fails(t, "while there are some", propose(o.chair, three...)(store.NewID()), "still_key_holders")
		for _, k := range o.keys {
			o.leave(k, people.KeyHolder)
		}
		fails(t, "two", propose(o.chair, three[:2]...)(store.NewID()), "three_needed")
		fails(t, "one twice", propose(o.chair, three[0], three[1], three[1])(store.NewID()), "three_needed")
		fails(t, "a stranger", propose(o.chair, three[0], three[1], o.landakAdmin.Person)(store.NewID()), "not_a_member")
		fails(t, "the treasurer", propose(o.chair, three[0], three[1], o.treasurer.Person)(store.NewID()), "key_holder_in_office")
		fails(t, "by a member", propose(o.siti, three...)(store.NewID()), "forbidden")
		id := o.handover("three new ones", propose(o.secretary, three...), say{o.treasurer, ""}, say{o.landakAdmin, "forbidden"},
			say{o.finance, "forbidden"}, say{o.officer, ""})
		if got := o.holders(people.KeyHolder, o.melati()); len(got) != 0 {
			t.Errorf("without the chair there are %d", len(got))
		}
		_, err := o.p.ConfirmProposal(ctx, o.chair, store.NewID(), o.group, id)
		o.must("the chair", err)
		if got := o.holders(people.KeyHolder, o.melati()); len(got) != 3 {
			t.Errorf("there are %d", len(got))
		}
		o.sound()
	})
}

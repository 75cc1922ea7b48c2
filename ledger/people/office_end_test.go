package people_test

import (
	"slices"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// ends proposes that somebody's office ends.
func (o *town) ends(by, whose people.Caller, role people.Role) func(id ledger.ID) error {
	return func(id ledger.ID) error {
		_, err := o.p.ProposeOfficeEnd(o.Context(), by, id, o.group, whose.Person, role)
		return err
	}
}

// rolesIn are the roles of somebody in the group.
func (o *town) rolesIn(who people.Caller) []people.Role {
	o.Helper()
	var all []people.Role
	for _, g := range o.as(who, o.melati()).Grants {
		all = append(all, g.Role)
	}
	slices.Sort(all)
	return all
}

func TestNoOneEndsAnothersOfficeAlone(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		grants, err := o.p.RolesOf(t.Context(), o.melati(), false)
		o.must("the roles", err)
		for _, g := range grants {
			for _, by := range []people.Caller{o.chair, o.secretary} {
				if g.Person == by.Person || g.Role == people.Member {
					continue
				}
				_, err := o.p.EndRole(t.Context(), by, store.NewID(), o.melati(), g.ID)
				fails(t, "the "+string(g.Role)+"'s office", err, "needs_handover")
			}
		}
		for _, x := range []struct {
			what  string
			by    people.Caller
			whose people.Caller
			role  people.Role
			code  string
		}{
			{"by a member", o.siti, o.treasurer, people.Treasurer, "forbidden"},
			{"of who has none", o.chair, o.siti, people.Treasurer, "role_over"},
			{"of a membership", o.chair, o.siti, people.Member, "not_in_list"},
		} {
			fails(t, x.what, o.ends(x.by, x.whose, x.role)(store.NewID()), x.code)
		}
		// The chair, and everybody but a key-holder who is not concerned.
		id := o.handover("a key-holder's", o.ends(o.chair, o.keys[0], people.KeyHolder),
			say{o.keys[0], ""}, say{o.secretary, ""}, say{o.treasurer, ""}, say{o.officer, ""})
		if got := o.holders(people.KeyHolder, o.melati()); len(got) != 3 {
			t.Fatalf("%d key-holders are left", len(got))
		}
		_, err = o.p.ConfirmProposal(t.Context(), o.keys[1], store.NewID(), o.group, id)
		o.must("a key-holder", err)
		if got := o.rolesIn(o.keys[0]); !slices.Equal(got, []people.Role{people.Member}) {
			t.Errorf("she is %v", got)
		}
		if x := o.state(id, o.chair); x.State != people.ProposalAgreed || x.Role != people.KeyHolder {
			t.Errorf("%+v", x)
		}
		o.handover("the chair's", o.ends(o.secretary, o.chair, people.Chair), say{o.chair, ""}, say{o.keys[1], ""})
		if got := o.rolesIn(o.chair); !slices.Equal(got, []people.Role{people.Member}) {
			t.Errorf("the chair is %v", got)
		}
		o.sound()
	})
}

// The last key-holder is no shield for herself: then the organisation's officer speaks.
func TestTheLastKeyHoldersOfficeEnds(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		o.leave(o.keys[0], people.KeyHolder)
		o.leave(o.keys[1], people.KeyHolder)
		id := o.handover("the last one's", o.ends(o.chair, o.keys[2], people.KeyHolder), say{o.secretary, ""}, say{o.keys[2], ""}, say{o.treasurer, ""})
		if got := o.holders(people.KeyHolder, o.melati()); len(got) != 1 {
			t.Fatalf("%d key-holders are left", len(got))
		}
		_, err := o.p.ConfirmProposal(t.Context(), o.officer, store.NewID(), o.group, id)
		o.must("the officer", err)
		if got := o.holders(people.KeyHolder, o.melati()); len(got) != 0 {
			t.Errorf("%d key-holders are left", len(got))
		}
		o.sound()
	})
}

func TestWhoLeavesAnOfficeStaysAMember(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		member := []people.Role{people.Member}
		o.handover("to Siti", o.about(o.chair, people.TreasurerChange, o.siti), say{o.siti, ""}, say{o.keys[0], ""})
		if got := o.rolesIn(o.treasurer); !slices.Equal(got, member) {
			t.Errorf("the old treasurer is %v", got)
		}
		if got := o.rolesIn(o.siti); !slices.Equal(got, []people.Role{people.Member, people.Treasurer}) {
			t.Errorf("the new one is %v", got)
		}
		o.leave(o.siti, people.Treasurer) // a member already
		o.leave(o.secretary, people.Secretary)
		for _, who := range []people.Caller{o.siti, o.secretary} {
			if got := o.rolesIn(who); !slices.Equal(got, member) {
				t.Errorf("she is %v", got)
			}
		}
		o.leave(o.siti, people.Member)
		if got := o.rolesIn(o.siti); len(got) != 0 {
			t.Errorf("who has left the group is %v", got)
		}
		o.sound()
	})
}

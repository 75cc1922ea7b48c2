package people_test

import (
	"strings"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// halves are what two witnesses of a handover see.
func (o *town) halves(id ledger.ID, a, b people.Caller) [2]string {
	o.Helper()
	return [2]string{o.state(id, a).Code, o.state(id, b).Code}
}

func TestAForgottenPIN(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		recover := func(id ledger.ID, codes [2]string, pin string) error {
			return o.p.RecoverPIN(ctx, store.NewID(), o.group, id, codes, pin)
		}
		id := o.handover("Siti's", o.about(o.chair, people.PINForgotten, o.siti), say{o.siti, ""}, say{o.dewi, "forbidden"})
		if x := o.state(id, o.chair); x.State != people.ProposalOpen || x.Code != "" {
			t.Errorf("she is her own witness: %+v", x)
		}
		_, err := o.p.ConfirmProposal(ctx, o.keys[0], store.NewID(), o.group, id)
		o.must("the key-holder", err)
		codes := o.halves(id, o.chair, o.keys[0])
		if codes[0] == "" || codes[1] == "" || codes[0] == codes[1] {
			t.Fatalf("the halves are %q", codes)
		}
		for what, who := range map[string]people.Caller{"she herself": o.siti, "another officer": o.secretary} {
			if x := o.state(id, who); x.Code != "" {
				t.Errorf("%s sees a half", what)
			}
		}
		other := o.handover("Dewi's", o.about(o.chair, people.PINForgotten, o.dewi), say{o.keys[1], ""})
		foreign := o.halves(other, o.chair, o.keys[1])
		wrong := 0
		for what, x := range map[string]struct {
			id    ledger.ID
			codes [2]string
			pin   string
			code  string
			slip  bool // or nothing that is there: counts as no try
		}{
			"one half twice":      {id, [2]string{codes[0], codes[0]}, "739152", "invalid_code", false},
			"another's":           {id, foreign, "739152", "invalid_code", false},
			"half of another's":   {id, [2]string{codes[0], foreign[1]}, "739152", "invalid_code", false},
			"a slip of the pen":   {id, [2]string{codes[0], codes[1][:18] + map[bool]string{true: "6", false: "7"}[codes[1][18:] == "7"]}, "739152", "invalid_code", true},
			"nothing":             {id, [2]string{"", ""}, "739152", "invalid_code", true},
			"an unknown handover": {store.NewID(), codes, "739152", "invalid_code", true},
			"an easy PIN":         {id, codes, "123456", "weak_secret", true},
			"what is no PIN":      {id, codes, "12345a", "invalid_pin", true},
		} {
			fails(t, what, recover(x.id, x.codes, x.pin), x.code)
			if !x.slip {
				wrong++
			}
		}
		if wrong != 3 {
			t.Fatalf("%d wrong codes", wrong)
		}
		written := [2]string{strings.ToLower(strings.ReplaceAll(codes[1], "-", "")), " " + codes[0] + " "}
		same := store.NewID()
		for range 2 { // the answer may have been lost
			o.must("both halves, however written", o.p.RecoverPIN(ctx, same, o.group, id, written, "739152"))
		}
		fails(t, "the same again", recover(id, codes, "739152"), "invalid_code")
		if x := o.state(id, o.chair); x.State != people.ProposalUsed || x.Code != "" {
			t.Errorf("%+v", x)
		}
		var secrets int
		o.must("the secrets", o.s.DB().NewRaw("SELECT count(*) FROM credentials WHERE person = ? AND kind = 'pin' AND revoked_at = 0", o.siti.Person).Scan(ctx, &secrets))
		if secrets != 1 {
			t.Errorf("she has %d PINs", secrets)
		}

		// Five wrong codes make a handover void, and so does an hour.
		for range 5 {
			fails(t, "a wrong code", recover(other, codes, "739152"), "invalid_code")
		}
		fails(t, "the right one after five wrong", recover(other, foreign, "739152"), "invalid_code")
		late := o.handover("Dewi's again", o.about(o.chair, people.PINForgotten, o.dewi), say{o.keys[1], ""})
		codes = o.halves(late, o.chair, o.keys[1])
		o.later(people.RecoveryLife - time.Microsecond)
		fails(t, "in the last moment, an easy one", recover(late, codes, "111111"), "weak_secret")
		o.later(time.Microsecond)
		fails(t, "after an hour", recover(late, codes, "739152"), "invalid_code")
		o.sound()
	})
}

func TestANewCardForALostOne(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		replace := func(by people.Caller, id, lost ledger.ID) (people.IssuedCard, error) {
			made, err := o.p.ReplaceCard(ctx, by, id, o.group, lost)
			return made.It, err
		}
		lost := o.handover("Siti's", o.about(o.siti, people.CardLost, o.siti))
		_, err := replace(o.secretary, store.NewID(), lost)
		fails(t, "before it is agreed", err, "proposal_over")
		_, err = o.p.ConfirmProposal(ctx, o.keys[0], store.NewID(), o.group, lost)
		o.must("the key-holder", err)
		for what, by := range map[string]people.Caller{"the chair": o.chair, "she herself": o.siti, "a stranger": o.landakAdmin, "finance": o.finance} {
			_, err := replace(by, store.NewID(), lost)
			fails(t, what, err, "forbidden")
		}
		id := store.NewID()
		card, err := replace(o.secretary, id, lost)
		if err != nil || !strings.HasPrefix(card.Text, "LUMBUNG1") {
			t.Fatalf("%+v, %v", card, err)
		}
		again, err := replace(o.secretary, id, lost)
		if err != nil || again.ID != card.ID || again.Text != "" {
			t.Errorf("asked again: %+v, %v", again, err)
		}
		_, err = replace(o.officer, store.NewID(), lost)
		fails(t, "another card", err, "proposal_over")
		own := o.handover("the secretary's", o.about(o.secretary, people.CardLost, o.secretary), say{o.keys[0], ""})
		_, err = replace(o.secretary, store.NewID(), own)
		fails(t, "the secretary's own", err, "forbidden")
		_, err = replace(o.officer, store.NewID(), own)
		o.must("by the officer", err)
		_, err = replace(o.officer, store.NewID(), o.handover("a PIN", o.about(o.chair, people.PINForgotten, o.siti), say{o.keys[0], ""}))
		fails(t, "for a PIN", err, "proposal_over")
		o.sound()
	})
}

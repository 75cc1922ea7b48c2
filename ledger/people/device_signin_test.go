package people_test

import (
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/people/phonetest"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// phone is a phone of the group's.
func (o *town) phone() *phonetest.Phone {
	o.Helper()
	given, err := o.p.Enrol(o.Context(), o.as(o.officer, o.atKapuas()), store.NewID(), o.group)
	o.must("an enrolment", err)
	phone := phonetest.New("HP kelompok")
	asked, err := phone.Enrol(given.It.Code)
	o.must("the phone's answer", err)
	_, err = o.p.AddDevice(o.Context(), asked)
	o.must("the phone", err)
	return phone
}

func TestAtADeviceASessionLastsAMonth(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx, phone := t.Context(), o.phone()
		o.invited(o.chair, people.Member, o.melati(), "0812 3456 7841", goodPIN)
		asked := people.SignIn{Login: "081234567841", Secret: goodPIN, Device: phone.SignIn("{}")}
		x, err := o.p.SignIn(ctx, asked)
		o.must("at the phone", err)
		if x.Session.Device != phone.ID || !x.Session.ExpiresAt.Equal(o.now().Add(people.DeviceSessionLife)) {
			t.Errorf("%+v", x.Session)
		}
		o.later(29 * 24 * time.Hour)
		c, err := o.p.CallerOf(ctx, x.Token)
		if err != nil || c.Device != phone.ID {
			t.Errorf("after 29 days: %+v %v", c, err)
		}
		o.later(24 * time.Hour)
		_, err = o.p.CallerOf(ctx, x.Token)
		fails(t, "after thirty", err, "unauthenticated")

		_, err = o.p.SignIn(ctx, asked)
		fails(t, "the same request again", err, "stale_request")
		for what, set := range map[string]func(d *people.DeviceRequest){
			"another body":   func(d *people.DeviceRequest) { d.Body = []byte(`{"a":1}`) },
			"another number": func(d *people.DeviceRequest) { d.Request++ },
			"another clock":  func(d *people.DeviceRequest) { d.Clock = "2020-01-01T00:00:00Z" },
			"another device": func(d *people.DeviceRequest) { d.Device = store.NewID() },
			"no signature":   func(d *people.DeviceRequest) { d.Signature = nil },
			"a sync's": func(d *people.DeviceRequest) {
				d.Signature = phone.Sign(people.SyncMessage("POST", people.SyncPath, d.Device, d.Request, d.Clock, d.Body))
			},
		} {
			d := phone.SignIn("{}")
			set(&d)
			_, err := o.p.SignIn(ctx, people.SignIn{Login: "081234567841", Secret: goodPIN, Device: d})
			fails(t, what, err, "unknown_device_signature")
		}
		_, err = o.p.Sync(ctx, phone.PushAll())
		o.must("the phone goes on sending", err)
		o.sound()
	})
}

func TestARevokedDeviceEndsItsSessions(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx, phone := t.Context(), o.phone()
		o.invited(o.chair, people.Member, o.melati(), "0812 3456 7842", goodPIN)
		x, err := o.p.SignIn(ctx, people.SignIn{Login: "081234567842", Secret: goodPIN, Device: phone.SignIn("{}")})
		o.must("at the phone", err)
		_, err = o.p.CallerOf(ctx, x.Token)
		o.must("her session", err)
		_, err = o.p.RevokeDevice(ctx, o.as(o.chair, o.melati()), store.NewID(), o.group, phone.ID, -1)
		o.must("the phone is lost", err)
		_, err = o.p.CallerOf(ctx, x.Token)
		fails(t, "at once", err, "unauthenticated")
		_, err = o.p.SignIn(ctx, people.SignIn{Login: "081234567842", Secret: goodPIN, Device: phone.SignIn("{}")})
		fails(t, "at the lost phone", err, "unknown_device_signature")
		o.must("elsewhere", o.signIn("081234567842", goodPIN, ""))
	})
}

// Whoever knows her number can make her PIN wait everywhere but at the group's own
// phone.
func TestStrangersDoNotHoldUpTheGroupsPhone(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx, phone := t.Context(), o.phone()
		o.invited(o.chair, people.Member, o.melati(), "0812 3456 7843", goodPIN)
		at := func(secret string) error {
			_, err := o.p.SignIn(ctx, people.SignIn{Login: "081234567843", Secret: secret, Address: "10.0.0.9", Device: phone.SignIn("{}")})
			return err
		}
		for range 5 {
			fails(t, "a stranger", o.signIn("081234567843", "718293", "10.0.0.9"), "sign_in_failed")
		}
		fails(t, "she, elsewhere", o.signIn("081234567843", goodPIN, "10.0.0.10"), "limited")
		o.must("she, at the phone", at(goodPIN))
		for range 5 {
			fails(t, "a thief of the phone", at("718293"), "sign_in_failed")
		}
		fails(t, "the sixth guess", at("718294"), "limited")
		if ledger.CodeOf(at(goodPIN)) != "limited" {
			t.Error("the phone has no limit of its own")
		}
	})
}

package people_test

import (
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/people/phonetest"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

func (o *offline) pushed(phone *phonetest.Phone) error {
	_, err := o.p.Sync(o.t.Context(), phone.PushAll())
	return err
}

// The thirty-first push in a minute is refused for the rest of it, also after a restart
// and not for the phone beside it. What it held comes with the next one.
func TestADevicePushesThirtyTimesAMinute(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		phone, beside := o.phone("HP satu"), o.phone("HP dua")
		for range 30 {
			if err := o.pushed(phone); err != nil {
				t.Fatal(err)
			}
			o.later(time.Second)
		}
		o.p = newPeople(t, o.s)
		o.p.Accept(entryKind)
		phone.Record(o.treasurer, "entry.post", `{"day":"2026-03-01","lines":[{"account":"1101","debit":"1"},{"account":"3102","credit":"1"}]}`)
		x := phone.PushAll()
		_, err := o.p.Sync(t.Context(), x)
		fails(t, "one too many", err, "too_many_pushes")
		if wait := waitOf(t, err); wait != "30" {
			t.Errorf("it is told to wait %s seconds, want the 30 that are left", wait)
		}
		if err := o.pushed(beside); err != nil {
			t.Errorf("the phone beside it: %v", err)
		}
		// Whoever only repeats or forges its requests does not use up what it may send.
		forged := x
		forged.Signature = make([]byte, len(x.Signature))
		_, err = o.p.Sync(t.Context(), forged)
		fails(t, "a forged one", err, "unknown_device_signature")

		o.later(30*time.Second - time.Microsecond)
		_, err = o.p.Sync(t.Context(), x)
		fails(t, "a moment too early", err, "too_many_pushes")
		o.later(time.Microsecond)
		synced, err := o.p.Sync(t.Context(), x)
		if err != nil || len(synced.Receipts) != 1 || synced.LastSeq != 1 {
			t.Fatalf("the very same request, a minute after the first: %+v %v", synced, err)
		}
		for i := range 40 {
			_, err = o.p.Sync(t.Context(), x)
			fails(t, "a repeated one", err, "stale_request")
			if i < 29 {
				if err := o.pushed(phone); err != nil {
					t.Fatalf("push %d of the second minute: %v", i+2, err)
				}
			}
		}
		fails(t, "the thirty-first of the second minute", o.pushed(phone), "too_many_pushes")
	})
}

// An officer gives leave for ten devices in a day, over all of her groups; the same
// command again is no other one.
func TestAnOfficerEnrolsTenDevicesADay(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		enrol := func(by people.Caller, id ledger.ID) error {
			_, err := o.p.Enrol(t.Context(), by, id, o.group)
			return err
		}
		officer, last := o.officerCaller(), store.NewID()
		for range 9 {
			if err := enrol(officer, store.NewID()); err != nil {
				t.Fatal(err)
			}
			o.later(time.Hour)
		}
		for range 3 {
			if err := enrol(officer, last); err != nil {
				t.Fatal(err)
			}
		}
		o.p = newPeople(t, o.s)
		err := enrol(officer, store.NewID())
		fails(t, "the eleventh", err, "too_many_enrolments")
		if wait := waitOf(t, err); wait != "54000" {
			t.Errorf("she is told to wait %s seconds, want the fifteen hours that are left", wait)
		}
		if err := enrol(officer, last); err != nil {
			t.Errorf("what she has made is not shown again: %v", err)
		}
		if err := enrol(o.caller(o.chair, people.Chair), store.NewID()); err != nil {
			t.Errorf("another officer: %v", err)
		}
		o.later(15*time.Hour - time.Microsecond)
		fails(t, "a moment too early", enrol(officer, store.NewID()), "too_many_enrolments")
		o.later(time.Microsecond)
		if err := enrol(officer, store.NewID()); err != nil {
			t.Errorf("a day later: %v", err)
		}
	})
}

// A clock that was put back does not hold anybody up for longer than the while itself.
func TestAQuotaSurvivesAWrongClock(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		phone := o.phone("HP")
		o.later(10 * 365 * 24 * time.Hour)
		for range 30 {
			if err := o.pushed(phone); err != nil {
				t.Fatal(err)
			}
		}
		fails(t, "in the wrong year", o.pushed(phone), "too_many_pushes")
		o.later(-10 * 365 * 24 * time.Hour)
		if err := o.pushed(phone); err != nil {
			t.Errorf("in the right year: %v", err)
		}
	})
}

// Challenges that nobody answers are counted by address; those that are answered are not,
// and neither holds up a PIN.
func TestChallengesWithoutAnAnswerAreCounted(t *testing.T) {
	eachKeyed(t, func(t *testing.T, k *keyed) {
		const here, elsewhere = "10.0.0.7", "10.0.0.8"
		a := newAuthenticator()
		k.add(k.person("Sari"), a)
		ask := func(address string) error {
			_, err := k.p.AskToSignIn(t.Context(), address)
			return err
		}
		signIn := func() error {
			c, err := k.p.AskToSignIn(t.Context(), here)
			if err != nil {
				return err
			}
			_, err = k.p.SignInWithPasskey(t.Context(), people.PasskeySignIn{Answer: a.Get(c.Options), Address: here})
			return err
		}
		for i := range 100 {
			if err := signIn(); err != nil {
				t.Fatalf("sign-in %d: %v", i+1, err)
			}
		}
		for i := range 60 {
			if err := ask(here); err != nil {
				t.Fatalf("challenge %d: %v", i+1, err)
			}
		}
		err := ask(here)
		fails(t, "one more", err, "limited")
		if wait := waitOf(t, err); wait != "1" {
			t.Errorf("after sixty the wait is %s seconds", wait)
		}
		if err := ask(elsewhere); err != nil {
			t.Errorf("at another address: %v", err)
		}
		if err := k.guess(here); ledger.CodeOf(err) != "sign_in_failed" {
			t.Errorf("a PIN at that address: %v", err)
		}
		k.p = newPeople(t, k.s)
		fails(t, "after a restart", ask(here), "limited")
		for range 5 {
			k.later(time.Minute)
			if err := signIn(); err != nil {
				t.Errorf("who waits a minute: %v", err)
			}
		}
	})
}

// guess is a vain attempt with a PIN.
func (k *keyed) guess(address string) error {
	_, err := k.p.SignIn(k.Context(), people.SignIn{Login: "081234567899", Secret: "718293", Address: address})
	return err
}

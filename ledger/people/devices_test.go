package people_test

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/people/phonetest"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

// offline is a group whose officers record on phones.
type offline struct {
	t       testing.TB
	address string
	s       *store.Store
	p       *people.People
	clock   atomic.Int64 // microseconds

	group, organization ledger.ID
	officer             ledger.ID // of the organisation
	treasurer           phonetest.Actor
	secretary           phonetest.Actor
	chair               ledger.ID
	holders             [3]ledger.ID
	member              phonetest.Actor
}

// eachOffline runs fn with a group on SQLite and on PostgreSQL.
func eachOffline(t *testing.T, fn func(t *testing.T, o *offline)) {
	t.Helper()
	storetest.EachAddress(t, func(t *testing.T, address string) {
		o := &offline{t: t, address: address}
		o.clock.Store(time.Date(2026, 3, 1, 1, 0, 0, 0, time.UTC).UnixMicro())
		o.s = storetest.Open(t, address, store.WithClock(o.now))
		o.p = newPeople(t, o.s)
		o.p.Accept(entryKind)
		o.settle()
		fn(t, o)
	})
}

func (o *offline) now() time.Time { return time.UnixMicro(o.clock.Load()).UTC() }

func (o *offline) later(d time.Duration) { o.clock.Add(d.Microseconds()) }

// settle makes the group, the organisation that registered it, and who is who.
func (o *offline) settle() {
	o.group, o.organization = store.NewBookID(), store.NewBookID()
	book := ledger.Book{ID: o.group, Kind: ledger.GroupBook, Name: "Melati", Currency: ledger.Currency{Code: "IDR"}}
	if _, err := o.s.OpenBook(o.t.Context(), ledger.Operator, book); err != nil {
		o.t.Fatal(err)
	}
	o.exec("INSERT INTO book_owners (book, kind, owner, organization, since) VALUES (?, 'group', ?, ?, 0)", o.group, o.group, o.organization)
	o.officer = o.person()
	o.treasurer = phonetest.Actor{Person: o.person(), Card: newCard()}
	o.secretary, o.member = phonetest.Actor{Person: o.person()}, phonetest.Actor{Person: o.person()}
	o.credential(o.treasurer.Person, "card", o.treasurer.Card.Public().(ed25519.PublicKey))
	o.credential(o.secretary.Person, "pin", []byte("argon2id"))
	o.credential(o.member.Person, "pin", []byte("argon2id"))
	o.chair = o.person()
	for i := range o.holders {
		o.holders[i] = o.person()
		o.role(o.holders[i], people.KeyHolder)
	}
	o.role(o.treasurer.Person, people.Treasurer)
	o.role(o.secretary.Person, people.Secretary)
	o.role(o.chair, people.Chair)
	o.role(o.member.Person, people.Member)
}

func (o *offline) exec(query string, args ...any) {
	o.t.Helper()
	err := o.s.Tx(context.Background(), func(ctx context.Context, s *store.Store) error {
		_, err := s.DB().NewRaw(query, args...).Exec(ctx)
		return err
	})
	if err != nil {
		o.t.Fatal(query, err)
	}
}

func (o *offline) person() ledger.ID {
	id := store.NewID()
	index := sha256.Sum256(id[:])
	o.exec(`INSERT INTO persons (home, id, sealed, version, phone_index, nik_index, area, merged_into, erased_at, created_at)
		VALUES (?, ?, ?, 1, ?, ?, ?, ?, 0, 0)`, o.organization, id, []byte("sealed"), index[:], index[:], ledger.ID{}, ledger.ID{})
	return id
}

func (o *offline) credential(person ledger.ID, kind string, secret []byte) {
	handle := sha256.Sum256(append(person[:], secret...))
	o.exec(`INSERT INTO credentials (home, id, person, kind, handle, secret, created_at, created_by, revoked_at) VALUES (?, ?, ?, ?, ?, ?, 0, ?, 0)`,
		o.organization, store.NewID(), person, kind, handle[:], secret, ledger.Operator)
}

func (o *offline) role(person ledger.ID, role people.Role) {
	o.exec(`INSERT INTO roles (home, id, person, role, scope_kind, scope, since, until, granted_by, revoked_at, revoked_by)
		VALUES (?, ?, ?, ?, 'group', ?, ?, 0, ?, 0, ?)`, o.group, store.NewID(), person, role, o.group, o.clock.Load(), o.officer, ledger.ID{})
}

func (o *offline) endRoles(person ledger.ID) {
	o.exec("UPDATE roles SET revoked_at = ?, revoked_by = ? WHERE person = ?", o.clock.Load(), o.chair, person)
}

func (o *offline) session(device ledger.ID) {
	o.exec(`INSERT INTO sessions (token, id, home, person, device, how, agent, created_at, seen_at, proved_at, expires_at, revoked_at)
		VALUES (?, ?, ?, ?, ?, 'card', '', 0, 0, 0, 0, 0)`, store.Random(32), store.NewID(), o.organization, o.treasurer.Person, device)
}

// openSessions are the devices on which there are sessions.
func (o *offline) openSessions() (devices []ledger.ID) {
	o.t.Helper()
	if err := o.s.DB().NewRaw("SELECT device FROM sessions WHERE revoked_at = 0").Scan(context.Background(), &devices); err != nil {
		o.t.Fatal(err)
	}
	return devices
}

// caller is somebody of the group who has signed in.
func (o *offline) caller(person ledger.ID, roles ...people.Role) people.Caller {
	c := people.Caller{Person: person}
	for _, r := range roles {
		c.Grants = append(c.Grants, people.Grant{Person: person, Role: r, Scope: people.Scope{Kind: people.AtGroup, ID: o.group}})
	}
	return c
}

func (o *offline) officerCaller() people.Caller {
	return people.Caller{Person: o.officer, Grants: []people.Grant{{Person: o.officer, Role: people.Officer,
		Scope: people.Scope{Kind: people.AtOrganization, ID: o.organization}}}}
}

// phone is a phone that an officer has enrolled, each another one: none enrols more than
// ten in a day.
func (o *offline) phone(name string) *phonetest.Phone {
	o.t.Helper()
	officer := o.officerCaller()
	officer.Person = store.NewID()
	given, err := o.p.Enrol(o.t.Context(), officer, store.NewID(), o.group)
	if err != nil {
		o.t.Fatal(err)
	}
	phone := phonetest.New(name)
	asked, err := phone.Enrol(given.It.Code)
	if err != nil {
		o.t.Fatal(err)
	}
	if _, err := o.p.AddDevice(o.t.Context(), asked); err != nil {
		o.t.Fatal(err)
	}
	return phone
}

// entryBody is the body of the kind of command that these tests send.
type entryBody struct {
	Day    ledger.Date `json:"day"`
	Debit  string      `json:"debit"`
	Credit string      `json:"credit"`
	Amount int64       `json:"amount"`
}

// paid is a command of a member who paid the amount into the box.
func paid(amount int64) string { return entryOn("2026-03-01", "1101", amount) }

func entryOn(day, debit string, amount int64) string {
	raw, err := json.Marshal(entryBody{ledger.MustDate(day), debit, "3102", amount})
	if err != nil {
		panic(err)
	}
	return string(raw)
}

var entryKind = people.CommandKind{Name: "entry.post", Version: 1, Allowed: people.Allowed{Group: []people.Role{people.Treasurer, people.Secretary}},
	Do: func(ctx context.Context, s *store.Store, actor people.Caller, cmd people.FromDevice) (store.Result, error) {
		var body entryBody
		if err := json.Unmarshal(cmd.Body, &body); err != nil {
			return store.Result{}, ledger.E(ledger.Invalid, "invalid_json", "")
		}
		amount := decimal.NewFromInt(body.Amount)
		posted, err := s.PostEntry(ctx, actor.Person, ledger.Entry{ID: cmd.ID, Book: cmd.Home, Day: body.Day, Kind: "manual", Lines: []ledger.Line{
			ledger.Debit(ledger.AccountID(cmd.Home, body.Debit), amount), ledger.Credit(ledger.AccountID(cmd.Home, body.Credit), amount)}})
		return store.Result{Outcome: ledger.OutcomePosted, Resource: cmd.ID.String(), Replayed: posted.Replayed}, err
	}}

// sum is what the box holds.
func (o *offline) sum() int64 {
	o.t.Helper()
	b, err := o.s.CurrentBalance(o.t.Context(), o.group, store.Dimensions{Account: ledger.AccountID(o.group, "1101")})
	if err != nil {
		o.t.Fatal(err)
	}
	return b.Net()
}

func (o *offline) entries() int64 {
	o.t.Helper()
	b, err := o.s.Book(o.t.Context(), o.group)
	if err != nil {
		o.t.Fatal(err)
	}
	return b.Sequence
}

// actions are the records of the group's chain of the kind, oldest first.
func (o *offline) actions(prefix string) []string {
	o.t.Helper()
	records, err := o.s.Records(o.t.Context(), o.group, 0, 1000)
	if err != nil {
		o.t.Fatal(err)
	}
	var found []string
	for i := len(records) - 1; i >= 0; i-- {
		if strings.HasPrefix(records[i].Action, prefix) {
			found = append(found, records[i].Action)
		}
	}
	return found
}

func TestADeviceIsEnrolledOnceAndSoon(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		ctx := t.Context()
		id := store.NewID()
		given, err := o.p.Enrol(ctx, o.officerCaller(), id, o.group)
		if err != nil || given.It.NeedsSecond || !given.It.ExpiresAt.Equal(o.now().Add(10*time.Minute)) {
			t.Fatalf("%+v %v", given, err)
		}
		again, err := o.p.Enrol(ctx, o.officerCaller(), id, o.group)
		if err != nil || !again.Replayed || again.It.Code != given.It.Code {
			t.Errorf("the same enrolment again: %+v %v", again, err)
		}
		other, err := o.p.Enrol(ctx, o.caller(o.chair, people.Chair), id, o.group)
		if err != nil || other.It.Code != "" {
			t.Errorf("somebody else sees the code: %+v %v", other, err)
		}

		phone := phonetest.New("HP kelompok")
		asked, err := phone.Enrol(given.It.Code)
		if err != nil {
			t.Fatal(err)
		}
		for name, spoil := range map[string]func(d *people.NewDevice){
			"another name than was signed":  func(d *people.NewDevice) { d.Name = "HP lain" },
			"another id than was signed":    func(d *people.NewDevice) { d.ID = store.NewID() },
			"another key than was signed":   func(d *people.NewDevice) { d.PublicKey = phonetest.New("x").PublicKey() },
			"a signature that is too short": func(d *people.NewDevice) { d.Signature = d.Signature[:63] },
		} {
			bad := asked
			spoil(&bad)
			_, err := o.p.AddDevice(ctx, bad)
			fails(t, name, err, "invalid_signature")
		}
		bad := asked
		bad.PublicKey = make([]byte, 65)
		_, err = o.p.AddDevice(ctx, bad)
		fails(t, "no point of the curve", err, "invalid_device_key")
		bad = asked
		bad.Code = strings.Replace(asked.Code, asked.Code[12:13], "7", 1) + "A"
		_, err = o.p.AddDevice(ctx, bad)
		fails(t, "a mistyped code", err, "invalid_enrolment")

		made, err := o.p.AddDevice(ctx, asked)
		if err != nil || made.It.Home != o.group || !made.It.LeaseUntil.Equal(o.now().Add(people.Lease)) || made.It.Name != "HP kelompok" {
			t.Fatalf("%+v %v", made, err)
		}
		o.later(time.Hour)
		if again, err := o.p.AddDevice(ctx, asked); err != nil || !again.Replayed || again.It.ID != made.It.ID {
			t.Errorf("the answer was lost and it asks again: %+v %v", again, err)
		}
		second, err := phonetest.New("HP kedua").Enrol(given.It.Code)
		if err != nil {
			t.Fatal(err)
		}
		_, err = o.p.AddDevice(ctx, second)
		fails(t, "a used enrolment", err, "unknown_enrolment")
	})
}

func TestAnEnrolmentRunsOut(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		given, err := o.p.Enrol(t.Context(), o.officerCaller(), store.NewID(), o.group)
		if err != nil {
			t.Fatal(err)
		}
		asked, err := phonetest.New("HP").Enrol(given.It.Code)
		if err != nil {
			t.Fatal(err)
		}
		o.later(people.EnrolmentLife)
		_, err = o.p.AddDevice(t.Context(), asked)
		fails(t, "after ten minutes", err, "unknown_enrolment")
	})
}

func TestTwoOfTheGroupEnrolTogether(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		ctx := t.Context()
		chair, treasurer := o.caller(o.chair, people.Chair), o.caller(o.treasurer.Person, people.Treasurer)
		given, err := o.p.Enrol(ctx, chair, store.NewID(), o.group)
		if err != nil || !given.It.NeedsSecond {
			t.Fatalf("%+v %v", given, err)
		}
		asked, err := phonetest.New("HP").Enrol(given.It.Code)
		if err != nil {
			t.Fatal(err)
		}
		_, err = o.p.AddDevice(ctx, asked)
		fails(t, "one officer alone", err, "enrolment_unconfirmed")
		_, err = o.p.ConfirmEnrolment(ctx, chair, store.NewID(), o.group, given.It.ID)
		fails(t, "the same person twice", err, "same_person")
		_, err = o.p.ConfirmEnrolment(ctx, treasurer, store.NewID(), o.organization, given.It.ID)
		if err == nil {
			t.Error("confirmed at another home")
		}
		if c, err := o.p.ConfirmEnrolment(ctx, treasurer, store.NewID(), o.group, given.It.ID); err != nil || c.It.NeedsSecond || c.It.Code != "" {
			t.Fatalf("%+v %v", c, err)
		}
		if _, err := o.p.AddDevice(ctx, asked); err != nil {
			t.Error(err)
		}
		_, err = o.p.ConfirmEnrolment(ctx, treasurer, store.NewID(), o.group, given.It.ID)
		fails(t, "when it is used", err, "unknown_enrolment")
	})
}

func TestOneKeyIsOneDevice(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		phone := o.phone("HP")
		given, err := o.p.Enrol(t.Context(), o.officerCaller(), store.NewID(), o.group)
		if err != nil {
			t.Fatal(err)
		}
		twin := phone.Copy()
		twin.ID = store.NewID()
		asked, err := twin.Enrol(given.It.Code)
		if err != nil {
			t.Fatal(err)
		}
		_, err = o.p.AddDevice(t.Context(), asked)
		fails(t, "raw", err, "device_key_used")
		secret, err := people.ParseEnrolmentCode(given.It.Code)
		if err != nil {
			t.Fatal(err)
		}
		asked.PublicKey = twin.SPKI()
		asked.Signature = twin.Sign(people.EnrolmentMessage(secret, twin.ID, asked.PublicKey, asked.Name))
		_, err = o.p.AddDevice(t.Context(), asked)
		fails(t, "SPKI", err, "device_key_used")
	})
}

func TestDevicesAreListedRenamedAndRevoked(t *testing.T) {
	eachOffline(t, func(t *testing.T, o *offline) {
		ctx, chair := t.Context(), o.caller(o.chair, people.Chair)
		first := o.phone("HP pertama")
		o.later(time.Minute)
		second := o.phone("HP kedua")
		if _, err := o.p.RenameDevice(ctx, chair, store.NewID(), o.group, first.ID, "HP Bu Ketua"); err != nil {
			t.Fatal(err)
		}
		_, err := o.p.RenameDevice(ctx, chair, store.NewID(), o.group, first.ID, strings.Repeat("x", 61))
		fails(t, "a long name", err, "text_too_long")
		_, err = o.p.RevokeDevice(ctx, chair, store.NewID(), o.group, store.NewID(), -1)
		fails(t, "no device", err, "unknown_device")
		_, err = o.p.RevokeDevice(ctx, chair, store.NewID(), o.organization, second.ID, -1)
		if err == nil {
			t.Error("revoked from another home")
		}
		o.session(first.ID)
		o.session(second.ID)
		if _, err := o.p.RevokeDevice(ctx, chair, store.NewID(), o.group, second.ID, 4); err != nil {
			t.Fatal(err)
		}
		if left := o.openSessions(); len(left) != 1 || left[0] != first.ID {
			t.Errorf("sessions are open on %v", left)
		}
		_, err = o.p.RevokeDevice(ctx, chair, store.NewID(), o.group, second.ID, -1)
		fails(t, "twice", err, "already_revoked")
		all, err := o.p.Devices(ctx, o.group)
		if err != nil || len(all) != 2 || all[0].ID != second.ID || all[0].RevokedSeq != 4 || all[0].RevokedAt.IsZero() ||
			all[1].Name != "HP Bu Ketua" || !all[1].RevokedAt.IsZero() {
			t.Errorf("%+v %v", all, err)
		}
	})
}

// newCard is a card that nobody has.
func newCard() ed25519.PrivateKey { return ed25519.NewKeyFromSeed(store.Random(ed25519.SeedSize)) }

package main

import (
	"context"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// villager is somebody of the demo village. Nobody of that name and number is known
// to us.
type villager struct {
	key    string // of a member, as the savings cycle calls her
	name   string
	home   string // the key of the organisation or the group that registers her
	role   people.Role
	office string // what she is, as the table says
	phone  string // to sign in with, and a PIN
	email  string // to sign in with, and a password
	card   bool   // to sign in with
	facts  people.Facts
}

// organisations of the village, by key.
var organisations = []struct {
	key  string
	kind people.OrganizationKind
	name string
}{
	{"ngo", people.NGO, "Yayasan Kapuas Berdaya"},
	{"office", people.Government, "Dinas Pemberdayaan Usaha Ibu"},
	{"funder", people.FundingBody, "Dana Khatulistiwa"},
}

// villagers, in the order in which they come and get their roles: an organisation's
// administrator first, and a group's secretary and chair last, since then nobody else
// gives roles there.
var villagers = []villager{
	{key: "admin", name: "Theresia Anjani", home: "ngo", role: people.Admin, office: "administrator", email: "theresia@kapuas.example"},
	{key: "officer", name: "Fransiska Dewi", home: "ngo", role: people.Officer, office: "officer", email: "fransiska@kapuas.example"},
	{key: "finance", name: "Bong Li Fang", home: "ngo", role: people.Finance, office: "finance officer", email: "lifang@kapuas.example"},
	{key: "trainer", name: "Sri Wahyuni", home: "ngo", role: people.Trainer, office: "trainer", email: "sri@kapuas.example"},
	{key: "office admin", name: "Hendra Gunawan", home: "office", role: people.Admin, office: "administrator", email: "hendra@dinas.example"},
	{key: "approver", name: "Utin Kartika", home: "office", role: people.Approver, office: "approver", email: "utin@dinas.example"},
	{key: "funder admin", name: "Anita Wirawan", home: "funder", role: people.Admin, office: "administrator", email: "anita@khatulistiwa.example"},
	{key: "donor", name: "Robert Tanjung", home: "funder", role: people.Observer, office: "donor (observer)", email: "robert@khatulistiwa.example"},
	{key: "M01", name: "Siti Rahmah", home: "group", role: people.Treasurer, office: "treasurer", phone: "0812-0000-0001"},
	{key: "M04", name: "Lim Mei Hwa", home: "group", role: people.KeyHolder, office: "key-holder", phone: "0812-0000-0004", card: true},
	{key: "M05", name: "Dayang Suryani", home: "group", role: people.KeyHolder, office: "key-holder", phone: "0812-0000-0005"},
	{key: "M06", name: "Yuliana Lende", home: "group", role: people.KeyHolder, office: "key-holder", card: true},
	{key: "M07", name: "Rohani", home: "group", role: people.Member, office: "member, makes taro crisps", phone: "0812-0000-0007"},
	{key: "M08", name: "Nurhayati", home: "group", role: people.Member, office: "member, blind: hears", phone: "0812-0000-0008", card: true,
		facts: people.Facts{Voice: true, WashingtonGroup: &people.WashingtonGroup{Seeing: people.CannotAtAll, Hearing: people.NoDifficulty, Walking: people.NoDifficulty,
			Remembering: people.NoDifficulty, SelfCare: people.NoDifficulty, Communicating: people.NoDifficulty}}},
	{key: "M09", name: "Mak Long Saodah", home: "group", role: people.Member, office: "member, has no phone", card: true},
	{key: "M10", name: "Agnes Lidia", home: "group", role: people.Member, office: "member", phone: "0812-0000-0010"},
	{key: "M03", name: "Halimah", home: "group", role: people.Secretary, office: "secretary", phone: "0812-0000-0003"},
	{key: "M02", name: "Maria Goreti", home: "group", role: people.Chair, office: "chair", phone: "0812-0000-0002"},
}

// townsfolk settle in the village. Whatever they do, they do by the same commands each
// time: settling twice changes nothing.
type townsfolk struct {
	p     *people.People
	s     *store.Store
	homes map[string]people.Scope // by key
}

func newTownsfolk(p *people.People, s *store.Store) *townsfolk {
	t := &townsfolk{p: p, s: s, homes: map[string]people.Scope{"group": {Kind: people.AtGroup, ID: villageBookID("group")}}}
	for _, o := range organisations {
		t.homes[o.key] = people.Scope{Kind: people.AtOrganization, ID: ledger.DeriveID(villageRoot, "organisation "+o.key)}
	}
	return t
}

// villageCommand is the id of a command that happens once in the village.
func villageCommand(what string) ledger.ID { return ledger.DeriveID(villageRoot, "command "+what) }

// id is who the villager is: a member is the party of her lines in the group's book.
func (t *townsfolk) id(key string) ledger.ID {
	for _, w := range villagers {
		if w.key == key && w.home == "group" {
			return ledger.DeriveID(t.homes["group"].ID, "member "+key)
		}
	}
	return ledger.DeriveID(villageRoot, "person "+key)
}

// as is the villager as a caller who has just proved who she is.
func (t *townsfolk) as(key string) people.Caller {
	for _, w := range villagers {
		if w.key == key {
			return people.Caller{Person: t.id(key), Home: t.homes[w.home].ID, ProvedAt: t.s.At()}
		}
	}
	panic("nobody in the village is " + key)
}

// settle makes the organisations, hands the books over to their owners, and lets the
// people in.
func (t *townsfolk) settle(ctx context.Context) error {
	for _, step := range []func(context.Context) error{t.found, t.arrive, t.join, t.own, t.share} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// found makes the organisations, and gives the group its book: it registers its
// members itself.
func (t *townsfolk) found(ctx context.Context) error {
	for _, o := range organisations {
		if _, err := t.p.CreateOrganization(ctx, operator, people.Organization{ID: t.homes[o.key].ID, Kind: o.kind, Name: o.name}); err != nil {
			return err
		}
	}
	return t.handOver(ctx, "group", people.Owner{Scope: t.homes["group"], Organization: t.homes["ngo"].ID})
}

func (t *townsfolk) handOver(ctx context.Context, book string, to people.Owner) error {
	_, err := t.p.HandOver(ctx, operator, villageCommand("hand over "+book), villageBookID(book), to)
	return err
}

// arrive registers everybody and gives them their roles.
func (t *townsfolk) arrive(ctx context.Context) error {
	admins := map[string]people.Caller{}
	for _, w := range villagers {
		by, home := operator, t.homes[w.home]
		if admin, there := admins[w.home]; there {
			by = admin
		} else if w.home == "group" {
			by = t.as("officer")
		}
		facts := w.facts
		facts.Name, facts.Phone, facts.Email = w.name, w.phone, w.email
		if _, err := t.p.Register(ctx, by, people.NewPerson{ID: t.id(w.key), Home: home.ID, Facts: facts}); err != nil {
			return err
		}
		role := people.NewRole{ID: villageCommand("role of " + w.key), Person: t.id(w.key), Role: w.role, Scope: home}
		if _, err := t.p.GiveRole(ctx, by, role); err != nil {
			return err
		}
		if w.role == people.Admin {
			admins[w.home] = people.Caller{Person: t.id(w.key), Home: home.ID}
		}
	}
	_, err := t.p.GiveConsent(ctx, t.as("M03"), people.Consent{ID: villageCommand("consent of M08"), Person: t.id("M08"), Purpose: people.ProgrammeData,
		TextVersion: "2026-01", Language: "id", How: "spoken", Witness: t.id("M02")})
	return err
}

// join starts the programme: the NGO leads it, the office carries it out with it, and
// the funder watches.
func (t *townsfolk) join(ctx context.Context) error {
	programme := t.programme()
	_, err := t.p.CreateProgramme(ctx, t.as("admin"), people.Programme{ID: programme, Lead: t.homes["ngo"].ID, Name: "Program Modal Ibu 2026", Starts: ledger.MustDate("2026-01-01")})
	if err != nil {
		return err
	}
	for _, x := range []struct {
		home, admin string
		part        people.Part
	}{{"office", "office admin", people.Implementer}, {"funder", "funder admin", people.Funder}} {
		if _, err := t.p.OfferPart(ctx, t.as("admin"), villageCommand("offer to "+x.home), programme, t.homes[x.home].ID, x.part); err != nil {
			return err
		}
		if _, err := t.p.AcceptPart(ctx, t.as(x.admin), villageCommand("part of "+x.home), programme, t.homes[x.home].ID, x.part); err != nil {
			return err
		}
	}
	return nil
}

func (t *townsfolk) programme() ledger.ID { return ledger.DeriveID(villageRoot, "programme of all") }

// own gives the other two books to their owners.
func (t *townsfolk) own(ctx context.Context) error {
	if err := t.handOver(ctx, "programme", people.Owner{Scope: people.Scope{Kind: people.AtProgramme, ID: t.programme()}}); err != nil {
		return err
	}
	return t.handOver(ctx, "business", people.Owner{Scope: people.Scope{Kind: people.OfPerson, ID: t.id("M07")}})
}

// share lets the programme see the group's totals: the treasurer proposes it, and the
// chair agrees.
func (t *townsfolk) share(ctx context.Context) error {
	group, proposal := t.homes["group"].ID, villageCommand("sharing")
	if _, err := t.p.ProposeSharing(ctx, t.as("M01"), proposal, group, t.programme(), people.ShareTotals); err != nil {
		return err
	}
	_, err := t.p.ConfirmProposal(ctx, t.as("M02"), villageCommand("sharing agreed"), group, proposal)
	return err
}

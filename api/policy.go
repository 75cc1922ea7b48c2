package api

import (
	"slices"

	p "github.com/lumbung-ledger/lumbung/ledger/people"
)

// rule is a row of the policy table: who may do an action, and at what that is
// judged.
type rule struct {
	// at is the parameter of the path that names what the action is done to: book,
	// organization, programme or person. Empty means the installation.
	at string
	p.Allowed
	// own lets everybody of a group ask about herself: ?party= with her own id; also
	// who has left it, while there are lines of hers in its book.
	own bool
	// closely puts lookingClosely in the place of the rule as soon as the query picks
	// out lines of one person or one thing.
	closely bool
}

// narrowing are the parameters of a query that pick out lines of one person or one
// thing. A route that has one shows single members' lines.
var narrowing = []string{"party", "item"}

var (
	groupOffice   = []p.Role{p.Chair, p.Secretary, p.Treasurer, p.Counter, p.KeyHolder}
	groupAll      = append(slices.Clone(groupOffice), p.Member)
	bookkeepers   = []p.Role{p.Treasurer, p.Secretary}
	orgAll        = []p.Role{p.Admin, p.Officer, p.Approver, p.Finance, p.Trainer, p.Observer}
	orgOffice     = []p.Role{p.Admin, p.Officer, p.Approver, p.Finance}
	orgPeople     = []p.Role{p.Admin, p.Officer}
	orgAdmin      = []p.Role{p.Admin}
	workshopAll   = []p.Role{p.WorkshopTrainer, p.Learner}
	installation  = rule{Allowed: p.Allowed{Operator: true}}
	whoeverSigned = rule{Allowed: p.Allowed{Anybody: true, Operator: true}}
	signedIn      = rule{Allowed: p.Allowed{Anybody: true}} // about herself, which the operator has none of
)

// looking is who may see the figures of a book, writing who may add to it. Into a
// person's own book an officer looks with her consent alone, and adds nothing. Who
// keeps the money of a programme records what comes in; the books refuse her what goes
// out (needs_approval).
var (
	looking = rule{at: "book", Allowed: p.Allowed{Operator: true, Self: true, Group: groupAll, Workshop: workshopAll, Organization: orgAll,
		Programme: orgAll, Share: p.ShareTotals, Consent: orgPeople}}
	lookingClosely = rule{at: "book", own: true, Allowed: p.Allowed{Operator: true, Self: true, Group: groupOffice, Workshop: workshopAll,
		Organization: orgOffice, Programme: orgOffice, Share: p.ShareMembers, Consent: orgPeople}}
	writing = rule{at: "book", Allowed: p.Allowed{Operator: true, Self: true, Group: bookkeepers, Workshop: workshopAll,
		Organization: []p.Role{p.Finance}, Keepers: []p.Role{p.Finance}}}
	arranging = rule{at: "book", Allowed: p.Allowed{Operator: true, Self: true, Group: []p.Role{p.Chair, p.Treasurer}, Workshop: []p.Role{p.WorkshopTrainer},
		Organization: []p.Role{p.Admin, p.Finance}, Keepers: []p.Role{p.Admin, p.Finance}}}
)

// policy says for every action who may do it. A route whose action has no row
// here cannot be added.
var policy = map[string]rule{
	"metrics.read": installation,

	"books.list":   whoeverSigned,
	"books.open":   whoeverSigned, // the handler asks whom the book is for
	"books.read":   looking,
	"books.verify": looking,
	"books.export": lookingClosely.onlyOffice(),

	"books.hand_over": installation, // the command asks whether the book is nobody's

	"accounts.list":  looking,
	"accounts.read":  looking.orClosely(),
	"accounts.open":  arranging,
	"funds.list":     looking,
	"funds.open":     arranging,
	"funds.transfer": writing,
	"limits.list":    looking,
	"limits.set":     arranging,
	"periods.list":   looking,
	"periods.close":  arranging,

	"balances.read":   looking,
	"statements.read": lookingClosely,
	"entries.list":    lookingClosely.onlyOffice(),
	"entries.read":    lookingClosely.onlyOffice(),
	"entries.post":    writing,
	"entries.reverse": writing,

	"organizations.create": installation,
	"organizations.list":   whoeverSigned, // shows those at which she has a role
	"organizations.read":   {at: "organization", Allowed: p.Allowed{Operator: true, Organization: orgAll}},
	"organizations.rename": {at: "organization", Allowed: p.Allowed{Operator: true, Organization: orgAdmin}},
	"organizations.groups": ofOrganization(orgAll),
	"areas.list":           ofOrganization(orgAll),
	"areas.add":            ofOrganization(orgPeople),
	"programmes.create":    ofOrganization(orgAdmin),
	"programmes.list":      ofOrganization(orgAll),
	"programmes.accept":    ofOrganization(orgAdmin),
	"programmes.leave":     ofOrganization(orgAdmin),
	"programmes.read":      atProgramme(orgAll),
	"programmes.partners":  atProgramme(orgAll),
	"programmes.groups":    atProgramme(orgAll),
	"programmes.correct":   atProgramme(orgAdmin), // the command asks whether of the lead
	"programmes.offer":     atProgramme(orgAdmin),
	"programmes.end_part":  atProgramme(orgAdmin),

	"organization_roles.list": {at: "organization", Allowed: p.Allowed{Operator: true, Organization: orgAll}},
	"organization_roles.give": {at: "organization", Allowed: p.Allowed{Operator: true, Organization: orgAdmin}}, // the operator: a first administrator
	"organization_roles.end":  ofOrganization(orgAll),                                                           // others' or her own: the command asks
	"programme_roles.list":    atProgramme(orgAll),
	"programme_roles.give":    atProgramme(orgAdmin),
	"programme_roles.end":     atProgramme(orgAll),
	"book_roles.list":         {at: "book", Allowed: p.Allowed{Group: groupAll, Workshop: workshopAll, Registrar: orgPeople}},
	"book_roles.give": {at: "book", Allowed: p.Allowed{Group: []p.Role{p.Chair, p.Secretary}, Workshop: []p.Role{p.WorkshopTrainer},
		Registrar: orgPeople}}, // the command asks whether the group has its own officers
	"book_roles.end": {at: "book", Allowed: p.Allowed{Group: groupAll, Workshop: workshopAll, Registrar: orgPeople}},

	"sharing.list":      {at: "book", Allowed: p.Allowed{Group: groupAll, Registrar: orgPeople}},
	"sharing.proposals": {at: "book", Allowed: p.Allowed{Group: groupOffice, Registrar: orgPeople}},
	"sharing.propose":   {at: "book", Allowed: p.Allowed{Group: []p.Role{p.Chair, p.Secretary, p.Treasurer}}},
	"sharing.end":       {at: "book", Allowed: p.Allowed{Group: []p.Role{p.Chair}}},
	"handovers.list":    {at: "book", Allowed: p.Allowed{Group: groupAll, Registrar: orgPeople}}, // a member sees what is about herself
	"handovers.propose": {at: "book", Allowed: p.Allowed{Group: groupAll, Registrar: orgPeople}},
	"handovers.card":    {at: "book", Allowed: p.Allowed{Group: []p.Role{p.Secretary}, Registrar: orgPeople}},
	"handovers.confirm": {at: "book", Allowed: p.Allowed{Group: groupAll, Registrar: orgPeople}},

	"organization_records.list": ofOrganization(append(slices.Clone(orgOffice), p.Observer)),
	"book_records.list": {at: "book", Allowed: p.Allowed{Operator: true, Self: true, Group: groupOffice, Workshop: []p.Role{p.WorkshopTrainer},
		Organization: orgOffice, Registrar: orgPeople, Consent: orgPeople}},

	"sessions.list": signedIn,
	"sessions.end":  signedIn, // one's own alone
	"me.read":       whoeverSigned,
	"me.secret":     signedIn,
	"me.prove":      signedIn,
	"cards.issue":   ofPerson(p.Secretary), // the command asks for whom
	"cards.list":    ofPerson(p.Chair, p.Secretary),
	"cards.revoke":  ofPerson(p.Chair, p.Secretary),

	"logins.list":   ofPerson(p.Chair, p.Secretary),
	"logins.remove": ofPerson(p.Chair, p.Secretary), // the command asks for whom

	"org_invitations.list":         {at: "organization", Allowed: p.Allowed{Operator: true, Organization: orgPeople}},
	"org_invitations.change":       {at: "organization", Allowed: p.Allowed{Operator: true, Organization: orgPeople}}, // the command asks who may give the role
	"programme_invitations.list":   atProgramme(orgAdmin),
	"programme_invitations.change": atProgramme(orgAdmin),
	"book_invitations.list":        {at: "book", Allowed: p.Allowed{Group: []p.Role{p.Chair, p.Secretary}, Workshop: []p.Role{p.WorkshopTrainer}, Registrar: orgPeople}},
	"book_invitations.change":      {at: "book", Allowed: p.Allowed{Group: []p.Role{p.Chair, p.Secretary}, Workshop: []p.Role{p.WorkshopTrainer}, Registrar: orgPeople}},

	"people.register":   ofOrganization(orgPeople),
	"people.list":       ofOrganization(orgPeople),
	"people.search":     ofOrganization(orgPeople),
	"members.register":  {at: "book", Allowed: p.Allowed{Group: []p.Role{p.Chair, p.Secretary}, Registrar: orgPeople}},
	"members.list":      {at: "book", Allowed: p.Allowed{Group: groupOffice, Registrar: orgPeople}},
	"members.search":    {at: "book", Allowed: p.Allowed{Group: groupOffice, Registrar: orgPeople}},
	"people.read":       ofPerson(), // never on a group's phone
	"people.data":       ofPerson(),
	"people.reads":      {at: "person", Allowed: p.Allowed{Self: true, Organization: orgAdmin, Registrar: orgAdmin}},
	"people.correct":    {at: "person", Allowed: p.Allowed{Organization: orgPeople, Registrar: orgPeople, Group: []p.Role{p.Chair, p.Secretary}}},
	"people.merge":      {at: "person", Allowed: p.Allowed{Organization: orgAdmin, Registrar: orgAdmin}},
	"people.erase":      {at: "person", Allowed: p.Allowed{Self: true, Organization: orgAdmin, Registrar: orgAdmin}},
	"consents.give":     ofPerson(p.Chair, p.Secretary),
	"consents.list":     ofPerson(p.Chair, p.Secretary),
	"consents.withdraw": ofPerson(p.Chair, p.Secretary),

	"households.register": ofOrganization(orgPeople),
	"households.list":     ofOrganization(orgPeople),
	"households.read":     ofOrganization(orgPeople),
	"households.change":   ofOrganization(orgPeople),
	"businesses.register": ofOrganization(orgPeople),
	"businesses.list":     ofOrganization(append(slices.Clone(orgPeople), p.Trainer)),
	"businesses.change":   ofOrganization(orgPeople),
	"categories.list":     ofOrganization(orgAll),
	"categories.change":   ofOrganization(orgAdmin),

	"payments.ask":            ofProgramme(p.Finance, p.Officer),
	"payments.list":           ofProgramme(orgOffice...),
	"payments.read":           ofProgramme(orgOffice...),
	"payments.approve":        ofProgramme(p.Admin, p.Approver, p.Officer),
	"payments.refuse":         ofProgramme(p.Admin, p.Approver, p.Officer),
	"payments.pay":            ofProgramme(p.Finance),
	"payments.withdraw":       ofProgramme(p.Finance, p.Officer),
	"approval_limits.read":    ofProgramme(orgOffice...),
	"approval_limits.set":     ofProgramme(p.Admin),             // a proposal; the command asks whether of a lead
	"approval_limits.confirm": ofProgramme(p.Admin, p.Approver), // the command asks whether another's

	"passkeys.add":    signedIn,
	"passkeys.list":   signedIn,
	"passkeys.revoke": signedIn,
	"proof.give":      signedIn,

	"enrolments.make":    {at: "book", Allowed: p.Allowed{Group: groupOffice, Registrar: orgPeople}},
	"enrolments.confirm": {at: "book", Allowed: p.Allowed{Group: groupOffice}},
	"devices.list":       {at: "book", Allowed: p.Allowed{Group: groupOffice, Registrar: orgPeople}},
	"devices.change":     {at: "book", Allowed: p.Allowed{Group: []p.Role{p.Chair}, Registrar: orgPeople}},
	"quarantine.list":    {at: "book", Allowed: p.Allowed{Group: groupOffice}},
	"quarantine.decide":  {at: "book", Allowed: p.Allowed{Group: []p.Role{p.KeyHolder}}},
}

// onlyOffice is the rule without the way for members: what it shows has others'
// lines beside hers.
func (r rule) onlyOffice() rule {
	r.own = false
	return r
}

// orClosely is the rule while the query picks out no lines of one person or thing.
func (r rule) orClosely() rule {
	r.closely = true
	return r
}

// ofPerson is for what concerns a person: herself, the officers of the home that
// registered her, and where that is a group, the given roles in it.
func ofPerson(inGroup ...p.Role) rule {
	return rule{at: "person", Allowed: p.Allowed{Self: true, Organization: orgPeople, Registrar: orgPeople, Group: inGroup}}
}

// ofProgramme is for the payments of a programme's or an organisation's book: its own
// people, and those of who leads or carries out the programme.
func ofProgramme(roles ...p.Role) rule {
	return rule{at: "book", Allowed: p.Allowed{Organization: roles, Programme: roles, Share: p.ShareMembers}}
}

// atProgramme is for a programme itself: its own people, and those of the
// organisations with a part in it.
func atProgramme(roles []p.Role) rule {
	return rule{at: "programme", Allowed: p.Allowed{Programme: roles}}
}

// ofOrganization is for what only the organisation's own people do.
func ofOrganization(roles []p.Role) rule {
	return rule{at: "organization", Allowed: p.Allowed{Organization: roles}}
}

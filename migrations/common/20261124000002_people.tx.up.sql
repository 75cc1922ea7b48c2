-- The device of ours that a change came from.
ALTER TABLE audit ADD COLUMN device {{.id}} NOT NULL DEFAULT {{.none}}

--bun:split
-- Whom a book belongs to: a group (which is the book itself), a programme, an
-- organisation, a person or a workshop. organization is the one that registered it.
CREATE TABLE book_owners (
    book         {{.id}} NOT NULL PRIMARY KEY,
    kind         {{.text}} NOT NULL CHECK (kind IN ('group', 'programme', 'organization', 'person', 'workshop')),
    owner        {{.id}} NOT NULL,
    organization {{.id}} NOT NULL,
    since        {{.int}} NOT NULL
) {{.keyed}}

--bun:split
CREATE INDEX book_owners_by_owner ON book_owners (owner, book)
--bun:split
CREATE INDEX book_owners_by_organization ON book_owners (organization, book)

--bun:split
-- An organisation. Its home is a row of books in the state home: what locks it and
-- holds the end of its chain of changes.
CREATE TABLE organizations (
    home       {{.id}} NOT NULL PRIMARY KEY,
    kind       {{.text}} NOT NULL CHECK (kind IN ('ngo', 'government', 'funder', 'community')),
    name       {{.text}} NOT NULL,
    created_at {{.int}} NOT NULL
) {{.keyed}}

--bun:split
CREATE TABLE areas (
    home   {{.id}} NOT NULL,
    id     {{.id}} NOT NULL,
    parent {{.id}} NOT NULL,
    kind   {{.text}} NOT NULL CHECK (kind IN ('city', 'kecamatan', 'kelurahan')),
    name   {{.text}} NOT NULL,
    PRIMARY KEY (home, id)
) {{.keyed}}

--bun:split
-- A programme belongs to the organisation that leads it; others take part. They
-- are asked first: since is 0 until they accept.
CREATE TABLE programmes (
    home       {{.id}} NOT NULL,
    id         {{.id}} NOT NULL,
    name       {{.text}} NOT NULL,
    starts     {{.int}} NOT NULL,
    ends       {{.int}} NOT NULL,
    created_at {{.int}} NOT NULL,
    PRIMARY KEY (home, id)
) {{.keyed}}

--bun:split
CREATE UNIQUE INDEX programmes_by_id ON programmes (id)

--bun:split
CREATE TABLE programme_organizations (
    home         {{.id}} NOT NULL,
    programme    {{.id}} NOT NULL,
    organization {{.id}} NOT NULL,
    role         {{.text}} NOT NULL CHECK (role IN ('lead', 'implementer', 'funder', 'observer')),
    since        {{.int}} NOT NULL,
    until        {{.int}} NOT NULL,
    offered_by   {{.id}} NOT NULL DEFAULT {{.none}},
    offered_at   {{.int}} NOT NULL DEFAULT 0,
    accepted_by  {{.id}} NOT NULL DEFAULT {{.none}},
    PRIMARY KEY (home, programme, organization, role)
) {{.keyed}}

--bun:split
CREATE INDEX programme_organizations_by_organization ON programme_organizations (organization, programme)

--bun:split
-- What a group lets a programme see. Written by the group: its book is the home.
CREATE TABLE programme_groups (
    home      {{.id}} NOT NULL,
    programme {{.id}} NOT NULL,
    share     {{.text}} NOT NULL CHECK (share IN ('nothing', 'totals', 'members')),
    agreed_by {{.id}} NOT NULL,
    since     {{.int}} NOT NULL,
    until     {{.int}} NOT NULL,
    PRIMARY KEY (home, programme)
) {{.keyed}}

--bun:split
CREATE INDEX programme_groups_by_programme ON programme_groups (programme, home)

--bun:split
-- What needs the word of several people of a group: to share with a programme, or
-- to hand over an office, a card, a PIN or the keys. person is whom it is about;
-- body is what is asked for, as JSON. failures counts wrong codes.
CREATE TABLE proposals (
    home        {{.id}} NOT NULL,
    id          {{.id}} NOT NULL,
    kind        {{.text}} NOT NULL CHECK (kind IN ('sharing', 'treasurer', 'card_lost', 'pin_forgotten', 'key_holders', 'office_end')),
    person      {{.id}} NOT NULL,
    body        {{.text}} NOT NULL,
    proposed_by {{.id}} NOT NULL,
    proposed_at {{.int}} NOT NULL,
    expires_at  {{.int}} NOT NULL,
    state       {{.text}} NOT NULL CHECK (state IN ('open', 'agreed', 'used', 'withdrawn')),
    decided_at  {{.int}} NOT NULL,
    failures    {{.int}} NOT NULL CHECK (failures >= 0),
    PRIMARY KEY (home, id)
) {{.hot}}

--bun:split
CREATE INDEX proposals_by_time ON proposals (home, proposed_at)

--bun:split
-- Who has agreed to a proposal.
CREATE TABLE confirmations (
    home     {{.id}} NOT NULL,
    proposal {{.id}} NOT NULL,
    person   {{.id}} NOT NULL,
    at       {{.int}} NOT NULL,
    PRIMARY KEY (home, proposal, person)
) {{.keyed}}

--bun:split
-- A person, registered by one home. Everything personal is in sealed, under a key
-- of her own that is kept in another database; the indexes are keyed hashes that
-- find a double without telling the number.
CREATE TABLE persons (
    home        {{.id}} NOT NULL,
    id          {{.id}} NOT NULL,
    sealed      {{.bytes}} NOT NULL,
    version     {{.int}} NOT NULL CHECK (version >= 1),
    phone_index {{.bytes}},
    nik_index   {{.bytes}},
    area        {{.id}} NOT NULL,
    merged_into {{.id}} NOT NULL,
    erased_at   {{.int}} NOT NULL,
    created_at  {{.int}} NOT NULL,
    PRIMARY KEY (home, id)
) {{.hot}}

--bun:split
CREATE UNIQUE INDEX persons_by_id ON persons (id)
--bun:split
CREATE INDEX persons_by_phone ON persons (phone_index) WHERE phone_index IS NOT NULL
--bun:split
CREATE INDEX persons_by_nik ON persons (nik_index) WHERE nik_index IS NOT NULL

--bun:split
CREATE TABLE households (
    home       {{.id}} NOT NULL,
    id         {{.id}} NOT NULL,
    sealed     {{.bytes}} NOT NULL,
    version    {{.int}} NOT NULL CHECK (version >= 1),
    area       {{.id}} NOT NULL,
    erased_at  {{.int}} NOT NULL,
    created_at {{.int}} NOT NULL,
    PRIMARY KEY (home, id)
) {{.hot}}

--bun:split
CREATE TABLE household_members (
    home      {{.id}} NOT NULL,
    household {{.id}} NOT NULL,
    person    {{.id}} NOT NULL,
    relation  {{.text}} NOT NULL,
    since     {{.int}} NOT NULL,
    until     {{.int}} NOT NULL,
    PRIMARY KEY (home, household, person, since)
) {{.keyed}}

--bun:split
CREATE INDEX household_members_by_person ON household_members (home, person)

--bun:split
-- A household business: its name and what it does are personal, sealed under the
-- key of the woman who runs it. book is zero until it keeps books.
CREATE TABLE businesses (
    home       {{.id}} NOT NULL,
    id         {{.id}} NOT NULL,
    person     {{.id}} NOT NULL,
    household  {{.id}} NOT NULL,
    sealed     {{.bytes}} NOT NULL,
    version    {{.int}} NOT NULL CHECK (version >= 1),
    book       {{.id}} NOT NULL,
    created_at {{.int}} NOT NULL,
    PRIMARY KEY (home, id)
) {{.hot}}

--bun:split
CREATE INDEX businesses_by_person ON businesses (home, person)

--bun:split
-- The vulnerability categories that a home asks about.
CREATE TABLE categories (
    home    {{.id}} NOT NULL,
    id      {{.id}} NOT NULL,
    code    {{.text}} NOT NULL,
    name_id {{.text}} NOT NULL,
    name_en {{.text}} NOT NULL,
    active  {{.int}} NOT NULL CHECK (active IN (0, 1)),
    PRIMARY KEY (home, id),
    UNIQUE (home, code)
) {{.keyed}}

--bun:split
CREATE TABLE consents (
    home         {{.id}} NOT NULL,
    id           {{.id}} NOT NULL,
    person       {{.id}} NOT NULL,
    purpose      {{.text}} NOT NULL,
    text_version {{.text}} NOT NULL,
    language     {{.text}} NOT NULL CHECK (language IN ('id', 'en')),
    how          {{.text}} NOT NULL CHECK (how IN ('written', 'spoken', 'thumbprint', 'on_screen')),
    witness      {{.id}} NOT NULL,
    given_at     {{.int}} NOT NULL,
    withdrawn_at {{.int}} NOT NULL,
    PRIMARY KEY (home, id)
) {{.hot}}

--bun:split
CREATE INDEX consents_by_person ON consents (home, person)

--bun:split
-- A role of a person at a scope. home is the book or the organisation that gave it.
CREATE TABLE roles (
    home       {{.id}} NOT NULL,
    id         {{.id}} NOT NULL,
    person     {{.id}} NOT NULL,
    role       {{.text}} NOT NULL,
    scope_kind {{.text}} NOT NULL CHECK (scope_kind IN ('system', 'organization', 'programme', 'group', 'workshop')),
    scope      {{.id}} NOT NULL,
    since      {{.int}} NOT NULL,
    until      {{.int}} NOT NULL,
    granted_by {{.id}} NOT NULL,
    revoked_at {{.int}} NOT NULL,
    revoked_by {{.id}} NOT NULL,
    PRIMARY KEY (home, id)
) {{.hot}}

--bun:split
CREATE INDEX roles_by_person ON roles (person)
--bun:split
CREATE INDEX roles_by_scope ON roles (scope, role)

--bun:split
-- The names that somebody signs in with: keyed hashes of a phone number or an
-- e-mail address, at most one of each.
CREATE TABLE logins (
    name       {{.bytes}} NOT NULL PRIMARY KEY,
    home       {{.id}} NOT NULL,
    person     {{.id}} NOT NULL,
    kind       {{.text}} NOT NULL CHECK (kind IN ('phone', 'email')),
    created_at {{.int}} NOT NULL
) {{.keyed}}

--bun:split
CREATE UNIQUE INDEX logins_by_person ON logins (person, kind)

--bun:split
-- What somebody proves herself with: the argon2id hash of a PIN or a password, the
-- public key of a card, a passkey.
CREATE TABLE credentials (
    home       {{.id}} NOT NULL,
    id         {{.id}} NOT NULL,
    person     {{.id}} NOT NULL,
    kind       {{.text}} NOT NULL CHECK (kind IN ('pin', 'password', 'card', 'passkey')),
    handle     {{.bytes}} NOT NULL,
    secret     {{.bytes}} NOT NULL,
    created_at {{.int}} NOT NULL,
    created_by {{.id}} NOT NULL,
    revoked_at {{.int}} NOT NULL,
    PRIMARY KEY (home, id)
) {{.hot}}

--bun:split
CREATE INDEX credentials_by_person ON credentials (person, kind)
--bun:split
CREATE UNIQUE INDEX credentials_by_handle ON credentials (kind, handle)

--bun:split
CREATE TABLE sessions (
    token      {{.bytes}} NOT NULL PRIMARY KEY,
    id         {{.id}} NOT NULL,
    home       {{.id}} NOT NULL,
    person     {{.id}} NOT NULL,
    device     {{.id}} NOT NULL,
    how        {{.text}} NOT NULL,
    agent      {{.text}} NOT NULL,
    created_at {{.int}} NOT NULL,
    seen_at    {{.int}} NOT NULL,
    proved_at  {{.int}} NOT NULL,
    expires_at {{.int}} NOT NULL,
    revoked_at {{.int}} NOT NULL,
    credential {{.id}} NOT NULL DEFAULT {{.none}}
) {{.hot}}

--bun:split
CREATE INDEX sessions_by_person ON sessions (person)
--bun:split
CREATE UNIQUE INDEX sessions_by_id ON sessions (id)

--bun:split
CREATE TABLE invitations (
    token      {{.bytes}} NOT NULL PRIMARY KEY,
    home       {{.id}} NOT NULL,
    id         {{.id}} NOT NULL,
    person     {{.id}} NOT NULL,
    role       {{.text}} NOT NULL,
    scope_kind {{.text}} NOT NULL,
    scope      {{.id}} NOT NULL,
    created_by {{.id}} NOT NULL,
    created_at {{.int}} NOT NULL,
    expires_at {{.int}} NOT NULL,
    used_at    {{.int}} NOT NULL,
    revoked_at {{.int}} NOT NULL
) {{.hot}}

--bun:split
CREATE INDEX invitations_by_home ON invitations (home, created_at)

--bun:split
-- How often something was tried in vain, and when it may be tried again. The name
-- is a keyed hash of what is counted.
CREATE TABLE attempts (
    name     {{.bytes}} NOT NULL PRIMARY KEY,
    failures {{.int}} NOT NULL CHECK (failures >= 0),
    since    {{.int}} NOT NULL,
    next_at  {{.int}} NOT NULL
) {{.hot}}

--bun:split
CREATE INDEX attempts_by_since ON attempts (since)

--bun:split
-- A phone or a computer that may record without a network. request is the number
-- of its last request; made_seq is how many commands it says it has made, of which
-- those that had not come by then were made after made_since. clock_off is by how
-- many seconds its clock was ahead.
CREATE TABLE devices (
    home        {{.id}} NOT NULL,
    id          {{.id}} NOT NULL,
    name        {{.text}} NOT NULL,
    public_key  {{.bytes}} NOT NULL,
    enrolled_by {{.id}} NOT NULL,
    enrolled_at {{.int}} NOT NULL,
    lease_until {{.int}} NOT NULL,
    last_seq    {{.int}} NOT NULL,
    revoked_at  {{.int}} NOT NULL,
    revoked_seq {{.int}} NOT NULL,
    request     {{.int}} NOT NULL,
    seen_at     {{.int}} NOT NULL,
    made_seq    {{.int}} NOT NULL,
    made_since  {{.int}} NOT NULL,
    clock_off   {{.int}} NOT NULL,
    PRIMARY KEY (home, id)
) {{.hot}}

--bun:split
CREATE UNIQUE INDEX devices_by_id ON devices (id)
--bun:split
CREATE UNIQUE INDEX devices_by_key ON devices (public_key)

--bun:split
-- Leave to enrol one device, for minutes. token is the hash of what its QR code
-- holds. Where two must agree, it counts once confirmed_by is filled.
CREATE TABLE enrolments (
    token        {{.bytes}} NOT NULL PRIMARY KEY,
    home         {{.id}} NOT NULL,
    id           {{.id}} NOT NULL,
    needs        {{.int}} NOT NULL CHECK (needs IN (1, 2)),
    created_by   {{.id}} NOT NULL,
    created_at   {{.int}} NOT NULL,
    expires_at   {{.int}} NOT NULL,
    confirmed_by {{.id}} NOT NULL,
    device       {{.id}} NOT NULL
) {{.hot}}

--bun:split
CREATE UNIQUE INDEX enrolments_by_id ON enrolments (home, id)

--bun:split
-- A command that came from a device: its outcome, or why it waits for the
-- key-holders. Nothing that was sent is ever dropped: two commands with one number
-- or one id are two items. It was made after since, and came at at.
CREATE TABLE device_commands (
    home     {{.id}} NOT NULL,
    item     {{.id}} NOT NULL,
    device   {{.id}} NOT NULL,
    seq      {{.int}} NOT NULL CHECK (seq >= 1),
    id       {{.id}} NOT NULL,
    actor    {{.id}} NOT NULL,
    body     {{.bytes}} NOT NULL,
    digest   {{.bytes}} NOT NULL,
    since    {{.int}} NOT NULL,
    at       {{.int}} NOT NULL,
    late     {{.int}} NOT NULL CHECK (late IN (0, 1)),
    state    {{.text}} NOT NULL CHECK (state IN ('done', 'held', 'quarantined', 'refused', 'released', 'dismissed')),
    outcome  {{.text}} NOT NULL,
    code     {{.text}} NOT NULL,
    resource {{.text}} NOT NULL,
    PRIMARY KEY (home, item)
) {{.hot}}

--bun:split
CREATE INDEX device_commands_by_seq ON device_commands (home, device, seq)
--bun:split
CREATE INDEX device_commands_waiting ON device_commands (home, at) WHERE state IN ('held', 'quarantined')

--bun:split
-- What each key-holder has decided on a command that waits, and why.
CREATE TABLE device_verdicts (
    home    {{.id}} NOT NULL,
    item    {{.id}} NOT NULL,
    person  {{.id}} NOT NULL,
    verdict {{.text}} NOT NULL CHECK (verdict IN ('release', 'dismissal')),
    reason  {{.text}} NOT NULL,
    at      {{.int}} NOT NULL,
    PRIMARY KEY (home, item, person)
) {{.hot}}

--bun:split
-- Who looked at whose personal data.
CREATE TABLE reads (
    home   {{.id}} NOT NULL,
    id     {{.id}} NOT NULL,
    person {{.id}} NOT NULL,
    reader {{.id}} NOT NULL,
    device {{.id}} NOT NULL,
    action {{.text}} NOT NULL,
    at     {{.int}} NOT NULL,
    PRIMARY KEY (home, id, person)
) {{.keyed}}

--bun:split
CREATE INDEX reads_by_person ON reads (home, person, at)

--bun:split
-- A payment out of a book: asked for by one, approved by others, paid by a third.
-- entry is what will be posted, as JSON. decided_at is when it was last approved,
-- refused or withdrawn.
CREATE TABLE payments (
    book       {{.id}} NOT NULL,
    id         {{.id}} NOT NULL,
    entry      {{.text}} NOT NULL,
    amount     {{.int}} NOT NULL CHECK (amount > 0),
    payee      {{.id}} NOT NULL,
    maker      {{.id}} NOT NULL,
    asked_at   {{.int}} NOT NULL,
    state      {{.text}} NOT NULL CHECK (state IN ('asked', 'approved', 'refused', 'paid', 'withdrawn')),
    needs      {{.int}} NOT NULL,
    decided_at {{.int}} NOT NULL,
    payer      {{.id}} NOT NULL,
    paid_at    {{.int}} NOT NULL,
    PRIMARY KEY (book, id)
) {{.hot}}

--bun:split
CREATE INDEX payments_by_time ON payments (book, asked_at, id)

--bun:split
CREATE TABLE approvals (
    book    {{.id}} NOT NULL,
    payment {{.id}} NOT NULL,
    person  {{.id}} NOT NULL,
    yes     {{.int}} NOT NULL CHECK (yes IN (0, 1)),
    reason  {{.text}} NOT NULL,
    at      {{.int}} NOT NULL,
    PRIMARY KEY (book, payment, person)
) {{.keyed}}

--bun:split
CREATE INDEX approvals_by_time ON approvals (book, at)

--bun:split
-- How much a role may approve alone, in a day, in minor units of the book.
CREATE TABLE approval_limits (
    book     {{.id}} NOT NULL,
    role     {{.text}} NOT NULL,
    per_day  {{.int}} NOT NULL CHECK (per_day >= 0),
    PRIMARY KEY (book, role)
) {{.keyed}}

--bun:split
-- New limits that one person proposes and another confirms: all of them, as JSON.
-- Those of the last confirmed change are in approval_limits.
CREATE TABLE approval_limit_changes (
    book         {{.id}} NOT NULL,
    id           {{.id}} NOT NULL,
    limits       {{.text}} NOT NULL,
    proposed_by  {{.id}} NOT NULL,
    proposed_at  {{.int}} NOT NULL,
    state        {{.text}} NOT NULL CHECK (state IN ('open', 'confirmed', 'replaced')),
    confirmed_by {{.id}} NOT NULL,
    confirmed_at {{.int}} NOT NULL,
    PRIMARY KEY (book, id)
) {{.hot}}

--bun:split
-- What a passkey is to sign, for minutes and once. token is the hash of the
-- challenge; person is zero where anybody may answer.
CREATE TABLE challenges (
    token      {{.bytes}} NOT NULL PRIMARY KEY,
    person     {{.id}} NOT NULL,
    kind       {{.text}} NOT NULL CHECK (kind IN ('register', 'sign_in', 'proof')),
    data       {{.bytes}} NOT NULL,
    expires_at {{.int}} NOT NULL
) {{.hot}}

--bun:split
CREATE INDEX challenges_by_expiry ON challenges (expires_at)

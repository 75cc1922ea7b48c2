-- What the installation knows about itself: the key of the command hashes, the
-- operator token's hash.
CREATE TABLE settings (
    name  {{.text}} NOT NULL PRIMARY KEY,
    value {{.bytes}} NOT NULL
) {{.table}}

--bun:split
-- A book: seq and head are its chain's end, turnover is the sum of all debits (no
-- sum over any of its lines can be larger, so that none can overflow), audit_seq and audit_head the end of
-- the chain of changes to the book itself. Sealed by check: every column but
-- the name is in the audit chain, the name as a salted commitment. In the state home
-- it is an organisation's: a chain of changes and nothing to post to.
CREATE TABLE books (
    id             {{.id}} NOT NULL PRIMARY KEY,
    kind           {{.text}} NOT NULL,
    name           {{.text}} NOT NULL,
    salt           {{.bytes}} NOT NULL,
    currency       {{.text}} NOT NULL,
    places         {{.int}} NOT NULL CHECK (places BETWEEN 0 AND 9),
    epoch          {{.int}} NOT NULL CHECK (epoch >= 1),
    seq            {{.int}} NOT NULL CHECK (seq >= 0),
    head           {{.bytes}} NOT NULL,
    turnover       {{.int}} NOT NULL CHECK (turnover >= 0),
    audit_seq      {{.int}} NOT NULL CHECK (audit_seq >= 0),
    audit_head     {{.bytes}} NOT NULL,
    closed_through {{.int}} NOT NULL,
    state          {{.text}} NOT NULL CHECK (state IN ('importing', 'open', 'home')),
    created_at     {{.int}} NOT NULL
) {{.hot}}

--bun:split
CREATE TABLE accounts (
    book    {{.id}} NOT NULL,
    id      {{.id}} NOT NULL,
    code    {{.text}} NOT NULL,
    name_id {{.text}} NOT NULL,
    name_en {{.text}} NOT NULL,
    salt    {{.bytes}} NOT NULL,
    class   {{.text}} NOT NULL CHECK (class IN ('asset', 'liability', 'equity', 'income', 'expense')),
    normal  {{.text}} NOT NULL CHECK (normal IN ('debit', 'credit')),
    role    {{.text}} NOT NULL,
    PRIMARY KEY (book, id),
    UNIQUE (book, code)
) {{.keyed}}

--bun:split
CREATE TABLE funds (
    book        {{.id}} NOT NULL,
    id          {{.id}} NOT NULL,
    code        {{.text}} NOT NULL,
    name        {{.text}} NOT NULL,
    salt        {{.bytes}} NOT NULL,
    restricted  {{.int}} NOT NULL CHECK (restricted IN (0, 1)),
    origin_book {{.id}} NOT NULL,
    origin_fund {{.id}} NOT NULL,
    PRIMARY KEY (book, id),
    UNIQUE (book, code)
) {{.keyed}}

--bun:split
-- Floors and ceilings, in minor units on the account's normal side.
CREATE TABLE limits (
    book    {{.id}} NOT NULL,
    account {{.id}} NOT NULL,
    per     {{.text}} NOT NULL CHECK (per IN ('account', 'fund', 'item')),
    floor   {{.int}},
    ceiling {{.int}},
    PRIMARY KEY (book, account, per)
) {{.keyed}}

--bun:split
-- The header of an entry, written after its lines: it seals them.
CREATE TABLE entries (
    book        {{.id}} NOT NULL,
    seq         {{.int}} NOT NULL CHECK (seq >= 1),
    id          {{.id}} NOT NULL,
    day         {{.int}} NOT NULL,
    kind        {{.text}} NOT NULL,
    memo        {{.bytes}},
    actor       {{.id}} NOT NULL,
    command     {{.id}} NOT NULL,
    event       {{.id}} NOT NULL,
    reverses    {{.id}} NOT NULL,
    n_lines     {{.int}} NOT NULL CHECK (n_lines >= 2),
    recorded_at {{.int}} NOT NULL,
    hash        {{.bytes}} NOT NULL,
    PRIMARY KEY (book, seq)
) {{.keyed}}

--bun:split
CREATE UNIQUE INDEX entries_by_id ON entries (book, id)
--bun:split
CREATE UNIQUE INDEX entries_by_reverses ON entries (book, reverses) WHERE reverses <> {{.none}}
--bun:split
CREATE INDEX entries_by_day ON entries (book, day, seq)
--bun:split
CREATE INDEX entries_by_kind ON entries (book, kind, day, seq)

--bun:split
-- A posting line: debit positive, credit negative, in minor units. A line whose
-- entry has no header is in no book.
CREATE TABLE lines (
    book    {{.id}} NOT NULL,
    seq     {{.int}} NOT NULL,
    n       {{.int}} NOT NULL CHECK (n >= 1),
    account {{.id}} NOT NULL,
    day     {{.int}} NOT NULL,
    amount  {{.int}} NOT NULL CHECK (amount <> 0),
    fund    {{.id}} NOT NULL,
    party   {{.id}} NOT NULL,
    item    {{.id}} NOT NULL,
    memo    {{.bytes}},
    PRIMARY KEY (book, seq, n){{.sealed_by}}
) {{.keyed}}

--bun:split
-- These hold what a running balance adds up, so that a very busy day or member is
-- summed from the index alone.
CREATE INDEX lines_by_account ON lines (book, account, day, seq, n, amount)
--bun:split
CREATE INDEX lines_by_fund ON lines (book, account, fund, day, seq, n, amount)
--bun:split
CREATE INDEX lines_by_party ON lines (book, party, day, seq, n, account, fund, amount) WHERE party <> {{.none}}
--bun:split
CREATE INDEX lines_by_item ON lines (book, item, day, seq, n) WHERE item <> {{.none}}

--bun:split
-- The free text of entries (n = 0) and lines, apart from the journal, which
-- holds only commitments to it.
CREATE TABLE texts (
    book {{.id}} NOT NULL,
    seq  {{.int}} NOT NULL,
    n    {{.int}} NOT NULL,
    salt {{.bytes}} NOT NULL,
    body {{.text}} NOT NULL,
    PRIMARY KEY (book, seq, n)
) {{.keyed}}

--bun:split
-- Balances of now, in all dimensions.
CREATE TABLE totals (
    book    {{.id}} NOT NULL,
    account {{.id}} NOT NULL,
    fund    {{.id}} NOT NULL,
    party   {{.id}} NOT NULL,
    item    {{.id}} NOT NULL,
    debit   {{.int}} NOT NULL CHECK (debit >= 0),
    credit  {{.int}} NOT NULL CHECK (credit >= 0),
    PRIMARY KEY (book, account, fund, party, item)
) {{.hot}}

--bun:split
-- Movements of one day, at control level. A back-dated entry touches one row.
CREATE TABLE days (
    book    {{.id}} NOT NULL,
    account {{.id}} NOT NULL,
    fund    {{.id}} NOT NULL,
    day     {{.int}} NOT NULL,
    debit   {{.int}} NOT NULL CHECK (debit >= 0),
    credit  {{.int}} NOT NULL CHECK (credit >= 0),
    PRIMARY KEY (book, account, fund, day)
) {{.hot}}

--bun:split
CREATE INDEX days_by_day ON days (book, day)

--bun:split
-- Movements of one month (YYYYMM), so that any past day is a short sum.
CREATE TABLE months (
    book    {{.id}} NOT NULL,
    account {{.id}} NOT NULL,
    fund    {{.id}} NOT NULL,
    month   {{.int}} NOT NULL,
    debit   {{.int}} NOT NULL CHECK (debit >= 0),
    credit  {{.int}} NOT NULL CHECK (credit >= 0),
    PRIMARY KEY (book, account, fund, month)
) {{.hot}}

--bun:split
-- Changes to a book itself, one chain per book.
CREATE TABLE audit (
    home    {{.id}} NOT NULL,
    seq     {{.int}} NOT NULL CHECK (seq >= 1),
    at      {{.int}} NOT NULL,
    actor   {{.id}} NOT NULL,
    command {{.id}} NOT NULL,
    action  {{.text}} NOT NULL,
    subject {{.id}} NOT NULL,
    body    {{.text}} NOT NULL,
    hash    {{.bytes}} NOT NULL,
    PRIMARY KEY (home, seq)
) {{.keyed}}

--bun:split
-- Every command that was decided, for ever: body is a keyed hash of what was
-- asked, seal a keyed hash of the whole row.
CREATE TABLE commands (
    home     {{.id}} NOT NULL,
    id       {{.id}} NOT NULL,
    name     {{.text}} NOT NULL,
    version  {{.int}} NOT NULL,
    body     {{.bytes}} NOT NULL,
    outcome  {{.text}} NOT NULL CHECK (outcome IN ('posted', 'posted_with_task', 'refused')),
    code     {{.text}} NOT NULL,
    resource {{.text}} NOT NULL,
    at       {{.int}} NOT NULL,
    actor    {{.id}} NOT NULL,
    seal     {{.bytes}} NOT NULL,
    PRIMARY KEY (home, id)
) {{.keyed}}

-- What the last written backup holds of each book: taken at the instant at, up to
-- the sequence number seq, in the book's epoch. It tells phones what is safe even
-- if this database is lost. No snapshot carries it: a restored database starts
-- with none.
CREATE TABLE backups (
    book  {{.id}} NOT NULL PRIMARY KEY,
    at    {{.int}} NOT NULL,
    seq   {{.int}} NOT NULL CHECK (seq >= 0),
    epoch {{.int}} NOT NULL CHECK (epoch >= 1)
) {{.keyed}}

-- Lines come before their header, never after. Locking the books first makes a
-- line that races the sealing of its entry from another connection wait for it.
-- Under REPEATABLE READ and SERIALIZABLE the waiting side would still see the
-- state from before the wait, so those levels are refused.
CREATE OR REPLACE FUNCTION lumbung_lines_not_late() RETURNS trigger LANGUAGE plpgsql
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
    IF current_setting('transaction_isolation') IN ('repeatable read', 'serializable') THEN
        RAISE EXCEPTION 'lumbung: no posting under %', current_setting('transaction_isolation') USING ERRCODE = 'check_violation';
    END IF;
    PERFORM 1 FROM books WHERE id IN (SELECT book FROM added) ORDER BY id FOR NO KEY UPDATE;
    IF EXISTS (SELECT 1 FROM added a JOIN entries e ON e.book = a.book AND e.seq = a.seq) THEN
        RAISE EXCEPTION 'lumbung: late line' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$

--bun:split
-- A header seals the lines that were written before it: they must be as many as
-- it says, zero in sum and zero in every fund, and follow the entry before.
CREATE OR REPLACE FUNCTION lumbung_entries_sealing() RETURNS trigger LANGUAGE plpgsql
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    wrong text;
BEGIN
    IF current_setting('transaction_isolation') IN ('repeatable read', 'serializable') THEN
        RAISE EXCEPTION 'lumbung: no posting under %', current_setting('transaction_isolation') USING ERRCODE = 'check_violation';
    END IF;
    PERFORM 1 FROM books WHERE id IN (SELECT book FROM added) ORDER BY id FOR NO KEY UPDATE;
    SELECT CASE
        WHEN s.n IS DISTINCT FROM e.n_lines THEN 'wrong number of lines'
        WHEN s.unbalanced > 0 THEN 'unbalanced in a fund'
        WHEN s.other_days > 0 THEN 'line on another day'
        ELSE 'gap in the sequence' END
    INTO wrong
    FROM added e CROSS JOIN LATERAL (
        SELECT coalesce(sum(f.n), 0)::bigint AS n, count(*) FILTER (WHERE f.amount <> 0) AS unbalanced,
            coalesce(sum(f.other_days), 0) AS other_days
        FROM (SELECT count(*) AS n, sum(l.amount) AS amount, count(*) FILTER (WHERE l.day <> e.day) AS other_days
              FROM lines l WHERE l.book = e.book AND l.seq = e.seq GROUP BY l.fund) f
    ) s
    WHERE s.n IS DISTINCT FROM e.n_lines OR s.unbalanced > 0 OR s.other_days > 0
        OR (e.seq > 1 AND NOT EXISTS (SELECT 1 FROM entries p WHERE p.book = e.book AND p.seq = e.seq - 1))
    LIMIT 1;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'lumbung: %', wrong USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$

--bun:split
CREATE OR REPLACE FUNCTION lumbung_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'lumbung: % are append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$

--bun:split
CREATE OR REPLACE TRIGGER lines_not_late AFTER INSERT ON lines
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION lumbung_lines_not_late()

--bun:split
CREATE OR REPLACE TRIGGER entries_sealing AFTER INSERT ON entries
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION lumbung_entries_sealing()

--bun:split
CREATE OR REPLACE TRIGGER entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entries
    FOR EACH STATEMENT EXECUTE FUNCTION lumbung_append_only()

--bun:split
CREATE OR REPLACE TRIGGER lines_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON lines
    FOR EACH STATEMENT EXECUTE FUNCTION lumbung_append_only()

--bun:split
CREATE OR REPLACE TRIGGER texts_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON texts
    FOR EACH STATEMENT EXECUTE FUNCTION lumbung_append_only()

--bun:split
CREATE OR REPLACE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION lumbung_append_only()

--bun:split
CREATE OR REPLACE TRIGGER commands_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON commands
    FOR EACH STATEMENT EXECUTE FUNCTION lumbung_append_only()

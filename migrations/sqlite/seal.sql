-- A header seals the lines that were written before it: they must be as many as
-- it says, of its day, zero in sum and zero in every fund, and it must follow the
-- entry before. It must itself refuse a sequence number, an id or a reversal that
-- is there, since INSERT OR REPLACE deletes the old row without asking any delete
-- trigger.
CREATE TRIGGER entries_sealing BEFORE INSERT ON entries BEGIN
    SELECT RAISE(ABORT, 'lumbung: gap in the sequence, or sealed entry replaced')
        WHERE NEW.seq <> 1 + coalesce((SELECT max(seq) FROM entries WHERE book = NEW.book), 0);
    SELECT RAISE(ABORT, 'lumbung: entry id used twice') WHERE EXISTS (
        SELECT 1 FROM entries WHERE book = NEW.book AND id = NEW.id);
    SELECT RAISE(ABORT, 'lumbung: entry reversed twice') WHERE NEW.reverses <> X'00000000000000000000000000000000' AND EXISTS (
        SELECT 1 FROM entries WHERE book = NEW.book AND reverses = NEW.reverses
            AND reverses <> X'00000000000000000000000000000000'); -- for the partial index
    SELECT RAISE(ABORT, 'lumbung: wrong number of lines') WHERE NEW.n_lines <> (
        SELECT count(*) FROM lines WHERE book = NEW.book AND seq = NEW.seq);
    SELECT RAISE(ABORT, 'lumbung: line on another day') WHERE EXISTS (
        SELECT 1 FROM lines WHERE book = NEW.book AND seq = NEW.seq AND day <> NEW.day);
    SELECT RAISE(ABORT, 'lumbung: unbalanced in a fund')
        FROM (SELECT sum(amount) AS amount, min(fund) = max(fund) AS one_fund FROM lines WHERE book = NEW.book AND seq = NEW.seq)
        WHERE amount <> 0 OR NOT one_fund AND EXISTS (
            SELECT 1 FROM lines WHERE book = NEW.book AND seq = NEW.seq GROUP BY fund HAVING sum(amount) <> 0);
END

--bun:split
-- A line comes before its header, never after.
CREATE TRIGGER lines_not_late BEFORE INSERT ON lines BEGIN
    SELECT RAISE(ABORT, 'lumbung: late line') WHERE EXISTS (
        SELECT 1 FROM entries WHERE book = NEW.book AND seq = NEW.seq);
END

--bun:split
CREATE TRIGGER texts_no_replace BEFORE INSERT ON texts BEGIN
    SELECT RAISE(ABORT, 'lumbung: texts are append-only') WHERE EXISTS (
        SELECT 1 FROM texts WHERE book = NEW.book AND seq = NEW.seq AND n = NEW.n);
END

--bun:split
CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit BEGIN
    SELECT RAISE(ABORT, 'lumbung: audit are append-only') WHERE EXISTS (
        SELECT 1 FROM audit WHERE home = NEW.home AND seq = NEW.seq);
END

--bun:split
CREATE TRIGGER commands_no_replace BEFORE INSERT ON commands BEGIN
    SELECT RAISE(ABORT, 'lumbung: commands are append-only') WHERE EXISTS (
        SELECT 1 FROM commands WHERE home = NEW.home AND id = NEW.id);
END

--bun:split
CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'lumbung: entries are append-only'); END

--bun:split
CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'lumbung: entries are append-only'); END

--bun:split
CREATE TRIGGER lines_no_update BEFORE UPDATE ON lines BEGIN SELECT RAISE(ABORT, 'lumbung: lines are append-only'); END

--bun:split
CREATE TRIGGER lines_no_delete BEFORE DELETE ON lines BEGIN SELECT RAISE(ABORT, 'lumbung: lines are append-only'); END

--bun:split
CREATE TRIGGER texts_no_update BEFORE UPDATE ON texts BEGIN SELECT RAISE(ABORT, 'lumbung: texts are append-only'); END

--bun:split
CREATE TRIGGER texts_no_delete BEFORE DELETE ON texts BEGIN SELECT RAISE(ABORT, 'lumbung: texts are append-only'); END

--bun:split
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'lumbung: audit are append-only'); END

--bun:split
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'lumbung: audit are append-only'); END

--bun:split
CREATE TRIGGER commands_no_update BEFORE UPDATE ON commands BEGIN SELECT RAISE(ABORT, 'lumbung: commands are append-only'); END

--bun:split
CREATE TRIGGER commands_no_delete BEFORE DELETE ON commands BEGIN SELECT RAISE(ABORT, 'lumbung: commands are append-only'); END

DROP TRIGGER IF EXISTS entries_sealing
--bun:split
DROP TRIGGER IF EXISTS entries_no_update
--bun:split
DROP TRIGGER IF EXISTS entries_no_delete
--bun:split
DROP TRIGGER IF EXISTS lines_not_late
--bun:split
DROP TRIGGER IF EXISTS lines_no_update
--bun:split
DROP TRIGGER IF EXISTS lines_no_delete
--bun:split
DROP TRIGGER IF EXISTS texts_no_replace
--bun:split
DROP TRIGGER IF EXISTS texts_no_update
--bun:split
DROP TRIGGER IF EXISTS texts_no_delete
--bun:split
DROP TRIGGER IF EXISTS audit_no_replace
--bun:split
DROP TRIGGER IF EXISTS audit_no_update
--bun:split
DROP TRIGGER IF EXISTS audit_no_delete
--bun:split
DROP TRIGGER IF EXISTS commands_no_replace
--bun:split
DROP TRIGGER IF EXISTS commands_no_update
--bun:split
DROP TRIGGER IF EXISTS commands_no_delete

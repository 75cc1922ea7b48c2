DROP TRIGGER IF EXISTS lines_not_late ON lines
--bun:split
DROP TRIGGER IF EXISTS entries_sealing ON entries
--bun:split
DROP TRIGGER IF EXISTS entries_append_only ON entries
--bun:split
DROP TRIGGER IF EXISTS lines_append_only ON lines
--bun:split
DROP TRIGGER IF EXISTS texts_append_only ON texts
--bun:split
DROP TRIGGER IF EXISTS audit_append_only ON audit
--bun:split
DROP TRIGGER IF EXISTS commands_append_only ON commands

-- The role the server works as. Roles belong to the whole cluster, so it may be
-- there already, or be made by another database's migration at this moment; a
-- user that may not make roles serves as itself, behind the seals alone.
DO $$
BEGIN
    BEGIN
        IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'lumbung_app') THEN
            CREATE ROLE lumbung_app NOLOGIN;
        END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL;
    END;
    BEGIN
        IF NOT pg_has_role(current_user, 'lumbung_app', 'MEMBER') THEN
            EXECUTE format('GRANT lumbung_app TO %I', current_user);
        END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL;
    END;
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO lumbung_app', current_schema());
    GRANT SELECT, INSERT ON entries, lines, texts, audit, commands, reads TO lumbung_app;
    GRANT SELECT, INSERT, UPDATE, DELETE ON settings, books, accounts, funds, limits, totals, days, months,
        book_owners, organizations, areas, programmes, programme_organizations, programme_groups, proposals, confirmations, persons, households, household_members,
        businesses, categories, consents, roles, logins, credentials, sessions, invitations, attempts, challenges, devices, enrolments, device_commands, device_verdicts,
        payments, approvals, approval_limits, approval_limit_changes, backups TO lumbung_app;
    GRANT SELECT ON bun_migrations TO lumbung_app;
EXCEPTION
    WHEN insufficient_privilege THEN
        RAISE NOTICE 'lumbung: no role of its own for the server: %', SQLERRM;
END $$

// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Traits.h"

#include "core/base/Words.h"
#include "core/verify/Names.h"
#include "core/verify/Schema.h"

namespace shuttler::verify {

using namespace Qt::StringLiterals;
using postgres::Rows;

static constexpr Word<Trait> TraitWords[] = {
    {Trait::Locale, u"locale"},
    {Trait::Collations, u"collations"},
    {Trait::Owners, u"owners"},
    {Trait::Roles, u"roles"},
    {Trait::Rights, u"rights"},
    {Trait::Settings, u"settings"},
    {Trait::Parents, u"parents"},
    {Trait::IdleIndexes, u"indexes-invalid"},
    {Trait::UncheckedRules, u"constraints-not-validated"},
    {Trait::Triggers, u"triggers"},
    {Trait::RewriteRules, u"rules"},
    {Trait::Archiving, u"archiving"},
};

QString wordFor(Trait trait)
{
    return wordIn(TraitWords, trait);
}

QString subjectOf(const QString &key)
{
    return key.section(u'\t', 0, 0);
}

QString detailOf(const QString &key)
{
    return key.section(u'\t', 1);
}

QString ownCollationVersionBefore15()
{
    return u"(SELECT min(pg_collation_actual_version(l.oid)) FROM pg_collation l WHERE l.collprovider = 'c' "
           "AND replace(lower(l.collcollate), '-', '') = replace(lower(d.datcollate), '-', ''))"_s;
}

namespace {

// Every statement answers in six columns: words before the name, schema, name, part of it, detail, value.

QString localeSql(int version)
{
    const QString provider = version >= 150000 ? u", ('collation provider', d.datlocprovider::text)"_s : QString();
    const QString locale = version >= 170000 ? u", ('locale', d.datlocale)"_s
                         : version >= 150000 ? u", ('locale', d.daticulocale)"_s
                                             : QString();
    return u"SELECT x.name, NULL, NULL, NULL, NULL, x.value FROM pg_database d CROSS JOIN LATERAL (VALUES "
           "('encoding', pg_encoding_to_char(d.encoding)::text), ('collation', d.datcollate::text), "
           "('character types', d.datctype::text)"_s
         + provider + locale
         + u") AS x (name, value) WHERE d.datname = current_database() AND x.value IS NOT NULL"_s;
}

QString collationsSql(int version)
{
    const QString own = version >= 150000 ? u"pg_database_collation_actual_version(d.oid)"_s : ownCollationVersionBefore15();
    return u"SELECT 'the database', NULL, NULL, NULL, NULL, "_s + own
         + u" FROM pg_database d WHERE d.datname = current_database() AND "_s + own
         + u" IS NOT NULL UNION ALL SELECT '', n.nspname, l.collname, NULL, NULL, pg_collation_actual_version(l.oid) "
           "FROM pg_collation l JOIN pg_namespace n ON n.oid = l.collnamespace "
           "WHERE l.collversion IS NOT NULL AND pg_collation_actual_version(l.oid) IS NOT NULL AND EXISTS ("
           "SELECT FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE a.attcollation = l.oid AND c.oid >= 16384)"_s;
}

/// Everything of the owner's that has an owner, beside what belongs to extensions.
QString objectsSql()
{
    return u"objects (oid, words, schema, name, kind, owner) AS ("
           "SELECT c.oid, '', n.nspname, c.relname, c.relkind::text, c.relowner FROM pg_class c "
           "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') "
           "AND c.relpersistence <> 't' AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass "
           "AND e.objid = c.oid AND e.deptype = 'e') AND "_s
         + ownersSchemas()
         + u" UNION ALL SELECT n.oid, 'schema', NULL, n.nspname, 'schema', n.nspowner FROM pg_namespace n WHERE "_s + ownersSchemas()
         + u" UNION ALL SELECT d.oid, 'the database', NULL, NULL, 'database', d.datdba FROM pg_database d "
           "WHERE d.datname = current_database())"_s;
}

/// Roles that matter to this database.
QString rolesSql()
{
    return u"roles AS (SELECT r.oid, r.rolname, r.rolcanlogin, r.rolbypassrls, r.rolsuper FROM pg_roles r "
           "WHERE r.rolname !~ '^pg_' AND (r.rolcanlogin OR EXISTS (SELECT FROM pg_shdepend s JOIN pg_database d ON d.oid = s.dbid "
           "WHERE s.refclassid = 'pg_authid'::regclass AND s.refobjid = r.oid AND d.datname = current_database())))"_s;
}

QString rightsSql()
{
    const auto right = [](const QString &kinds, const QString &function, const QString &privilege) {
        return u"(CASE WHEN o.kind IN ("_s + kinds + u") THEN "_s + function + u"(r.oid, o.oid, '"_s + privilege + u"') END, '"_s
             + privilege + u"')"_s;
    };
    const QString tables = u"'r', 'p', 'v', 'm', 'f'"_s;
    QStringList rights;
    for (const QString &privilege : {u"SELECT"_s, u"INSERT"_s, u"UPDATE"_s, u"DELETE"_s, u"TRUNCATE"_s, u"REFERENCES"_s, u"TRIGGER"_s})
        rights.append(right(tables, u"has_table_privilege"_s, privilege));
    for (const QString &privilege : {u"USAGE"_s, u"SELECT"_s, u"UPDATE"_s})
        rights.append(right(u"'S'"_s, u"has_sequence_privilege"_s, privilege));
    for (const QString &privilege : {u"USAGE"_s, u"CREATE"_s})
        rights.append(right(u"'schema'"_s, u"has_schema_privilege"_s, privilege));
    for (const QString &privilege : {u"CONNECT"_s, u"CREATE"_s, u"TEMPORARY"_s})
        rights.append(right(u"'database'"_s, u"has_database_privilege"_s, privilege));
    for (const QString &privilege : {u"SELECT"_s, u"INSERT"_s, u"UPDATE"_s})
        rights.append(u"(CASE WHEN o.kind IN ("_s + tables + u") THEN has_any_column_privilege(r.oid, o.oid, '"_s + privilege
                      + u"') AND NOT has_table_privilege(r.oid, o.oid, '"_s + privilege + u"') END, '"_s + privilege
                      + u" of some columns')"_s);
    return u"WITH "_s + objectsSql() + u", "_s + rolesSql()
         + u" SELECT o.words, o.schema, o.name, NULL, r.rolname, string_agg(p.privilege, ', ' ORDER BY p.privilege) "
           "FROM objects o CROSS JOIN roles r CROSS JOIN LATERAL (VALUES "_s
         + rights.join(u", "_s) + u") AS p (has, privilege) WHERE p.has AND NOT r.rolsuper GROUP BY o.words, o.schema, o.name, r.rolname"_s;
}

/// The narrower setting wins: role in this database, role, this database. A name with a dot is the app's own and may hold a
/// secret: only its fingerprint is kept.
QString settingsSql()
{
    return u"SELECT DISTINCT ON (x.setting, r.rolname) x.setting, NULL, NULL, NULL, r.rolname, "
           "CASE WHEN x.setting LIKE '%.%' THEN 'fingerprint ' || left(encode(sha256(convert_to(x.value, 'UTF8')), 'hex'), 16) "
           "ELSE x.value END FROM pg_db_role_setting s LEFT JOIN pg_roles r ON r.oid = s.setrole "
           "CROSS JOIN LATERAL (SELECT split_part(line, '=', 1), substr(line, strpos(line, '=') + 1) "
           "FROM unnest(s.setconfig) AS u (line)) AS x (setting, value) "
           "WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database())) "
           "ORDER BY x.setting, r.rolname, s.setdatabase DESC"_s;
}

QString triggersSql()
{
    const QString how = u"CASE g.tgenabled WHEN 'D' THEN 'switched off' WHEN 'R' THEN 'at work only while replicating' "
                        "ELSE 'at work also while replicating' END"_s;
    const QString from = u" FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid JOIN pg_namespace n ON n.oid = t.relnamespace "
                         "WHERE g.tgenabled <> 'O' AND "_s + ownersSchemas();
    return u"SELECT DISTINCT '', n.nspname, t.relname, NULL, 'keys', "_s + how + from
         + u" AND g.tgisinternal AND g.tgenabled <> 'A' UNION ALL SELECT '', n.nspname, t.relname, g.tgname, NULL, "_s + how + from
         + u" AND NOT g.tgisinternal"_s;
}

} // namespace

QString traitSql(Trait trait, int serverVersion)
{
    switch (trait) {
    case Trait::Locale:
        return localeSql(serverVersion);
    case Trait::Collations:
        return collationsSql(serverVersion);
    case Trait::Owners:
        // Whose the schema "public" is depends on the PostgreSQL that made it.
        return u"WITH "_s + objectsSql()
             + u" SELECT words, schema, name, NULL, NULL, pg_get_userbyid(owner) FROM objects WHERE name IS DISTINCT FROM 'public'"_s;
    case Trait::Roles:
        return u"WITH "_s + rolesSql()
             + u" SELECT '', NULL, rolname, NULL, NULL, CASE WHEN rolcanlogin THEN 'may log in' ELSE 'may not log in' END "
               "|| CASE WHEN rolsuper THEN ', superuser' WHEN rolbypassrls THEN ', sees rows that policies hide' ELSE '' END "
               "FROM roles"_s;
    case Trait::Rights:
        return rightsSql();
    case Trait::Settings:
        return settingsSql();
    case Trait::Parents: {
        const QString pending = serverVersion >= 140000 ? u"CASE WHEN h.inhdetachpending THEN 'being detached, ' ELSE '' END"_s : u"''"_s;
        return u"SELECT '', n.nspname, c.relname, NULL, quote_ident(pn.nspname) || '.' || quote_ident(p.relname), "_s + pending
             + u" || coalesce(pg_get_expr(c.relpartbound, 0), 'a child table') FROM pg_inherits h "
               "JOIN pg_class c ON c.oid = h.inhrelid AND c.relkind IN ('r', 'p', 'f') JOIN pg_namespace n ON n.oid = c.relnamespace "
               "JOIN pg_class p ON p.oid = h.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace WHERE "_s
             + ownersSchemas();
    }
    case Trait::IdleIndexes:
        return u"SELECT '', n.nspname, c.relname, NULL, NULL, 'not in use, on ' || t.relname FROM pg_index i "
               "JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid "
               "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT (i.indisvalid AND i.indisready AND i.indislive) AND "_s
             + ownersSchemas();
    case Trait::UncheckedRules:
        return u"SELECT '', n.nspname, t.relname, k.conname, NULL, 'not validated' FROM pg_constraint k "
               "JOIN pg_class t ON t.oid = k.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace WHERE NOT k.convalidated AND "_s
             + ownersSchemas();
    case Trait::Triggers:
        return triggersSql();
    case Trait::RewriteRules:
        return u"SELECT '', n.nspname, t.relname, w.rulename, NULL, CASE w.ev_enabled WHEN 'D' THEN 'switched off' "
               "WHEN 'R' THEN 'at work only while replicating' ELSE 'at work also while replicating' END FROM pg_rewrite w "
               "JOIN pg_class t ON t.oid = w.ev_class JOIN pg_namespace n ON n.oid = t.relnamespace WHERE w.ev_enabled <> 'O' AND "_s
             + ownersSchemas();
    case Trait::Archiving:
        // RDS and Railway's image run one command everywhere, which finds its instance's own archive.
        return u"SELECT 'command', NULL, NULL, NULL, NULL, CASE WHEN current_setting('archive_mode') = 'off' "
               "OR current_setting('archive_command') LIKE '/etc/rds/%' "
               "OR current_setting('archive_command') LIKE '%/pgbackrest-archive-push-wrapper.sh %' THEN '' "
               "ELSE encode(sha256(convert_to(coalesce(nullif(current_setting('archive_library', true), ''), "
               "current_setting('archive_command')), 'UTF8')), 'hex') END"_s;
    }
    Q_UNREACHABLE();
}

Result<TraitValues> readTrait(Snapshot &snapshot, Trait trait, Job &job)
{
    Result<Rows> rows = snapshot.ask(traitSql(trait, snapshot.version()), job);
    if (!rows)
        return std::move(rows).error();
    TraitValues values;
    for (int row = 0; row < rows->size(); ++row) {
        QStringList words;
        if (!rows->text(row, 0).isEmpty())
            words.append(rows->text(row, 0));
        if (!rows->isNull(row, 2))
            words.append((rows->isNull(row, 1) ? shown(rows->text(row, 2)) : shown(rows->text(row, 1), rows->text(row, 2)))
                         + (rows->isNull(row, 3) ? QString() : u'.' + shown(rows->text(row, 3))));
        QString key = words.join(u' ');
        if (!rows->text(row, 4).isEmpty())
            key += u'\t' + rows->text(row, 4);
        values.insert(key, rows->text(row, 5));
    }
    return values;
}

const TraitValues *rememberedTrait(const Baseline &baseline, Trait trait)
{
    const auto found = baseline.traits.constFind(wordFor(trait));
    return found == baseline.traits.constEnd() ? nullptr : &*found;
}

Outcome recordTraits(Snapshot &snapshot, Baseline &baseline, Job &job)
{
    for (const Trait trait : AllTraits) {
        Result<TraitValues> values = readTrait(snapshot, trait, job);
        if (values)
            baseline.traits.insert(wordFor(trait), *values);
        else if (endsAll(values.error(), snapshot))
            return std::move(values).error();
        else
            job.progress.line(u"Not recorded: %1: %2"_s.arg(wordFor(trait), values.error().forLog()));
    }
    return Done{};
}

QList<TraitChange> traitChanges(const TraitValues &before, const TraitValues &now)
{
    QList<TraitChange> changes;
    for (auto was = before.begin(); was != before.end(); ++was) {
        const auto is = now.constFind(was.key());
        if (is == now.constEnd())
            changes.append({was.key(), *was, std::nullopt});
        else if (*is != *was)
            changes.append({was.key(), *was, *is});
    }
    for (auto is = now.begin(); is != now.end(); ++is)
        if (!before.contains(is.key()))
            changes.append({is.key(), std::nullopt, *is});
    return changes;
}

} // namespace shuttler::verify

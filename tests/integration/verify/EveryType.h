// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>

namespace shuttler::test {

// Apart from the tests: moc loses a class behind these strings.

inline constexpr char TableOfEveryType[] = R"sql(
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TYPE pair AS (x int, y text);
CREATE TYPE span AS RANGE (subtype = float8);
CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');
CREATE DOMAIN work_email AS email;
CREATE EXTENSION citext;
CREATE EXTENSION hstore;
CREATE COLLATION sloppy (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE everything (
    id int PRIMARY KEY, small smallint, big bigint, yes boolean, price numeric, ratio real, exact double precision,
    words text, word varchar(40), code char(8), letter "char", label name, loose text COLLATE sloppy, folded citext,
    bytes bytea, day date, at time, atz timetz, stamp timestamp, stampz timestamptz, span interval, ident uuid,
    raw json, tree jsonb, doc xml, feeling mood, feelings mood[], numbers int[], texts text[], blobs bytea[], stamps timestamptz[],
    two pair, twos pair[], ints int4range, floats span, many int4multirange, mail email, work work_email, bits bit(5),
    varbits varbit, net inet, block cidr, mac macaddr, dot point, poly polygon, cash money, vector tsvector, query tsquery,
    lsn pg_lsn, class regclass, kv hstore,
    made int GENERATED ALWAYS AS (id * 2) STORED
);
)sql";

inline constexpr char RowsOfEveryType[] = R"sql(
INSERT INTO everything VALUES (
    1, 2, 4294967297, true, 1.0, 0.1, 0.1, 'käse', 'word', 'code', 'x', 'label', 'Loose', 'Folded',
    '\x00ff', '2026-11-18', '11:42:06.25', '11:42:06.25+05:30', '2026-11-18 11:42:06.25', '2026-11-18 11:42:06.25+05:30',
    '1 mon 2 days 03:04:05.678', '6d1f3e52-07a4-4c7e-9d6a-3b1c5f0e8a27',
    '{"a" : 1}', '{"a": 1.10}', '<a b="c"/>', 'glad', '{sad,glad}', '{1,NULL,3}', '{"a,b","c\"d"}', '{"\\x01"}',
    '{"2026-11-18 11:42:06+05:30"}', '(1,"a b")', '{"(1,a)"}', '[1,5)', '[0.1,0.2)', '{[1,3),[5,7)}', 'a@b', 'c@d', B'10101',
    B'101', '192.0.2.1/24', '192.0.2.0/24', '08:00:2b:01:02:03', '(0.1,0.2)', '((0,0),(1,0),(0,1))', '12.34', 'a:1 b:2', 'a & b',
    '16/B374D848', 'everything', 'k=>v');
INSERT INTO everything (id) VALUES (2);
)sql";

/// A column of each kind that every PostgreSQL from this major version on has, and one row of values and one of nulls.
inline QByteArray everyType(int major)
{
    QByteArray table(TableOfEveryType);
    if (major < 14)
        table.replace("int4multirange", "text");
    return table + RowsOfEveryType;
}

} // namespace shuttler::test

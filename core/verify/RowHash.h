// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/verify/Schema.h"

namespace shuttler::verify {

/// How a server hashes text so that the sum does not depend on the database's encoding.
enum class TextHashing {
    AsItIs,    ///< UTF-8 already, or SQL_ASCII, which has bytes and no letters.
    Converted, ///< Another encoding: as UTF-8.
    Own,       ///< Another encoding, on a PostgreSQL before 14, which cannot: comparable only with its like.
};
TextHashing textHashingOf(const Snapshot &snapshot);

/// Stands before every sum: checksums made in different ways are not compared. "v2:", "v2-LATIN1:".
QString checksumPrefix(const Snapshot &snapshot);

/// The content checksum of a table: the sum over its rows, modulo 2^64, of a 64-bit hash of the row. It does not depend on the order of the
/// rows, of the columns, on object ids, storage, or any setting of the server; it depends on every value of every column, on
/// null as something else than any value, and on the columns' names.
///
/// How a value is hashed, and why:
///   - integers, uuid, timestamps, booleans and text of any length through PostgreSQL's own hash functions with a seed made
///     from the column's name: they are what hash partitioning rests on, so they stay the same from one major to the next, and
///     cost a quarter of hashing text. A timestamp's 64 bits are folded to 32 by PostgreSQL.
///   - text byte by byte (COLLATE "C"): under a nondeterministic collation PostgreSQL would hash what the collation makes of it.
///   - bytea through its array's hash (it has none of its own in SQL).
///   - float through its hash, but through its text at zero, where the hash does not tell -0 from 0, and at NaN.
///   - numeric through its text: its hash takes 1.0 and 1.00 for the same, and so does not see a display scale that changed.
///   - everything else (json, xml, enums, arrays, composites, ranges, dates…) through its text, with all settings that a text
///     depends on pinned by Snapshot. An enum's own hash is that of its object id, which every restore changes.
///
/// 64 bits guard against accident, not against an adversary. Sums of servers with different byte order cannot be compared.
QString rowHash(const QList<Column> &columns, TextHashing hashing);

/// A question whose answer is the same on every server whose hash functions work as on those where checksums are compared:
/// `LittleEndianProbe` there, something else elsewhere.
QString byteOrderProbe();
extern const char LittleEndianProbe[];

} // namespace shuttler::verify

// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/ledger/Ledger.h"

namespace shuttler {

/// The text of an entry as it stands in the ledger and is covered by its digest: JSON, keys sorted, no spaces.
QByteArray canonicalText(const JournalEntry &entry);
QByteArray canonicalText(const ActivityEntry &entry, qint64 number);
/// SHA-256 over the digest before it and the text. The chain starts from 32 zero bytes.
QByteArray chainDigest(const QByteArray &before, const QByteArray &text);
QByteArray chainStart();

/// Back from the text. The digest is not in it.
Result<JournalEntry> journalEntryFrom(const QByteArray &text);
Result<ActivityEntry> activityEntryFrom(const QByteArray &text);

} // namespace shuttler

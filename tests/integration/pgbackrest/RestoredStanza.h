// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/pgbackrest/PgBackRestProvider.h"
#include "tests/support/TempStanza.h"

#include <memory>

namespace shuttler::test {

/// A stanza with the provider on top, and the few sentences these tests are made of.
class RestoredStanza {
public:
    static Result<std::unique_ptr<RestoredStanza>> start(const TempStanza::Options &options = {});

    TempStanza &stanza() { return *m_stanza; }
    PgBackRestProvider &provider() { return *m_provider; }
    InstanceId serving() const { return InstanceId(TempStanza::stanza()); }
    /// A provider of its own, as another process or another disk would have it.
    std::unique_ptr<PgBackRestProvider> anotherProvider(
        pgbackrest::FreeBytes freeBytes = pgbackrest::freeBytesOnDisk) const;

    RestoreRequest request(const QString &name, RestoreTarget target = AtLatest{}) const;
    Outcome restore(const QString &name, RestoreTarget target);
    /// Looks until the server is in that phase; a minute at most.
    Outcome waitUntil(const QString &name, InstancePhase phase);
    /// The value of a query on a server, by its name.
    QString ask(const QString &name, const QString &sql);
    int portOf(const QString &name);

    /// Adds one row and returns the very microsecond of its commit, as PostgreSQL keeps it.
    Instant addNote(const QString &text);
    Outcome takeBackup(); ///< What is written afterwards can be restored from it.
    Result<BackupListing> listing();

private:
    std::unique_ptr<TempStanza> m_stanza;
    std::unique_ptr<PgBackRestProvider> m_provider;
};

} // namespace shuttler::test

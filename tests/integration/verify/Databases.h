// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/verify/SqlVerifier.h"
#include "tests/support/TempCluster.h"

namespace shuttler::test {

/// One server for a class of tests, with databases that are made, copied and broken.
class Databases {
public:
    static Result<std::unique_ptr<Databases>> start(const TempCluster::Options &options = {});

    TempCluster &cluster() { return *m_cluster; }
    int major() const { return m_cluster->tools().major(); }
    ConnectionInfo at(const QString &database, const QString &user = QStringLiteral("postgres")) const
    {
        return m_cluster->socket(database, user);
    }
    Outcome make(const QString &database, const QByteArray &sql);
    /// The academy, small: 38 tables whose history ends at `academyMoment`.
    Outcome makeAcademy(const QString &database);
    static Instant academyMoment() { return Instant::fromUnixSeconds(1'795'000'000); }
    /// With amcheck in it; its baseline, with the answers to all rules.
    Result<Baseline> makeAcademyWithBaseline(const QString &database);
    /// Goods, their sales, and a diary, with roles: "half" may read the goods, "one_column" the goods, the diary and one column of the
    /// sales, "ann" all tables, "nobody" nothing. amcheck is in it, for everybody.
    Outcome makeShopWithRoles(const QString &database);
    /// File by file, as a physical copy would be.
    Outcome copy(const QString &from, const QString &to);
    /// The same under a name of its own, changed by `sql`, which may touch the catalogue. Takes the place of the last one.
    Result<QString> copyWith(const QString &from, const QByteArray &sql);
    Outcome dropCopy();
    /// Through pg_dump and pg_restore, as a dump would bring it back.
    Outcome dumpAndRestore(const QString &from, const QString &to, Databases &into);
    /// Waits until somebody sleeps there (pg_sleep); ten seconds at most.
    void waitForASleeper(const QString &database);
    Outcome run(const QString &database, const QByteArray &sql) { return m_cluster->run(sql, database); }

private:
    explicit Databases(std::unique_ptr<TempCluster> cluster) : m_cluster(std::move(cluster)) {}
    std::unique_ptr<TempCluster> m_cluster;
    int m_copies = 0;
};

Result<Baseline> baselineOf(const ConnectionInfo &database, const BaselineOptions &options = {});

/// A file of rules inside the programs, as a path.
inline QString academyReferences() { return QStringLiteral(":/academy/references.toml"); }
inline QString academySanity() { return QStringLiteral(":/academy/sanity.toml"); }

/// What the academy is verified by, but for the moment.
VerifyRequest academyRequest(const ConnectionInfo &copy, const Baseline &baseline);

/// "check: subject" of every finding with this verdict, in order.
QStringList named(const QList<Finding> &findings, Verdict verdict);
const Finding *find(const QList<Finding> &findings, const QString &check, const QString &subject);
/// What was made of a database: "verify" and "baseline" look at it alone, "compare" holds it against another one, and "live" is the other
/// one's verification with this one as the old database.
struct Look {
    Outcome outcome = Done{};
    QList<Finding> findings;
    QStringList notCompared;
    bool isClean = false; ///< It says that all is well.
};
Look look(const QString &how, VerifyRequest request, const ConnectionInfo &other, Job &job);
/// All that is not passed, with what was found: for a test's message.
QByteArray complaints(const QList<Finding> &findings);

} // namespace shuttler::test

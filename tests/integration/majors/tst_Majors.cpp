// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Files.h"
#include "core/verify/Comparison.h"
#include "tests/integration/verify/Databases.h"
#include "tests/integration/verify/EveryType.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// One database on two PostgreSQL of different majors: the same rows have the same checksums, and nothing is called a fault that is not.
class tst_Majors : public QObject {
    Q_OBJECT

    std::map<int, std::unique_ptr<Databases>> m_servers; ///< By major.
    std::map<QString, Baseline> m_baselines;             ///< By major and database.

    static QStringList addressOf(Databases &server, const QString &database)
    {
        const ConnectionInfo info = server.at(database);
        return {u"-h"_s, info.host, u"-p"_s, QString::number(info.port), u"-U"_s, info.user, u"-d"_s, database};
    }

    /// A dump as its own server's program writes it, less what the other major has no word for.
    Outcome carry(int from, int to, const QString &database, const QString &copy)
    {
        Result<QByteArray> dump =
            m_servers.at(from)->cluster().program(u"pg_dump"_s, addressOf(*m_servers.at(from), database));
        if (!dump)
            return std::move(dump).error();
        if (to < 17)
            dump->replace("SET transaction_timeout = 0;\n", "");
        if (to < 14)
            dump->replace(",\n    multirange_type_name = public.span_multirange", "");
        const QString path = m_servers.at(to)->cluster().folder() + u"/dump.sql"_s;
        if (Outcome written = writeFileAtomically(path, *dump, QFileDevice::ReadOwner | QFileDevice::ReadOther);
            !written)
            return written;
        if (Outcome made =
                m_servers.at(to)->run(u"postgres"_s, "CREATE DATABASE " + copy.toUtf8() + " TEMPLATE template0");
            !made)
            return made;
        TempCluster &newer =
            m_servers.at(std::max(from, to))->cluster(); // Its psql knows whatever the dump tells psql itself.
        if (Result<QByteArray> restored =
                newer.program(u"psql"_s, QStringList{u"-X"_s, u"-q"_s, u"-v"_s, u"ON_ERROR_STOP=1"_s, u"-f"_s, path}
                                             + addressOf(*m_servers.at(to), copy));
            !restored)
            return std::move(restored).error();
        return Done{};
    }

    static QString rulesFor(const QString &database, const QString &file)
    {
        return database == u"academy"_s ? file : QString();
    }

private slots:
    void initTestCase()
    {
        QStringList folders = QStringLiteral(SHUTTLER_OTHER_POSTGRES).split(u':');
        folders.prepend(QString()); // What all other tests run with.
        for (const QString &folder : std::as_const(folders)) {
            TempCluster::Options options;
            options.programs = folder;
            auto server = Databases::start(options);
            VERIFY_OK(server);
            const int major = (*server)->cluster().tools().major();
            QVERIFY2(!m_servers.contains(major), "two folders hold the same major");
            m_servers[major] = *std::move(server);
        }
        for (const auto &[major, server] : m_servers) {
            VERIFY_OK(server->make(u"types"_s, everyType(m_servers.begin()->first)));
            VERIFY_OK(server->makeAcademy(u"academy"_s));
            for (const QString &database : {u"types"_s, u"academy"_s}) {
                VERIFY_OK(server->run(database, "CREATE EXTENSION amcheck"));
                BaselineOptions options;
                options.referencesFile = rulesFor(database, academyReferences());
                options.sanityFile = rulesFor(database, academySanity());
                const auto baseline = baselineOf(server->at(database), options);
                VERIFY_OK(baseline);
                m_baselines[database + QString::number(major)] = *baseline;
            }
        }
    }

    void holdTheSameAfterADump_data()
    {
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("to");
        QTest::addColumn<QString>("database");
        for (const auto &[from, source] : m_servers)
            for (const auto &[to, target] : m_servers)
                for (const QString &database : {u"types"_s, u"academy"_s})
                    if (from != to)
                        QTest::addRow("%s from %d to %d", qPrintable(database), from, to) << from << to << database;
    }
    void holdTheSameAfterADump()
    {
        QFETCH(int, from);
        QFETCH(int, to);
        QFETCH(QString, database);
        const QString copy = database + u"_of_"_s + QString::number(from);
        VERIFY_OK(carry(from, to, database, copy));
        const Baseline &before = m_baselines[database + QString::number(from)];

        const auto now = baselineOf(m_servers.at(to)->at(copy));
        VERIFY_OK(now);
        QCOMPARE(now->tables.size(), before.tables.size());
        for (const TableBaseline &table : before.tables) {
            const TableBaseline *same = now->find(table.schema, table.name);
            QVERIFY2(same, qPrintable(table.name));
            QVERIFY2(same->rows == table.rows && same->checksum == table.checksum, qPrintable(table.name));
        }

        VerifyRequest request;
        request.copy = m_servers.at(to)->at(copy);
        request.baseline = before;
        request.moment = before.takenAt;
        request.exact = true;
        request.referencesFile = rulesFor(database, academyReferences());
        request.sanityFile = rulesFor(database, academySanity());
        const auto report = SqlVerifier().verify(request, testJob());
        VERIFY_OK(report);
        QVERIFY2(named(report->findings, Verdict::Failed).isEmpty(), complaints(report->findings).constData());
        QStringList toldOfTheServers = named(report->findings, Verdict::Warned);
        toldOfTheServers.removeIf([](const QString &name) { return name.startsWith(u"extensions: "_s); });
        QCOMPARE(toldOfTheServers, to < 14 ? QStringList({u"table-sound: tables"_s, u"version: PostgreSQL"_s})
                                           : QStringList{u"version: PostgreSQL"_s});
        QCOMPARE(named(report->findings, Verdict::NotChecked), database == u"types"_s
                                                                   ? QStringList{u"freshness: newest row"_s}
                                                                   : QStringList()); // There is no dated row.
        const Finding *indexes = find(report->findings, u"index-sound"_s, u"indexes"_s);
        QVERIFY(indexes && indexes->verdict == Verdict::Passed);

        const auto comparison =
            compareDatabases(m_servers.at(from)->at(database), m_servers.at(to)->at(copy), testJob());
        VERIFY_OK(comparison);
        QVERIFY(comparison->isEqual());
    }
};

SHUTTLER_TEST(tst_Majors)
#include "tst_Majors.moc"

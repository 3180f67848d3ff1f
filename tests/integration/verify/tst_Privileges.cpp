// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Comparison.h"
#include "tests/integration/verify/OldServers.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// What a role may not read, in all that can be asked about a database.
class tst_Privileges : public QObject {
    Q_OBJECT

    std::unique_ptr<Databases> m_databases;

private slots:
    void initTestCase()
    {
        auto started = Databases::start();
        VERIFY_OK(started);
        m_databases = *std::move(started);
        VERIFY_OK(m_databases->makeShopWithRoles(u"shop"_s));
        VERIFY_OK(m_databases->run(u"shop"_s, "CREATE ROLE countless LOGIN; GRANT SELECT ON goods, sales, diary TO countless"));
        VERIFY_OK(m_databases->copy(u"shop"_s, u"guarded"_s));
        VERIFY_OK(m_databases->run(
            u"guarded"_s, "ALTER TABLE diary ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON diary USING (of_whom = current_user)"));
    }

    /// A role that may read some tables, some columns, some rows: exactly the rest is named, whatever is asked.
    void whatMayNotBeReadIsNamedAndNothingIsPassed_data()
    {
        QTest::addColumn<QString>("role");
        QTest::addColumn<QString>("database");
        QTest::addColumn<QStringList>("verify");
        QTest::addColumn<QString>("baseline");
        QTest::addColumn<QStringList>("compare");
        const QString no = u"no right to read it"_s;
        const QString hidden =
            u"The database role may not do this: query would be affected by row-level security policy for table \"diary\"."_s;
        QTest::newRow("some tables") << u"half"_s << u"shop"_s
                                     << QStringList{u"readable: diary"_s,
                                                    u"readable: sales"_s,
                                                    u"rows: diary"_s,
                                                    u"rows: sales"_s,
                                                    u"contents: every row"_s,
                                                    u"freshness: newest row"_s,
                                                    u"foreign-key: sales.good → goods.id"_s}
                                     << u"The role may not read diary, sales."_s << QStringList{u"diary: "_s + no, u"sales: "_s + no};
        QTest::newRow("some columns") << u"one_column"_s << u"shop"_s
                                      << QStringList{u"readable: sales"_s, u"rows: sales"_s, u"contents: every row"_s,
                                                     u"freshness: newest row"_s, u"foreign-key: sales.good → goods.id"_s}
                                      << u"The role may not read sales."_s << QStringList{u"sales: "_s + no};
        QTest::newRow("some rows") << u"ann"_s << u"guarded"_s << QStringList{u"rows: diary"_s, u"contents: every row"_s}
                                   << u"The table diary could not be read. "_s + hidden << QStringList{u"diary: "_s + hidden};
        QTest::newRow("no counters") << u"countless"_s << u"shop"_s << QStringList{u"sequence-behind: counters"_s}
                                     << u"The role may not read sales_id_seq."_s << QStringList();
    }
    void whatMayNotBeReadIsNamedAndNothingIsPassed()
    {
        QFETCH(QString, role);
        QFETCH(QString, database);
        QFETCH(QStringList, verify);
        QFETCH(QString, baseline);
        QFETCH(QStringList, compare);
        const auto whole = baselineOf(m_databases->at(database));
        VERIFY_OK(whole);
        VerifyRequest request;
        request.copy = m_databases->at(database, role);
        request.baseline = *whole;
        request.exact = true;
        request.moment = request.baseline->takenAt;

        const auto report = SqlVerifier().verify(request, testJob());
        const auto taken = baselineOf(request.copy);
        const auto comparison = compareDatabases(m_databases->at(u"shop"_s), request.copy, testJob());

        VERIFY_OK(report);
        QCOMPARE(named(report->findings, Verdict::Failed), QStringList());
        QVERIFY2(named(report->findings, Verdict::NotChecked) == verify, complaints(report->findings).constData());
        QCOMPARE(wordFor(summaryOf(withoutHabits(report->findings, m_databases->major())).verdict()), u"not-checked"_s);
        VERIFY_FAULT(taken, Fault::Refused);
        QCOMPARE(taken.error().what(), baseline);
        VERIFY_OK(comparison);
        QStringList notCompared;
        for (const TableDifference &table : comparison->tables)
            if (!table.notCompared.isEmpty())
                notCompared.append(table.name + u": "_s + table.notCompared);
        QCOMPARE(notCompared, compare);
        QCOMPARE(comparison->isEqual(), compare.isEmpty());
    }
};

SHUTTLER_TEST(tst_Privileges)
#include "tst_Privileges.moc"

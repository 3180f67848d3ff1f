// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/integration/archive/Stores.h"
#include "tests/integration/dumps/Doom.h"
#include "tests/integration/dumps/DumpedDatabase.h"

using namespace shuttler;
using namespace shuttler::dumps;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// The server of the store goes wrong at any request: errors, slow, cut, half an answer, once or from then on.
class tst_WrongStore : public QObject {
    Q_OBJECT

    std::unique_ptr<DumpedDatabase> m_databases;

    DumpWish wish() const { return wishFor(m_databases->at(u"source"_s)); }

private slots:
    void initTestCase()
    {
        auto databases = DumpedDatabase::start();
        VERIFY_OK(databases);
        m_databases = *std::move(databases);
        VERIFY_OK(m_databases->makeLarge(u"source"_s, 9)); // Two parts.
    }

    void aStoreThatGoesWrongMakesNoBadDump()
    {
        if (!Simulator::isPossible(u"s3"_s))
            QSKIP("python3-botocore is not installed");
        SimulatedStore simulated;
        VERIFY_OK(simulated.cloud);
        int requests = 0;
        {
            const std::unique_ptr<Store> at = simulated.open();
            VERIFY_OK(takeDump(at->store, wish(), at->job));
            requests = int(at->tap.lines().size());
        }
        int whole = 1;
        int failed = 0;
        QRandomGenerator chance(20'261'201);
        const QStringList kinds{u"error"_s,      u"throttle"_s, u"cut-before"_s, u"cut-after"_s, u"lost"_s,
                                u"lost-error"_s, u"half"_s,     u"delay"_s,      u"refuse"_s};
        for (int attempt = 0; attempt < 2 * kinds.size(); ++attempt) {
            const QString &kind = kinds[attempt % kinds.size()];
            const bool staysSo = attempt >= kinds.size(); // Then no patience helps, but for what is only slow.
            const int strikeAt = 1 + chance.bounded(requests);
            VERIFY_OK(simulated.far().failAt(strikeAt, kind, {{u"times"_s, staysSo ? 0 : 1}, {u"seconds"_s, 0.2}}));
            const std::unique_ptr<Store> at = simulated.open();
            const Result<DumpManifest> manifest = takeDump(at->store, wish(), at->job);
            VERIFY_OK(simulated.far().failNothing());
            failed += !manifest;
            const std::unique_ptr<Store> after = simulated.open();
            const Result<int> found = wholeDumps(after->store, Look::Listed, after->job);
            VERIFY_OK(found);
            // When the answer to the manifest's own writing was lost, it may be there: then it is a whole one.
            const bool mayBeThere = manifest || manifest.error().remedy() == Remedy::LookFirst || strikeAt > requests - 3;
            QVERIFY2(*found == whole + manifest.has_value() || (mayBeThere && *found == whole + 1),
                     qPrintable(u"%1 at %2 of %3: %4"_s.arg(kind).arg(strikeAt).arg(requests).arg(*found)));
            whole = *found;
        }
        QVERIFY2(failed >= 4, qPrintable(QString::number(failed)));
        const std::unique_ptr<Store> at = simulated.open();
        VERIFY_OK(takeDump(at->store, wish(), at->job));
        const Result<std::optional<QList<archive::UnfinishedUpload>>> left = at->store.unfinished(u"dumps/"_s, at->job);
        VERIFY_OK(left);
        QVERIFY(left->has_value() && (*left)->isEmpty());
        QCOMPARE(wholeDumps(at->store, Look::Read, at->job).value_or(-1), whole + 1);
    }
};

SHUTTLER_TEST(tst_WrongStore)
#include "tst_WrongStore.moc"

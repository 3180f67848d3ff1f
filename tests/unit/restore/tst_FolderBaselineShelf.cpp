// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/FolderBaselineShelf.h"
#include "tests/support/Test.h"

#include <QDir>
#include <QTemporaryDir>

using namespace shuttler;
using namespace Qt::StringLiterals;

namespace {

const EnvironmentName Production(u"production"_s);

Baseline baselineAt(Instant takenAt)
{
    Baseline baseline;
    baseline.database = u"academy"_s;
    baseline.takenAt = takenAt;
    baseline.tables = {{u"public"_s, u"fees"_s, 12, u"77"_s, std::nullopt, {}}};
    return baseline;
}

} // namespace

class tst_FolderBaselineShelf : public QObject {
    Q_OBJECT

private slots:
    void theNewestUpToTheMomentIsFound_data()
    {
        QTest::addColumn<qint64>("moment");
        QTest::addColumn<qint64>("found");
        QTest::newRow("before the first") << qint64(999'999) << qint64(-1);
        QTest::newRow("the very moment of the first") << qint64(1'000'000) << qint64(1'000'000);
        QTest::newRow("a microsecond before the second") << qint64(1'499'999) << qint64(1'000'000);
        QTest::newRow("the second, in the same second") << qint64(1'500'000) << qint64(1'500'000);
        QTest::newRow("long after all") << qint64(900'000'000'000'000) << qint64(4'000'000);
    }
    void theNewestUpToTheMomentIsFound()
    {
        QFETCH(qint64, moment);
        QFETCH(qint64, found);
        QTemporaryDir folder;
        FolderBaselineShelf shelf(folder.filePath(u"baselines"_s));
        for (const qint64 micros : {4'000'000, 1'000'000, 1'500'000})
            VERIFY_OK(shelf.keep(Production, baselineAt(Instant::fromUnixMicros(micros))));
        VERIFY_OK(shelf.keep(EnvironmentName(u"staging"_s), baselineAt(Instant::fromUnixMicros(moment))));
        const auto newest = shelf.newestBefore(Production, Instant::fromUnixMicros(moment));
        VERIFY_OK(newest);
        QCOMPARE(newest->has_value() ? (*newest)->takenAt.unixMicros() : -1, found);
    }

    void withoutAMomentTheNewestIsFound()
    {
        QTemporaryDir folder;
        FolderBaselineShelf shelf(folder.path());
        QVERIFY(!shelf.newestBefore(Production, std::nullopt)->has_value());
        for (const qint64 micros : {4'000'000, 1'000'000})
            VERIFY_OK(shelf.keep(Production, baselineAt(Instant::fromUnixMicros(micros))));
        const auto newest = shelf.newestBefore(Production, std::nullopt);
        VERIFY_OK(newest);
        QCOMPARE((*newest)->takenAt.unixMicros(), 4'000'000);
        QCOMPARE((*newest)->tables, baselineAt({}).tables);
    }

    void aDamagedBaselineIsNamedAndNotPassedOver()
    {
        QTemporaryDir folder;
        FolderBaselineShelf shelf(folder.path());
        VERIFY_OK(shelf.keep(Production, baselineAt(Instant::fromUnixMicros(1'000'000))));
        VERIFY_OK(shelf.keep(Production, baselineAt(Instant::fromUnixMicros(2'000'000))));
        const QString newest =
            folder.filePath(u"production/"_s + QDir(folder.filePath(u"production"_s)).entryList(QDir::Files).last());
        QFile file(newest);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray text = file.readAll();
        text.replace("\"rows\": 12", "\"rows\": 13");
        file.resize(0);
        file.write(text);
        file.close();
        const auto found = shelf.newestBefore(Production, std::nullopt);
        VERIFY_FAULT(found, Fault::Corrupt);
        QVERIFY(found.error().what().contains(newest));
    }

    void aNameThatLeadsOutOfTheFolderIsRefused()
    {
        QTemporaryDir folder;
        FolderBaselineShelf shelf(folder.path());
        for (const QString &name : {u"../production"_s, u".."_s, QString(), u"a/b"_s})
            VERIFY_FAULT(shelf.keep(EnvironmentName(name), baselineAt({})), Fault::BadInput);
    }
};

SHUTTLER_TEST(tst_FolderBaselineShelf)
#include "tst_FolderBaselineShelf.moc"

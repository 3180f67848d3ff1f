// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Files.h"
#include "tests/integration/archive/Stores.h"
#include "tests/integration/dumps/DumpedDatabase.h"
#include "tests/support/Child.h"

using namespace shuttler;
using namespace shuttler::dumps;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// How much memory a dump takes that is larger than what it may take.
class tst_Memory : public QObject {
    Q_OBJECT

    /// "VmRSS" or "VmHWM" of this process, in KiB.
    static qint64 kibibytes(const QByteArray &of)
    {
        const Result<QByteArray> status = readWholeFile(u"/proc/self/status"_s);
        const qsizetype place = status ? status->indexOf(of + ':') : -1;
        return place < 0 ? -1 : status->mid(place + of.size() + 1, 30).split('k').first().trimmed().toLongLong();
    }

private slots:
    void aDumpTakesNoMoreThanSixtyFourMebibytes_data()
    {
        QTest::addColumn<bool>("isEncrypted");
        QTest::newRow("as it is") << false;
        QTest::newRow("encrypted") << true;
    }

    void aDumpTakesNoMoreThanSixtyFourMebibytes()
    {
        QFETCH(bool, isEncrypted);
        if (!S3Server::isPossible(u"s3rver"_s))
            QSKIP("s3rver is not installed");
        auto databases = DumpedDatabase::start();
        VERIFY_OK(databases);
        VERIFY_OK((*databases)->makeLarge(u"source"_s, 96));
        auto server = S3Server::start(u"s3rver"_s);
        VERIFY_OK(server);
        const archive::S3Place place{(*server)->endpoint(), u"us-east-1"_s, S3Server::bucket(), archive::S3Style::Path};
        DumpWish wish = wishFor((*databases)->at(u"source"_s));
        if (isEncrypted)
            wish.reader.key = std::make_shared<const DumpKey>(*DumpKey::generate());

        Child child([&](const Child::Say &say) {
            Store at(place, (*server)->keys());
            const qint64 before = kibibytes("VmRSS");
            const Result<DumpManifest> manifest = takeDump(at.store, wish, at.job);
            if (!manifest)
                return 1;
            say(QByteArray::number(manifest->stored.bytes));
            say(QByteArray::number(kibibytes("VmHWM") - before));
            return before > 0 ? 0 : 2;
        });
        const qint64 stored = child.hear().toLongLong();
        const qint64 grown = child.hear().toLongLong();
        QCOMPARE(child.wait(), 0);
        QVERIFY2(stored > 96 * MiB, qPrintable(QString::number(stored)));
        QVERIFY2(grown > 0 && grown <= 64 * 1024, qPrintable(u"%1 KiB"_s.arg(grown)));
    }
};

SHUTTLER_TEST(tst_Memory)
#include "tst_Memory.moc"

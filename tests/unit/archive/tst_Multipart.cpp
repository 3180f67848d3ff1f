// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Jobs.h"
#include "tests/support/Test.h"
#include "tests/unit/archive/HollowS3.h"

#include <barrier>

using namespace shuttler;
using namespace shuttler::archive;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MiB = 1024 * 1024;
constexpr qint64 PartBytes = 5 * MiB;

NewObject dump()
{
    return {*ObjectKey::of(u"dumps/a"_s), u"application/zstd"_s, {}};
}

/// So many bytes, in gulps of a pipe.
ByteSource zeros(qint64 bytes)
{
    return [left = bytes](char *buffer, qint64 most, Job &) mutable -> Result<qint64> {
        const qint64 count = std::min({most, left, 64 * 1024LL});
        std::fill_n(buffer, count, 'z');
        left -= count;
        return count;
    };
}

} // namespace

class tst_Multipart : public QObject {
    Q_OBJECT

private slots:
    void memoryIsThatOfThePartsUnderWay()
    {
        HollowStage stage;
        VERIFY_OK(stage.store.write(dump(), zeros(20 * MiB), {.partBytes = PartBytes, .inFlight = 3},
                                    stage.job)); // What is loaded once, is loaded.
        HollowStage second;
        const qint64 before = (peakAndForget(), peakAndForget());
        QVERIFY(before > 0);

        const Result<WrittenObject> written =
            second.store.write(dump(), zeros(200 * MiB), {.partBytes = PartBytes, .inFlight = 3}, second.job);

        VERIFY_OK(written);
        QCOMPARE(written->bytes, 200 * MiB);
        QCOMPARE(second.far.parts(), 40);
        const qint64 grown = peakAndForget() - before;
        QVERIFY2(grown <= 3 * PartBytes + 8 * MiB, qPrintable(u"%1 MiB"_s.arg(grown / MiB)));
    }

    void partsGoSideBySideAndNoMoreThanAllowed()
    {
        HollowStage stage;
        std::barrier meeting(3); // Nobody goes on before three are there together.
        stage.far.onPart = [&](int number, Job &) {
            if (number <= 3)
                meeting.arrive_and_wait();
            return Done{};
        };

        VERIFY_OK(stage.store.write(dump(), zeros(8 * PartBytes + 1), {.partBytes = PartBytes, .inFlight = 3}, stage.job));

        QCOMPARE(stage.far.mostAtOnce(), 3);
        QCOMPARE(stage.far.parts(), 9);
    }

    void partsAreCompletedInTheirOrder()
    {
        HollowStage stage;

        VERIFY_OK(stage.store.write(dump(), zeros(12 * PartBytes), {.partBytes = PartBytes, .inFlight = 4}, stage.job));

        QList<int> numbers;
        for (const QByteArray &piece : stage.far.completion().split('<'))
            if (piece.startsWith("PartNumber>"))
                numbers.append(piece.mid(11).toInt());
        QCOMPARE(numbers, (QList<int>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}));
        QVERIFY(stage.far.completion().contains("<ChecksumSHA256>"));
    }

    void aPartThatFailsStopsTheOthersAndTheUploadIsGivenUp()
    {
        HollowStage stage;
        std::atomic<int> stopped = 0;
        stage.far.onPart = [&](int number, Job &job) -> Outcome {
            if (number == 1)
                return Error(Fault::Refused, u"no"_s);
            while (!job.stop.stop_requested())
                std::this_thread::yield();
            ++stopped;
            return job.checkStop();
        };

        const Result<WrittenObject> written =
            stage.store.write(dump(), zeros(20 * PartBytes), {.partBytes = PartBytes, .inFlight = 4}, stage.job);

        VERIFY_FAULT(written, Fault::Refused);
        QCOMPARE(stopped.load(), 3);
        QCOMPARE(stage.far.parts(), 4);
        QCOMPARE(stage.far.aborted(), 1);
        QVERIFY(stage.far.completion().isEmpty());
    }

    void stoppingStopsThePartsToo()
    {
        HollowStage stage;
        stage.far.onPart = [&](int, Job &job) {
            stage.stop.request_stop();
            while (!job.stop.stop_requested())
                std::this_thread::yield();
            return job.checkStop();
        };

        VERIFY_FAULT(stage.store.write(dump(), zeros(20 * PartBytes), {.partBytes = PartBytes, .inFlight = 2}, stage.job),
                     Fault::Cancelled);

        QCOMPARE(stage.far.aborted(), 1); // Although we were stopped.
    }

    void whatIsKeptForLaterIsNotGivenUp()
    {
        HollowStage stage;
        stage.far.onPart = [](int number, Job &) -> Outcome {
            if (number == 3)
                return Error(Fault::Refused, u"no"_s);
            return Done{};
        };
        UploadClaim claim;

        VERIFY_FAULT(stage.store.write(dump(), zeros(9 * PartBytes),
                                       {.partBytes = PartBytes,
                                        .inFlight = 2,
                                        .ifItFails = IfItFails::KeepForResume,
                                        .onClaim = [&](const UploadClaim &each) { claim = each; }},
                                       stage.job),
                     Fault::Refused);

        QCOMPARE(stage.far.aborted(), 0);
        QVERIFY(claim.parts.size() >= 2); // Also what was under way when it failed, if it arrived.
        QCOMPARE(claim.uploadId, u"u"_s);
    }

    void partsThatNoStoreTakesAreNotSent_data()
    {
        QTest::addColumn<qint64>("partBytes");
        QTest::addColumn<int>("inFlight");
        QTest::newRow("too small") << PartBytes - 1 << 2;
        QTest::newRow("too large") << 5 * 1024 * MiB + 1 << 2;
        QTest::newRow("none at a time") << PartBytes << 0;
    }

    void partsThatNoStoreTakesAreNotSent()
    {
        QFETCH(qint64, partBytes);
        QFETCH(int, inFlight);
        HollowStage stage;

        VERIFY_FAULT(stage.store.write(dump(), zeros(1), {.partBytes = partBytes, .inFlight = inFlight}, stage.job), Fault::BadInput);
        QCOMPARE(stage.far.parts(), 0);
    }

    void whatCannotBeKeptWithAnObjectIsNotSent()
    {
        for (const auto &[name, value] :
             {std::pair{u"Größe"_s, u"1"_s}, {u"a"_s, u"two\nlines"_s}, {u"a"_s, u"ü"_s}, {u"a"_s, QString()}, {MarkName, u"1"_s}}) {
            HollowStage stage;
            NewObject object = dump();
            object.metadata[name] = value;

            VERIFY_FAULT(stage.store.writeBytes(object, "x", stage.job), Fault::BadInput);
            QCOMPARE(stage.far.parts(), 0);
        }
    }

    void whoReadsThePagesMayEndIt()
    {
        HollowStage stage;
        stage.far.objects = 5'000;
        int pages = 0;

        VERIFY_FAULT(stage.store.list({}, [&](const ListPage &) -> Outcome {
            ++pages;
            return Error(Fault::Cancelled, u"enough"_s);
        }, stage.job), Fault::Cancelled);
        QCOMPARE(pages, 1);
    }
};

SHUTTLER_TEST(tst_Multipart)
#include "tst_Multipart.moc"

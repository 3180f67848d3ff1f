// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/dumps/ByteQueue.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"
#include "tests/unit/dumps/Streams.h"

#include <thread>

using namespace shuttler;
using namespace shuttler::dumps;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// The stations that a dump goes through, and the way back.
class tst_Streams : public QObject {
    Q_OBJECT

    const DumpKey m_key = *DumpKey::generate();

    /// What the way back says, and that nothing was called whole when it says no.
    Outcome opened(const QByteArray &bytes, const DumpKey &key, Through &through)
    {
        Unsealer stage(key, through.end);
        Outcome outcome = through.pass(stage, bytes, 60'000);
        if (!outcome && through.isWhole)
            return Error(Fault::Defect, u"called whole"_s);
        return outcome;
    }
    Outcome unpacked(const QByteArray &bytes, Through &through)
    {
        Decompressor stage(through.end);
        Outcome outcome = through.pass(stage, bytes);
        if (!outcome && through.isWhole)
            return Error(Fault::Defect, u"called whole"_s);
        return outcome;
    }

private slots:
    void whatIsSealedOpensAgain_data()
    {
        QTest::addColumn<qsizetype>("bytes");
        for (const qsizetype bytes :
             {qsizetype(0), qsizetype(1), SealedPiece - 1, SealedPiece, SealedPiece + 1, 2 * SealedPiece, 5 * SealedPiece + 3})
            QTest::addRow("%lld", qlonglong(bytes)) << bytes;
    }
    void whatIsSealedOpensAgain()
    {
        QFETCH(qsizetype, bytes);
        const QByteArray plain = sample(bytes);
        const QByteArray secret = sealed(m_key, plain);
        Through through;

        VERIFY_OK(opened(secret, m_key, through));

        QVERIFY(through.out == plain && through.isWhole);
        const qsizetype pieces = std::max<qsizetype>(1, (bytes + SealedPiece - 1) / SealedPiece);
        QCOMPARE(secret.size(), 8 + 24 + bytes + pieces * 17);
        QVERIFY(secret.startsWith("SHTLENC1"));
        QVERIFY(bytes < 100 || !secret.contains("the same words"));
    }

    void twoSealingsOfTheSameAreNotTheSame()
    {
        QVERIFY(sealed(m_key, "the same") != sealed(m_key, "the same"));
    }

    void aSealedStreamThatWasCutOffIsRefused()
    {
        const QByteArray secret = sealed(m_key, sample(3 * SealedPiece + 100));
        constexpr qsizetype piece = SealedPiece + 17;
        for (const qsizetype left :
             {qsizetype(0), qsizetype(1), qsizetype(31), qsizetype(32), qsizetype(33), 32 + piece - 1, 32 + piece, 32 + piece + 1,
              32 + 2 * piece, 32 + 3 * piece, 32 + 3 * piece + 16, 32 + 3 * piece + 17, secret.size() - 1}) {
            Through through;
            const Outcome outcome = opened(secret.first(left), m_key, through);
            QVERIFY2(!outcome, qPrintable(QString::number(left)));
            QVERIFY(outcome.error().fault() == Fault::Corrupt || outcome.error().fault() == Fault::Refused);
        }
    }

    void aSealedStreamThatWasChangedIsRefused()
    {
        const QByteArray secret = sealed(m_key, sample(2 * SealedPiece + 100));
        QRandomGenerator chance(1);
        for (int attempt = 0; attempt < 200; ++attempt) {
            QByteArray changed = secret;
            const qsizetype place = attempt < 32 ? attempt : chance.bounded(int(secret.size()));
            changed[place] = char(changed[place] ^ (1 << (attempt % 8)));
            Through through;
            const Outcome outcome = opened(changed, m_key, through);
            QVERIFY2(!outcome, qPrintable(QString::number(place)));
        }
        for (const QByteArray &longer : {secret + 'x', secret + secret, secret.first(32 + SealedPiece + 17) + secret.mid(32)}) {
            Through through;
            VERIFY_FAULT(opened(longer, m_key, through), Fault::Corrupt);
        }
    }

    void anotherKeyOpensNothing()
    {
        Through through;
        VERIFY_FAULT(opened(sealed(m_key, sample(200'000)), *DumpKey::generate(), through), Fault::Refused);
        QCOMPARE(through.out, QByteArray());
    }

    void aKeyIsReadFromItsText()
    {
        const Secret text = m_key.toText();
        const DumpKey again = *DumpKey::fromText(text);
        QCOMPARE(again.id(), m_key.id());
        QCOMPARE(again.id().size(), 16);
        QVERIFY(DumpKey::generate()->id() != again.id());
        const QByteArray plain = text.expose([](const char *digits) { return QByteArray(digits); });
        QVERIFY(!plain.contains(again.id().toLatin1()));
        QCOMPARE(DumpKey::fromText(Secret(QByteArray(plain.first(32).toUpper() + " \n" + plain.mid(32) + "\n")))->id(), m_key.id());
        Through through;
        VERIFY_OK(opened(sealed(again, "mine"), m_key, through));
        for (const QByteArray &wrong : {QByteArray(), plain.chopped(1), plain + '0', plain.chopped(1) + 'g'})
            VERIFY_FAULT(DumpKey::fromText(Secret(QByteArray(wrong))), Fault::BadInput);
    }

    void whatIsCompressedComesBack_data()
    {
        QTest::addColumn<int>("bytes");
        for (const int bytes : {0, 1, 1'000'000, 5'000'000})
            QTest::addRow("%d", bytes) << bytes;
    }
    void whatIsCompressedComesBack()
    {
        QFETCH(int, bytes);
        const QByteArray plain = sample(bytes);
        const QByteArray packed = compressed(plain);
        Through through;

        VERIFY_OK(unpacked(packed, through));

        QVERIFY(through.out == plain && through.isWhole);
        QVERIFY(bytes < 1000 || packed.size() < bytes / 2);
    }

    void aCompressedStreamThatWasCutOffOrWentOnIsRefused()
    {
        const QByteArray packed = compressed(sample(300'000));
        QRandomGenerator chance(2);
        for (int attempt = 0; attempt < 200; ++attempt) {
            Through through;
            VERIFY_FAULT(unpacked(packed.first(attempt < 20 ? attempt : chance.bounded(int(packed.size()))), through), Fault::Corrupt);
        }
        for (const QByteArray &longer : {packed + '\0', packed + packed, packed + "x"}) {
            Through through;
            VERIFY_FAULT(unpacked(longer, through), Fault::Corrupt);
        }
    }

    void aCompressedStreamThatWasChangedNeverComesBackAsSomethingElse()
    {
        const QByteArray plain = sample(300'000);
        const QByteArray packed = compressed(plain);
        QRandomGenerator chance(3);
        int refused = 0;
        for (int attempt = 0; attempt < 200; ++attempt) {
            QByteArray changed = packed;
            const int place = chance.bounded(int(packed.size()));
            changed[place] = char(changed[place] ^ (1 << (attempt % 8)));
            Through through;
            const Outcome outcome = unpacked(changed, through);
            refused += !outcome;
            QVERIFY2(!outcome || through.out == plain, qPrintable(QString::number(place)));
        }
        QVERIFY(refused >= 190); // A bit of zstd's header means nothing.
    }

    void aMeterKnowsItsLengthAndDigestAtTheEnd()
    {
        Through through;
        Meter meter(through.end);
        QCOMPARE(meter.measure(), Measure());
        VERIFY_OK(through.pass(meter, "abc", 2));
        QCOMPARE(meter.measure().bytes, 3);
        QCOMPARE(meter.measure().sha256, u"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"_s); // FIPS 180-2, B.1
    }

    void aQueueHandsOverEverythingInOrder()
    {
        const QByteArray bytes = sample(20'000'000);
        ByteQueue queue;
        std::thread putting([&] {
            for (qsizetype place = 0; place < bytes.size(); place += 700'001)
                if (!queue.put(QByteArrayView(bytes).sliced(place, std::min<qsizetype>(700'001, bytes.size() - place))))
                    return;
            queue.finish();
        });
        QByteArray got;
        QByteArray room(300'000, Qt::Uninitialized);
        for (Result<qint64> count = queue.take(room.data(), room.size(), testJob()); count && *count > 0;
             count = queue.take(room.data(), room.size(), testJob()))
            got.append(room.constData(), *count);
        putting.join();
        QVERIFY(got == bytes);
        QCOMPARE(queue.take(room.data(), room.size(), testJob()).value_or(-1), 0);
    }

    void whatFailedIsNotGivenToItsEnd()
    {
        ByteQueue queue;
        VERIFY_OK(queue.put("good so far"));
        queue.fail(Error(Fault::Refused, u"pg_dump died."_s));
        queue.finish();
        char letter;
        const Result<qint64> got = queue.take(&letter, 1, testJob());
        VERIFY_FAULT(got, Fault::Refused);
        QCOMPARE(got.error().what(), u"pg_dump died."_s);
    }

    void whoPutsIsNotLeftWaiting()
    {
        ByteQueue queue;
        std::atomic<int> put = 0;
        std::thread putting([&] {
            const QByteArray piece(1024 * 1024, 'x');
            while (queue.put(piece))
                ++put;
        });
        while (put < 4)
            std::this_thread::yield();
        queue.close();
        putting.join();
        QCOMPARE(put, 4); // No more than the queue has room for.
    }

    void whoTakesHearsTheStop()
    {
        std::stop_source stop;
        SilentProgress silent;
        SystemClock clock;
        Job job{stop.get_token(), silent, clock};
        ByteQueue queue;
        std::thread stopping([&] { stop.request_stop(); });
        char letter;
        VERIFY_FAULT(queue.take(&letter, 1, job), Fault::Cancelled);
        stopping.join();
    }
};

SHUTTLER_TEST(tst_Streams)
#include "tst_Streams.moc"

// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Jobs.h"
#include "tests/support/MemoryStore.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::archive;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// The store that tests of dumps use promises what the real ones do (integration/archive/tst_S3Servers.cpp).
class tst_MemoryStore : public QObject {
    Q_OBJECT

    static NewObject named(const QString &key) { return {*ObjectKey::of(key), u"text/plain"_s, {}}; }
    static QByteArray readAll(MemoryStore &store, const QString &key, ByteRange range = {})
    {
        QByteArray bytes;
        const auto read = store.read(*ObjectKey::of(key), range, [&](QByteArrayView piece, Job &) -> Outcome {
            bytes.append(piece);
            return Done{};
        }, testJob());
        return read ? bytes : "error: " + describe(read.error());
    }

private slots:
    void whatIsWrittenComesBack()
    {
        MemoryStore store;
        for (const qsizetype bytes : {0, 1, 65'536, 65'537, 300'000}) {
            const QString key = u"dumps/%1"_s.arg(bytes);
            const QByteArray content(bytes, 'x');
            const Result<WrittenObject> written = store.writeBytes(named(key), content, testJob());
            VERIFY_OK(written);
            QCOMPARE(written->bytes, bytes);
            QCOMPARE(written->sha256, Digest::of(Digest::Kind::Sha256, content));
            QCOMPARE(readAll(store, key), content);
            QCOMPARE(store.facts(*ObjectKey::of(key), testJob())->bytes, bytes);
        }
        QCOMPARE(readAll(store, u"dumps/300000"_s, {299'990, 5}), QByteArray("xxxxx"));
    }

    void aKeyIsWrittenOnce()
    {
        MemoryStore store;
        VERIFY_OK(store.writeBytes(named(u"a"_s), "first", testJob()));
        VERIFY_FAULT(store.writeBytes(named(u"a"_s), "second", testJob()), Fault::Refused);
        QCOMPARE(readAll(store, u"a"_s), QByteArray("first"));
        VERIFY_FAULT(store.facts(*ObjectKey::of(u"b"_s), testJob()), Fault::NotFound);
    }

    void everyNameIsListedInOrder()
    {
        MemoryStore store;
        const QStringList names{u"names/B"_s, u"names/a"_s, u"names/b"_s, u"names/deep/still"_s, u"names/~ü€"_s};
        for (const QString &name : names)
            VERIFY_OK(store.writeBytes(named(name), "x", testJob()));
        VERIFY_OK(store.writeBytes(named(u"other"_s), "x", testJob()));
        QStringList found;
        VERIFY_OK(store.list({u"names/"_s, {}}, [&](const ListPage &page) -> Outcome {
            for (const ListedObject &each : page.objects)
                found.append(each.key);
            return Done{};
        }, testJob()));
        QCOMPARE(found, names);
    }

    void whatDiesHalfwayLeavesNothing()
    {
        MemoryStore store;
        qint64 given = 0;
        const Result<WrittenObject> written = store.write(named(u"dead"_s), [&](char *buffer, qint64 most, Job &) -> Result<qint64> {
            if (given > 1'000'000)
                return Error(Fault::Refused, u"pg_dump died."_s);
            std::fill_n(buffer, most, 'x');
            given += most;
            return most;
        }, {}, testJob());
        VERIFY_FAULT(written, Fault::Refused);
        QCOMPARE(store.keys(), QStringList());
        QCOMPARE(store.uploads(), 0);
    }

    void anUnfinishedUploadIsToldAndGivenUp()
    {
        MemoryStore store;
        store.beginUpload(u"dumps/a"_s);
        const auto left = store.unfinished(u"dumps/"_s, testJob());
        VERIFY_OK(left);
        QCOMPARE((*left)->size(), 1);
        VERIFY_OK(store.abandon((*left)->first(), testJob()));
        QCOMPARE(store.uploads(), 0);
        store.tellsUnfinished = false;
        QVERIFY(!store.unfinished(u"dumps/"_s, testJob())->has_value());
    }
};

SHUTTLER_TEST(tst_MemoryStore)
#include "tst_MemoryStore.moc"

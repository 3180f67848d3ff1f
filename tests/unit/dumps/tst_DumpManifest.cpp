// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/dumps/DumpBook.h"
#include "tests/support/Jobs.h"
#include "tests/support/MemoryStore.h"
#include "tests/support/Test.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>

using namespace shuttler;
using namespace shuttler::dumps;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

static DumpManifest manifestAt(Instant moment)
{
    DumpManifest manifest;
    manifest.environment = EnvironmentName(u"production"_s);
    manifest.takenAt = moment;
    manifest.name = DumpName::at(moment);
    manifest.key = dumpKeyOf(manifest.environment, manifest.name, DumpFormat::Custom, Sealed::No)->toString();
    manifest.instance = u"db-1"_s;
    manifest.serverVersion = u"15.8"_s;
    manifest.pgDumpVersion = u"15.20"_s;
    manifest.zstdVersion = u"1.5.4"_s;
    manifest.plain = {300, QString(64, u'a')};
    manifest.compressed = {100, QString(64, u'b')};
    manifest.stored = manifest.compressed;
    manifest.entries = 12;
    manifest.ofExtensions = QStringList{u"public.spatial_ref_sys"_s};
    manifest.readBackAt = moment + Seconds(60);
    manifest.baseline.database = u"shuttler"_s;
    manifest.baseline.takenAt = moment;
    manifest.baseline.serverVersion = u"15.8"_s;
    manifest.baseline.byteOrder = u"little"_s;
    manifest.baseline.tables = {{u"public"_s, u"sales"_s, 3, u"v2:abc"_s, {}, {}}};
    return manifest;
}

static const Instant Noon = Instant::fromUnixMicros(1'795'000'000'123'456);

/// What makes a dump count, and what does not.
class tst_DumpManifest : public QObject {
    Q_OBJECT

    /// With its digest made right again, so that what is wrong is not hidden behind it.
    static QByteArray signedAgain(QJsonObject json)
    {
        json.remove(u"sha256"_s);
        json.insert(u"sha256"_s, QString::fromLatin1(archive::Digest::of(archive::Digest::Kind::Sha256,
                                                                          QJsonDocument(json).toJson(QJsonDocument::Compact)).toHex()));
        return QJsonDocument(json).toJson();
    }
    static void put(MemoryStore &store, const DumpManifest &manifest)
    {
        store.at(manifest.key) = QByteArray(manifest.stored.bytes, 'x');
        store.at(manifestKeyOf(manifest.environment, manifest.name)->toString()) = toBytes(manifest);
    }
    static QList<ListedDump> listed(MemoryStore &store, Outcome *outcome = nullptr)
    {
        QList<ListedDump> all;
        const Outcome done = listDumps(store, EnvironmentName(u"production"_s), [&](const ListedDump &dump) -> Outcome {
            all.append(dump);
            return Done{};
        }, testJob());
        if (outcome)
            *outcome = done;
        return done || outcome ? all : QList<ListedDump>();
    }

private slots:
    void itIsReadAsItWasWritten()
    {
        DumpManifest manifest = manifestAt(Noon);
        for (const bool isEncrypted : {false, true}) {
            manifest.keyId = isEncrypted ? u"0123456789abcdef"_s : QString();
            manifest.key =
                dumpKeyOf(manifest.environment, manifest.name, DumpFormat::Custom, isEncrypted ? Sealed::Yes : Sealed::No)->toString();
            const Result<DumpManifest> read = manifestFromBytes(toBytes(manifest));
            VERIFY_OK(read);
            QCOMPARE(toBytes(*read), toBytes(manifest));
            QCOMPARE(read->takenAt, Noon); // To the microsecond.
            QCOMPARE(read->keyId, manifest.keyId);
            QCOMPARE(read->plain, manifest.plain);
            QVERIFY(read->baseline.tables == manifest.baseline.tables);
            QCOMPARE(read->pgDumpMajor(), 15);
        }
    }

    void everyFieldIsNeeded()
    {
        const QJsonObject whole = QJsonDocument::fromJson(toBytes(manifestAt(Noon))).object();
        QVERIFY(whole.size() >= 20);
        for (const QString &field : whole.keys()) {
            QJsonObject json = whole;
            json.remove(field);
            VERIFY_FAULT(manifestFromBytes(field == u"sha256" ? QJsonDocument(json).toJson() : signedAgain(json)), Fault::Corrupt);
            for (const QJsonValue &wrong : {QJsonValue(), QJsonValue(true), QJsonValue(1.5), QJsonValue(QJsonArray{1})}) {
                json.insert(field, wrong);
                VERIFY_FAULT(manifestFromBytes(field == u"sha256" ? QJsonDocument(json).toJson() : signedAgain(json)), Fault::Corrupt);
            }
        }
        for (const QString &form : {u"plain"_s, u"compressed"_s, u"stored"_s})
            for (const QJsonObject &wrong :
                 {QJsonObject{{u"bytes"_s, -1}, {u"sha256"_s, QString(64, u'a')}},
                  QJsonObject{{u"bytes"_s, 1}, {u"sha256"_s, QString(63, u'a')}},
                  QJsonObject{{u"bytes"_s, 1}, {u"sha256"_s, QString(64, u'g')}}, QJsonObject{{u"bytes"_s, 1}}}) {
                QJsonObject json = whole;
                json.insert(form, wrong);
                VERIFY_FAULT(manifestFromBytes(signedAgain(json)), Fault::Corrupt);
            }
    }

    void whatIsNotKnownIsNotGuessed()
    {
        const QJsonObject whole = QJsonDocument::fromJson(toBytes(manifestAt(Noon))).object();
        for (const auto &[field, value] : {std::pair{u"format"_s, QJsonValue(2)}, {u"contents"_s, QJsonValue(u"tar"_s)},
                                           {u"encryption"_s, QJsonValue(u"rot13"_s)}, {u"name"_s, QJsonValue(u"latest"_s)},
                                           {u"key"_s, QJsonValue(u"dumps/production/another.dump.zst"_s)},
                                           {u"keyId"_s, QJsonValue(u"0123456789abcdef"_s)}}) {
            QJsonObject json = whole;
            json.insert(field, value);
            const Result<DumpManifest> read = manifestFromBytes(signedAgain(json));
            VERIFY_FAULT(read, Fault::Corrupt);
            QVERIFY2(!read.error().todo().isEmpty(), qPrintable(field));
        }
    }

    void aChangedByteIsNoticed()
    {
        const QByteArray whole = toBytes(manifestAt(Noon));
        QRandomGenerator chance(4);
        int refused = 0;
        for (int attempt = 0; attempt < 200; ++attempt) {
            QByteArray changed = whole;
            const int place = chance.bounded(int(whole.size()));
            changed[place] = char(changed[place] ^ (1 << (attempt % 8)));
            const Result<DumpManifest> read = manifestFromBytes(changed);
            refused += !read;
            QVERIFY(!read || toBytes(*read) == whole); // White space.
            QVERIFY(read || read.error().fault() == Fault::Corrupt);
            VERIFY_FAULT(manifestFromBytes(whole.first(place)), Fault::Corrupt);
        }
        QVERIFY(refused > 100);
    }

    void theManifestOfAnotherDumpIsNotTaken()
    {
        MemoryStore store;
        const DumpManifest one = manifestAt(Noon);
        const DumpManifest other = manifestAt(Noon + Seconds(1));
        store.at(manifestKeyOf(one.environment, one.name)->toString()) = toBytes(other);
        VERIFY_FAULT(readManifest(store, one.environment, one.name, testJob()), Fault::Corrupt);
        VERIFY_FAULT(readManifest(store, one.environment, other.name, testJob()), Fault::NotFound);
    }

    void namesTellTheirMomentAndSortByIt()
    {
        const DumpName name = DumpName::at(Noon);
        QCOMPARE(name.toString().size(), 24);
        QCOMPARE(name.moment(), Noon.flooredToSecond());
        QVERIFY(name < DumpName::at(Noon + Seconds(1)));
        QVERIFY(!(DumpName::at(Noon) == name));
        QCOMPARE(nameIn(u"dumps/x/%1.sql.zst.enc"_s.arg(name.toString())), name);
        for (const QString &other : {u""_s, name.toString(), u"dumps/x/%1"_s.arg(name.toString()), u"dumps/x/%1.zip"_s.arg(name.toString()),
                                     u"dumps/x/20261399-114206-00000000.dump.zst"_s, u"dumps/x/README.json"_s})
            QVERIFY2(!nameIn(other), qPrintable(other));
    }

    void onlyWhatHasAManifestIsADump()
    {
        MemoryStore store;
        QList<DumpManifest> made;
        for (int day = 0; day < 10; ++day)
            made.append(manifestAt(Noon + std::chrono::hours(24 * day)));
        for (const DumpManifest &manifest : made)
            put(store, manifest);
        store.remove(manifestKeyOf(made[1].environment, made[1].name)->toString()); // Died before its manifest.
        store.remove(made[2].key);
        store.at(made[3].key).append('x');
        store.at(manifestKeyOf(made[4].environment, made[4].name)->toString()).chop(10);
        store.at(u"dumps/production/notes.txt"_s) = "somebody's";
        store.at(u"dumps/production2/"_s + made[0].name.toString() + u".dump.zst"_s) = "another environment's";

        const QList<ListedDump> found = listed(store);

        QCOMPARE(found.size(), 10);
        const QList<DumpStanding> expected{DumpStanding::Whole, DumpStanding::Unfinished, DumpStanding::Lost, DumpStanding::Changed,
                                           DumpStanding::Unreadable, DumpStanding::Whole};
        for (qsizetype place = 0; place < found.size(); ++place) {
            QCOMPARE(found[place].name, made[place].name);
            QCOMPARE(wordFor(found[place].standing), wordFor(expected.value(place, DumpStanding::Whole)));
            QCOMPARE(found[place].manifest.has_value(), place != 1 && place != 4);
            QCOMPARE(found[place].object.has_value(), place != 2);
            QCOMPARE(found[place].trouble.has_value(), place == 4);
        }
    }

    void aStoreThatDoesNotAnswerSaysNothingAboutADump()
    {
        MemoryStore store;
        put(store, manifestAt(Noon));
        for (const QString &call : {u"list dumps/"_s, u"list manifests/"_s, u"read manifests/"_s, u"piece manifests/"_s}) {
            store.onCall = [&](const QString &what) -> Outcome {
                if (what.startsWith(call))
                    return Error(Fault::Unreachable, u"the network is down"_s);
                return Done{};
            };
            Outcome outcome = Done{};
            const QList<ListedDump> found = listed(store, &outcome);
            VERIFY_FAULT(outcome, Fault::Unreachable);
            QVERIFY(found.isEmpty());
        }
    }

    void whoHasSeenEnoughMayStopTheList()
    {
        MemoryStore store;
        for (int day = 0; day < 20; ++day)
            put(store, manifestAt(Noon + std::chrono::hours(24 * day)));
        int seen = 0;
        const Outcome outcome = listDumps(store, EnvironmentName(u"production"_s), [&](const ListedDump &) -> Outcome {
            if (++seen == 2)
                return Error(Fault::Cancelled, u"enough"_s);
            return Done{};
        }, testJob());
        VERIFY_FAULT(outcome, Fault::Cancelled);
        QCOMPARE(seen, 2);
    }
};

SHUTTLER_TEST(tst_DumpManifest)
#include "tst_DumpManifest.moc"

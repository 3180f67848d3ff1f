// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/integration/archive/Stores.h"

using namespace shuttler;
using namespace shuttler::archive;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// What an ObjectStore promises, at two stores that were not written here and at the simulated AWS.
class tst_S3Servers : public QObject {
    Q_OBJECT

    std::map<QString, std::unique_ptr<S3Server>> m_servers;
    std::unique_ptr<SimulatedStore> m_simulated;

    std::unique_ptr<Store> open(const QString &kind)
    {
        if (kind == u"simulated")
            return m_simulated->open();
        S3Place place{m_servers[kind]->endpoint(), u"us-east-1"_s, S3Server::bucket(), S3Style::Fitting};
        return std::make_unique<Store>(place, m_servers[kind]->keys());
    }

    void everyStore()
    {
        QTest::addColumn<QString>("kind");
        for (const auto &[kind, server] : m_servers)
            QTest::newRow(qPrintable(kind)) << kind;
        QTest::newRow("simulated") << u"simulated"_s;
    }

private slots:
    void initTestCase()
    {
        for (const QString &kind : {u"s3rver"_s, u"swift"_s}) {
            if (!S3Server::isPossible(kind))
                QSKIP(qPrintable(u"%1 is not installed"_s.arg(kind)));
            Result<std::unique_ptr<S3Server>> server = S3Server::start(kind);
            VERIFY_OK(server);
            m_servers[kind] = *std::move(server);
        }
        if (!Simulator::isPossible(u"s3"_s))
            QSKIP("python3-botocore is not installed");
        m_simulated = std::make_unique<SimulatedStore>();
        VERIFY_OK(m_simulated->cloud);
    }

    void whatIsWrittenComesBack_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<qint64>("bytes");
        QTest::addColumn<int>("parts"); // 0: at once
        for (const QString &kind : {u"s3rver"_s, u"swift"_s, u"simulated"_s})
            for (const auto &[bytes, parts] : {std::pair{qint64(0), 0},
                                               {1, 0},
                                               {PartBytes - 1, 0},
                                               {PartBytes, 1},
                                               {PartBytes + 1, 2},
                                               {2 * PartBytes, 2},
                                               {3 * PartBytes + 12'345, 4}})
                QTest::addRow("%s %lld", qPrintable(kind), bytes) << kind << bytes << parts;
    }

    void whatIsWrittenComesBack()
    {
        QFETCH(QString, kind);
        QFETCH(qint64, bytes);
        QFETCH(int, parts);
        const std::unique_ptr<Store> at = open(kind);
        const QString name = u"dumps/back/%1"_s.arg(bytes);
        const QByteArray content = noise(bytes);

        const Result<WrittenObject> written =
            at->store.write(objectNamed(name), sourceOf(content), {.partBytes = PartBytes, .inFlight = 3}, at->job);

        VERIFY_OK(written);
        QCOMPARE(written->bytes, bytes);
        QCOMPARE(written->sha256, Digest::of(Digest::Kind::Sha256, content));
        const Result<QByteArray> back = readAll(*at, name);
        VERIFY_OK(back);
        QVERIFY(*back == content);
        const Result<ObjectFacts> facts = at->store.facts(keyNamed(name), at->job);
        VERIFY_OK(facts);
        QCOMPARE(facts->bytes, bytes);
        QCOMPARE(facts->etag, written->etag);
        QCOMPARE(facts->metadata.value(u"made-by"_s), u"a test"_s);
        QVERIFY(qAbs((facts->modified - at->clock.now()).count()) < 60'000'000);
        QCOMPARE(at->tap.count(u"partNumber"_s), parts);
    }

    void aKeyIsWrittenOnce_data() { everyStore(); }
    void aKeyIsWrittenOnce()
    {
        QFETCH(QString, kind);
        const std::unique_ptr<Store> at = open(kind);
        VERIFY_OK(at->store.writeBytes(objectNamed(u"dumps/once"_s), "first", at->job));

        const Result<WrittenObject> again = at->store.writeBytes(objectNamed(u"dumps/once"_s), "second", at->job);

        VERIFY_FAULT(again, Fault::Refused);
        QCOMPARE(again.error().what(), u"There is an object dumps/once already."_s);
        QCOMPARE(readAll(*at, u"dumps/once"_s).value_or(QByteArray()), QByteArray("first"));
    }

    void aPieceIsReadAlone_data() { everyStore(); }
    void aPieceIsReadAlone()
    {
        QFETCH(QString, kind);
        const std::unique_ptr<Store> at = open(kind);
        const QByteArray content = noise(20 * MiB);
        VERIFY_OK(at->store.write(objectNamed(u"dumps/piece"_s), sourceOf(content), {.partBytes = PartBytes, .inFlight = 2}, at->job));

        for (const auto &[first, count] :
             {std::pair{qint64(0), qint64(2)}, {7, 9 * MiB}, {8 * MiB, 8 * MiB}, {20 * MiB - 3, 3}, {20 * MiB, 0}, {5, 0}}) {
            const Result<QByteArray> piece = readAll(*at, u"dumps/piece"_s, {first, count});
            VERIFY_OK(piece);
            QVERIFY(*piece == content.mid(first, count));
        }
        QVERIFY(*readAll(*at, u"dumps/piece"_s, {19 * MiB, std::nullopt}) == content.mid(19 * MiB));
        VERIFY_FAULT(readAll(*at, u"dumps/piece"_s, {20 * MiB, 1}), Fault::BadInput);
        VERIFY_FAULT(readAll(*at, u"dumps/none"_s), Fault::NotFound);
    }

    void whoReadsMayStop_data() { everyStore(); }
    void whoReadsMayStop()
    {
        QFETCH(QString, kind);
        const std::unique_ptr<Store> at = open(kind);
        VERIFY_OK(at->store.write(objectNamed(u"dumps/stop"_s), sourceOf(noise(40 * MiB)), {}, at->job));
        int pieces = 0;

        const Result<ObjectFacts> read = at->store.read(keyNamed(u"dumps/stop"_s), {}, [&](QByteArrayView, Job &) -> Outcome {
            ++pieces;
            return Error(Fault::Cancelled, u"enough"_s);
        }, at->job);

        VERIFY_FAULT(read, Fault::Cancelled);
        QCOMPARE(pieces, 1);
        QVERIFY(at->tap.count(u"GET"_s) <= 3); // Not the rest of it.
    }

    void everyNameIsListedInOrder_data() { everyStore(); }
    void everyNameIsListedInOrder()
    {
        QFETCH(QString, kind);
        const std::unique_ptr<Store> at = open(kind);
        const QStringList names{u"names/2026-11-18T12:00:00Z a+b%2F&=.dump"_s, u"names/B"_s, u"names/a"_s, u"names/deep/still"_s,
                                u"names/~ü€"_s};
        for (const QString &name : names)
            VERIFY_OK(at->store.writeBytes(objectNamed(name), name.toUtf8(), at->job));

        QCOMPARE(namesIn(*at, {u"names/"_s, {}}), names);
        QCOMPARE(namesIn(*at, {u"names/"_s, u"/"_s}), (QStringList{names[0], names[1], names[2], names[4], u"names/deep/"_s}));
        QCOMPARE(namesIn(*at, {u"nothing/"_s, {}}), QStringList());
        for (const QString &name : names)
            QCOMPARE(readAll(*at, name).value_or(QByteArray()), name.toUtf8());
    }

    void whatDiesHalfwayLeavesNothing_data() { everyStore(); }
    void whatDiesHalfwayLeavesNothing()
    {
        QFETCH(QString, kind);
        const std::unique_ptr<Store> at = open(kind);

        const Result<WrittenObject> written =
            at->store.write(objectNamed(u"dead/dump"_s), sourceOf(noise(4 * PartBytes), 3 * PartBytes + 5),
                            {.partBytes = PartBytes, .inFlight = 2}, at->job);

        VERIFY_FAULT(written, Fault::Refused);
        QCOMPARE(written.error().what(), u"pg_dump died."_s);
        QCOMPARE(namesIn(*at, {u"dead/"_s, {}}), QStringList());
        VERIFY_FAULT(at->store.facts(keyNamed(u"dead/dump"_s), at->job), Fault::NotFound);
        QCOMPARE(at->tap.count(u"DELETE"_s), 1);
        const Result<std::optional<QList<UnfinishedUpload>>> left = at->store.unfinished(u"dead/"_s, at->job);
        VERIFY_OK(left);
        QCOMPARE(left->has_value(), kind != u"s3rver"_s); // It does not tell.
        QVERIFY(!*left || (*left)->isEmpty());
    }

    void aDumpThatWasInterruptedGoesOn_data() { everyStore(); }
    void aDumpThatWasInterruptedGoesOn()
    {
        QFETCH(QString, kind);
        const std::unique_ptr<Store> at = open(kind);
        const QByteArray content = noise(5 * PartBytes + 7);
        const QString name = u"resumed/dump"_s;
        std::optional<UploadClaim> claim;
        UploadOptions options{.partBytes = PartBytes, .inFlight = 2, .ifItFails = IfItFails::KeepForResume,
                              .onClaim = [&](const UploadClaim &each) { claim = each; }};
        VERIFY_FAULT(at->store.write(objectNamed(name), sourceOf(content, 3 * PartBytes + 1), options, at->job), Fault::Refused);
        QVERIFY(claim && claim->parts.size() == 3);
        const std::unique_ptr<Store> later = open(kind); // As another process.
        options.resume = claim;

        const Result<WrittenObject> written = later->store.write(objectNamed(name), sourceOf(content), options, later->job);

        VERIFY_OK(written);
        QVERIFY(*readAll(*later, name) == content);
        QCOMPARE(later->tap.count(u"partNumber="_s), kind == u"s3rver"_s ? 6 : 3); // Only where the store shows what it has, that counts.
    }

    void whatIsNoLongerTheSameIsSentAgain_data()
    {
        QTest::addColumn<QString>("what");
        QTest::newRow("other bytes") << u"bytes"_s;
        QTest::newRow("another tag") << u"etag"_s;
        QTest::newRow("another length") << u"length"_s;
        QTest::newRow("no such upload") << u"upload"_s;
    }

    void whatIsNoLongerTheSameIsSentAgain()
    {
        QFETCH(QString, what);
        const std::unique_ptr<Store> at = open(u"simulated"_s);
        QByteArray content = noise(3 * PartBytes);
        const QString name = u"resumed/%1"_s.arg(what);
        std::optional<UploadClaim> claim;
        UploadOptions options{.partBytes = PartBytes, .inFlight = 1, .ifItFails = IfItFails::KeepForResume,
                              .onClaim = [&](const UploadClaim &each) { claim = each; }};
        VERIFY_FAULT(at->store.write(objectNamed(name), sourceOf(content, 2 * PartBytes), options, at->job), Fault::Refused);
        if (what == u"bytes")
            content[100] = char(content[100] + 1);
        else if (what == u"etag")
            claim->parts[0].etag = u"\"d41d8cd98f00b204e9800998ecf8427e\""_s;
        else if (what == u"length")
            claim->parts[0].bytes -= 1;
        else
            VERIFY_OK(at->store.abandon({claim->key, claim->uploadId, {}}, at->job));
        options.resume = claim;
        const qsizetype before = at->tap.count(u"partNumber="_s);

        VERIFY_OK(at->store.write(objectNamed(name), sourceOf(content), options, at->job));

        QVERIFY(*readAll(*at, name) == content);
        QCOMPARE(at->tap.count(u"partNumber="_s) - before, what == u"upload"_s ? 3 : 2); // The second part was sound.
    }

    void anUploadThatHadComeToItsEndIsNotDoneTwice()
    {
        const std::unique_ptr<Store> at = open(u"simulated"_s);
        const QByteArray content = noise(2 * PartBytes);
        std::optional<UploadClaim> claim;
        UploadOptions options{.partBytes = PartBytes, .onClaim = [&](const UploadClaim &each) { claim = each; }};
        VERIFY_OK(at->store.write(objectNamed(u"resumed/whole"_s), sourceOf(content), options, at->job));
        options.resume = claim; // The process died before it could write down that all was well.

        const Result<WrittenObject> again = at->store.write(objectNamed(u"resumed/whole"_s), sourceOf(content), options, at->job);

        VERIFY_OK(again);
        QCOMPARE(again->sha256, Digest::of(Digest::Kind::Sha256, content));
        QCOMPARE(at->tap.count(u"partNumber="_s), 2);
        VERIFY_FAULT(at->store.write(objectNamed(u"resumed/whole"_s), sourceOf(noise(7)), options, at->job), Fault::Corrupt);
    }

    void howAStoreChecksIsFoundOut_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<S3Habits>("habits");
        QTest::newRow("s3rver") << u"s3rver"_s << S3Habits{S3Habits::Checksum::Md5, true}; // It looks at neither.
        QTest::newRow("swift") << u"swift"_s << S3Habits{S3Habits::Checksum::Md5, false};
        QTest::newRow("simulated") << u"simulated"_s << S3Habits{S3Habits::Checksum::Sha256, true};
    }

    void howAStoreChecksIsFoundOut()
    {
        QFETCH(QString, kind);
        QFETCH(S3Habits, habits);
        const std::unique_ptr<Store> at = open(kind);

        VERIFY_OK(at->store.writeBytes(objectNamed(u"habits/first"_s), "1", at->job));
        QVERIFY(at->store.habits() == habits);
        const qsizetype asked = at->tap.lines().size();
        const Result<WrittenObject> second = at->store.writeBytes(objectNamed(u"habits/second"_s), "2", at->job);

        VERIFY_OK(second);
        QVERIFY(second->isChecked);
        QCOMPARE(at->tap.lines().size() - asked, 2); // One look, one write: it is remembered.
    }

    void damageOnTheWayIsNoticed_data() { everyStore(); }
    void damageOnTheWayIsNoticed()
    {
        QFETCH(QString, kind);
        const std::unique_ptr<Store> at = open(kind);
        VERIFY_OK(at->store.writeBytes(objectNamed(u"damaged/before"_s), "1", at->job)); // How it checks is known from here on.
        at->tap.onRequest = [](net::Request &request) {
            if (request.method == "PUT")
                request.body[0] = char(request.body[0] ^ 1);
        };

        const Result<WrittenObject> written = at->store.writeBytes(objectNamed(u"damaged/dump"_s), "content", at->job);

        if (kind == u"s3rver") { // It checks nothing. Then it is not said to be checked.
            VERIFY_OK(written);
            QVERIFY(!written->isChecked);
        } else {
            VERIFY_FAULT(written, Fault::Corrupt);
            QCOMPARE(namesIn(*at, {u"damaged/d"_s, {}}), QStringList());
        }
    }

    void whatAStoreDoesNotHaveIsNoError_data() { everyStore(); }
    void whatAStoreDoesNotHaveIsNoError()
    {
        QFETCH(QString, kind);
        const bool isAws = kind == u"simulated"_s;
        const std::unique_ptr<Store> at = open(kind);
        VERIFY_OK(at->store.writeBytes(objectNamed(u"asked/for"_s), "x", at->job));

        const Result<std::optional<LifecycleDocument>> rules = at->store.lifecycle(at->job);
        VERIFY_OK(rules);
        QCOMPARE(rules->has_value(), isAws); // Swift answers with a listing: that is not taken for rules.
        const Result<std::optional<ObjectLock>> lock = at->store.lock(at->job);
        VERIFY_OK(lock);
        QCOMPARE(lock->has_value(), isAws);
        const Result<std::optional<Versioning>> versioning = at->store.versioning(at->job);
        VERIFY_OK(versioning);
        QVERIFY(*versioning == (kind == u"s3rver" ? std::nullopt : std::optional(Versioning::NeverOn)));
        const Result<ThawAnswer> thaw = at->store.thaw(keyNamed(u"asked/for"_s), 1, ThawTier::Standard, at->job);
        VERIFY_OK(thaw);
        QCOMPARE(*thaw, isAws ? ThawAnswer::ReadableAlready : ThawAnswer::NotOffered);
        if (!isAws) {
            VERIFY_FAULT(at->store.setRules({}, {}, at->job), Fault::Refused);
            QCOMPARE(at->tap.lines().filter(u"lifecycle"_s).filter(u"PUT"_s), QStringList()); // What is not there is not written either.
        }
    }

    void wrongKeysAreRefusedWithoutTellingThem_data()
    {
        QTest::addColumn<QString>("kind"); // s3rver does not look at signatures of version 4.
        QTest::newRow("swift") << u"swift"_s;
        QTest::newRow("simulated") << u"simulated"_s;
    }
    void wrongKeysAreRefusedWithoutTellingThem()
    {
        QFETCH(QString, kind);
        const std::unique_ptr<Store> right = open(kind);
        const QString accessKey = kind == u"swift" ? u"test:owner"_s : m_simulated->far().credentials()[u"accessKey"_s].toString();
        const net::AwsCredentialSource wrong = [keys = accessKey](Job &) -> Result<net::AwsCredentials> {
            return net::AwsCredentials{keys, std::make_shared<const Secret>(QByteArray("quite-the-wrong-one")), {}, {}};
        };
        Store at(right->store.place(), wrong, kind == u"simulated"_s ? m_simulated->far().caFile() : QString());

        const Outcome listed = at.store.list({}, [](const ListPage &) -> Outcome { return Done{}; }, at.job);

        VERIFY_FAULT(listed, Fault::Refused);
        QVERIFY2(listed.error().what().contains(u"does not accept the secret key"_s), describe(listed.error()).constData());
        QVERIFY(!describe(listed.error()).contains("quite-the-wrong-one"));
        VERIFY_FAULT(at.store.writeBytes(objectNamed(u"a"_s), "x", at.job), Fault::Refused);
    }
};

SHUTTLER_TEST(tst_S3Servers)
#include "tst_S3Servers.moc"

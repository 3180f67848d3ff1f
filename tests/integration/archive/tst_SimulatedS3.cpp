// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/archive/LifecyclePolicy.h"
#include "tests/integration/archive/Stores.h"

#include <QJsonArray>

using namespace shuttler;
using namespace shuttler::archive;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// What only AWS has: stores that want it otherwise, rules, cold storage. Every call is checked against AWS's own model of it.
class tst_SimulatedS3 : public QObject {
    Q_OBJECT

    std::unique_ptr<SimulatedStore> m_simulated;

    Simulator &far() { return m_simulated->far(); }
    QJsonObject state() { return far().get(u"state"_s).value_or(QJsonObject()); }
    QString rulesThere() { return state()[u"rules"_s].toString(); }
    bool tell(const QString &name, const QJsonObject &wishes) { return far().post(name, wishes).has_value(); }

private slots:
    void initTestCase()
    {
        if (!Simulator::isPossible(u"s3"_s))
            QSKIP("python3-botocore is not installed");
        m_simulated = std::make_unique<SimulatedStore>();
        VERIFY_OK(m_simulated->cloud);
    }

    void init()
    {
        VERIFY_OK(far().failNothing());
        QVERIFY(tell(u"reset"_s, {}));
    }

    void aStoreGetsItsChecksumsAsItWantsThem_data()
    {
        using enum S3Habits::Checksum;
        QTest::addColumn<QString>("checksum");
        QTest::addColumn<bool>("conditional");
        QTest::addColumn<S3Habits>("learnt");
        QTest::newRow("takes any") << u"any"_s << true << S3Habits{Sha256, true};
        QTest::newRow("demands a checksum") << u"sha256"_s << true << S3Habits{Sha256, true};
        QTest::newRow("demands Content-MD5") << u"md5"_s << true << S3Habits{Md5, true};
        QTest::newRow("rejects both") << u"none"_s << true << S3Habits{None, true};
        QTest::newRow("ignores both") << u"ignored"_s << true << S3Habits{Md5, true};
        QTest::newRow("rejects conditions") << u"any"_s << false << S3Habits{Sha256, false};
        QTest::newRow("rejects everything") << u"none"_s << false << S3Habits{None, false};
    }

    void aStoreGetsItsChecksumsAsItWantsThem()
    {
        QFETCH(QString, checksum);
        QFETCH(bool, conditional);
        QFETCH(S3Habits, learnt);
        QVERIFY(tell(u"habits"_s, {{u"checksum"_s, checksum}, {u"conditional"_s, conditional}}));
        const QByteArray content = noise(2 * PartBytes + 1);

        for (const qint64 bytes : {qint64(10), content.size()}) { // At once, and in parts.
            const std::unique_ptr<Store> at = m_simulated->open();
            const QString name = u"dumps/%1"_s.arg(bytes);
            VERIFY_OK(at->store.write(objectNamed(name), sourceOf(content.first(bytes)), {.partBytes = PartBytes}, at->job));
            QVERIFY(*readAll(*at, name) == content.first(bytes));
        }
        const std::unique_ptr<Store> at = m_simulated->open();
        VERIFY_OK(at->store.writeBytes(objectNamed(u"dumps/first"_s), "1", at->job));
        QVERIFY(at->store.habits() == learnt);
        const qsizetype asked = at->tap.lines().size();
        VERIFY_OK(at->store.writeBytes(objectNamed(u"dumps/second"_s), "2", at->job));
        QCOMPARE(at->tap.lines().size() - asked, 2);
        VERIFY_FAULT(at->store.writeBytes(objectNamed(u"dumps/second"_s), "3", at->job), Fault::Refused);
    }

    void whoComesFirstKeepsTheKey()
    {
        const std::unique_ptr<Store> at = m_simulated->open();
        // Another one writes between our look and our writing.
        at->tap.onRequest = [&](net::Request &request) {
            if (request.method == "PUT")
                (void)far().post(u"object"_s, {{u"key"_s, u"dumps/raced"_s}, {u"text"_s, u"theirs"_s}});
        };

        VERIFY_FAULT(at->store.writeBytes(objectNamed(u"dumps/raced"_s), "ours", at->job), Fault::Refused);
        at->tap.onRequest = nullptr;
        QCOMPARE(readAll(*at, u"dumps/raced"_s).value_or(QByteArray()), QByteArray("theirs"));
    }

    void theBucketsOwnRegionIsLearntOnce()
    {
        QVERIFY(tell(u"habits"_s, {{u"region"_s, u"eu-central-1"_s}}));
        const std::unique_ptr<Store> at = m_simulated->open();

        QCOMPARE(namesIn(*at, {}), QStringList());
        QCOMPARE(at->store.place().region, u"eu-central-1"_s);
        QCOMPARE(at->tap.lines().size(), 2);
        QCOMPARE(namesIn(*at, {}), QStringList());
        QCOMPARE(at->tap.lines().size(), 3);
        // Also where an answer has no body to say it in.
        const std::unique_ptr<Store> another = m_simulated->open();
        VERIFY_FAULT(another->store.facts(keyNamed(u"dumps/none"_s), another->job), Fault::NotFound);
        QCOMPARE(another->store.place().region, u"eu-central-1"_s);
    }

    void anAuthorityThatNobodyNamedIsNotTrusted()
    {
        const std::unique_ptr<Store> at = m_simulated->open(QString());

        VERIFY_FAULT(at->store.writeBytes(objectNamed(u"dumps/a"_s), "x", at->job), Fault::Refused);
        QVERIFY(state()[u"objects"_s].toArray().isEmpty());
    }

    void listingsGoOnWhereTheyEnded()
    {
        QVERIFY(tell(u"habits"_s, {{u"page"_s, 2}}));
        const std::unique_ptr<Store> at = m_simulated->open();
        QStringList names;
        for (int i = 0; i < 7; ++i) {
            names.append(u"dumps/%1 ü+"_s.arg(i));
            QVERIFY(tell(u"object"_s, {{u"key"_s, names.last()}}));
        }

        QCOMPARE(namesIn(*at, {u"dumps/"_s, {}}), names);
        QCOMPARE(at->tap.count(u"list-type"_s), 4);
    }

    void uploadsOfOthersAreSeenAndOursGivenUp()
    {
        QVERIFY(tell(u"habits"_s, {{u"page"_s, 2}}));
        const std::unique_ptr<Store> at = m_simulated->open();
        for (int i = 0; i < 5; ++i)
            VERIFY_FAULT(at->store.write(objectNamed(u"dumps/left %1"_s.arg(i)), sourceOf(noise(2 * PartBytes), PartBytes),
                                         {.partBytes = PartBytes, .ifItFails = IfItFails::KeepForResume}, at->job), Fault::Refused);

        const Result<std::optional<QList<UnfinishedUpload>>> left = at->store.unfinished(u"dumps/"_s, at->job);

        VERIFY_OK(left);
        QCOMPARE((*left)->size(), 5);
        QCOMPARE((*left)->at(3).key, u"dumps/left 3"_s);
        QVERIFY(qAbs(((*left)->first().begunAt - at->clock.now()).count()) < 60'000'000);
        for (const UnfinishedUpload &each : std::as_const(**left))
            VERIFY_OK(at->store.abandon(each, at->job));
        QVERIFY((*at->store.unfinished(u"dumps/"_s, at->job))->isEmpty());
        VERIFY_OK(at->store.abandon((*left)->first(), at->job)); // Gone is gone.
    }

    /// Whatever happens to one request: the object is there as it was meant, or it is not there and that is known. Nothing is left behind
    /// unless the request that was to tidy up is the one that failed.
    void oneRequestThatFailsNeverMakesAGoodLookingBadObject_data()
    {
        QTest::addColumn<QString>("action");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<bool>("comesTrue");
        for (const QString &kind : {u"cut-before"_s, u"cut-after"_s, u"lost"_s, u"half"_s, u"error"_s, u"lost-error"_s, u"throttle"_s})
            for (const QString &action : {u"HeadObject"_s, u"CreateMultipartUpload"_s, u"UploadPart"_s, u"CompleteMultipartUpload"_s})
                QTest::addRow("%s %s", qPrintable(action), qPrintable(kind)) << action << kind << true;
        for (const QString &action : {u"HeadObject"_s, u"CreateMultipartUpload"_s, u"UploadPart"_s, u"CompleteMultipartUpload"_s})
            QTest::addRow("%s refused", qPrintable(action)) << action << u"refuse"_s << false;
    }

    void oneRequestThatFailsNeverMakesAGoodLookingBadObject()
    {
        QFETCH(QString, action);
        QFETCH(QString, kind);
        QFETCH(bool, comesTrue);
        const QByteArray content = noise(3 * PartBytes + 1);
        const std::unique_ptr<Store> at = m_simulated->open();
        VERIFY_OK(far().failOn(action, kind));

        const Result<WrittenObject> written =
            at->store.write(objectNamed(u"dumps/a"_s), sourceOf(content), {.partBytes = PartBytes, .inFlight = 2}, at->job);

        VERIFY_OK(far().failNothing());
        QVERIFY2(written.has_value() == comesTrue, written ? "written" : describe(written.error()).constData());
        const QJsonArray objects = state()[u"objects"_s].toArray();
        QCOMPARE(objects.size(), comesTrue ? 1 : 0);
        if (comesTrue)
            QCOMPARE(objects.first()[u"sha256"_s].toString().toLatin1(), written->sha256.toHex());
        // A begin whose answer was lost leaves an upload that has nothing in it; the next run finds and gives it up.
        for (const QJsonValue &upload : state()[u"uploads"_s].toArray())
            QVERIFY(action == u"CreateMultipartUpload" && upload[u"parts"_s].toArray().isEmpty());
    }

    void oneRequestThatFailsWritesAnObjectAtOnceOnce_data()
    {
        QTest::addColumn<QString>("kind");
        for (const QString &kind : {u"cut-before"_s, u"cut-after"_s, u"lost"_s, u"half"_s, u"error"_s, u"lost-error"_s, u"throttle"_s})
            QTest::newRow(qPrintable(kind)) << kind;
    }

    void oneRequestThatFailsWritesAnObjectAtOnceOnce()
    {
        QFETCH(QString, kind);
        const std::unique_ptr<Store> at = m_simulated->open();
        VERIFY_OK(far().failOn(u"PutObject"_s, kind));

        VERIFY_OK(at->store.writeBytes(objectNamed(u"dumps/a"_s), "content", at->job));

        QCOMPARE(state()[u"objects"_s].toArray().size(), 1);
    }

    /// aws.md §8.1: the answer to the last request of an upload may be a success by its number and an error by its words.
    void anErrorDressedAsASuccessIsNone_data()
    {
        QTest::addColumn<bool>("isThere"); // Although it says that it failed.
        QTest::newRow("it failed") << false;
        QTest::newRow("it came to be all the same") << true;
    }

    void anErrorDressedAsASuccessIsNone()
    {
        QFETCH(bool, isThere);
        const std::unique_ptr<Store> at = m_simulated->open();
        int completions = 0;
        const auto isCompletion = [](const net::Request &request) {
            return request.method == "POST" && request.url.query().startsWith(u"uploadId"_s);
        };
        at->tap.onRequest = [&](net::Request &request) {
            if (isCompletion(request) && ++completions == 1 && !isThere)
                request.method = "OPTIONS"; // It does not get there.
        };
        at->tap.onResponse = [&](const net::Request &request, net::Response &response) {
            if (!isCompletion(request) || completions != 1)
                return;
            response.status = 200;
            response.body = "<?xml version=\"1.0\"?>\n<Error><Code>InternalError</Code><Message>Please try again.</Message></Error>";
        };

        VERIFY_OK(at->store.write(objectNamed(u"dumps/a"_s), sourceOf(noise(2 * PartBytes)), {.partBytes = PartBytes}, at->job));

        QCOMPARE(completions, isThere ? 1 : 2);
        QCOMPARE(state()[u"objects"_s].toArray().size(), 1);
    }

    void anEndThatCannotBeSeenIsNotCalledAFailure()
    {
        const std::unique_ptr<Store> at = m_simulated->open();
        at->tap.onRequest = [&](net::Request &request) {
            if (request.method == "POST" && request.url.query().startsWith(u"uploadId"_s))
                (void)far().post(
                    u"faults"_s,
                    {{u"faults"_s,
                      QJsonArray{QJsonObject{{u"action"_s, u"CompleteMultipartUpload"_s}, {u"kind"_s, u"lost"_s}, {u"times"_s, 0}},
                                 QJsonObject{{u"action"_s, u"HeadObject"_s}, {u"kind"_s, u"cut-before"_s}, {u"times"_s, 0}}}}});
        };

        const Result<WrittenObject> written =
            at->store.write(objectNamed(u"dumps/a"_s), sourceOf(noise(2 * PartBytes)), {.partBytes = PartBytes}, at->job);

        VERIFY_FAULT(written, Fault::OutcomeUnknown);
        QCOMPARE(at->tap.count(u"DELETE"_s), 0); // It is complete there; nothing was given up.
        QCOMPARE(state()[u"objects"_s].toArray().size(), 1);
    }

    void damageOfAPartIsNoticed()
    {
        const std::unique_ptr<Store> at = m_simulated->open();
        at->tap.onRequest = [](net::Request &request) {
            if (request.url.query().contains(u"partNumber=2"_s))
                request.body[1'000'000] = char(request.body[1'000'000] ^ 4);
        };

        // The hash that is signed is that of what we meant to send.
        VERIFY_FAULT(at->store.write(objectNamed(u"dumps/a"_s), sourceOf(noise(3 * PartBytes)), {.partBytes = PartBytes}, at->job),
                     Fault::Corrupt);
        QVERIFY(state()[u"objects"_s].toArray().isEmpty());
        QVERIFY(state()[u"uploads"_s].toArray().isEmpty());
    }

    void anObjectThatChangesWhileItIsReadIsNoObject()
    {
        const std::unique_ptr<Store> at = m_simulated->open();
        VERIFY_OK(at->store.write(objectNamed(u"dumps/a"_s), sourceOf(noise(30 * MiB)), {}, at->job));
        const auto change = [this](QByteArrayView, Job &) -> Outcome {
            return tell(u"object"_s, {{u"key"_s, u"dumps/a"_s}, {u"text"_s, u"another"_s}}) ? Outcome(Done{})
                                                                                            : Error(Fault::Defect, u"test"_s);
        };

        VERIFY_FAULT(at->store.read(keyNamed(u"dumps/a"_s), {}, change, at->job), Fault::Corrupt);
    }

    void ourRulesGoInAndOthersStayAsTheyAre()
    {
        const QString theirs = u"<Rule><Status>Enabled</Status>  <ID>Prüfung &amp; Ablage</ID><!-- Anna's -->"
                               "<Filter><Prefix>bücher/</Prefix></Filter>\n<Expiration><Days>9</Days></Expiration></Rule>"_s;
        QVERIFY(
            tell(u"rules"_s,
                 {{u"xml"_s,
                   u"<LifecycleConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">%1</LifecycleConfiguration>"_s.arg(theirs)},
                  {u"smallObjects"_s, u"varies_by_storage_class"_s}}));
        const std::unique_ptr<Store> at = m_simulated->open();
        const Result<ColdStorageRules> wanted = coldStorageRules({.prefix = u"dumps/"_s}, {});
        VERIFY_OK(wanted);
        const Result<std::optional<LifecycleDocument>> before = at->store.lifecycle(at->job);
        VERIFY_OK(before);

        VERIFY_OK(at->store.setRules(**before, wanted->rules, at->job));

        QVERIFY2(rulesThere().contains(theirs), qPrintable(rulesThere()));
        QCOMPARE(state()[u"smallObjects"_s].toString(), u"varies_by_storage_class"_s); // What the bucket says of small ones stays.
        const Result<std::optional<LifecycleDocument>> after = at->store.lifecycle(at->job);
        QCOMPARE(driftOf(**after, wanted->rules), QStringList());
        // Nothing is put that is there already.
        VERIFY_OK(at->store.setRules(**after, wanted->rules, at->job));
        QCOMPARE(at->tap.count(u"PUT"_s), 1);
    }

    void rulesThatSomebodyChangedMeanwhileAreLeftAlone()
    {
        const std::unique_ptr<Store> at = m_simulated->open();
        const Result<std::optional<LifecycleDocument>> before = at->store.lifecycle(at->job);
        VERIFY_OK(before);
        const QString theirs =
            u"<LifecycleConfiguration><Rule><ID>new</ID><Filter/><Status>Enabled</Status></Rule></LifecycleConfiguration>"_s;
        QVERIFY(tell(u"rules"_s, {{u"xml"_s, theirs}}));

        VERIFY_FAULT(at->store.setRules(**before, coldStorageRules({.prefix = u"dumps/"_s}, {})->rules, at->job), Fault::Refused);
        QCOMPARE(rulesThere(), theirs);
    }

    void rulesThatAreTakenButNotThereAreNotCalledDone()
    {
        const std::unique_ptr<Store> at = m_simulated->open();
        at->tap.onRequest = [](net::Request &request) { // A store that does not understand, and says yes.
            if (request.method == "PUT") {
                request.method = "GET";
                request.body.clear();
                request.url.setQuery(u"versioning"_s);
            }
        };

        const Outcome set = at->store.setRules({}, coldStorageRules({.prefix = u"dumps/"_s}, {})->rules, at->job);

        QVERIFY(!set);
        QCOMPARE(rulesThere(), QString());
    }

    void aStoreWithoutColdStorageSaysSo()
    {
        QVERIFY(tell(u"habits"_s, {{u"cold"_s, false}}));
        const std::unique_ptr<Store> at = m_simulated->open();
        QCOMPARE(at->store.coldTier(), ColdTier::Unknown);

        const Outcome set = at->store.setRules({}, coldStorageRules({.prefix = u"dumps/"_s}, {})->rules, at->job);

        VERIFY_FAULT(set, Fault::Refused);
        QVERIFY2(set.error().what().contains(u"no such storage class"_s), describe(set.error()).constData());
        QCOMPARE(at->store.coldTier(), ColdTier::None);
        QCOMPARE(rulesThere(), QString());
        // What it does have goes in.
        VERIFY_OK(at->store.setRules({}, coldStorageRules({.prefix = u"dumps/"_s, .storageClass = u"STANDARD_IA"_s}, {})->rules, at->job));
    }

    void whereColdStorageIsKnownItIsNotAskedFor()
    {
        const auto tierAt = [](const QString &endpoint) {
            Store at({QUrl(endpoint), u"auto"_s, u"dumps"_s, S3Style::Fitting},
                     [](Job &) -> Result<net::AwsCredentials> { return net::AwsCredentials(); });
            return at.store.coldTier();
        };
        QCOMPARE(tierAt(u"https://0a.r2.cloudflarestorage.com"_s), ColdTier::None);
        QCOMPARE(tierAt({}), ColdTier::Offered);
        QCOMPARE(tierAt(u"https://s3.example.org"_s), ColdTier::Unknown);
    }

    void aDumpIsColdAfterThirtyDaysAndStaysForEver()
    {
        const std::unique_ptr<Store> at = m_simulated->open();
        VERIFY_OK(at->store.setRules({}, coldStorageRules({.prefix = u"dumps/"_s}, {})->rules, at->job));
        QCOMPARE(at->store.coldTier(), ColdTier::Offered);
        VERIFY_OK(at->store.writeBytes(objectNamed(u"dumps/a.dump"_s), noise(200'000), at->job));
        VERIFY_OK(at->store.writeBytes(objectNamed(u"dumps/tiny.dump"_s), "tiny", at->job));
        VERIFY_OK(at->store.writeBytes(objectNamed(u"manifests/a.json"_s), noise(200'000), at->job));

        VERIFY_OK(far().advance(std::chrono::days(29)));
        QVERIFY(at->store.facts(keyNamed(u"dumps/a.dump"_s), at->job)->isReadable());
        VERIFY_OK(far().advance(std::chrono::days(2)));
        QVERIFY(!at->store.facts(keyNamed(u"dumps/a.dump"_s), at->job)->isReadable());
        QVERIFY(at->store.facts(keyNamed(u"dumps/tiny.dump"_s), at->job)->isReadable());
        QVERIFY(at->store.facts(keyNamed(u"manifests/a.json"_s), at->job)->isReadable());
        VERIFY_OK(far().advance(std::chrono::days(3'650)));
        QCOMPARE(state()[u"objects"_s].toArray().size(), 3);
        QCOMPARE(state()[u"removed"_s].toArray().size(), 0);
    }

    void anExpiringRuleIsSeenAtTheObjectItself()
    {
        QVERIFY(tell(u"rules"_s,
                     {{u"xml"_s, u"<LifecycleConfiguration><Rule><ID>tidy</ID><Filter/><Status>Enabled</Status><Expiration><Days>60</Days>"
                                 "</Expiration></Rule></LifecycleConfiguration>"_s}}));
        const std::unique_ptr<Store> at = m_simulated->open();
        VERIFY_OK(at->store.writeBytes(objectNamed(u"dumps/a"_s), "x", at->job));

        QVERIFY(at->store.facts(keyNamed(u"dumps/a"_s), at->job)->expiry.contains(u"rule-id=\"tidy\""_s));
        QCOMPARE(threatsIn(**at->store.lifecycle(at->job), u"dumps/"_s, 30).size(), 1);
    }

    void aColdDumpIsThawedAndRead_data()
    {
        QTest::addColumn<QString>("storageClass");
        QTest::addColumn<ThawTier>("tier");
        QTest::addColumn<int>("minutes");
        QTest::newRow("within minutes") << u"GLACIER"_s << ThawTier::Expedited << 5;
        QTest::newRow("within hours") << u"GLACIER"_s << ThawTier::Standard << 240;
        QTest::newRow("overnight") << u"GLACIER"_s << ThawTier::Bulk << 480;
        QTest::newRow("from the deepest") << u"DEEP_ARCHIVE"_s << ThawTier::Bulk << 2880;
    }

    void aColdDumpIsThawedAndRead()
    {
        QFETCH(QString, storageClass);
        QFETCH(ThawTier, tier);
        QFETCH(int, minutes);
        const std::unique_ptr<Store> at = m_simulated->open();
        QVERIFY(tell(u"object"_s, {{u"key"_s, u"dumps/a"_s}, {u"text"_s, u"content"_s}, {u"storageClass"_s, storageClass}}));
        const ObjectKey key = keyNamed(u"dumps/a"_s);
        const auto thaw = [&] { return at->store.facts(key, at->job)->thaw; };

        VERIFY_FAULT(readAll(*at, u"dumps/a"_s), Fault::Refused);
        QCOMPARE(at->tap.count(u"GET"_s), 0); // Not even tried.
        QCOMPARE(*at->store.thaw(key, 3, tier, at->job), ThawAnswer::Begun);
        QCOMPARE(*at->store.thaw(key, 3, tier, at->job), ThawAnswer::RunsAlready);
        VERIFY_OK(far().advance(std::chrono::minutes(minutes - 1)));
        QCOMPARE(thaw(), ThawState::Running);
        VERIFY_FAULT(readAll(*at, u"dumps/a"_s), Fault::Refused);
        VERIFY_OK(far().advance(std::chrono::minutes(2)));
        QCOMPARE(thaw(), ThawState::Ready);
        QCOMPARE(readAll(*at, u"dumps/a"_s).value_or(QByteArray()), QByteArray("content"));
        QCOMPARE(*at->store.thaw(key, 3, tier, at->job), ThawAnswer::ReadableAlready);
        const std::optional<Instant> until = at->store.facts(key, at->job)->thawedUntil;
        QVERIFY(until && qAbs((*until - at->clock.now()) / Seconds(86'400) - 3) <= 2);
        VERIFY_OK(far().advance(std::chrono::days(4)));
        QCOMPARE(thaw(), ThawState::NotAsked);
        VERIFY_FAULT(readAll(*at, u"dumps/a"_s), Fault::Refused);
    }

    void whatCannotBeThawedLikeThatIsRefused()
    {
        const std::unique_ptr<Store> at = m_simulated->open();
        QVERIFY(tell(u"object"_s, {{u"key"_s, u"dumps/deep"_s}, {u"storageClass"_s, u"DEEP_ARCHIVE"_s}}));

        VERIFY_FAULT(at->store.thaw(keyNamed(u"dumps/deep"_s), 1, ThawTier::Expedited, at->job), Fault::Refused);
        VERIFY_FAULT(at->store.thaw(keyNamed(u"dumps/deep"_s), 0, ThawTier::Bulk, at->job), Fault::BadInput);
        VERIFY_FAULT(at->store.thaw(keyNamed(u"dumps/none"_s), 1, ThawTier::Bulk, at->job), Fault::NotFound);
    }

    void aBucketSaysWhetherItKeepsVersionsAndLocks()
    {
        const std::unique_ptr<Store> at = m_simulated->open();
        QCOMPARE((*at->store.lock(at->job))->isOn, false);
        QVERIFY(tell(u"bucket"_s,
                     {{u"versioning"_s, u"Suspended"_s}, {u"lock"_s, QJsonObject{{u"mode"_s, u"COMPLIANCE"_s}, {u"days"_s, 30}}}}));

        QCOMPARE(**at->store.versioning(at->job), Versioning::Suspended);
        QVERIFY((**at->store.lock(at->job) == ObjectLock{true, u"COMPLIANCE"_s, 30, 0}));
        QVERIFY(tell(u"bucket"_s, {{u"versioning"_s, u"Enabled"_s}}));
        QCOMPARE(**at->store.versioning(at->job), Versioning::On);
    }
};

SHUTTLER_TEST(tst_SimulatedS3)
#include "tst_SimulatedS3.moc"

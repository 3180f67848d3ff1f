// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/archive/LifecyclePolicy.h"
#include "core/archive/ObjectFacts.h"
#include "tests/support/Test.h"

#include <QRandomGenerator>

using namespace shuttler;
using namespace shuttler::archive;
using namespace Qt::StringLiterals;

namespace {

constexpr Seconds Day{86'400};
const Instant Now = *Instant::parse(u"2026-11-18T12:00:00Z"_s);

LifecycleDocument bucketWith(const QByteArray &rules)
{
    return *LifecycleDocument::parse("<LifecycleConfiguration>" + rules + "</LifecycleConfiguration>");
}

QByteArray rule(const QByteArray &inside, const QByteArray &scope = "<Filter><Prefix></Prefix></Filter>",
                const QByteArray &status = "Enabled")
{
    return "<Rule><ID>theirs</ID>" + scope + "<Status>" + status + "</Status>" + inside + "</Rule>";
}

NeededObject needed(const QString &key, int daysOld, std::optional<int> forDays, const QString &reason = u"a hold by Asha"_s)
{
    NeededObject object{key, 10 << 20, Now - daysOld * Day, std::nullopt, reason, false};
    if (forDays)
        object.until = Now + *forDays * Day;
    return object;
}

/// What a bucket's rules do, written from the words of the documentation and not from the code under test: day by day, at midnight.
struct Fate {
    std::optional<Instant> movedAt;
    std::optional<Instant> removedAt;
};

Fate fateOf(const QByteArray &text, const NeededObject &object, Instant until)
{
    Fate fate;
    const Result<LifecycleDocument> bucket = LifecycleDocument::parse("<LifecycleConfiguration>" + text + "</LifecycleConfiguration>");
    // The night of the day the object came is the first; some stores act at the very second instead, and never earlier.
    for (Instant night = object.modified; night < until && !fate.removedAt; night = night + Day)
        for (const LifecycleRule &each : bucket->rules()) {
            const bool isCovered = object.key.startsWith(each.scope.prefix) && object.bytes > each.scope.largerThan.value_or(-1)
                && object.bytes < each.scope.smallerThan.value_or(object.bytes + 1);
            const qint64 age = (night - object.modified) / Day;
            if (!each.isEnabled || !isCovered)
                continue;
            for (const LifecycleAction &move : each.moves)
                if (!fate.movedAt && move.days && age >= *move.days && move.storageClass != u"STANDARD_IA")
                    fate.movedAt = night;
            if (each.deletion)
                fate.removedAt = night;
        }
    return fate;
}

} // namespace

class tst_LifecyclePolicy : public QObject {
    Q_OBJECT

private slots:
    void dumpsGoToGlacierAfterThirtyDaysAndStayForEver()
    {
        const Result<ColdStorageRules> made = coldStorageRules({.prefix = u"dumps/"_s}, {});

        VERIFY_OK(made);
        QCOMPARE(xmlOf(made->rules.at(0)),
                 QByteArray("<Rule><ID>shuttler-cold-storage</ID><Filter><And><Prefix>dumps/</Prefix><ObjectSizeGreaterThan>131071"
                            "</ObjectSizeGreaterThan></And></Filter><Status>Enabled</Status><Transition><Days>30</Days>"
                            "<StorageClass>GLACIER</StorageClass></Transition></Rule>"));
        QCOMPARE(
            xmlOf(made->rules.at(1)),
            QByteArray(
                "<Rule><ID>shuttler-unfinished-uploads</ID><Filter><Prefix>dumps/</Prefix></Filter><Status>Enabled</Status>"
                "<AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule>"));
        QCOMPARE(made->notes, QStringList());
    }

    void smallDumpsAreMovedOnlyWhenThatIsWished()
    {
        const Result<ColdStorageRules> made = coldStorageRules({.prefix = u"dumps/"_s, .smallest = 0}, {});

        VERIFY_OK(made);
        QVERIFY(!made->rules.first().scope.largerThan);
        QVERIFY(made->rules.first().scope.mayCover(u"dumps/tiny"_s, 1));
        QVERIFY(!coldStorageRules({.prefix = u"dumps/"_s}, {})->rules.first().scope.mayCover(u"dumps/tiny"_s, SmallestWorthMoving - 1));
        QVERIFY(coldStorageRules({.prefix = u"dumps/"_s}, {})->rules.first().scope.mayCover(u"dumps/big"_s, SmallestWorthMoving));
    }

    void oldVersionsGoTheSameWay()
    {
        const Result<ColdStorageRules> made = coldStorageRules({.prefix = u"dumps/"_s, .isVersioned = true}, {});

        VERIFY_OK(made);
        QVERIFY(made->rules.first().oldVersionMoves == made->rules.first().moves);
        QVERIFY(!made->rules.first().oldVersionDeletion);
    }

    void aWishThatBreaksThePromiseIsNotFulfilled_data()
    {
        QTest::addColumn<QString>("prefix");
        QTest::addColumn<int>("afterDays");
        QTest::addColumn<QString>("storageClass");
        QTest::newRow("sooner than promised") << u"dumps/"_s << 29 << u"GLACIER"_s;
        QTest::newRow("everything") << QString() << 30 << u"GLACIER"_s;
        QTest::newRow("no folder") << u"dumps"_s << 30 << u"GLACIER"_s;
        QTest::newRow("at once") << u"dumps/"_s << 0 << u"STANDARD_IA"_s;
    }

    void aWishThatBreaksThePromiseIsNotFulfilled()
    {
        QFETCH(QString, prefix);
        QFETCH(int, afterDays);
        QFETCH(QString, storageClass);

        VERIFY_FAULT(coldStorageRules({.prefix = prefix, .afterDays = afterDays, .storageClass = storageClass}, {}), Fault::BadInput);
    }

    void whatARunNeedsMovesTheRuleAndSaysWhy()
    {
        const Result<ColdStorageRules> made =
            coldStorageRules({.prefix = u"dumps/"_s}, {needed(u"dumps/a"_s, 40, 2, u"run R-7"_s), needed(u"other/b"_s, 400, 2)});

        VERIFY_OK(made);
        QCOMPARE(made->rules.first().moves.first().days, std::optional(42));
        QCOMPARE(made->notes, QStringList{u"Dumps are moved after 42 days instead of 30, because dumps/a is needed: run R-7."_s});
    }

    void whatIsHeldWithoutAnEndLetsNoRuleBe()
    {
        const Result<ColdStorageRules> made = coldStorageRules({.prefix = u"dumps/"_s}, {needed(u"dumps/a"_s, 1, std::nullopt)});

        VERIFY_FAULT(made, Fault::Refused);
        QVERIFY2(made.error().what().contains(u"dumps/a (a hold by Asha)"_s), qPrintable(made.error().what()));
    }

    void aClassThatIsReadAtOnceReachesNobody()
    {
        const Result<ColdStorageRules> made =
            coldStorageRules({.prefix = u"dumps/"_s, .storageClass = u"STANDARD_IA"_s}, {needed(u"dumps/a"_s, 1, std::nullopt)});

        VERIFY_OK(made);
        QCOMPARE(made->rules.first().moves.first().days, std::optional(30));
    }

    /// No generated rule can reach an object that the SLA, a hold or an open run needs.
    void noRuleReachesWhatIsNeeded()
    {
        QRandomGenerator chance(20'261'118);
        int made = 0;
        int refused = 0;
        int moved = 0;
        for (int bucket = 0; bucket < 1'000; ++bucket) {
            QList<NeededObject> objects;
            for (int i = chance.bounded(12); i >= 0; --i) {
                NeededObject object;
                object.key = QStringList{u"dumps/"_s, u"manifests/"_s, u"dumps"_s, u"dumps/old/"_s, u"d"_s}.at(chance.bounded(5))
                           + QString::number(i);
                object.bytes = qint64(1) << chance.bounded(34);
                object.modified = Now - Seconds(chance.bounded(200 * 86'400));
                object.reason = u"a reason"_s;
                object.isCold = chance.bounded(8) == 0;
                const int kind = chance.bounded(10);
                if (kind > 0) // The SLA, a hold that ends, a run that is open; hardly ever for good.
                    object.until = kind < 5 ? object.modified + 30 * Day : Now + Seconds(chance.bounded(90 * 86'400));
                objects.append(object);
            }
            const ColdStorageWish wish{.prefix = u"dumps/"_s, .afterDays = 30 + chance.bounded(30),
                                       .storageClass = chance.bounded(2) ? u"GLACIER"_s : u"DEEP_ARCHIVE"_s,
                                       .smallest = chance.bounded(2) ? SmallestWorthMoving : 0, .isVersioned = chance.bounded(2) == 1};

            const Result<ColdStorageRules> rules = coldStorageRules(wish, objects);

            QByteArray text;
            if (!rules) {
                QCOMPARE(rules.error().fault(), Fault::Refused);
                ++refused;
                continue;
            }
            ++made;
            for (const LifecycleRule &each : rules->rules)
                text += xmlOf(each);
            QVERIFY2(!text.contains("Expiration"), text.constData());
            for (const NeededObject &object : std::as_const(objects)) {
                const Instant horizon = Now + 365 * Day;
                const Fate fate = fateOf(text, object, horizon);
                QVERIFY(!fate.removedAt);
                if (object.isCold || !fate.movedAt)
                    continue;
                ++moved;
                QVERIFY2(object.until && *fate.movedAt >= *object.until,
                         qPrintable(u"%1 moved at %2, needed until %3"_s.arg(object.key, fate.movedAt->toString(),
                                                                            object.until ? object.until->toString() : u"ever"_s)));
            }
        }
        // The sample is worth something: rules were made, refused, and did move what was no longer needed.
        QVERIFY2(made > 300 && refused > 100 && moved > 300, qPrintable(u"%1 %2 %3"_s.arg(made).arg(refused).arg(moved)));
    }

    void driftIsNamed_data()
    {
        QTest::addColumn<QByteArray>("found");
        QTest::addColumn<QString>("sentence");
        const QByteArray wanted = xmlOf(coldStorageRules({.prefix = u"dumps/"_s}, {})->rules.first());
        const auto changed = [&](const QByteArray &from, const QByteArray &to) { return QByteArray(wanted).replace(from, to); };
        QTest::newRow("none") << wanted << QString();
        QTest::newRow("missing") << QByteArray() << u"The bucket has no rule shuttler-cold-storage."_s;
        QTest::newRow("off") << changed("Enabled", "Disabled") << u"The rule shuttler-cold-storage is switched off."_s;
        QTest::newRow("later") << changed("<Days>30", "<Days>90")
                               << u"The rule shuttler-cold-storage moves to GLACIER after 90 days, and not to GLACIER after 30 days."_s;
        QTest::newRow("elsewhere")
            << changed("dumps/", "dump/")
            << u"The rule shuttler-cold-storage is about what begins with dump/, larger than 131071 bytes, and not about "
               "what begins with dumps/, larger than 131071 bytes."_s;
        QTest::newRow("deletes") << changed("</Rule>", "<Expiration><Days>365</Days></Expiration></Rule>")
                                 << u"The rule shuttler-cold-storage deletes after 365 days, and ought not to delete."_s;
    }

    void driftIsNamed()
    {
        QFETCH(QByteArray, found);
        QFETCH(QString, sentence);
        const QList<LifecycleRule> wanted = coldStorageRules({.prefix = u"dumps/"_s}, {})->rules.mid(0, 1);

        QCOMPARE(driftOf(bucketWith(found), wanted), sentence.isEmpty() ? QStringList() : QStringList{sentence});
    }

    void everyRuleThatTakesDumpsIsNamed_data()
    {
        using Kind = LifecycleThreat::Kind;
        QTest::addColumn<QByteArray>("found");
        QTest::addColumn<std::optional<Kind>>("kind");
        QTest::addColumn<Certainty>("certainty");
        const QByteArray expires = "<Expiration><Days>60</Days></Expiration>";
        const QByteArray parent = "<Filter><Prefix>d</Prefix></Filter>";
        QTest::newRow("everything expires") << rule(expires) << std::optional(Kind::Deletes) << Certainty::Sure;
        QTest::newRow("no filter at all") << rule(expires, "") << std::optional(Kind::Deletes) << Certainty::Sure;
        QTest::newRow("as of old") << rule(expires, "<Prefix>dumps/</Prefix>") << std::optional(Kind::Deletes) << Certainty::Sure;
        QTest::newRow("a wider prefix") << rule(expires, parent) << std::optional(Kind::Deletes) << Certainty::Sure;
        QTest::newRow("a part of them") << rule(expires, "<Filter><Prefix>dumps/2026/</Prefix></Filter>") << std::optional(Kind::Deletes)
                                        << Certainty::Sure;
        QTest::newRow("on a date") << rule("<Expiration><Date>2027-01-01T00:00:00Z</Date></Expiration>") << std::optional(Kind::Deletes)
                                   << Certainty::Sure;
        QTest::newRow("by tag") << rule(expires, "<Filter><Tag><Key>a</Key><Value>b</Value></Tag></Filter>") << std::optional(Kind::Deletes)
                                << Certainty::Possible;
        QTest::newRow("by size") << rule(expires, "<Filter><ObjectSizeLessThan>9</ObjectSizeLessThan></Filter>")
                                 << std::optional(Kind::Deletes) << Certainty::Possible;
        QTest::newRow("old versions") << rule(
            "<NoncurrentVersionExpiration><NoncurrentDays>1</NoncurrentDays></NoncurrentVersionExpiration>")
                                      << std::optional(Kind::DeletesOldVersions) << Certainty::Sure;
        QTest::newRow("cold too soon") << rule("<Transition><Days>29</Days><StorageClass>DEEP_ARCHIVE</StorageClass></Transition>")
                                       << std::optional(Kind::MovesTooSoon) << Certainty::Sure;
        QTest::newRow("cold on a date")
            << rule("<Transition><Date>2027-01-01T00:00:00Z</Date><StorageClass>GLACIER</StorageClass></Transition>")
            << std::optional(Kind::MovesTooSoon) << Certainty::Sure;
        QTest::newRow("something new") << rule("<Vanish/>") << std::optional(Kind::Unknown) << Certainty::Possible;
        QTest::newRow("cold in time") << rule("<Transition><Days>30</Days><StorageClass>GLACIER</StorageClass></Transition>")
                                      << std::optional<Kind>() << Certainty::Sure;
        QTest::newRow("readable at once") << rule("<Transition><Days>1</Days><StorageClass>GLACIER_IR</StorageClass></Transition>")
                                          << std::optional<Kind>() << Certainty::Sure;
        QTest::newRow("switched off") << rule(expires, parent, "Disabled") << std::optional<Kind>() << Certainty::Sure;
        QTest::newRow("elsewhere") << rule(expires, "<Filter><Prefix>logs/</Prefix></Filter>") << std::optional<Kind>() << Certainty::Sure;
        QTest::newRow("delete markers")
            << rule("<Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>") << std::optional<Kind>()
            << Certainty::Sure;
        QTest::newRow("unfinished uploads")
            << rule("<AbortIncompleteMultipartUpload><DaysAfterInitiation>1</DaysAfterInitiation></AbortIncompleteMultipartUpload>")
            << std::optional<Kind>() << Certainty::Sure;
    }

    void everyRuleThatTakesDumpsIsNamed()
    {
        QFETCH(QByteArray, found);
        QFETCH(std::optional<LifecycleThreat::Kind>, kind);
        QFETCH(Certainty, certainty);

        const QList<LifecycleThreat> threats = threatsIn(bucketWith(found), u"dumps/"_s, 30);

        QCOMPARE(threats.size(), kind ? 1 : 0);
        if (!kind)
            return;
        QCOMPARE(threats.first().kind, *kind);
        QCOMPARE(threats.first().certainty, certainty);
        QVERIFY2(threats.first().sentence.startsWith(u"The rule theirs ("_s), qPrintable(threats.first().sentence));
        QVERIFY2(threats.first().sentence.endsWith(u'.'), qPrintable(threats.first().sentence));
    }

    void aThreatSaysWhatWillHappen()
    {
        QCOMPARE(threatsIn(bucketWith(
                               rule("<Expiration><Days>1</Days></Expiration>", "<Filter><Tag><Key>a</Key><Value>b</Value></Tag></Filter>")),
                           u"dumps/"_s, 30)
                     .first()
                     .sentence,
                 u"The rule theirs (everything, tagged a=b) deletes dumps after 1 day, where it applies."_s);
    }

    void theRulesThatWeMakeThreatenNothing()
    {
        const Result<ColdStorageRules> made = coldStorageRules({.prefix = u"dumps/"_s, .isVersioned = true}, {});
        VERIFY_OK(made);
        QByteArray text;
        for (const LifecycleRule &each : made->rules)
            text += xmlOf(each);

        QVERIFY(threatsIn(bucketWith(text), u"dumps/"_s, 30).isEmpty());
    }
};

SHUTTLER_TEST(tst_LifecyclePolicy)
#include "tst_LifecyclePolicy.moc"

// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/archive/Lifecycle.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::archive;
using namespace Qt::StringLiterals;

namespace {

const QByteArray Foreign = "<Rule>\r\n  <Status>Enabled</Status><!-- of Anna's --> <ID>Prüfung &amp; Ablage</ID>"
                           "<Filter><And><Prefix>bücher/</Prefix><Tag><Key>a</Key><Value>b</Value></Tag></And></Filter>\t"
                           "<Expiration><Days>9</Days></Expiration><Future><Thing>1</Thing></Future></Rule>";
const QByteArray Old = "<Rule ><ID>old</ID><Prefix/><Status>Disabled</Status><Transition><Days>1</Days>"
                       "<StorageClass>GLACIER</StorageClass></Transition></Rule>";

QByteArray documentOf(const QByteArray &inside)
{
    return "<?xml version=\"1.0\"?>\n<LifecycleConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">" + inside
        + "\n</LifecycleConfiguration>\n";
}

LifecycleRule ours(int days)
{
    LifecycleRule rule;
    rule.id = u"ours"_s;
    rule.scope.prefix = u"dumps/"_s;
    rule.moves = {{days, std::nullopt, u"GLACIER"_s, std::nullopt}};
    return rule;
}

} // namespace

class tst_Lifecycle : public QObject {
    Q_OBJECT

private slots:
    void readsWhatAWSWrites()
    {
        const Result<LifecycleDocument> document = LifecycleDocument::parse(documentOf(
            "<Rule><Expiration><Date>2027-01-01T00:00:00.000Z</Date></Expiration><ID>all</ID><Filter><And><Prefix>d/</Prefix>"
            "<ObjectSizeGreaterThan>10</ObjectSizeGreaterThan><ObjectSizeLessThan>20</ObjectSizeLessThan></And></Filter>"
            "<Status>Enabled</Status><Transition><Days>30</Days><StorageClass>GLACIER</StorageClass></Transition>"
            "<NoncurrentVersionTransition><NoncurrentDays>3</NoncurrentDays><StorageClass>DEEP_ARCHIVE</StorageClass>"
            "<NewerNoncurrentVersions>2</NewerNoncurrentVersions></NoncurrentVersionTransition>"
            "<NoncurrentVersionExpiration><NoncurrentDays>4</NoncurrentDays></NoncurrentVersionExpiration>"
            "<AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule>"));

        VERIFY_OK(document);
        LifecycleRule wanted;
        wanted.id = u"all"_s;
        wanted.scope.prefix = u"d/"_s;
        wanted.scope.largerThan = 10;
        wanted.scope.smallerThan = 20;
        wanted.moves = {{30, std::nullopt, u"GLACIER"_s, std::nullopt}};
        wanted.oldVersionMoves = {{3, std::nullopt, u"DEEP_ARCHIVE"_s, 2}};
        wanted.deletion = LifecycleAction{std::nullopt, *Instant::parse(u"2027-01-01T00:00:00Z"_s), {}, std::nullopt};
        wanted.oldVersionDeletion = LifecycleAction{4, std::nullopt, {}, std::nullopt};
        wanted.abortDays = 7;
        QCOMPARE(document->rules().size(), 1);
        QVERIFY(document->rules().first() == wanted);
        // And what is written of it reads the same.
        QVERIFY(LifecycleDocument::parse(documentOf(xmlOf(wanted)))->rules().first() == wanted);
    }

    void aRuleThatOnlyTidiesDeleteMarkersDeletesNothing()
    {
        const Result<LifecycleDocument> document = LifecycleDocument::parse(documentOf(
            "<Rule><ID>t</ID><Filter/><Status>Enabled</Status><Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker>"
            "</Expiration></Rule>"));

        VERIFY_OK(document);
        QVERIFY(!document->rules().first().deletion);
        QVERIFY(document->rules().first().scope.mayCover(u"anything"_s, 0));
    }

    void foreignRulesGoOverByteForByte_data()
    {
        QTest::addColumn<QByteArray>("found");
        QTest::newRow("beside them") << documentOf("\n " + Foreign + "\n" + Old);
        QTest::newRow("between them") << documentOf(Foreign + xmlOf(ours(5)) + "<!-- <Rule> --> " + Old);
        QTest::newRow("before them") << documentOf(xmlOf(ours(500)) + Foreign + Old);
        QTest::newRow("in another's spelling")
            << QByteArray("<x:LifecycleConfiguration xmlns:x=\"http://s3.amazonaws.com/doc/2006-03-01/\"><x:Rule><x:ID>old</x:ID>"
                          "<x:Prefix>ü</x:Prefix><x:Status>Enabled</x:Status></x:Rule></x:LifecycleConfiguration>");
        QTest::newRow("without a namespace") << QByteArray("<LifecycleConfiguration>" + Foreign + Old + "</LifecycleConfiguration>");
    }

    void foreignRulesGoOverByteForByte()
    {
        QFETCH(QByteArray, found);
        const Result<LifecycleDocument> before = LifecycleDocument::parse(found);
        VERIFY_OK(before);

        const Result<LifecycleDocument> after = before->with({ours(30)});

        VERIFY_OK(after);
        const auto isOurs = [](const LifecycleRule &rule) { return rule.id == u"ours"; };
        const auto it = std::find_if(after->rules().begin(), after->rules().end(), isOurs);
        QVERIFY(it != after->rules().end() && *it == ours(30));
        // Without ours, both are the same bytes.
        const auto withoutOurs = [](QByteArray text) {
            const qsizetype id = text.indexOf("<ID>ours</ID>");
            if (id < 0)
                return text;
            const qsizetype begin = text.lastIndexOf("<Rule", id);
            return text.remove(begin, text.indexOf("</Rule>", id) + 7 - begin);
        };
        QCOMPARE(withoutOurs(after->text()), withoutOurs(found));
        QVERIFY(after->saysTheSameAs(*after->with({ours(30)})));
        QVERIFY(!after->saysTheSameAs(*before));
    }

    void namesOfARuleInAnotherSpellingKeepTheirMeaning()
    {
        const Result<LifecycleDocument> before = LifecycleDocument::parse(
            "<x:LifecycleConfiguration xmlns:x=\"http://s3.amazonaws.com/doc/2006-03-01/\"></x:LifecycleConfiguration>");
        VERIFY_OK(before);

        const Result<LifecycleDocument> after = before->with({ours(30)});

        VERIFY_OK(after);
        QVERIFY(after->text().contains("<Rule xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"));
    }

    void theFirstRuleOfABucketMakesItsDocument()
    {
        for (const QByteArray &none : {LifecycleDocument().text(), QByteArray("<LifecycleConfiguration/>")}) {
            const Result<LifecycleDocument> after = LifecycleDocument::parse(none)->with({ours(30)});

            VERIFY_OK(after);
            QCOMPARE(after->text(), "<LifecycleConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">" + xmlOf(ours(30))
                                        + "</LifecycleConfiguration>");
        }
    }

    void aStoreMayWriteTheSameAnew()
    {
        const Result<LifecycleDocument> ours_ = LifecycleDocument::parse(documentOf(Foreign + Old));
        const Result<LifecycleDocument> theirs = LifecycleDocument::parse(documentOf(
            Old + "<Rule><Status>Enabled</Status><ID>Prüfung &#38; Ablage</ID><Filter><And><Prefix>bücher/</Prefix><Tag><Key>a</Key>"
                  "<Value>b</Value></Tag></And></Filter><Expiration><Days>9</Days></Expiration><Future><Thing>1</Thing></Future></Rule>"));
        const Result<LifecycleDocument> changed =
            LifecycleDocument::parse(documentOf(QByteArray(Foreign).replace("<Thing>1", "<Thing>2") + Old));

        VERIFY_OK(theirs);
        QVERIFY(ours_->saysTheSameAs(*theirs));
        QVERIFY(!ours_->saysTheSameAs(*changed)); // Also what we do not know.
    }

    void anotherDocumentIsNotTakenForOne()
    {
        VERIFY_FAULT(LifecycleDocument::parse("<ListBucketResult><Contents/></ListBucketResult>"), Fault::NotFound);
        VERIFY_FAULT(LifecycleDocument::parse("no xml"), Fault::Corrupt);
        VERIFY_FAULT(LifecycleDocument::parse(documentOf("<Rule><ID>half")), Fault::Corrupt);
        VERIFY_FAULT(LifecycleDocument::parse(documentOf("<Rule><ID>\xe4</ID></Rule>")), Fault::Corrupt);
    }

    void aFullDocumentTakesNoMore()
    {
        QByteArray rules;
        for (int i = 0; i < 1000; ++i)
            rules += "<Rule><ID>r" + QByteArray::number(i) + "</ID><Filter/><Status>Enabled</Status></Rule>";
        const Result<LifecycleDocument> full = LifecycleDocument::parse(documentOf(rules));
        VERIFY_OK(full);

        VERIFY_FAULT(full->with({ours(30)}), Fault::Refused);
        LifecycleRule replaced = ours(30);
        replaced.id = u"r7"_s;
        VERIFY_OK(full->with({replaced}));
    }
};

SHUTTLER_TEST(tst_Lifecycle)
#include "tst_Lifecycle.moc"

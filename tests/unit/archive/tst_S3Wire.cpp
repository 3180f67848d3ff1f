// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/archive/S3Wire.h"
#include "core/archive/S3Writer.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::archive;
using namespace Qt::StringLiterals;

namespace {

net::Response answer(int status, const QByteArray &body = {}, const QList<net::Header> &headers = {})
{
    net::Response response;
    response.status = status;
    response.body = body;
    response.headers = headers;
    return response;
}

QByteArray errorBody(const QByteArray &code, const QByteArray &message = {})
{
    return "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>";
}

const QList<net::Header> Described{{"content-length", "7"}, {"last-modified", "Wed, 18 Nov 2026 12:00:00 GMT"}, {"etag", "\"e\""}};

} // namespace

class tst_S3Wire : public QObject {
    Q_OBJECT

private slots:
    void anObjectIsAsItsHeadersSay()
    {
        const Result<ObjectFacts> facts = factsIn(
            answer(200, {}, Described + QList<net::Header>{{"x-amz-storage-class", "GLACIER"},
                                                           {"x-amz-meta-shuttler-mark", "m"},
                                                           {"x-amz-expiration", "expiry-date=\"x\", rule-id=\"r\""},
                                                           {"x-amz-object-lock-mode", "COMPLIANCE"},
                                                           {"x-amz-object-lock-retain-until-date", "2027-01-01T00:00:00.000Z"},
                                                           {"x-amz-object-lock-legal-hold", "ON"}}),
            u"a"_s);

        VERIFY_OK(facts);
        QCOMPARE(facts->bytes, 7);
        QCOMPARE(facts->modified.toString(), u"2026-11-18T12:00:00Z"_s);
        QCOMPARE(facts->metadata, (QMap<QString, QString>{{u"shuttler-mark"_s, u"m"_s}}));
        QCOMPARE(facts->expiry, u"expiry-date=\"x\", rule-id=\"r\""_s);
        QCOMPARE(facts->lockMode, u"COMPLIANCE"_s);
        QCOMPARE(facts->lockedUntil->toString(), u"2027-01-01T00:00:00Z"_s);
        QVERIFY(facts->hasLegalHold);
        QVERIFY(!facts->isReadable());
        QCOMPARE(factsIn(answer(200, {}, Described), u"a"_s)->storageClass, u"STANDARD"_s);
    }

    void aThawSaysHowFarItIs_data()
    {
        QTest::addColumn<QByteArray>("storageClass");
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<ThawState>("state");
        QTest::addColumn<QString>("until");
        QTest::addColumn<bool>("isReadable");
        const QByteArray ready = "ongoing-request=\"false\", expiry-date=\"Fri, 20 Nov 2026 00:00:00 GMT\"";
        QTest::newRow("hot") << QByteArray("STANDARD") << QByteArray() << ThawState::NotAsked << QString() << true;
        QTest::newRow("cold, but at once") << QByteArray("GLACIER_IR") << QByteArray() << ThawState::NotAsked << QString() << true;
        QTest::newRow("cold") << QByteArray("DEEP_ARCHIVE") << QByteArray() << ThawState::NotAsked << QString() << false;
        QTest::newRow("thawing") << QByteArray("GLACIER") << QByteArray("ongoing-request=\"true\"") << ThawState::Running << QString()
                                 << false;
        QTest::newRow("thawed") << QByteArray("GLACIER") << ready << ThawState::Ready << u"2026-11-20T00:00:00Z"_s << true;
    }

    void aThawSaysHowFarItIs()
    {
        QFETCH(QByteArray, storageClass);
        QFETCH(QByteArray, header);
        QFETCH(ThawState, state);
        QFETCH(QString, until);
        QFETCH(bool, isReadable);

        const Result<ObjectFacts> facts = factsIn(
            answer(200, {}, Described + QList<net::Header>{{"x-amz-storage-class", storageClass}, {"x-amz-restore", header}}), u"a"_s);

        VERIFY_OK(facts);
        QCOMPARE(facts->thaw, state);
        QCOMPARE(facts->thawedUntil ? facts->thawedUntil->toString() : QString(), until);
        QCOMPARE(facts->isReadable(), isReadable);
    }

    void whatDoesNotDescribeAnObjectIsNone()
    {
        for (qsizetype missing = 0; missing < Described.size(); ++missing) {
            QList<net::Header> headers = Described;
            headers.removeAt(missing);
            VERIFY_FAULT(factsIn(answer(200, {}, headers), u"a"_s), Fault::Corrupt);
        }
    }

    void aPageOfNamesIsRead()
    {
        const Result<S3Page> page = pageIn(
            "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><EncodingType>url</EncodingType>"
            "<IsTruncated>true</IsTruncated>"
            "<NextContinuationToken>1/+=</NextContinuationToken>"
            "<Contents><Key>a+b%2Bc/%C3%BC%0A</Key><LastModified>2026-11-18T12:00:00.000Z</LastModified>"
            "<ETag>&quot;e&quot;</ETag><Size>5</Size></Contents>"
            "<CommonPrefixes><Prefix>x%2F</Prefix></CommonPrefixes></ListBucketResult>");

        VERIFY_OK(page);
        QCOMPARE(page->page.objects.first().key, u"a b+c/ü\n"_s);
        QCOMPARE(page->page.objects.first().bytes, 5);
        QCOMPARE(page->page.objects.first().storageClass, u"STANDARD"_s);
        QCOMPARE(page->page.folders, QStringList{u"x/"_s});
        QCOMPARE(page->next, QByteArray("1/+="));
        // Where it was not encoded, a plus is a plus.
        QCOMPARE(
            pageIn(
                "<ListBucketResult><Contents><Key>a+b%2B</Key><LastModified>2026-11-18T12:00:00.000Z</LastModified>"
                 "<Size>5</Size></Contents>"
                "</ListBucketResult>")
                ->page.objects.first()
                .key,
            u"a+b%2B"_s);
    }

    void aListingThatCannotBeWholeIsRefused_data()
    {
        QTest::addColumn<QByteArray>("inside");
        QTest::addColumn<Fault>("fault");
        const QByteArray object = "<Contents><Key>a</Key><LastModified>2026-11-18T12:00:00Z</LastModified><Size>5</Size></Contents>";
        QTest::newRow("no way on") << QByteArray("<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>") << Fault::Corrupt;
        QTest::newRow("no size") << "<ListBucketResult>" + QByteArray(object).replace("<Size>5</Size>", "") + "</ListBucketResult>"
                                 << Fault::Corrupt;
        QTest::newRow("no time") << "<ListBucketResult>" + QByteArray(object).replace("2026", "") + "</ListBucketResult>" << Fault::Corrupt;
        QTest::newRow("no name") << "<ListBucketResult>" + QByteArray(object).replace("<Key>a</Key>", "") + "</ListBucketResult>"
                                 << Fault::Corrupt;
        QTest::newRow("half") << "<ListBucketResult>" + object << Fault::Corrupt;
        QTest::newRow("a page of something else") << QByteArray("<html/>") << Fault::NotFound;
    }

    void aListingThatCannotBeWholeIsRefused()
    {
        QFETCH(QByteArray, inside);
        QFETCH(Fault, fault);

        VERIFY_FAULT(pageIn(inside), fault);
    }

    void aRefusalSaysWhatItMeans_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<Fault>("fault");
        QTest::addColumn<QString>("what");
        QTest::newRow("missing") << 404 << errorBody("NoSuchKey") << Fault::NotFound << u"There is no object dumps/a."_s;
        QTest::newRow("missing, without words") << 404 << QByteArray() << Fault::NotFound << u"There is no object dumps/a."_s;
        QTest::newRow("no bucket") << 404 << errorBody("NoSuchBucket") << Fault::NotFound << u"There is no bucket for dumps/a."_s;
        QTest::newRow("not allowed") << 403 << QByteArray() << Fault::Refused << u"The store does not allow this with dumps/a."_s;
        QTest::newRow("cold") << 403 << errorBody("InvalidObjectState") << Fault::Refused << u"dumps/a is in cold storage."_s;
        QTest::newRow("taken") << 412 << QByteArray() << Fault::Refused << u"There is an object dumps/a already."_s;
        QTest::newRow("damaged") << 400 << errorBody("XAmzContentSHA256Mismatch") << Fault::Corrupt
                                 << u"What arrived of dumps/a is not what was sent."_s;
        QTest::newRow("busy") << 503 << errorBody("SlowDown") << Fault::Unreachable
                              << u"The store cannot do this with dumps/a at the moment."_s;
        QTest::newRow("an error dressed as a success") << 200 << errorBody("InternalError") << Fault::Unreachable
                                                       << u"The store cannot do this with dumps/a at the moment."_s;
        QTest::newRow("something new") << 409 << errorBody("Whatever") << Fault::Refused
                                       << u"The store refused this with dumps/a: Whatever."_s;
    }

    void aRefusalSaysWhatItMeans()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(Fault, fault);
        QFETCH(QString, what);

        const Error error = errorOf(answer(status, body), u"dumps/a"_s);

        QCOMPARE(error.fault(), fault);
        QCOMPARE(error.what(), what);
        QVERIFY(!error.means().isEmpty() && !error.todo().isEmpty());
    }

    void theStoresOwnWordsLoseTheirSecrets()
    {
        const Error error = errorOf(answer(409, errorBody("New", "see https://x.example/?X-Amz-Signature=abcdef0123456789")), u"a"_s);

        QVERIFY2(!error.details().contains(u"abcdef0123456789"_s), qPrintable(error.details()));
    }

    void howToAskAgainIsReadFromARefusal_data()
    {
        using enum S3Habits::Checksum;
        QTest::addColumn<S3Habits>("asked");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<std::optional<S3Habits>>("next");
        const auto again = [](S3Habits habits) { return std::optional(habits); };
        const std::optional<S3Habits> no;
        QTest::newRow("MD5 demanded") << S3Habits{Sha256, true} << 400
                                      << errorBody("InvalidRequest", "Missing required header for this request: Content-MD5")
                                      << again({Md5, true});
        QTest::newRow("checksum refused") << S3Habits{Sha256, true} << 400
                                          << errorBody("InvalidArgument", "x-amz-checksum-sha256 not supported") << again({Md5, true});
        QTest::newRow("not implemented") << S3Habits{Sha256, false} << 501 << errorBody("NotImplemented", "A header you provided …")
                                         << again({Md5, false});
        QTest::newRow("MD5 refused too") << S3Habits{Md5, false} << 501 << errorBody("NotImplemented", "Content-MD5")
                                         << again({None, false});
        QTest::newRow("conditions refused") << S3Habits{Sha256, true} << 501
                                            << errorBody("NotImplemented", "Conditional object PUTs are not supported.")
                                            << again({Sha256, false});
        QTest::newRow("not said what") << S3Habits{None, true} << 501 << errorBody("NotImplemented", "A header") << again({None, false});
        QTest::newRow("nothing left to leave out") << S3Habits{None, false} << 501 << errorBody("NotImplemented", "A header") << no;
        QTest::newRow("taken") << S3Habits{Sha256, true} << 412 << errorBody("PreconditionFailed", "If-None-Match") << no;
        QTest::newRow("damaged") << S3Habits{Sha256, true} << 400 << errorBody("BadDigest", "The Content-MD5 or checksum did not match")
                                 << no;
        QTest::newRow("not allowed") << S3Habits{Sha256, true} << 403 << errorBody("AccessDenied", "Access Denied") << no;
        QTest::newRow("busy") << S3Habits{Sha256, true} << 503 << errorBody("SlowDown", "checksum") << no;
        QTest::newRow("taken well") << S3Habits{Sha256, true} << 200 << QByteArray() << no;
    }

    void howToAskAgainIsReadFromARefusal()
    {
        QFETCH(S3Habits, asked);
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(std::optional<S3Habits>, next);

        QVERIFY(habitsAfter(asked, answer(status, body)) == next);
    }

    void partsFitWhateverIsExpected()
    {
        constexpr qint64 MiB = 1024 * 1024;
        QCOMPARE(partBytesFor(0), 8 * MiB);
        QCOMPARE(partBytesFor(80'000 * MiB), 8 * MiB);
        QCOMPARE(partBytesFor(80'000 * MiB + 1), 9 * MiB);
        for (qint64 expected = 1; expected < (qint64(1) << 42); expected *= 3)
            QVERIFY(partBytesFor(expected) * 10'000 >= expected);
    }
};

SHUTTLER_TEST(tst_S3Wire)
#include "tst_S3Wire.moc"

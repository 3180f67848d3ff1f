// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/net/AwsSignature.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::net;
using namespace Qt::StringLiterals;

namespace {

const Instant Moment = *Instant::parse(u"2026-01-15T12:34:56Z"_s);

AwsCredentials example(bool withToken = false)
{
    AwsCredentials credentials;
    credentials.accessKey = u"AKIDEXAMPLE"_s;
    credentials.secretKey = std::make_shared<const Secret>(QByteArray("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"));
    if (withToken)
        credentials.token = std::make_shared<const Secret>(QByteArray("TOKENEXAMPLE=="));
    return credentials;
}

Request requestTo(const QByteArray &method, const QByteArray &url, const QByteArray &body = {}, const QList<Header> &headers = {})
{
    Request request;
    request.method = method;
    request.url = QUrl::fromEncoded(url, QUrl::StrictMode);
    request.headers = headers;
    request.body = body;
    return request;
}

QByteArray valueOf(const Request &request, const QByteArray &name)
{
    for (const Header &header : request.headers)
        if (header.name.toLower() == name)
            return header.value;
    return {};
}

QByteArray signatureOf(const Request &request)
{
    const QByteArray value = valueOf(request, "authorization");
    return value.mid(value.indexOf("Signature=") + 10);
}

Request describingSnapshots()
{
    return requestTo("POST", "https://rds.us-east-1.amazonaws.com/",
                     "Action=DescribeDBSnapshots&Version=2014-10-31&DBInstanceIdentifier=shuttler&SnapshotType=automated&MaxRecords=100",
                     {Header{"Content-Type", QByteArray("application/x-www-form-urlencoded; charset=utf-8")}});
}

} // namespace

/// Against signatures that two other implementations agree on.
class tst_AwsSignature : public QObject {
    Q_OBJECT

private slots:
    void signsAsAwsDoes_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<QString>("service");
        QTest::addColumn<QString>("region");
        QTest::addColumn<QByteArray>("signature");
        QTest::newRow("S3, a list") << QByteArray("GET")
            << QByteArray("https://shuttler-dumps.s3.us-east-1.amazonaws.com/?list-type=2&prefix=dumps%2F2026%2F&max-keys=1000")
            << u"s3"_s << u"us-east-1"_s << QByteArray("20c19b3ff6e58b2b62278ccfb986f4f659cf9f1e7bebb54457d77773d7c1ed88");
        QTest::newRow("S3, a key with everything in it") << QByteArray("GET")
            << QByteArray("https://shuttler-dumps.s3.us-east-1.amazonaws.com/dumps/2026-01-15T12%3A00%3A00Z%20a%2Bb.dump")
            << u"s3"_s << u"us-east-1"_s << QByteArray("4791091de5d4ea82211996fa789afa07dd63cc3379b00eb88ded12040d2e3fa7");
        QTest::newRow("R2") << QByteArray("GET")
            << QByteArray("https://acct0123456789abcdef.r2.cloudflarestorage.com/shuttler-dumps?list-type=2")
            << u"s3"_s << u"auto"_s << QByteArray("6818a817db6b71668a7ec710bdf296371ce669dbd2546280a4c13b5ea6b6b911");
        QTest::newRow("Route 53") << QByteArray("GET")
            << QByteArray("https://route53.amazonaws.com/2013-04-01/change/C2682N5HXP0BZ4")
            << u"route53"_s << u"us-east-1"_s << QByteArray("1292d94e6fc7d188e958f51d16d8a61c7bc6399fff69c757ee75d52b20a92f0b");
    }
    void signsAsAwsDoes()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, url);
        QFETCH(QString, service);
        QFETCH(QString, region);
        QFETCH(QByteArray, signature);
        QCOMPARE(signatureOf(signedByAws(requestTo(method, url), example(), region, service, Moment)), signature);
    }

    void signsAForm()
    {
        const Request request = signedByAws(describingSnapshots(), example(), u"us-east-1"_s, u"rds"_s, Moment);
        QCOMPARE(valueOf(request, "x-amz-date"), QByteArray("20260115T123456Z"));
        QCOMPARE(valueOf(request, "authorization"),
                 QByteArray("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260115/us-east-1/rds/aws4_request, "
                            "SignedHeaders=content-type;host;x-amz-date, "
                            "Signature=7d6ccc18896a0fa1d2fdb6f72b880c3bc5024c6a4ee8e10e85f8238f62abc082"));
    }

    void signsASessionsTokenAndKeepsItASecret()
    {
        const Request request = signedByAws(describingSnapshots(), example(true), u"us-east-1"_s, u"rds"_s, Moment);
        QCOMPARE(signatureOf(request), QByteArray("9d92a920c3b16eb39fcbe7ae8f7de4b1b1a6acb1c3828a9f6ea82dd11cae0584"));
        QCOMPARE(request.secretHeaders.size(), 1);
        QCOMPARE(request.secretHeaders.first().name, QByteArray("x-amz-security-token"));
        QVERIFY(valueOf(request, "x-amz-security-token").isEmpty());
    }

    void signsABodyThatIsNotHashed()
    {
        const Request request = requestTo("PUT", "https://shuttler-dumps.s3.us-east-1.amazonaws.com/dumps/x.dump", "hello",
                                          {Header{"Content-Length", QByteArray("5")},
                                           Header{"x-amz-content-sha256", QByteArray("UNSIGNED-PAYLOAD")},
                                           Header{"x-amz-storage-class", QByteArray("STANDARD")}});
        QCOMPARE(signatureOf(signedByAws(request, example(), u"us-east-1"_s, u"s3"_s, Moment)),
                 QByteArray("e61bdebc80347e4d0eecbd517d199820d5108ef21391cf1eb657ecb7f147ffc8"));
    }

    void signsJson()
    {
        const Request request = requestTo("POST", "https://secretsmanager.us-east-1.amazonaws.com/",
                                          "{\"SecretId\":\"prod/shuttler/DATABASE_URL\"}",
                                          {Header{"X-Amz-Target", QByteArray("secretsmanager.GetSecretValue")},
                                           Header{"Content-Type", QByteArray("application/x-amz-json-1.1")}});
        QCOMPARE(signatureOf(signedByAws(request, example(), u"us-east-1"_s, u"secretsmanager"_s, Moment)),
                 QByteArray("5558098584fb764193a7c4889fb5a241c64f279b52155583d82cee378ff518a2"));
    }

    /// However the colon was written, it is the same path.
    void encodesThePathOnceMoreExceptForS3()
    {
        for (const QByteArray path : {"arn%3Aaws%3Alambda", "arn:aws:lambda"})
            QCOMPARE(signatureOf(signedByAws(requestTo("GET", "https://host.example/2015-03-31/functions/" + path + "/invocations"),
                                             example(), u"us-east-1"_s, u"lambda"_s, Moment)),
                     QByteArray("17e1f94a2f9c6ba3fb27ae73cd4727b439ccc32cd837a686400ba5d016abe4a0"));
    }
};

SHUTTLER_TEST(tst_AwsSignature)
#include "tst_AwsSignature.moc"

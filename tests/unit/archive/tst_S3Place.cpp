// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/archive/ObjectFacts.h"
#include "core/archive/S3Place.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::archive;
using namespace Qt::StringLiterals;

class tst_S3Place : public QObject {
    Q_OBJECT

private slots:
    void anAddressIsWhereTheBucketIs_data()
    {
        QTest::addColumn<QString>("endpoint");
        QTest::addColumn<QString>("bucket");
        QTest::addColumn<S3Style>("style");
        QTest::addColumn<QByteArray>("address");
        QTest::newRow("AWS") << QString() << u"dumps"_s << S3Style::Fitting
                             << QByteArray("https://dumps.s3.eu-central-1.amazonaws.com/a/b?uploads");
        QTest::newRow("AWS, a dot") << QString() << u"my.dumps"_s << S3Style::Fitting
                                    << QByteArray("https://s3.eu-central-1.amazonaws.com/my.dumps/a/b?uploads");
        QTest::newRow("AWS, by path") << QString() << u"dumps"_s << S3Style::Path
                                      << QByteArray("https://s3.eu-central-1.amazonaws.com/dumps/a/b?uploads");
        QTest::newRow("R2") << u"https://0a.r2.cloudflarestorage.com"_s << u"dumps"_s << S3Style::Fitting
                            << QByteArray("https://0a.r2.cloudflarestorage.com/dumps/a/b?uploads");
        QTest::newRow("elsewhere, by host") << u"https://s3.example.org:9000/"_s << u"dumps"_s << S3Style::Host
                                            << QByteArray("https://dumps.s3.example.org:9000/a/b?uploads");
        QTest::newRow("this computer") << u"http://127.0.0.1:4568"_s << u"dumps"_s << S3Style::Fitting
                                       << QByteArray("http://127.0.0.1:4568/dumps/a/b?uploads");
    }

    void anAddressIsWhereTheBucketIs()
    {
        QFETCH(QString, endpoint);
        QFETCH(QString, bucket);
        QFETCH(S3Style, style);
        QFETCH(QByteArray, address);
        const S3Place place{QUrl(endpoint), u"eu-central-1"_s, bucket, style};

        VERIFY_OK(checkPlace(place));
        QCOMPARE(addressOf(place, u"a/b"_s, {{"uploads", {}}}).toEncoded(), address);
    }

    /// aws.md §1.4: S3 encodes a path once, and what is sent is what was signed.
    void namesAreEncodedOnce()
    {
        const S3Place place{{}, u"us-east-1"_s, u"dumps"_s, S3Style::Fitting};

        QCOMPARE(addressOf(place, u"d/2026-01-15T12:00:00Z a+b%2F~ü!*'().dump"_s, {{"prefix", "d/ +&="}, {"list-type", "2"}}).toEncoded(),
                 QByteArray("https://dumps.s3.us-east-1.amazonaws.com/d/2026-01-15T12%3A00%3A00Z%20a%2Bb%252F~%C3%BC%21%2A%27%28%29.dump"
                            "?prefix=d%2F%20%2B%26%3D&list-type=2"));
    }

    void whatIsNoPlaceIsNotAsked_data()
    {
        QTest::addColumn<QString>("endpoint");
        QTest::addColumn<QString>("region");
        QTest::addColumn<QString>("bucket");
        QTest::newRow("capitals") << QString() << u"auto"_s << u"Dumps"_s;
        QTest::newRow("too short") << QString() << u"auto"_s << u"ab"_s;
        QTest::newRow("a path") << QString() << u"auto"_s << u"dumps/2026"_s;
        QTest::newRow("two dots") << QString() << u"auto"_s << u"du..mps"_s;
        QTest::newRow("no region") << QString() << QString() << u"dumps"_s;
        QTest::newRow("a host as region") << QString() << u"evil.example.org/"_s << u"dumps"_s;
        QTest::newRow("bucket in the endpoint") << u"https://s3.example.org/dumps"_s << u"auto"_s << u"dumps"_s;
        QTest::newRow("no server") << u"dumps"_s << u"auto"_s << u"dumps"_s;
    }

    void whatIsNoPlaceIsNotAsked()
    {
        QFETCH(QString, endpoint);
        QFETCH(QString, region);
        QFETCH(QString, bucket);

        VERIFY_FAULT(checkPlace({QUrl(endpoint), region, bucket, S3Style::Fitting}), Fault::BadInput);
    }

    void namesThatWouldGetLostAreRefused_data()
    {
        QTest::addColumn<QString>("key");
        QTest::newRow("none") << QString();
        QTest::newRow("a slash before") << u"/a"_s;
        QTest::newRow("a slash after") << u"a/"_s;
        QTest::newRow("two slashes") << u"a//b"_s;
        QTest::newRow("a dot") << u"a/./b"_s;
        QTest::newRow("two dots") << u"a/../b"_s;
        QTest::newRow("a line") << u"a\nb"_s;
        QTest::newRow("too long") << QString(513, u'ü');
    }

    void namesThatWouldGetLostAreRefused()
    {
        QFETCH(QString, key);

        VERIFY_FAULT(ObjectKey::of(key), Fault::BadInput);
    }

    void everyOtherNameIsKept()
    {
        for (const QString &key : {u"a"_s, u"a/.b/..c"_s, u"dumps/2026-11-18 12:00 +ü?#%.zst"_s, QString(512, u'ü')}) {
            const Result<ObjectKey> made = ObjectKey::of(key);
            VERIFY_OK(made);
            QCOMPARE(made->toString(), key);
        }
    }
};

SHUTTLER_TEST(tst_S3Place)
#include "tst_S3Place.moc"

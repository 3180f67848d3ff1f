// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Files.h"
#include "core/net/AwsCredentialSource.h"
#include "core/net/AwsProfile.h"
#include "core/net/GraphQl.h"
#include "core/net/XmlNode.h"
#include "tests/support/Jobs.h"
#include "tests/support/ScriptedHttp.h"
#include "tests/support/Test.h"

#include <QTemporaryDir>

using namespace shuttler;
using namespace shuttler::test;
using namespace shuttler::net;
using namespace Qt::StringLiterals;

/// How what comes back, or lies on the disk, is read.
class tst_Answers : public QObject {
    Q_OBJECT

    static Result<QJsonObject> data(int status, const QByteArray &body, Repeat repeat = Repeat::Freely)
    {
        Response response;
        response.status = status;
        response.body = body;
        return graphQlDataIn(response, repeat);
    }
    static QByteArray plainOf(const std::shared_ptr<const Secret> &secret)
    {
        return secret ? secret->expose([](const char *plain) { return QByteArray(plain); }) : QByteArray();
    }

private slots:
    void xmlIsReadWithoutItsNamespaces()
    {
        const auto root = XmlNode::parse("<?xml version=\"1.0\"?><r:Answer xmlns:r=\"urn:x\"><List><Item> a&amp;b </Item><Item>c</Item>"
                                         "<Other/></List><Empty/></r:Answer>");
        VERIFY_OK(root);
        QCOMPARE(root->name(), u"Answer"_s);
        QCOMPARE(root->children(u"List"_s, u"Item"_s).size(), 2);
        QCOMPARE(root->child(u"List"_s).text(u"Item"_s), u"a&b"_s);
        QVERIFY(root->child(u"Nowhere"_s).isEmpty());
        QCOMPARE(root->text(u"Empty"_s), QString());
    }

    void xmlTextIsWholeHoweverItIsCut()
    {
        const auto root = XmlNode::parse("<a> x<!-- no -->&#233;<b>not mine</b><![CDATA[<&amp;>]]> z\n</a>");
        VERIFY_OK(root);
        QCOMPARE(root->text(), u"xé<&amp;> z"_s);
    }

    void anXmlNameIsTheWholeName()
    {
        const auto root = XmlNode::parse("<a><NextMarker>no</NextMarker><x:Marker>yes</x:Marker><Markers>no</Markers></a>");
        VERIFY_OK(root);
        QCOMPARE(root->text(u"Marker"_s), u"yes"_s);
        QCOMPARE(root->children(u"Marker"_s).size(), 1);
    }

    void anXmlNodeOutlivesItsRootAndLeavesTheTextAsItWas()
    {
        QByteArray text = "<a><b>1 &lt; 2</b></a>";
        const QByteArray before(text.constData(), text.size());
        const auto inner = [&] { return XmlNode::parse(text)->child(u"b"_s); }();
        QCOMPARE(inner.text(), u"1 < 2"_s);
        QCOMPARE(text, before);
    }

    void whatIsNoXmlIsCorrupt_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("ends in the wrong order") << QByteArray("<a><b></a></b>");
        QTest::newRow("two roots") << QByteArray("<a/><b/>");
        QTest::newRow("text") << QByteArray("sorry");
        QTest::newRow("text behind the root") << QByteArray("<a/>sorry");
        QTest::newRow("a DOCTYPE") << QByteArray("<!DOCTYPE a [<!ENTITY e \"x\">]><a>&e;</a>");
        QTest::newRow("a DOCTYPE that defines nothing") << QByteArray("<!DOCTYPE html><a/>");
        QTest::newRow("nested without end") << QByteArray("<a>").repeated(5000) + QByteArray("</a>").repeated(5000);
    }
    void whatIsNoXmlIsCorrupt()
    {
        QFETCH(QByteArray, text);
        VERIFY_FAULT(XmlNode::parse(text), Fault::Corrupt);
    }

    void xmlThatBreaksOffIsNeverTakenForWhole()
    {
        const QByteArray whole = "<?xml version=\"1.0\"?><x:a y='1'><b> &#233;<![CDATA[<q>]]><!-- c --></b><d/></x:a>";
        VERIFY_OK(XmlNode::parse(whole));
        for (qsizetype size = 0; size < whole.size(); ++size)
            VERIFY_FAULT(XmlNode::parse(whole.left(size)), Fault::Corrupt);
    }

    void aQueryIsSentAndItsDataComesBack()
    {
        ScriptedHttp http;
        http.answer("POST", u"graphql"_s, 200, "{\"data\":{\"me\":{\"id\":\"7\"}}}", "{\"query\":\"query { me }\",\"variables\":{\"n\":1}}");
        Request request;
        request.url = QUrl(u"https://api.example/graphql"_s);
        const auto answer = askGraphQl(http, request, u"query { me }"_s, {{u"n"_s, 1}}, testJob());
        VERIFY_OK(answer);
        QCOMPARE((*answer)[u"me"_s][u"id"_s].toString(), u"7"_s);
    }

    void partOfTheDataIsAnError()
    {
        const auto answer = data(200, "{\"data\":{\"me\":null},\"errors\":[{\"message\":\"Not Authorized\",\"extensions\":{\"code\":\"DENIED\"}}]}");
        VERIFY_FAULT(answer, Fault::Refused);
        QVERIFY2(answer.error().what().contains(u"Not Authorized"_s), qPrintable(answer.error().what()));
        QCOMPARE(answer.error().details(), u"[DENIED] Not Authorized"_s);
    }

    void faultsOfGraphQl_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("reading");
        QTest::addColumn<int>("change");
        const QByteArray broken = "{\"errors\":[{\"message\":\"Oh\",\"extensions\":{\"code\":\"INTERNAL_SERVER_ERROR\"}}]}";
        QTest::newRow("asked too often") << 429 << QByteArray() << int(Fault::Unreachable) << int(Fault::Unreachable);
        QTest::newRow("their trouble") << 502 << QByteArray("<html>") << int(Fault::Unreachable) << int(Fault::OutcomeUnknown);
        QTest::newRow("their trouble inside") << 200 << broken << int(Fault::Refused) << int(Fault::OutcomeUnknown);
        QTest::newRow("no GraphQL") << 200 << QByteArray("<html>") << int(Fault::Corrupt) << int(Fault::OutcomeUnknown);
        QTest::newRow("not permitted") << 401 << QByteArray() << int(Fault::Refused) << int(Fault::Refused);
    }
    void faultsOfGraphQl()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(int, reading);
        QFETCH(int, change);
        VERIFY_FAULT(data(status, body), Fault(reading));
        VERIFY_FAULT(data(status, body, Repeat::Never), Fault(change));
    }

    void keysAreReadFromText()
    {
        const auto two = awsKeysIn(Secret(QByteArray("AKID:se/cr+et\n")), u"aws"_s);
        VERIFY_OK(two);
        QCOMPARE(two->accessKey, u"AKID"_s);
        QCOMPARE(plainOf(two->secretKey), QByteArray("se/cr+et"));
        QVERIFY(!two->token);
        const auto three = awsKeysIn(Secret(QByteArray("ASIA:secret:to:ken==")), u"aws"_s);
        VERIFY_OK(three);
        QCOMPARE(plainOf(three->secretKey), QByteArray("secret"));
        QCOMPARE(plainOf(three->token), QByteArray("to:ken=="));
        for (const QByteArray wrong : {"", "AKID", "AKID:", ":secret"}) {
            const auto none = awsKeysIn(Secret(QByteArray(wrong)), u"aws"_s);
            VERIFY_FAULT(none, Fault::BadInput);
            QVERIFY(!describe(none.error()).contains("secret\""));
        }
    }

    void profilesAreReadWhereTheAwsCommandKeepsThem()
    {
        QTemporaryDir folder;
        const QString keys = folder.filePath(u"credentials"_s);
        const QString config = folder.filePath(u"config"_s);
        VERIFY_OK(writeFileAtomically(keys, "[default]\naws_access_key_id = A1\naws_secret_access_key = S1\n\n[prod]\n"
                                            "# aws_access_key_id = no\naws_access_key_id=A2\naws_secret_access_key=S2\naws_session_token=T2\n"));
        VERIFY_OK(writeFileAtomically(config, "[profile prod]\nregion = eu-central-1\n[profile sso]\nsso_start_url = x\n"
                                              "[profile plain]\naws_access_key_id = A3\naws_secret_access_key = S3\n"));
        qputenv("AWS_SHARED_CREDENTIALS_FILE", keys.toUtf8());
        qputenv("AWS_CONFIG_FILE", config.toUtf8());
        const auto prod = awsProfile(u"prod"_s);
        const auto usual = awsProfile(u"default"_s);
        const auto plain = awsProfile(u"plain"_s);
        const auto sso = awsProfile(u"sso"_s);
        const auto none = awsProfile(u"staging"_s);
        qunsetenv("AWS_SHARED_CREDENTIALS_FILE");
        qunsetenv("AWS_CONFIG_FILE");
        VERIFY_OK(prod);
        QCOMPARE(prod->accessKey, u"A2"_s);
        QCOMPARE(plainOf(prod->token), QByteArray("T2"));
        VERIFY_OK(usual);
        QCOMPARE(plainOf(usual->secretKey), QByteArray("S1"));
        VERIFY_OK(plain);
        QCOMPARE(plain->accessKey, u"A3"_s);
        VERIFY_FAULT(sso, Fault::Refused);
        VERIFY_FAULT(none, Fault::NotFound);
    }
};

SHUTTLER_TEST(tst_Answers)
#include "tst_Answers.moc"

// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "ui/environments/FieldRules.h"

using namespace shuttler;
using namespace shuttler::ui;
using namespace Qt::StringLiterals;

using Rule = QString (*)(const QString &);
Q_DECLARE_METATYPE(Rule)

/// What is wrong with what was written is said before anybody is asked, and nothing that is right is refused.
class tst_FieldRules : public QObject {
    Q_OBJECT

private slots:
    void whatIsRightIsTaken_data()
    {
        QTest::addColumn<Rule>("rule");
        QTest::addColumn<QString>("text");
        QTest::newRow("region") << Rule(rule::awsRegion) << u"us-gov-west-1"_s;
        QTest::newRow("role") << Rule(rule::awsRole) << u"arn:aws:iam::123456789012:role/team/restores"_s;
        QTest::newRow("role in China") << Rule(rule::awsRole) << u"arn:aws-cn:iam::123456789012:role/r"_s;
        QTest::newRow("device") << Rule(rule::awsDevice) << u"arn:aws:iam::123456789012:mfa/owner"_s;
        QTest::newRow("a key's serial number") << Rule(rule::awsDevice) << u"GAHT12345678"_s;
        QTest::newRow("secret") << Rule(rule::awsName) << u"production/academy"_s;
        QTest::newRow("a secret's ARN") << Rule(rule::awsName) << u"arn:aws:secretsmanager:eu-central-1:1:secret:a-AbCdEf"_s;
        QTest::newRow("parameter") << Rule(rule::awsName) << u"/production/DATABASE_URL"_s;
        QTest::newRow("code") << Rule(rule::deviceCode) << u"012345"_s;
        QTest::newRow("groups") << Rule(rule::securityGroups) << u"sg-0a1b2c3d, sg-44ff"_s;
        QTest::newRow("class") << Rule(rule::instanceClass) << u"db.r6g.2xlarge"_s;
        QTest::newRow("zone") << Rule(rule::hostedZone) << u"Z0123456789ABC"_s;
        QTest::newRow("zone as AWS shows it") << Rule(rule::hostedZone) << u"/hostedzone/Z0123456789ABC"_s;
        QTest::newRow("record") << Rule(rule::dnsName) << u"db.my-academy.example.org."_s;
        QTest::newRow("record with a line below") << Rule(rule::dnsName) << u"_db.example"_s;
        QTest::newRow("base64") << Rule(rule::base64) << u"c2VjcmV0IGtleQ=="_s;
        QTest::newRow("no seconds") << Rule(rule::seconds) << u"0"_s;
        QTest::newRow("service") << Rule(rule::renderHolder) << u"srv-d1a"_s;
        QTest::newRow("group") << Rule(rule::renderHolder) << u"evg-d1a"_s;
        QTest::newRow("services") << Rule(rule::renderServices) << u"srv-d1a,srv-2, srv-3"_s;
        QTest::newRow("environment") << Rule(rule::railwayPlace) << u"8b6b2c1e-11aa/1f0a77d4-22bb"_s;
        QTest::newRow("port") << Rule(rule::port) << u"65535"_s;
        QTest::newRow("days") << Rule(rule::days) << u"3650"_s;
    }
    void whatIsRightIsTaken()
    {
        QFETCH(Rule, rule);
        QFETCH(QString, text);
        QCOMPARE(rule(text), QString());
    }

    void whatIsWrongIsAnsweredWithHowToWriteIt_data()
    {
        QTest::addColumn<Rule>("rule");
        QTest::addColumn<QString>("text");
        QTest::newRow("region") << Rule(rule::awsRegion) << u"Frankfurt"_s;
        QTest::newRow("a user is no role") << Rule(rule::awsRole) << u"arn:aws:iam::123456789012:user/owner"_s;
        QTest::newRow("an account too short") << Rule(rule::awsRole) << u"arn:aws:iam::1234:role/r"_s;
        QTest::newRow("device") << Rule(rule::awsDevice) << u"my phone"_s;
        QTest::newRow("secret") << Rule(rule::awsName) << u"a secret"_s;
        QTest::newRow("code") << Rule(rule::deviceCode) << u"12345"_s;
        QTest::newRow("a code with a blank") << Rule(rule::deviceCode) << u"123 456"_s;
        QTest::newRow("one group of two") << Rule(rule::securityGroups) << u"sg-0a1b, default"_s;
        QTest::newRow("only commas") << Rule(rule::securityGroups) << u" , "_s;
        QTest::newRow("class") << Rule(rule::instanceClass) << u"large"_s;
        QTest::newRow("a name is no zone") << Rule(rule::hostedZone) << u"example.org"_s;
        QTest::newRow("a blank in a record") << Rule(rule::dnsName) << u"db example.org"_s;
        QTest::newRow("two dots") << Rule(rule::dnsName) << u"db..example.org"_s;
        QTest::newRow("an address") << Rule(rule::dnsName) << u"https://db.example.org"_s;
        QTest::newRow("base64") << Rule(rule::base64) << u"not base64!"_s;
        QTest::newRow("seconds") << Rule(rule::seconds) << u"86401"_s;
        QTest::newRow("negative seconds") << Rule(rule::seconds) << u"-1"_s;
        QTest::newRow("a name is no service") << Rule(rule::renderHolder) << u"academy"_s;
        QTest::newRow("a group cannot be deployed") << Rule(rule::renderServices) << u"srv-d1a, evg-d1a"_s;
        QTest::newRow("half an environment") << Rule(rule::railwayPlace) << u"8b6b2c1e"_s;
        QTest::newRow("port") << Rule(rule::port) << u"65536"_s;
        QTest::newRow("days") << Rule(rule::days) << u"thirty"_s;
    }
    void whatIsWrongIsAnsweredWithHowToWriteIt()
    {
        QFETCH(Rule, rule);
        QFETCH(QString, text);
        const QString answer = rule(text);
        QVERIFY2(answer.size() > 10 && answer.contains(u'.'), qPrintable(answer));
        QVERIFY2(!answer.contains(text), "what was written may be a secret"); // Base64 of a key, the code of a device.
    }

    void commandsAreSplitAsAPersonWritesThem_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QStringList>("words");
        QTest::newRow("nothing") << QString() << QStringList{};
        QTest::newRow("blanks") << u"  "_s << QStringList{};
        QTest::newRow("plain") << u"/bin/systemctl  restart academy"_s << QStringList{u"/bin/systemctl"_s, u"restart"_s, u"academy"_s};
        QTest::newRow("quotes") << u"/bin/x 'a b' \"c d\"e"_s << QStringList{u"/bin/x"_s, u"a b"_s, u"c de"_s};
        QTest::newRow("an empty word") << u"/bin/x ''"_s << QStringList{u"/bin/x"_s, QString()};
        QTest::newRow("no shell") << u"/bin/x $HOME; rm"_s << QStringList{u"/bin/x"_s, u"$HOME;"_s, u"rm"_s};
        QTest::newRow("a quote within") << u"/bin/x \"it's\""_s << QStringList{u"/bin/x"_s, u"it's"_s};
    }
    void commandsAreSplitAsAPersonWritesThem()
    {
        QFETCH(QString, line);
        QFETCH(QStringList, words);
        const Result<QStringList> found = wordsOfCommand(line);
        VERIFY_OK(found);
        QCOMPARE(*found, words);
        const Result<QStringList> again = wordsOfCommand(lineOfCommand(words));
        VERIFY_OK(again);
        QCOMPARE(*again, words);
    }

    void aCommandWithoutAPathOrWithAnOpenQuoteIsBadInput()
    {
        VERIFY_FAULT(wordsOfCommand(u"systemctl restart academy"_s), Fault::BadInput);
        VERIFY_FAULT(wordsOfCommand(u"/bin/x 'open"_s), Fault::BadInput);
    }
};

SHUTTLER_TEST(tst_FieldRules)
#include "tst_FieldRules.moc"

// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Ctl.h"
#include "tests/support/Simulator.h"
#include "tests/support/Test.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>

#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// A role at a simulated AWS that asks for the code of a device, and the ways to give it one: none of them an argument.
class tst_MfaCode : public QObject {
    Q_OBJECT

    std::unique_ptr<Simulator> m_aws;
    std::unique_ptr<Ctl> m_ctl;

    QByteArray told(const QString &what) const { return m_aws->greeting()[u"role"_s][what].toString().toUtf8(); }
    bool write(const QString &path, const QByteArray &text) const
    {
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
            && file.write(text) == text.size();
    }
    CtlAnswer checked(const QStringList &more, const QByteArray &input)
    {
        const std::unique_ptr<QProcess> process = m_ctl->start(QStringList{u"env"_s, u"check"_s, u"production"_s} + more);
        process->write(input);
        process->closeWriteChannel();
        return answerOf(*process);
    }
    static CtlAnswer answerOf(QProcess &process)
    {
        CtlAnswer answer;
        if (process.state() == QProcess::NotRunning || process.waitForFinished(60'000))
            answer.exit = process.exitCode();
        else
            process.kill();
        answer.output = process.readAllStandardOutput();
        answer.errors = process.readAllStandardError();
        answer.json = QJsonDocument::fromJson(answer.output).object();
        return answer;
    }
    int timesTaken() const
    {
        int taken = 0;
        const QJsonArray requests = m_aws->get(u"requests"_s)->value(u"requests"_s).toArray();
        for (const QJsonValue &one : requests)
            taken += one[u"action"_s].toString() == u"AssumeRole"_s ? 1 : 0;
        return taken;
    }

private slots:
    void initTestCase()
    {
        if (!Simulator::isPossible(u"rds"_s))
            QSKIP("The simulated RDS needs python3-botocore and pgbackrest: packaging/install-deps --test");
        Result<std::unique_ptr<Simulator>> aws = Simulator::start(u"rds"_s, {u"--academy"_s, u"none"_s});
        VERIFY_OK(aws);
        m_aws = *std::move(aws);
    }
    void init()
    {
        m_ctl = std::make_unique<Ctl>();
        const QString credentials = m_ctl->folder() + u"/credentials"_s;
        QVERIFY(QDir().mkpath(credentials) && QDir().mkpath(m_ctl->config() + u"/environments"_s));
        qputenv("CREDENTIALS_DIRECTORY", credentials.toUtf8()); // Where nothing can be kept.
        QVERIFY(write(credentials + u"/cloud-key"_s, m_aws->awsKeys()));
        const QByteArray access = "region = \"eu-central-1\"\nendpoint = \"" + m_aws->endpoint().toUtf8() + "\"\nca = \""
                                + m_aws->caFile().toUtf8() + "\"\ncredential = \"cloud-key\"\nrole = \"" + told(u"arn"_s) + "\"\nmfa = \""
                                + told(u"device"_s) + "\"\n";
        QVERIFY(write(m_ctl->config() + u"/environments/production.toml"_s,
                      "database = \"academy\"\ninstance = \"shuttler-db\"\n[provider]\nkind = \"aws-rds\"\n" + access));
    }
    void cleanup()
    {
        m_ctl.reset();
        qunsetenv("CREDENTIALS_DIRECTORY");
    }
    void cleanupTestCase() { m_aws.reset(); }

    void withoutATerminalItSaysHowTheCodeIsGiven()
    {
        const CtlAnswer refused = checked({}, told(u"code"_s) + '\n');
        QCOMPARE(refused.exit, 3);
        QVERIFY2(refused.error()[u"what"_s].toString().contains(QString::fromUtf8(told(u"device"_s))), refused.describe().constData());
        QVERIFY2(refused.error()[u"todo"_s].toString().contains(u"--mfa-code-stdin"_s), refused.describe().constData());
    }

    void standardInputGivesIt()
    {
        const int before = timesTaken();
        const CtlAnswer whole = checked({u"--mfa-code-stdin"_s}, told(u"code"_s) + '\n');
        QVERIFY2(whole.exit == 0, whole.describe().constData());
        QCOMPARE(timesTaken(), before + 1); // One code is one sign-in, also where no keychain keeps what it opened.
        QVERIFY(!(whole.output + whole.errors).contains(told(u"code"_s)));
    }

    void anotherDescriptorGivesIt()
    {
        const QByteArray path = (m_ctl->folder() + u"/code"_s).toUtf8();
        QVERIFY(write(QString::fromUtf8(path), told(u"code"_s) + '\n'));
        m_ctl->beforeEach([path] { ::dup2(::open(path.constData(), O_RDONLY), 9); });
        const CtlAnswer whole = checked({u"--mfa-code-fd"_s, u"9"_s}, {});
        QVERIFY2(whole.exit == 0, whole.describe().constData());
        const CtlAnswer closed = checked({u"--mfa-code-fd"_s, u"87"_s}, {});
        QCOMPARE(closed.exit, 2);
    }

    void whatIsNoCodeIsNotSent_data()
    {
        QTest::addColumn<QByteArray>("given");
        QTest::newRow("letters") << QByteArray("49203x\n");
        QTest::newRow("five digits") << QByteArray("49203\n");
        QTest::newRow("nothing") << QByteArray();
    }
    void whatIsNoCodeIsNotSent()
    {
        QFETCH(QByteArray, given);
        const int before = timesTaken();
        const CtlAnswer refused = checked({u"--mfa-code-stdin"_s}, given);
        QVERIFY2(refused.exit == 2 && refused.error()[u"what"_s].toString().contains(u"six digits"_s), refused.describe().constData());
        QCOMPARE(timesTaken(), before);
    }

    void aWrongOneIsSaidInAwssWords()
    {
        const CtlAnswer refused = checked({u"--mfa-code-stdin"_s}, "000000\n");
        QCOMPARE(refused.exit, 3);
        QVERIFY2(refused.error()[u"means"_s].toString().contains(u"invalid MFA one time pass code"_s), refused.describe().constData());
    }

    void onATerminalItIsAskedForAndNotShown()
    {
        const int terminal = ::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
        QVERIFY(terminal >= 0 && ::grantpt(terminal) == 0 && ::unlockpt(terminal) == 0);
        const QByteArray name = ::ptsname(terminal);
        m_ctl->beforeEach([name] {
            ::setsid();
            const int side = ::open(name.constData(), O_RDWR);
            ::dup2(side, STDIN_FILENO);
            ::dup2(side, STDERR_FILENO);
        });
        const std::unique_ptr<QProcess> process = m_ctl->start({u"env"_s, u"check"_s, u"production"_s});
        QByteArray shown;
        const auto look = [&] {
            char some[256];
            for (ssize_t got = ::read(terminal, some, sizeof some); got > 0; got = ::read(terminal, some, sizeof some))
                shown.append(some, got);
            return shown;
        };
        QTRY_VERIFY2_WITH_TIMEOUT(look().contains("Code for cloud-key: "), shown.constData(), 30'000);
        const QByteArray typed = told(u"code"_s) + '\n';
        QCOMPARE(::write(terminal, typed.constData(), size_t(typed.size())), typed.size());
        const CtlAnswer whole = answerOf(*process);
        QVERIFY2(whole.exit == 0, (whole.describe() + look()).constData());
        QVERIFY2(!look().contains(told(u"code"_s)), shown.constData());
        ::close(terminal);
    }
};

SHUTTLER_TEST(tst_MfaCode)
#include "tst_MfaCode.moc"

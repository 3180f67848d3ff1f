// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/secrets/KeychainStore.h"
#include "tests/support/Ctl.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"
#include "tests/support/TestKeyring.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QProcess>

#include <thread>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// Against a real Secret Service on a bus of the test's own.
class tst_KeychainStore : public QObject {
    Q_OBJECT

    KeychainStore m_store;

    static Secret secretOf(const QByteArray &plain) { return Secret(QByteArray(plain.constData(), plain.size())); }
    static QByteArray plainOf(const Secret &secret) { return secret.expose([](const char *plain) { return QByteArray(plain); }); }
    static bool lock()
    {
        QDBusMessage call = QDBusMessage::createMethodCall(u"org.freedesktop.secrets"_s, u"/org/freedesktop/secrets"_s,
                                                           u"org.freedesktop.Secret.Service"_s, u"Lock"_s);
        call << QVariant::fromValue(QList<QDBusObjectPath>{QDBusObjectPath(u"/org/freedesktop/secrets/collection/login"_s)});
        return QDBusConnection::sessionBus().call(call).type() == QDBusMessage::ReplyMessage;
    }

private slots:
    void initTestCase()
    {
        if (const QString missing = TestKeyring::missing(); !missing.isEmpty())
            QSKIP(qPrintable(u"%1 is not installed (packaging/install-deps test)"_s.arg(missing)));
        static auto *const keyring = new TestKeyring; // This program asks it, so it must not go first.
        VERIFY_OK(keyring->start());
    }

    void keepsReplacesAndForgets()
    {
        VERIFY_FAULT(m_store.read(u"render-api-key"_s, testJob()), Fault::NotFound);
        VERIFY_OK(m_store.write(u"render-api-key"_s, secretOf("rnd_1"), testJob()));
        VERIFY_OK(m_store.write(u"render-api-key"_s, secretOf("rnd_2: ünïcode\n"), testJob()));
        const auto kept = m_store.read(u"render-api-key"_s, testJob());
        VERIFY_OK(kept);
        QCOMPARE(plainOf(**kept), QByteArray("rnd_2: ünïcode\n"));
        VERIFY_FAULT(m_store.read(u"render-api-key-2"_s, testJob()), Fault::NotFound);
        VERIFY_OK(m_store.forget(u"render-api-key"_s, testJob()));
        VERIFY_FAULT(m_store.read(u"render-api-key"_s, testJob()), Fault::NotFound);
        VERIFY_FAULT(m_store.forget(u"render-api-key"_s, testJob()), Fault::NotFound);
    }

    void everyThreadMayAsk()
    {
        VERIFY_OK(m_store.write(u"shared"_s, secretOf("for all"), testJob()));
        std::atomic<int> right = 0;
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 4; ++thread)
            threads.emplace_back([&] {
                KeychainStore own;
                const auto read = own.read(u"shared"_s, testJob());
                right += read && plainOf(**read) == "for all" ? 1 : 0;
            });
        threads.clear();
        QCOMPARE(right.load(), 4);
        VERIFY_OK(m_store.forget(u"shared"_s, testJob()));
    }

    void stoppedBeforeItBeganReadsNothing()
    {
        std::stop_source stop;
        stop.request_stop();
        SilentProgress progress;
        SystemClock clock;
        Job job{stop.get_token(), progress, clock};
        VERIFY_FAULT(m_store.read(u"whatever"_s, job), Fault::Cancelled);
    }

    void theCommandKeepsWhatComesInAndShowsItNowhere()
    {
        Ctl ctl;
        const std::unique_ptr<QProcess> setting = ctl.start({u"credential"_s, u"set"_s, u"railway-token"_s});
        setting->write("sesame\n");
        setting->closeWriteChannel();
        QVERIFY(setting->waitForFinished(30'000));
        const QByteArray said = setting->readAllStandardOutput() + setting->readAllStandardError();
        QVERIFY2(setting->exitCode() == 0 && !said.contains("sesame"), said.constData());
        const auto kept = m_store.read(u"railway-token"_s, testJob());
        VERIFY_OK(kept);
        QCOMPARE(plainOf(**kept), QByteArray("sesame"));
        const CtlAnswer forgotten = ctl.run({u"credential"_s, u"forget"_s, u"railway-token"_s});
        QVERIFY2(forgotten.exit == 0, forgotten.describe().constData());
        QCOMPARE(ctl.run({u"credential"_s, u"test"_s, u"railway-token"_s}).exit, 1);
    }

    /// A locked keychain answers as if it were empty, and says that it forgot; none of that may be believed.
    void aLockedKeychainIsRefusedAndNotTakenForAnEmptyOne()
    {
        VERIFY_OK(m_store.write(u"held"_s, secretOf("still here"), testJob()));
        QVERIFY(lock());
        const auto read = m_store.read(u"held"_s, testJob());
        VERIFY_FAULT(read, Fault::Refused);
        QVERIFY2(read.error().what().contains(u"locked"_s) && !read.error().todo().isEmpty(), qPrintable(read.error().what()));
        VERIFY_FAULT(m_store.write(u"held"_s, secretOf("other"), testJob()), Fault::Refused);
        VERIFY_FAULT(m_store.forget(u"held"_s, testJob()), Fault::Refused);
    }
};

SHUTTLER_TEST(tst_KeychainStore)
#include "tst_KeychainStore.moc"

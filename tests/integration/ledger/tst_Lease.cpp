// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Files.h"
#include "core/ledger/Ledger.h"
#include "tests/support/Child.h"
#include "tests/support/Test.h"

#include <QTemporaryDir>

#include <unistd.h>

using namespace shuttler;
using namespace Qt::StringLiterals;

static const EnvironmentName Shop(u"shop"_s);

/// One restore per environment, whoever drives it, and never a lock left behind by the dead.
class tst_Lease : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_file;
    std::unique_ptr<Ledger> m_ledger;

private slots:
    void init()
    {
        static int count = 0;
        m_file = m_folder.filePath(u"%1/ledger.sqlite"_s.arg(++count));
        Result<std::unique_ptr<Ledger>> opened = Ledger::open(m_file);
        VERIFY_OK(opened);
        m_ledger = *std::move(opened);
    }

    void isHeldByOneProcessAndNamesItsHolder()
    {
        test::Child holder([this](const auto &say) { return holdLease(say); });
        QCOMPARE(holder.hear(), QByteArray("held"));

        const auto second = m_ledger->lease(Shop, u"restore r2"_s);

        VERIFY_FAULT(second, Fault::Refused);
        for (const QString &word : {QString::number(holder.pid()), u"restore r1"_s, u"since 20"_s})
            QVERIFY2(second.error().what().contains(word), qPrintable(second.error().what()));
        const std::optional<QString> words = m_ledger->holderOf(Shop);
        QVERIFY(words && words->contains(u"restore r1"_s));
    }

    void isFreeAgainWhenItsHolderIsKilled()
    {
        test::Child holder([this](const auto &say) { return holdLease(say); });
        QCOMPARE(holder.hear(), QByteArray("held"));
        holder.kill();

        QCOMPARE(m_ledger->holderOf(Shop), std::nullopt);
        VERIFY_OK(m_ledger->lease(Shop, u"restore r2"_s));
    }

    void isFreeAgainWhenGivenBackAndNotBefore()
    {
        auto lease = m_ledger->lease(Shop, u"restore r1"_s);
        VERIFY_OK(lease);
        VERIFY_FAULT(m_ledger->lease(Shop, u"restore r2"_s), Fault::Refused); // Within one process too.
        VERIFY_FAULT((*Ledger::open(m_file))->lease(Shop, u"restore r2"_s), Fault::Refused);
        lease->reset();
        VERIFY_OK(m_ledger->lease(Shop, u"restore r2"_s));
    }

    void environmentsDoNotDisturbEachOther()
    {
        const auto lease = m_ledger->lease(Shop, u"restore r1"_s);
        VERIFY_OK(lease);
        VERIFY_OK(m_ledger->lease(EnvironmentName(u"shop2"_s), u"restore r2"_s));
        VERIFY_OK(m_ledger->lease(EnvironmentName(u"../shop"_s), u"restore r3"_s));
        QVERIFY(!QFile::exists(QFileInfo(m_file).absolutePath() + u"/shop.lock"_s));
    }

    void askingChangesNothing()
    {
        QCOMPARE(m_ledger->holderOf(Shop), std::nullopt);
        QVERIFY(!QFile::exists(QFileInfo(m_file).absolutePath() + u"/locks"_s));
    }

    void programsStartedMeanwhileDoNotKeepIt()
    {
        auto lease = m_ledger->lease(Shop, u"restore r1"_s);
        VERIFY_OK(lease);
        test::Child sleeper([](const auto &) { return ::execl("/bin/sleep", "sleep", "60", nullptr); });
        QTRY_COMPARE(*readWholeFile(u"/proc/%1/comm"_s.arg(sleeper.pid())), QByteArray("sleep\n"));
        lease->reset();

        const auto again = m_ledger->lease(Shop, u"restore r2"_s);

        VERIFY_OK(again);
    }

private:
    int holdLease(const test::Child::Say &say) const
    {
        const auto ledger = Ledger::open(m_file);
        const auto lease = (*ledger)->lease(Shop, u"restore r1"_s);
        say(lease ? "held" : "refused");
        ::pause();
        return 0;
    }
};

SHUTTLER_TEST(tst_Lease)
#include "tst_Lease.moc"

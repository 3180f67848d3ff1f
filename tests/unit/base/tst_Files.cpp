// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Files.h"
#include "tests/support/Child.h"
#include "tests/support/Test.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace shuttler;
using namespace Qt::StringLiterals;

static struct stat statusOf(const QString &path)
{
    struct stat status = {};
    ::stat(QFile::encodeName(path).constData(), &status);
    return status;
}

class tst_Files : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_file;

private slots:
    void init()
    {
        static int count = 0;
        const QString folder = m_folder.filePath(QString::number(++count));
        QVERIFY(QDir().mkdir(folder));
        m_file = folder + u"/.env"_s;
    }

    void aNewFileIsForItsOwnerOnly()
    {
        VERIFY_OK(writeFileAtomically(m_file, "secret"));
        QCOMPARE(*readWholeFile(m_file), QByteArray("secret"));
        QCOMPARE(statusOf(m_file).st_mode & 07777, 0600u);
    }

    void keepsTheModeOfTheOldFile_data()
    {
        QTest::addColumn<uint>("mode");
        for (const uint mode : {0600u, 0640u, 0644u, 0400u, 0755u})
            QTest::addRow("%o", mode) << mode;
    }
    void keepsTheModeOfTheOldFile()
    {
        QFETCH(const uint, mode);
        VERIFY_OK(writeFileAtomically(m_file, "old"));
        QCOMPARE(::chmod(QFile::encodeName(m_file).constData(), mode), 0);

        VERIFY_OK(writeFileAtomically(m_file, "new"));

        QCOMPARE(*readWholeFile(m_file), QByteArray("new"));
        QCOMPARE(statusOf(m_file).st_mode & 07777, mode);
    }

    void keepsTheOwnerOfTheOldFile()
    {
        VERIFY_OK(writeFileAtomically(m_file, "old"));
        if (::geteuid() == 0) // Only root can write the files of somebody else.
            QCOMPARE(::chown(QFile::encodeName(m_file).constData(), 12345, 23456), 0);
        const auto before = statusOf(m_file);

        VERIFY_OK(writeFileAtomically(m_file, "new"));

        QCOMPARE(statusOf(m_file).st_uid, before.st_uid);
        QCOMPARE(statusOf(m_file).st_gid, before.st_gid);
    }

    void aLinkStaysALink()
    {
        VERIFY_OK(writeFileAtomically(m_file, "old"));
        const QString link = m_file + u".link"_s;
        QVERIFY(QFile::link(m_file, link));

        VERIFY_OK(writeFileAtomically(link, "new"));

        QVERIFY(QFileInfo(link).isSymLink());
        QCOMPARE(*readWholeFile(m_file), QByteArray("new"));
    }

    void aDiskThatTakesNoMoreLeavesTheOldFileAndNothingElse()
    {
        VERIFY_OK(writeFileAtomically(m_file, "old"));
        test::Child child([this](const auto &) {
            const rlimit limit{1000, 1000};
            ::signal(SIGXFSZ, SIG_IGN);
            ::setrlimit(RLIMIT_FSIZE, &limit);
            const Outcome written = writeFileAtomically(m_file, QByteArray(5000, 'x'));
            return !written && written.error().fault() == Fault::Refused && !written.error().todo().isEmpty() ? 0 : 1;
        });
        QCOMPARE(child.wait(), 0);
        QCOMPARE(*readWholeFile(m_file), QByteArray("old"));
        QCOMPARE(filesBeside(m_file), QStringList(u".env"_s));
    }

    void aReaderSeesTheOldFileOrTheNewOne()
    {
        const QByteArray a(100'000, 'a');
        const QByteArray b(100'000, 'b');
        VERIFY_OK(writeFileAtomically(m_file, a));
        test::Child writer([&](const auto &say) {
            for (int i = 0; i < 50; ++i)
                if (!writeFileAtomically(m_file, i % 2 == 0 ? b : a))
                    return 1;
            say("done");
            return 0;
        });
        for (int looks = 0; looks < 200; ++looks) {
            const Result<QByteArray> seen = readWholeFile(m_file);
            VERIFY_OK(seen);
            QVERIFY(*seen == a || *seen == b);
        }
        QCOMPARE(writer.wait(), 0);
    }

    void aKilledWriterLeavesTheOldFileOrTheNewOne()
    {
        const QByteArray a(300'000, 'a');
        const QByteArray b(300'000, 'b');
        VERIFY_OK(writeFileAtomically(m_file, a));
        for (int round = 0; round < 10; ++round) {
            test::Child writer([&](const auto &say) {
                for (int i = 0;; ++i) {
                    if (!writeFileAtomically(m_file, i % 2 == 0 ? b : a))
                        return 1;
                    say("once more");
                }
            });
            writer.hear();
            writer.kill();
            const Result<QByteArray> left = readWholeFile(m_file);
            VERIFY_OK(left);
            QVERIFY(*left == a || *left == b);
        }
    }

    void aFolderThatIsNotThereIsRefusedWithAdvice()
    {
        const Outcome written = writeFileAtomically(m_file + u"/missing/file"_s, "x");
        VERIFY_FAULT(written, Fault::Refused);
        QVERIFY(!written.error().todo().isEmpty());
    }

    void tellsMissingFromUnreadable()
    {
        VERIFY_FAULT(readWholeFile(m_file), Fault::NotFound);
        if (::geteuid() == 0)
            return; // Nothing is unreadable for root.
        VERIFY_OK(writeFileAtomically(m_file, "x"));
        QFile::setPermissions(m_file, QFile::WriteOwner);
        VERIFY_FAULT(readWholeFile(m_file), Fault::Refused);
    }

private:
    static QStringList filesBeside(const QString &file)
    {
        return QFileInfo(file).dir().entryList(QDir::Files | QDir::Hidden);
    }
};

SHUTTLER_TEST(tst_Files)
#include "tst_Files.moc"

// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Files.h"
#include "core/ledger/Ledger.h"
#include "core/ledger/LedgerFile.h"
#include "tests/integration/ledger/RawSql.h"
#include "tests/support/Child.h"
#include "tests/support/Test.h"

#include <QTemporaryDir>

#include <unistd.h>

using namespace shuttler;
using namespace Qt::StringLiterals;

/// Which files are opened, which are carried forward, and which are left alone.
class tst_LedgerFile : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_count = 0;

private slots:
    void aNewerLedgerIsRefusedAndNotOneByteOfItChanges_data()
    {
        QTest::addColumn<QString>("pragma");
        QTest::newRow("as ours is") << u"PRAGMA journal_mode = DELETE"_s;
        QTest::newRow("kept in another way") << u"PRAGMA journal_mode = WAL"_s;
    }
    void aNewerLedgerIsRefusedAndNotOneByteOfItChanges()
    {
        QFETCH(const QString, pragma);
        const QString file = newFile();
        VERIFY_OK(Ledger::open(file));
        {
            test::RawSql raw(file);
            QCOMPARE(raw.run(u"PRAGMA user_version = 999"_s), QString());
            QCOMPARE(raw.run(pragma), QString());
        }
        const QByteArray before = *readWholeFile(file);

        const auto opened = Ledger::open(file);

        VERIFY_FAULT(opened, Fault::Refused);
        QVERIFY(opened.error().what().contains(u"newer version"_s));
        QVERIFY(!opened.error().todo().isEmpty());
        QCOMPARE(*readWholeFile(file), before);
        QCOMPARE(filesIn(file), 1);
    }

    void aForeignFileIsLeftAlone_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("a text") << QByteArray("Dear diary,\n");
        QTest::newRow("one byte") << QByteArray("x");
        QTest::newRow("zeros") << QByteArray(8192, '\0');
        QTest::newRow("the beginning of a ledger") << QByteArray("SQLite format 3\0", 16);
    }
    void aForeignFileIsLeftAlone()
    {
        QFETCH(const QByteArray, content);
        const QString file = newFile();
        VERIFY_OK(writeFileAtomically(file, content));

        VERIFY_FAULT(Ledger::open(file), Fault::Corrupt);

        QCOMPARE(*readWholeFile(file), content);
        QCOMPARE(filesIn(file), 1);
    }

    void aDatabaseOfAnotherProgramIsLeftAlone()
    {
        const QString file = newFile();
        {
            test::RawSql raw(file);
            QCOMPARE(raw.run(u"CREATE TABLE entry (number INTEGER)"_s), QString());
        }
        const QByteArray before = *readWholeFile(file);

        VERIFY_FAULT(Ledger::open(file), Fault::Corrupt);

        QCOMPARE(*readWholeFile(file), before);
    }

    void anEmptyFileOfACutOffFirstStartBecomesALedger()
    {
        const QString file = newFile();
        VERIFY_OK(writeFileAtomically(file, {}));
        VERIFY_OK(Ledger::open(file));
    }

    void pathsWithHostileLettersWork()
    {
        const QString file = m_folder.filePath(u"a b?c=1#%41&\u05d0/led'ger.sqlite"_s);
        VERIFY_OK(Ledger::open(file));
        VERIFY_OK(Ledger::open(file));
        QVERIFY(QFile::exists(file));
    }

    void anOlderLedgerIsCarriedForward()
    {
        const QString file = newFile();
        const QString first = ours() + u"\n\nCREATE TABLE a (x)"_s;
        VERIFY_OK(LedgerFile::open(file, {first}));

        VERIFY_OK(LedgerFile::open(
            file, {first, u"INSERT INTO a VALUES (1);\n\nCREATE TABLE b AS SELECT x + 1 AS y FROM a"_s}));

        test::RawSql raw(file);
        QCOMPARE(raw.value(u"PRAGMA user_version"_s).toInt(), 2);
        QCOMPARE(raw.value(u"SELECT y FROM b"_s).toInt(), 2);
    }

    void aMigrationThatFailsLeavesTheOlderLedger()
    {
        const QString file = newFile();
        const QString first = ours() + u"\n\nCREATE TABLE a (x)"_s;
        VERIFY_OK(LedgerFile::open(file, {first}));
        const QByteArray before = *readWholeFile(file);

        VERIFY_FAULT(LedgerFile::open(file, {first, u"CREATE TABLE b (y)"_s, u"INSERT INTO nowhere VALUES (1)"_s}),
                     Fault::Defect);

        QCOMPARE(*readWholeFile(file), before);
        VERIFY_OK(LedgerFile::open(file, {first}));
    }

    void aFolderThatCannotBeMadeIsRefusedWithAdvice()
    {
        const QString file = newFile();
        VERIFY_OK(writeFileAtomically(file, "x"));
        const auto opened = Ledger::open(file + u"/below/ledger.sqlite"_s);
        VERIFY_FAULT(opened, Fault::Refused);
        QVERIFY(!opened.error().todo().isEmpty());
    }

    void somebodyElsesLedgerIsRefusedWithItsOwnersName()
    {
        const QString file = newFile();
        VERIFY_OK(Ledger::open(file));
        QFile::setPermissions(file, QFile::ReadOwner);
        QFile::setPermissions(m_folder.path(), QFile::permissions(m_folder.path()) | QFile::ExeGroup | QFile::ExeOther);
        test::Child somebody([&](const auto &say) {
            if (::geteuid() == 0 && ::setuid(65534) != 0) // Root may write everywhere.
                return 1;
            const auto opened = Ledger::open(file);
            say(opened ? QByteArray("opened") : opened.error().todo().toUtf8());
            return !opened && opened.error().fault() == Fault::Refused ? 0 : 1;
        });
        const QByteArray advice = somebody.hear();
        QVERIFY2(advice.contains(QFileInfo(file).owner().toUtf8()), advice.constData());
        QCOMPARE(somebody.wait(), 0);
    }

private:
    QString newFile()
    {
        const QString name = QString::number(++m_count);
        QDir(m_folder.path()).mkdir(name);
        return m_folder.filePath(name + u"/ledger.sqlite"_s);
    }
    static QString ours() { return u"PRAGMA application_id = 1399345008"_s; }
    static qsizetype filesIn(const QString &file)
    {
        return QFileInfo(file).dir().entryList(QDir::Files | QDir::Hidden).size();
    }
};

SHUTTLER_TEST(tst_LedgerFile)
#include "tst_LedgerFile.moc"

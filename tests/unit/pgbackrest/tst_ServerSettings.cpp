// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/ServerSettings.h"
#include "core/providers/pgbackrest/SourceConfiguration.h"
#include "tests/support/Test.h"

#include <QProcess>
#include <QTemporaryDir>

using namespace shuttler;
using namespace shuttler::pgbackrest;
using namespace Qt::StringLiterals;

class tst_ServerSettings : public QObject {
    Q_OBJECT

private slots:
    void aSettingStandsOnceAfterwards()
    {
        const QByteArray before("# by hand\nport = 5432\nwork_mem = '4MB'\n PORT=5433\nrestore_command 'x'\n");
        const QByteArray after = withSettings(before, {{u"port"_s, u"5999"_s}, {u"restore_command"_s, std::nullopt}});
        QCOMPARE(after, QByteArray("# by hand\nwork_mem = '4MB'\nport = '5999'\n"));
        QCOMPARE(withSettings(after, {{u"port"_s, u"5999"_s}}), after);
    }

    void valuesSurviveQuotes_data()
    {
        QTest::addColumn<QString>("value");
        for (const char *value : {"", "plain", "it's", "back\\slash", "a b?pool=5'\"%", "'", "\\'"})
            QTest::newRow(value) << QString::fromLatin1(value);
    }
    void valuesSurviveQuotes()
    {
        QFETCH(QString, value);
        QCOMPARE(settingIn(withSettings({}, {{u"cluster_name"_s, value}}), u"cluster_name"_s), std::optional(value));
    }

    void theLastLineCounts()
    {
        QCOMPARE(settingIn("port = 1\nport = 2 # note\n", u"port"_s), std::optional(u"2"_s));
        QVERIFY(!settingIn("#port = 1\nreport = 2\n", u"port"_s));
    }

    /// PostgreSQL hands the command to a shell after it replaced its own placeholders: every word has to come out as it went in.
    void aCommandReachesTheProgramWordForWord()
    {
        const QStringList words{u"--config=/srv/a b/it's 100%f of %p.conf"_s, u"--stanza=main"_s, u"$HOME`x`\\"_s};
        QString command = commandSetting(u"/usr/bin/printf"_s, QStringList{u"%s|"_s} + words, u"%f \"%p\""_s);
        command.replace(u"%%"_s, u"\u0001"_s)
            .replace(u"%f"_s, u"0001"_s)
            .replace(u"%p"_s, u"pg_wal/x"_s)
            .replace(u'\u0001', u'%');
        QProcess shell;
        shell.start(u"/bin/sh"_s, {u"-c"_s, command});
        QVERIFY(shell.waitForFinished());
        QCOMPARE(QString::fromUtf8(shell.readAll()), (words + QStringList{u"0001"_s, u"pg_wal/x"_s}).join(u'|') + u'|');
    }

    void theFileIsMadeWhereThereIsNone()
    {
        QTemporaryDir folder;
        VERIFY_OK(changeSettings(folder.path(), {{u"port"_s, u"5999"_s}}));
        QFile file(folder.filePath(u"postgresql.auto.conf"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().trimmed(), QByteArray("port = '5999'"));
    }

    /// A copy of Debian's configuration that kept these lines would start the server on its source's own files.
    void aBorrowedConfigurationLosesItsOwnPlaces()
    {
        QCOMPARE(
            withoutOwnPlaces(
                "data_directory = '/srv/source'\nport = 5432\n hba_file='/etc/x'\n# ident_file = 'y'\nexternal_pid_file = '/run/p'"),
            QByteArray(
                "#data_directory = '/srv/source'\nport = 5432\n# hba_file='/etc/x'\n# ident_file = 'y'\n#external_pid_file = '/run/p'"));
    }

    void aConfigurationOutsideTheDataDirectoryIsBroughtAlong()
    {
        QTemporaryDir folder;
        QDir(folder.path()).mkpath(u"etc/conf.d"_s);
        QDir(folder.path()).mkpath(u"copy"_s);
        const auto write = [&](const QString &name, const QByteArray &text) {
            QFile file(folder.filePath(name));
            return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
        };
        QVERIFY(write(u"etc/postgresql.conf"_s, "data_directory = '/srv/source'\ninclude_dir = 'conf.d'\n"));
        QVERIFY(write(u"etc/pg_hba.conf"_s, "local all all peer\n"));
        QVERIFY(write(u"etc/conf.d/more.conf"_s, "work_mem = '8MB'\n"));
        const QStringList arguments{u"-D"_s, u"/srv/source"_s, u"-c"_s,
                                    u"config_file="_s + folder.filePath(u"etc/postgresql.conf"_s)};
        VERIFY_OK(bringConfiguration(u"/srv/source"_s, arguments, 15, folder.filePath(u"copy"_s), {}));
        const auto read = [&](const QString &name) {
            QFile file(folder.filePath(name));
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        QVERIFY(read(u"copy/postgresql.conf"_s).startsWith("#data_directory"));
        QCOMPARE(read(u"copy/pg_hba.conf"_s), QByteArray("local all all peer\n"));
        QCOMPARE(read(u"copy/conf.d/more.conf"_s), QByteArray("work_mem = '8MB'\n"));
        QVERIFY(read(u"etc/postgresql.conf"_s).startsWith("data_directory")); // The source's own is as it was.
        VERIFY_FAULT(bringConfiguration(u"/srv/source"_s, {}, 15, folder.filePath(u"etc"_s) + u"/conf.d"_s, {}),
                     Fault::NotFound);
    }
};

SHUTTLER_TEST(tst_ServerSettings)
#include "tst_ServerSettings.moc"

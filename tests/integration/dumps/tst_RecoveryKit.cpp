// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Files.h"
#include "core/dumps/RecoveryKit.h"
#include "tests/integration/dumps/DumpedDatabase.h"
#include "tests/support/MemoryStore.h"
#include "tests/support/Test.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

using namespace shuttler;
using namespace shuttler::dumps;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// A dump comes back by the printed page alone: every command of it is run as it is written, but for those that fetch from a store.
class tst_RecoveryKit : public QObject {
    Q_OBJECT

    std::unique_ptr<DumpedDatabase> m_databases;

    /// The indented lines of a page, without the indentation: what is to be typed, and the text of open.py.
    static QStringList typed(const QString &page)
    {
        QStringList lines;
        for (const QString &line : page.split(u'\n'))
            if (line.startsWith(u"    "))
                lines.append(line.sliced(4));
        return lines;
    }

private slots:
    void initTestCase()
    {
        auto databases = DumpedDatabase::start();
        VERIFY_OK(databases);
        m_databases = *std::move(databases);
        VERIFY_OK(m_databases->makeSmall(u"source"_s));
    }

    void aDumpComesBackByThePageAlone_data()
    {
        QTest::addColumn<bool>("isPlain");
        QTest::addColumn<bool>("isEncrypted");
        QTest::newRow("custom") << false << false;
        QTest::newRow("plain") << true << false;
        QTest::newRow("custom, encrypted") << false << true;
        QTest::newRow("plain, encrypted") << true << true;
    }

    void aDumpComesBackByThePageAlone()
    {
        QFETCH(bool, isPlain);
        QFETCH(bool, isEncrypted);
        if (isEncrypted && QProcess::execute(u"/usr/bin/python3"_s, {u"-c"_s, u"import nacl.bindings"_s}) != 0)
            QSKIP("python3-nacl is not installed");
        MemoryStore store;
        DumpWish wish = wishFor(m_databases->at(u"source"_s));
        wish.format = isPlain ? DumpFormat::Plain : DumpFormat::Custom;
        if (isEncrypted)
            wish.reader.key = std::make_shared<const DumpKey>(*DumpKey::generate());
        const Result<DumpManifest> manifest = takeDump(store, wish, testJob());
        VERIFY_OK(manifest);
        const QString page = recoveryKit(u"production"_s, u"dumps"_s, {}, wish.reader.key.get()).expose([](const char *text) {
            return QString::fromUtf8(text);
        });
        QTemporaryDir folder;
        const auto file = [&](const QString &name) { return folder.path() + u'/' + name; };
        VERIFY_OK(writeFileAtomically(file(u"dump"_s), store.at(manifest->key)));

        QStringList commands;
        QByteArray program;
        QByteArray key;
        for (const QString &line : typed(page)) {
            const QString word = line.section(u' ', 0, 0);
            if (word == u"aws" || line.startsWith(isPlain ? u"pg_restore "_s : u"psql "_s))
                continue;
            if (QStringList{u"sha256sum"_s, u"python3"_s, u"zstd"_s, u"createdb"_s, u"pg_restore"_s, u"psql"_s}.contains(word))
                commands.append(line);
            else if (QRegularExpression(u"^([0-9a-f]{8} ?){4}$"_s).match(line).hasMatch())
                key += line.toUtf8() + '\n';
            else
                program += line.toUtf8() + '\n';
        }
        QCOMPARE(commands.size(), isEncrypted ? 5 : 4);
        QCOMPARE(key.isEmpty(), !isEncrypted);
        VERIFY_OK(writeFileAtomically(file(u"dump.key"_s), key));
        VERIFY_OK(writeFileAtomically(file(u"open.py"_s), program));

        VERIFY_OK(m_databases->run(u"postgres"_s, "DROP DATABASE IF EXISTS restored"));
        Command shell;
        shell.program = u"/bin/bash"_s;
        shell.arguments = {u"-e"_s, u"-c"_s, commands.join(u'\n')};
        shell.directory = folder.path();
        shell.environment = {{u"PATH"_s, m_databases->cluster().tools().folder() + u":/usr/bin:/bin"_s},
                             {u"PGHOST"_s, m_databases->cluster().socketFolder()},
                             {u"PGPORT"_s, QString::number(m_databases->cluster().port())},
                             {u"PGUSER"_s, u"postgres"_s}};
        const Result<CommandResult> done = runCommand(shell, testJob());
        VERIFY_OK(done);
        QVERIFY2(done->exitCode == 0, done->errors.constData());
        QVERIFY(done->output.contains(manifest->stored.sha256.toLatin1()));
        QCOMPARE(m_databases->ask(u"restored"_s, u"SELECT count(*) FROM sales"_s), 3);
        QCOMPARE(m_databases->ask(u"restored"_s, u"SELECT count(*) FROM \"Odd \"\"schema\"\"\".\"A table. of mine\""_s), 4);
    }

    void aPageWithoutAKeyHasNone()
    {
        const DumpKey key = *DumpKey::generate();
        const auto text = [](const Secret &page) { return page.expose([](const char *plain) { return QByteArray(plain); }); };
        const QByteArray digits = text(key.toText());
        QVERIFY(text(recoveryKit(u"x"_s, u"b"_s, {}, &key)).contains(digits.first(8)));
        const QByteArray open = text(recoveryKit(u"x"_s, u"b"_s, u"https://r2.example"_s, nullptr));
        QVERIFY(!open.contains("dump.key") && open.contains("--endpoint-url https://r2.example"));
    }
};

SHUTTLER_TEST(tst_RecoveryKit)
#include "tst_RecoveryKit.moc"

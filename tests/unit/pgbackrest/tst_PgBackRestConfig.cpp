// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Files.h"
#include "core/providers/pgbackrest/PgBackRestConfig.h"
#include "tests/support/Test.h"

#include <QTemporaryDir>

using namespace shuttler;
using namespace shuttler::pgbackrest;
using namespace Qt::StringLiterals;

class tst_PgBackRestConfig : public QObject {
    Q_OBJECT

private:
    const PgBackRestConfig m_config{
        "# the owner's words\n[global]\nrepo1-path = /srv/repo\n\n[main]\npg1-path=/srv/data\n# kept=1\n"};

private slots:
    void theStanzaOutranksTheGlobalSection()
    {
        QCOMPARE(m_config.value(u"main"_s, u"repo1-path"_s), std::optional(u"/srv/repo"_s));
        QCOMPARE(m_config.with(u"main"_s, u"repo1-path"_s, u"/other"_s).value(u"main"_s, u"repo1-path"_s),
                 std::optional(u"/other"_s));
        QVERIFY(!m_config.value(u"main"_s, u"kept"_s)); // A comment is no key.
    }

    void anEditKeepsEveryOtherLine()
    {
        QCOMPARE(
            m_config.with(u"main"_s, u"pg1-path"_s, u"/new"_s).text(),
            QByteArray("# the owner's words\n[global]\nrepo1-path = /srv/repo\n\n[main]\npg1-path=/new\n# kept=1\n"));
        QCOMPARE(
            m_config.with(u"global"_s, u"x"_s, u"1"_s).text(),
            QByteArray(
                "# the owner's words\n[global]\nx=1\nrepo1-path = /srv/repo\n\n[main]\npg1-path=/srv/data\n# kept=1\n"));
    }

    void aKeyThatStandsTwiceIsOneAfterwards()
    {
        const PgBackRestConfig twice("[main]\na=1\nb=2\na=3\n");
        QCOMPARE(twice.with(u"main"_s, u"a"_s, u"9"_s).text(), QByteArray("[main]\na=9\nb=2\n"));
    }

    void sectionsComeAndGoWhole()
    {
        const PgBackRestConfig more =
            m_config.withSection(u"copy"_s, {{u"pg1-path"_s, u"/srv/copy"_s}, {u"pg1-port"_s, u"5433"_s}});
        QVERIFY(more.hasSection(u"copy"_s));
        QCOMPARE(more.keysOf(u"copy"_s).size(), 2);
        QCOMPARE(more.withoutSection(u"copy"_s).text(), m_config.text());
        QCOMPARE(more.withSection(u"copy"_s, {{u"pg1-path"_s, u"/srv/copy"_s}, {u"pg1-port"_s, u"5433"_s}}).text(),
                 more.text());
        QCOMPARE(m_config.withoutSection(u"nothing"_s).text(), m_config.text());
        QVERIFY(!m_config.withoutSection(u"main"_s).hasSection(u"main"_s));
    }

    void theFileIsReplacedOnlyWhenSomethingChanged()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"pgbackrest.conf"_s);
        VERIFY_OK(writeFileAtomically(path, m_config.text()));
        const QDateTime before = QFileInfo(path).fileTime(QFile::FileModificationTime);
        VERIFY_OK(editConfig(path, [](const PgBackRestConfig &config) { return config; }));
        QCOMPARE(QFileInfo(path).fileTime(QFile::FileModificationTime), before);
        VERIFY_OK(
            editConfig(path, [](const PgBackRestConfig &config) { return config.with(u"main"_s, u"a"_s, u"1"_s); }));
        QCOMPARE(readConfig(path)->value(u"main"_s, u"a"_s), std::optional(u"1"_s));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList{u"pgbackrest.conf"_s});
        VERIFY_FAULT(readConfig(folder.filePath(u"other"_s)), Fault::NotFound);
    }
};

SHUTTLER_TEST(tst_PgBackRestConfig)
#include "tst_PgBackRestConfig.moc"

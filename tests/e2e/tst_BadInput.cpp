// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/e2e/StagedPractice.h"
#include "tests/e2e/Untouched.h"
#include "tests/support/Test.h"

#include <QDir>
#include <QFile>

#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

using ChangeText = std::function<QByteArray(QByteArray)>;
Q_DECLARE_METATYPE(ChangeText)

/// What cannot be meant or cannot be done is refused in three parts that one can act on, before anything is touched.
class tst_BadInput : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void refusesWhatCannotBeMeant_data();
    void refusesWhatCannotBeMeant();
    void refusesAnEnvFileItCouldNotSwitch_data();
    void refusesAnEnvFileItCouldNotSwitch();
    void refusesAMissingEnvFile();
    void refusesAFolderInPlaceOfTheEnvFile();
    void refusesAnEnvFileItMayNotWrite();
    void refusesAnEnvironmentThatCannotWork_data();
    void refusesAnEnvironmentThatCannotWork();
    void refusesWithoutPostgreSql();
    void refusesALedgerOfANewerVersion();
    void saysWhichLineOfTheSettingsIsBroken();

private:
    static constexpr int Bad = 2;
    static constexpr int Refused = 3;

    StagedPractice m_practice;
};

void tst_BadInput::initTestCase()
{
    const CtlAnswer created = m_practice.create();
    QVERIFY2(created.exit == 0, created.describe().constData());
    QVERIFY(m_practice.appPassword().size() > 20);
    // So that the ledger is there, and the listing has been remembered once.
    QCOMPARE(m_practice.ctl().run({u"backups"_s, m_practice.name()}).exit, 0);
}

void tst_BadInput::refusesWhatCannotBeMeant_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("says");
    const auto at = [](const QString &time) { return QStringList{u"restore"_s, u"practice"_s, u"--at"_s, time}; };
    const auto inBerlin = [&](const QString &time) { return at(time) + QStringList{u"--zone"_s, u"Europe/Berlin"_s}; };
    QTest::newRow("before the window") << at(u"2020-01-01T00:00:00Z"_s) << u"before the earliest"_s;
    QTest::newRow("in the future") << at(u"2099-01-01T00:00:00Z"_s) << u"in the future"_s;
    QTest::newRow("in a gap of daylight saving") << inBerlin(u"2026-03-29 02:30:00"_s) << u"did not exist"_s;
    QTest::newRow("doubled by daylight saving") << inBerlin(u"2025-10-26 02:30:00"_s) << u"happened twice"_s;
    QTest::newRow("doubled: both readings are given") << inBerlin(u"2025-10-26 02:30:00"_s) << u"2025-10-26T02:30:00+01:00 (2025-10-26T01:30:00Z)"_s;
    QTest::newRow("no moment at all") << at(u"yesterday evening"_s) << u"yesterday evening"_s;
    QTest::newRow("a day that does not exist") << inBerlin(u"2026-02-30 12:00:00"_s) << u"does not exist"_s;
    QTest::newRow("local time without a zone") << at(u"2026-10-25 02:30:00"_s) << u"no zone"_s;
    QTest::newRow("unknown zone") << QStringList(at(u"2026-10-25 02:30:00"_s) + QStringList{u"--zone"_s, u"Mars/Base"_s}) << u"Mars/Base"_s;
    QTest::newRow("unknown backup") << QStringList{u"restore"_s, u"practice"_s, u"--backup"_s, u"20200101-000000F"_s} << u"the nearest are 2"_s;
    QTest::newRow("unknown environment") << QStringList{u"restore"_s, u"production"_s, u"--latest"_s} << u"There are: practice"_s;
    QTest::newRow("environment with a path for a name") << QStringList{u"restore"_s, u"../practice"_s, u"--latest"_s} << u"../practice"_s;
    for (const char *verb : {"show", "resume", "undo"})
        QTest::addRow("unknown run to %s", verb) << QStringList{u"restore"_s, QString::fromLatin1(verb), u"r20200101-000000-0000"_s} << u"no such restore"_s;
    QTest::newRow("two targets") << QStringList{u"restore"_s, u"practice"_s, u"--latest"_s, u"--backup"_s, u"x"_s} << u"Exactly one of"_s;
    QTest::newRow("no target") << QStringList{u"restore"_s, u"practice"_s} << u"Exactly one of"_s;
    QTest::newRow("a step that does not exist") << QStringList{u"restore"_s, u"practice"_s, u"--latest"_s, u"--until"_s, u"8"_s} << u"from 1 to 7"_s;
    QTest::newRow("a name no server can have") << QStringList{u"restore"_s, u"practice"_s, u"--latest"_s, u"--new-name"_s, u"Not Good"_s} << u"Not Good"_s;
    QTest::newRow("a backup of nothing") << QStringList{u"backup"_s, u"production"_s, u"--name"_s, u"x"_s} << u"There are: practice"_s;
    const auto added = [](const QString &ca) { return QStringList{u"env"_s, u"add"_s, u"prod"_s, u"--database"_s, u"d"_s, u"--set"_s, u"config=/etc/pgbackrest.conf"_s, u"--set"_s, u"stanza=main"_s, u"--set"_s, u"data=/srv/pg"_s, u"--set"_s, u"instances=/srv/restored"_s, u"--set"_s, u"socket=/run/postgresql"_s, u"--ca"_s, ca}; };
    QTest::newRow("an authority without its whole path") << added(u"ca.pem"_s) << u"whole path"_s;
    QTest::newRow("an authority that is not there") << added(u"/nowhere/ca.pem"_s) << u"/nowhere/ca.pem"_s;
    QTest::newRow("an incident that is none") << QStringList{u"practice"_s, u"break"_s, u"earthquake"_s} << u"earthquake"_s;
}

void tst_BadInput::refusesWhatCannotBeMeant()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, says);
    const Untouched before = Untouched::look(m_practice);
    QCOMPARE(complaintAbout(m_practice.ctl().run(arguments), Bad, says, before, m_practice), QString());
}

void tst_BadInput::refusesAnEnvFileItCouldNotSwitch_data()
{
    QTest::addColumn<ChangeText>("change");
    QTest::addColumn<QString>("says");
    const auto withValue = [](const QByteArray &value) {
        return ChangeText([value](QByteArray text) {
            const qsizetype at = text.indexOf("DATABASE_URL=") + 13;
            return text.replace(at, text.indexOf('\n', at) - at, value);
        });
    };
    QTest::newRow("without DATABASE_URL") << ChangeText([](QByteArray text) { return text.replace("DATABASE_URL", "DATABASE_URI"); }) << u"does not set DATABASE_URL"_s;
    QTest::newRow("DATABASE_URL only in a comment") << ChangeText([](QByteArray text) { return text.replace("DATABASE_URL", "# DATABASE_URL"); }) << u"does not set DATABASE_URL"_s;
    QTest::newRow("two of them") << ChangeText([](const QByteArray &text) { return QByteArray(text + "export DATABASE_URL=postgresql:///other\n"); }) << u"more than once: in lines 3 and 5"_s;
    QTest::newRow("of another database") << withValue("mysql://app@localhost/shuttler") << u"not a DATABASE_URL of PostgreSQL"_s;
    QTest::newRow("empty") << withValue("") << u"not a DATABASE_URL"_s;
    QTest::newRow("quote not closed") << withValue("\"postgresql:///shuttler") << u"quote is not closed"_s;
    QTest::newRow("made of another variable") << withValue("postgresql://${USER}@/shuttler") << u"read differently"_s;
    QTest::newRow("naming two servers") << withValue("postgresql://a,b/shuttler") << u"several servers"_s;
    QTest::newRow("empty file") << ChangeText([](const QByteArray &) { return QByteArray(); }) << u"does not set DATABASE_URL"_s;
}

void tst_BadInput::refusesAnEnvFileItCouldNotSwitch()
{
    QFETCH(ChangeText, change);
    QFETCH(QString, says);
    const QByteArray sound = contentOf(m_practice.envFile());
    QVERIFY(writeTo(m_practice.envFile(), change(sound)));
    const Untouched before = Untouched::look(m_practice);
    const QString complaint = complaintAbout(m_practice.restore({u"--latest"_s}), Bad, says, before, m_practice);
    QVERIFY(writeTo(m_practice.envFile(), sound));
    QCOMPARE(complaint, QString());
}

void tst_BadInput::refusesAMissingEnvFile()
{
    const QString file = m_practice.envFile();
    QVERIFY(QFile::rename(file, file + u".away"_s));
    const Untouched before = Untouched::look(m_practice);
    const QString complaint = complaintAbout(m_practice.restore({u"--latest"_s}), Bad, file, before, m_practice);
    QVERIFY(QFile::rename(file + u".away"_s, file));
    QCOMPARE(complaint, QString());
}

void tst_BadInput::refusesAFolderInPlaceOfTheEnvFile()
{
    const QString file = m_practice.envFile();
    QVERIFY(QFile::rename(file, file + u".away"_s) && QDir().mkdir(file));
    const Untouched before = Untouched::look(m_practice);
    const QString complaint = complaintAbout(m_practice.restore({u"--latest"_s}), Refused, file, before, m_practice);
    QVERIFY(QDir().rmdir(file) && QFile::rename(file + u".away"_s, file));
    QCOMPARE(complaint, QString());
}

void tst_BadInput::refusesAnEnvFileItMayNotWrite()
{
    const QByteArray folder = QFile::encodeName(m_practice.directory() + u"/app"_s);
    constexpr int NoRightToMount = 125;
    if (::geteuid() == 0)
        // Root may write everywhere: for this one program the folder lies on a disk that is read-only.
        m_practice.ctl().beforeEach([folder] {
            if (::unshare(CLONE_NEWNS) != 0 || ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0
                || ::mount(folder.constData(), folder.constData(), nullptr, MS_BIND, nullptr) != 0
                || ::mount(nullptr, folder.constData(), nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY, nullptr) != 0)
                ::_exit(NoRightToMount);
        });
    else
        QVERIFY(::chmod(folder.constData(), 0500) == 0);
    const Untouched before = Untouched::look(m_practice);
    const CtlAnswer answer = m_practice.restore({u"--latest"_s});
    m_practice.ctl().beforeEach({});
    QVERIFY(::chmod(folder.constData(), 0700) == 0);
    if (answer.exit == NoRightToMount)
        QSKIP("Root without the right to mount cannot be kept from writing.");
    QCOMPARE(complaintAbout(answer, Refused, u"cannot be changed"_s, before, m_practice), QString());
}

void tst_BadInput::refusesAnEnvironmentThatCannotWork_data()
{
    QTest::addColumn<ChangeText>("change");
    QTest::addColumn<int>("exit");
    QTest::addColumn<QString>("says");
    const auto with = [](const QByteArray &key, const QByteArray &value) {
        return ChangeText([key, value](QByteArray text) {
            const qsizetype at = text.indexOf('\n' + key + " = ") + 1;
            return at > 0 ? text.replace(at, text.indexOf('\n', at) - at, key + " = " + value) : QByteArray();
        });
    };
    const auto inserted = [](const QByteArray &line) { return ChangeText([line](QByteArray text) { return text.replace("[provider]\n", "[provider]\n" + line + '\n'); }); };
    QTest::newRow("pgBackRest missing") << with("program", "\"/nowhere/pgbackrest\"") << Refused << u"Install the package pgbackrest"_s;
    QTest::newRow("pgBackRest is something else") << with("program", "\"/bin/true\"") << Refused << u"Install the package pgbackrest"_s;
    QTest::newRow("its configuration missing") << with("config", "\"/nowhere/pgbackrest.conf\"") << Refused << u"/nowhere/pgbackrest.conf"_s;
    QTest::newRow("unknown stanza") << with("stanza", "\"other\"") << Refused << u"[other]"_s;
    QTest::newRow("no folder for new servers") << with("instances", "\"/nowhere/instances\"") << Refused << u"/nowhere/instances"_s;
    QTest::newRow("a path that depends on where one stands") << with("instances", "\"instances\"") << Bad << u"\"instances\""_s;
    QTest::newRow("a port that is none") << with("port", "\"70000\"") << Bad << u"70000"_s;
    QTest::newRow("a misspelt key") << inserted("stanca = \"practice\"") << Bad << u"stanca"_s;
    QTest::newRow("another provider") << ChangeText([](QByteArray text) { return text.replace("\"pgbackrest\"", "\"clouds\""); }) << Bad << u"clouds"_s;
    QTest::newRow("a redeploy that does not exist") << with("command", "[\"/nowhere/redeploy\"]") << Bad << u"/nowhere/redeploy"_s;
    const auto vouchedForBy = [](const QByteArray &file) { return ChangeText([file](QByteArray text) { return text.replace("[app]\n", "[app]\nca = \"" + file + "\"\n"); }); };
    QTest::newRow("an authority of the app's that is missing") << vouchedForBy("/nowhere/ca.pem") << Bad << u"/nowhere/ca.pem"_s;
    QTest::newRow("an authority of the app's that is none") << vouchedForBy("/etc/hostname") << Bad << u"/etc/hostname holds no certificate"_s;
    QTest::newRow("an authority that depends on where one stands") << vouchedForBy("ca.pem") << Bad << u"\"ca\" in [app]"_s;
    QTest::newRow("no TOML any more") << with("database", "\"shuttler") << Bad << u"practice.toml, line 3"_s;
    QTest::newRow("a text where a list belongs") << with("command", "\"restart\"") << Bad << u"practice.toml, line 2"_s;
    QTest::newRow("a kind that is none") << with("kind", "\"toy\"") << Bad << u"practice.toml, line 2"_s;
}

void tst_BadInput::refusesAnEnvironmentThatCannotWork()
{
    QFETCH(ChangeText, change);
    QFETCH(int, exit);
    QFETCH(QString, says);
    const QByteArray sound = contentOf(m_practice.environmentFile());
    const QByteArray bad = change(sound);
    QVERIFY(!bad.isEmpty() && bad != sound);
    QVERIFY(writeTo(m_practice.environmentFile(), bad));
    const Untouched before = Untouched::look(m_practice);
    const QString complaint = complaintAbout(m_practice.restore({u"--latest"_s}), exit, says, before, m_practice);
    QVERIFY(writeTo(m_practice.environmentFile(), sound));
    QCOMPARE(complaint, QString());
}

void tst_BadInput::refusesWithoutPostgreSql()
{
    constexpr int NoRightToMount = 125;
    m_practice.ctl().beforeEach([] {
        if (::unshare(CLONE_NEWNS) != 0 || ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0
            || ::mount("tmpfs", "/usr/lib/postgresql", "tmpfs", 0, "size=64k,mode=0755") != 0)
            ::_exit(NoRightToMount);
    });
    const Untouched before = Untouched::look(m_practice);
    const CtlAnswer answer = m_practice.restore({u"--latest"_s});
    m_practice.ctl().beforeEach({});
    if (answer.exit == NoRightToMount)
        QSKIP("Only who may mount can hide PostgreSQL from one program.");
    QCOMPARE(complaintAbout(answer, Refused, u"package postgresql-NN"_s, before, m_practice), QString());
}

void tst_BadInput::refusesALedgerOfANewerVersion()
{
    const QByteArray sound = contentOf(m_practice.ledgerFile());
    QByteArray newer = sound;
    constexpr qsizetype UserVersion = 60; // In SQLite's header: four bytes, the most significant first.
    newer.replace(UserVersion, 4, QByteArray("\0\0\0\x63", 4));
    QVERIFY(sound.size() > 100 && writeTo(m_practice.ledgerFile(), newer));
    const Untouched before = Untouched::look(m_practice);
    QStringList complaints;
    for (const QStringList &arguments : {QStringList{u"restore"_s, u"practice"_s, u"--latest"_s}, QStringList{u"restore"_s, u"list"_s},
                                         QStringList{u"backups"_s, u"practice"_s}, QStringList{u"log"_s, u"verify"_s}})
        complaints.append(complaintAbout(m_practice.ctl().run(arguments), Refused, u"newer version"_s, before, m_practice));
    const bool isSame = contentOf(m_practice.ledgerFile()) == newer;
    QVERIFY(writeTo(m_practice.ledgerFile(), sound));
    QCOMPARE(complaints.join(u'\n').trimmed(), QString());
    QVERIFY(isSame);
}

void tst_BadInput::saysWhichLineOfTheSettingsIsBroken()
{
    const QString file = m_practice.ctl().config() + u"/settings.toml"_s;
    QVERIFY(writeTo(file, "zone = \"UTC\"\nevidence-folder = /srv/evidence\n"));
    const Untouched before = Untouched::look(m_practice);
    const QString complaint = complaintAbout(m_practice.restore({u"--latest"_s}), Bad, u"settings.toml, line 2"_s, before, m_practice);
    QVERIFY(QFile::remove(file));
    QCOMPARE(complaint, QString());
}

SHUTTLER_TEST(tst_BadInput)
#include "tst_BadInput.moc"

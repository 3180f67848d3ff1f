// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/EnvFile.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"

#include <QDir>
#include <QTemporaryDir>

#include <sys/stat.h>
#include <unistd.h>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

namespace {

const QString Variable = u"DATABASE_URL"_s;

/// One .env file in a folder of its own.
struct Place {
    explicit Place(const QByteArray &text) { put(text); }
    void put(const QByteArray &text)
    {
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("no file");
    }
    QByteArray text() const
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QStringList files() const { return QDir(folder.path()).entryList(QDir::Files | QDir::Hidden); }
    EnvFile target() const { return EnvFile(path, Variable); }

    QTemporaryDir folder;
    QString path = folder.filePath(u".env"_s);
};

mode_t modeOf(const QString &path)
{
    struct stat status = {};
    ::stat(QFile::encodeName(path).constData(), &status);
    return status.st_mode & 07777;
}

/// While it lives, this process has only the rights of an ordinary user.
class WithoutPrivileges {
public:
    WithoutPrivileges() : m_wasRoot(::geteuid() == 0)
    {
        if (m_wasRoot && ::seteuid(65534) != 0)
            qFatal("cannot become nobody");
    }
    ~WithoutPrivileges()
    {
        if (m_wasRoot && ::seteuid(0) != 0)
            qFatal("cannot become root again");
    }

private:
    bool m_wasRoot;
};

} // namespace

class tst_EnvFile : public QObject {
    Q_OBJECT

private slots:
    void movingToAnotherServerChangesHostAndPortAndNothingElse_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        const auto row = [](const char *name, const QByteArray &before, const QByteArray &after) {
            QTest::newRow(name) << before << after;
        };
        row("plain", "A=1\nDATABASE_URL=postgresql://app:pw@old:5432/academy\nB=2\n",
            "A=1\nDATABASE_URL=postgresql://app:pw@new.db:6000/academy\nB=2\n");
        row("question mark, percent and escaped space in the password",
            "DATABASE_URL=postgresql://app:a?b%25c%20d@old:5432/academy?sslmode=require\n",
            "DATABASE_URL=postgresql://app:a?b%25c%20d@new.db:6000/academy?sslmode=require\n");
        row("a real space in quotes", "DATABASE_URL=\"postgresql://app:a b@old:5432/academy\"\n",
            "DATABASE_URL=\"postgresql://app:a b@new.db:6000/academy\"\n");
        row("quotes in the password", "DATABASE_URL='postgresql://app:a\"b@old:5432/academy'\n",
            "DATABASE_URL='postgresql://app:a\"b@new.db:6000/academy'\n");
        row("an escaped quote in the password", "DATABASE_URL=\"postgresql://app:a\\\"b@old:5432/academy\"\n",
            "DATABASE_URL=\"postgresql://app:a\\\"b@new.db:6000/academy\"\n");
        row("a hash in the password", "DATABASE_URL=postgresql://app:a#b@old:5432/academy # live\n",
            "DATABASE_URL=postgresql://app:a#b@new.db:6000/academy # live\n");
        row("windows line ends", "DATABASE_URL=postgres://app:pw@old:5432/academy\r\n",
            "DATABASE_URL=postgres://app:pw@new.db:6000/academy\r\n");
    }
    void movingToAnotherServerChangesHostAndPortAndNothingElse()
    {
        QFETCH(QByteArray, before);
        Place place(before);
        EnvFile target = place.target();
        VERIFY_OK(target.check(testJob()));
        const auto value = target.read(testJob());
        VERIFY_OK(value);
        VERIFY_OK(target.write(value->movedTo(u"new.db"_s, 6000), u"r1"_s, testJob()));
        QTEST(place.text(), "after");
        VERIFY_OK(target.putBack(u"r1"_s, testJob()));
        QCOMPARE(place.text(), before);
    }

    void lookingChangesNothing()
    {
        Place place("DATABASE_URL=postgresql://app:pw@old:5432/academy\n");
        const QByteArray before = place.text();
        EnvFile target = place.target();
        VERIFY_OK(target.check(testJob()));
        VERIFY_OK(target.read(testJob()));
        QCOMPARE(place.text(), before);
        QCOMPARE(place.files(), QStringList{u".env"_s});
    }

    void theFirstValueIsKeptForItsOwnerAloneUntilItIsForgotten()
    {
        Place place("DATABASE_URL=postgresql://app:pw@old:5432/academy\n");
        EnvFile target = place.target();
        const auto value = target.read(testJob());
        VERIFY_OK(target.write(value->movedTo(u"one"_s, 1), u"r1"_s, testJob()));
        VERIFY_OK(target.write(value->movedTo(u"two"_s, 2), u"r1"_s, testJob()));
        QCOMPARE(place.files(), (QStringList{u".env"_s, u".env.before-r1"_s}));
        QCOMPARE(modeOf(place.path + u".before-r1"_s), mode_t(0600));
        VERIFY_OK(target.putBack(u"r1"_s, testJob()));
        QCOMPARE(place.text(), QByteArray("DATABASE_URL=postgresql://app:pw@old:5432/academy\n"));
        VERIFY_OK(target.forget(u"r1"_s, testJob()));
        VERIFY_OK(target.forget(u"r1"_s, testJob()));
        QCOMPARE(place.files(), QStringList{u".env"_s});
        VERIFY_FAULT(target.putBack(u"r1"_s, testJob()), Fault::NotFound);
    }

    void whatElseWasEditedMeanwhileStays()
    {
        Place place("A=1\nDATABASE_URL=postgresql://app:pw@old:5432/academy\n");
        EnvFile target = place.target();
        VERIFY_OK(target.write(target.read(testJob())->movedTo(u"new"_s, 1), u"r1"_s, testJob()));
        place.put(place.text().replace("A=1", "A=2\n# a note"));
        VERIFY_OK(target.putBack(u"r1"_s, testJob()));
        QCOMPARE(place.text(), QByteArray("A=2\n# a note\nDATABASE_URL=postgresql://app:pw@old:5432/academy\n"));
    }

    void modeAndOwnerStay()
    {
        Place place("DATABASE_URL=postgresql://app:pw@old:5432/academy\n");
        const QByteArray path = QFile::encodeName(place.path);
        QCOMPARE(::chmod(path.constData(), 0640), 0);
        const bool isRoot = ::geteuid() == 0;
        if (isRoot)
            QCOMPARE(::chown(path.constData(), 65534, 65534), 0);
        EnvFile target = place.target();
        VERIFY_OK(target.write(target.read(testJob())->movedTo(u"new"_s, 1), u"r1"_s, testJob()));
        QCOMPARE(modeOf(place.path), mode_t(0640));
        struct stat status = {};
        QCOMPARE(::stat(path.constData(), &status), 0);
        QCOMPARE(status.st_uid, isRoot ? uid_t(65534) : ::geteuid());
    }

    void aLinkStaysALink()
    {
        Place place("DATABASE_URL=postgresql://app:pw@old:5432/academy\n");
        QTemporaryDir elsewhere;
        const QString link = elsewhere.filePath(u"current.env"_s);
        QVERIFY(QFile::link(place.path, link));
        EnvFile target(link, Variable);
        VERIFY_OK(target.check(testJob()));
        VERIFY_OK(target.write(target.read(testJob())->movedTo(u"new"_s, 1), u"r1"_s, testJob()));
        QVERIFY(QFileInfo(link).isSymLink());
        QVERIFY(place.text().contains("@new:1/"));
        QCOMPARE(QDir(elsewhere.path()).entryList(QDir::Files).size(), 1);
    }

    void whatCannotWorkIsFoundOutBeforeAnythingIsTouched_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("no such variable") << QByteArray("A=1\n");
        QTest::newRow("twice") << QByteArray("DATABASE_URL=a\nDATABASE_URL=b\n");
        QTest::newRow("not a database's address") << QByteArray("DATABASE_URL=sqlite:///app.db\n");
        QTest::newRow("empty") << QByteArray("DATABASE_URL=\n");
        QTest::newRow("a quote that does not close") << QByteArray("DATABASE_URL=\"postgresql://app:pw@old/academy\n");
    }
    void whatCannotWorkIsFoundOutBeforeAnythingIsTouched()
    {
        QFETCH(QByteArray, text);
        Place place(text);
        const auto checked = place.target().check(testJob());
        VERIFY_FAULT(checked, Fault::BadInput);
        QVERIFY(!checked.error().means().isEmpty() && !checked.error().todo().isEmpty());
        QCOMPARE(place.text(), text);
        QCOMPARE(place.files(), QStringList{u".env"_s});
    }

    void aMissingFileIsNamed()
    {
        QTemporaryDir folder;
        EnvFile target(folder.filePath(u"nowhere/.env"_s), Variable);
        const auto checked = target.check(testJob());
        VERIFY_FAULT(checked, Fault::NotFound);
        QVERIFY(checked.error().what().contains(u"nowhere/.env"_s));
        QVERIFY(!checked.error().means().isEmpty() && !checked.error().todo().isEmpty());
    }

    void aFileThatMayNotBeChangedIsRefused_data()
    {
        QTest::addColumn<int>("folderMode");
        QTest::addColumn<int>("fileMode");
        QTest::newRow("the file") << 0777 << 0444;
        QTest::newRow("the folder") << 0555 << 0666;
        QTest::newRow("not even readable") << 0777 << 0000;
    }
    void aFileThatMayNotBeChangedIsRefused()
    {
        QFETCH(int, folderMode);
        QFETCH(int, fileMode);
        Place place("DATABASE_URL=postgresql://app:pw@old:5432/academy\n");
        const QByteArray path = QFile::encodeName(place.path);
        const QByteArray folder = QFile::encodeName(place.folder.path());
        if (::geteuid() == 0)
            QCOMPARE(::chown(path.constData(), 65534, 65534), 0);
        QCOMPARE(::chmod(path.constData(), mode_t(fileMode)), 0);
        QCOMPARE(::chmod(folder.constData(), mode_t(folderMode)), 0);
        {
            WithoutPrivileges ordinary;
            const auto checked = place.target().check(testJob());
            VERIFY_FAULT(checked, Fault::Refused);
            QVERIFY(!checked.error().means().isEmpty() && !checked.error().todo().isEmpty());
        }
        QCOMPARE(::chmod(folder.constData(), 0755), 0);
    }

    void aFileOfAnotherUserIsRefusedBecauseItWouldChangeHands()
    {
        Place place("DATABASE_URL=postgresql://app:pw@old:5432/academy\n");
        if (::geteuid() != 0) { // Who may give no file away has none of another user's to try with.
            QVERIFY(::chown(QFile::encodeName(place.path).constData(), 0, gid_t(-1)) != 0);
            return;
        }
        QCOMPARE(::chmod(QFile::encodeName(place.path).constData(), 0666), 0);
        QCOMPARE(::chmod(QFile::encodeName(place.folder.path()).constData(), 0777), 0);
        WithoutPrivileges ordinary;
        VERIFY_FAULT(place.target().check(testJob()), Fault::Refused);
    }
};

SHUTTLER_TEST(tst_EnvFile)
#include "tst_EnvFile.moc"

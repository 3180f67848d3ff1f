// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "PracticeFixture.h"

#include "core/postgres/ConnectionString.h"
#include "tests/support/Jobs.h"

#include <QFile>
#include <QFileInfo>

#include <unistd.h>

using namespace shuttler;
using namespace Qt::StringLiterals;

/// Where Practices may lie: beside each other, and in folders with all kinds of names.
class tst_PracticePlaces : public QObject {
    Q_OBJECT
private slots:
    void twoMayLiveSideBySide()
    {
        PracticeFixture fixture;
        const Result<PracticeStatus> one =
            fixture.world().create(EnvironmentName(u"one"_s), PracticeSize::Small, test::testJob());
        VERIFY_OK(one);
        const Result<PracticeStatus> two =
            fixture.world().create(EnvironmentName(u"two"_s), PracticeSize::Small, test::testJob());
        VERIFY_OK(two);
        QVERIFY(one->directory != two->directory && one->healthUrl != two->healthUrl
                && one->connection != two->connection);

        VERIFY_OK(fixture.world().breakIt(EnvironmentName(u"one"_s), IncidentKind::Truncate, test::testJob()));
        QVERIFY(fixture.world().status(EnvironmentName(u"two"_s), test::testJob())->incidents.isEmpty());
        VERIFY_OK(fixture.world().destroy(EnvironmentName(u"one"_s), test::testJob()));

        const Result<PracticeStatus> left = fixture.world().status(EnvironmentName(u"two"_s), test::testJob());
        VERIFY_OK(left);
        QVERIFY(left->databaseRuns && left->appRuns);
        VERIFY_OK(fixture.world().destroy(EnvironmentName(u"two"_s), test::testJob()));
        QCOMPARE(fixture.traces(), QStringList());
    }

    void aHostileFolderIsOnlyAFolder()
    {
        PracticeFixture fixture(u"it's 50 %p of a;b & (für Kim), "_s + QString(80, u'x'));
        const Result<PracticeStatus> made =
            fixture.world().create(EnvironmentName(u"one"_s), PracticeSize::Small, test::testJob());
        VERIFY_OK(made);
        const QString sockets = postgres::parseConnectionString(made->connection)->host;
        QVERIFY(QFileInfo::exists(sockets));
        VERIFY_OK(fixture.world().breakIt(EnvironmentName(u"one"_s), IncidentKind::Truncate, test::testJob()));
        VERIFY_OK(fixture.world().restartApp(EnvironmentName(u"one"_s), test::testJob()));
        VERIFY_OK(fixture.world().destroy(EnvironmentName(u"one"_s), test::testJob()));
        QCOMPARE(fixture.traces(), QStringList());
        QVERIFY(!QFileInfo::exists(sockets));
    }

    void aClosedFolderWillDoUnlessServersRunAsAnotherUser()
    {
        PracticeFixture fixture;
        QFile::setPermissions(fixture.state(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        const Result<PracticeStatus> made =
            fixture.world().create(EnvironmentName(u"one"_s), PracticeSize::Small, test::testJob());
        VERIFY_OK(made);
        const QString place = ::geteuid() == 0 ? u"/var/lib/shuttler-ops/practice/"_s : fixture.state();
        QVERIFY2(made->directory.startsWith(place), qPrintable(made->directory));
        QVERIFY(made->databaseRuns && made->appRuns);
        VERIFY_OK(fixture.world().destroy(EnvironmentName(u"one"_s), test::testJob()));
        QCOMPARE(fixture.traces(), QStringList());
        QVERIFY(!QFileInfo::exists(made->directory));
        if (::geteuid() == 0) // Of the system's folder not even the part that was made for this state folder is left.
            QVERIFY(!QFileInfo::exists(QFileInfo(made->directory).path()));
    }

    void aFolderThatPostgresCannotWorkInIsRefused()
    {
        PracticeFixture fixture(u"a \"$HOME\""_s);
        VERIFY_FAULT(fixture.world().create(EnvironmentName(u"one"_s), PracticeSize::Small, test::testJob()),
                     Fault::BadInput);
        QCOMPARE(fixture.traces(), QStringList());
    }
};

SHUTTLER_TEST(tst_PracticePlaces)
#include "tst_PracticePlaces.moc"

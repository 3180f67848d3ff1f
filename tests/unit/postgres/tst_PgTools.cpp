// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/postgres/PgTools.h"
#include "tests/support/Test.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace shuttler;
using namespace shuttler::postgres;
using namespace Qt::StringLiterals;

class tst_PgTools : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    /// A server program that says it is of this version.
    QString installation(const QString &name, const QByteArray &version)
    {
        const QString folder = m_folder.filePath(name);
        QDir().mkpath(folder);
        QFile program(folder + u"/postgres"_s);
        if (program.open(QIODevice::WriteOnly))
            program.write("#!/bin/sh\necho 'postgres (PostgreSQL) " + version + "'\n");
        program.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        return folder;
    }

private slots:
    void theConfiguredFolderComesFirst()
    {
        const QString folder = installation(u"own"_s, "97.3");
        const Result<PgTools> tools = PgTools::find(97, folder);
        VERIFY_OK(tools);
        QCOMPARE(tools->major(), 97);
        QCOMPARE(tools->program(u"pg_ctl"_s), folder + u"/pg_ctl"_s);
    }

    void theNameOfAFolderProvesNothing()
    {
        const Result<PgTools> tools = PgTools::find(98, installation(u"98"_s, "97.3"));
        VERIFY_FAULT(tools, Fault::NotFound);
        QVERIFY2(tools.error().means().contains(u"97 in "_s), qPrintable(tools.error().means()));
        QVERIFY(tools.error().details().contains(m_folder.path()));
    }

    void aBetaAndADistributionsSuffixAreRead()
    {
        QCOMPARE(PgTools::newest(installation(u"beta"_s, "19beta1"))->major(), 19);
        QCOMPARE(PgTools::newest(installation(u"debian"_s, "96.8 (Debian 96.8-0+deb12u1)"))->major(), 96);
    }

    void aProgramThatWasReplacedIsAskedAgain()
    {
        QCOMPARE(PgTools::newest(installation(u"upgraded"_s, "97.3"))->major(), 97);
        QCOMPARE(PgTools::newest(installation(u"upgraded"_s, "98.10"))->major(), 98);
    }

    void aFolderWithoutAServerIsNotFound() { VERIFY_FAULT(PgTools::newest(m_folder.path()), Fault::NotFound); }
};

SHUTTLER_TEST(tst_PgTools)
#include "tst_PgTools.moc"

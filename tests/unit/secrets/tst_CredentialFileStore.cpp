// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Files.h"
#include "core/secrets/CredentialFileStore.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"

#include <QFileInfo>
#include <QTemporaryDir>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

class tst_CredentialFileStore : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

private slots:
    void readsAFileWithoutItsLastLineBreak()
    {
        VERIFY_OK(writeFileAtomically(m_folder.filePath(u"rds.production"_s), " sesame \n"));
        const auto read = CredentialFileStore(m_folder.path()).read(u"rds/production"_s, testJob());
        VERIFY_OK(read);
        QCOMPARE((*read)->expose([](const char *plain) { return QByteArray(plain); }), QByteArray(" sesame "));
    }

    void aFileThatOthersMayReadIsRefused()
    {
        for (const QFileDevice::Permission right : {QFileDevice::ReadGroup, QFileDevice::ReadOther, QFileDevice::WriteOther}) {
            const QString path = m_folder.filePath(u"open-%1"_s.arg(int(right)));
            VERIFY_OK(writeFileAtomically(path, "sesame"));
            QVERIFY(QFile::setPermissions(path, QFileDevice::ReadOwner | right));
            const auto read = CredentialFileStore(m_folder.path()).read(u"open-%1"_s.arg(int(right)), testJob());
            VERIFY_FAULT(read, Fault::Refused);
            QVERIFY(read.error().todo().contains(u"chmod 600"_s));
        }
    }

    void whatIsNotThereIsNotFound()
    {
        CredentialFileStore store(m_folder.path());
        VERIFY_FAULT(store.read(u"none"_s, testJob()), Fault::NotFound);
        VERIFY_FAULT(store.read({}, testJob()), Fault::NotFound);
        VERIFY_FAULT(store.read(u"../"_s + QFileInfo(m_folder.path()).fileName(), testJob()), Fault::NotFound);
    }

    void nothingIsEverWritten()
    {
        CredentialFileStore store(m_folder.path());
        VERIFY_FAULT(store.write(u"new"_s, Secret(QByteArray("x")), testJob()), Fault::Refused);
        VERIFY_FAULT(store.forget(u"new"_s, testJob()), Fault::Refused);
        QVERIFY(!QFileInfo::exists(m_folder.filePath(u"new"_s)));
    }
};

SHUTTLER_TEST(tst_CredentialFileStore)
#include "tst_CredentialFileStore.moc"

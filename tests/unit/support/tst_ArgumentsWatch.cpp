// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "tests/support/Written.h"

#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// The eye that would see a secret among a program's arguments.
class tst_ArgumentsWatch : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

private slots:
    void initTestCase() { qputenv("SHUTTLER_WRITTEN", m_folder.path().toUtf8()); }

    void notesWhatAProgramWasStartedWith()
    {
        {
            const ArgumentsWatch watch;
            QCOMPARE(QProcess::execute(u"/bin/sleep"_s, {u"0.3"_s, u"0.0424242"_s}), 0);
        }
        QByteArray noted;
        QDirIterator files(m_folder.path(), {u"*arguments"_s}, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext())
            if (QFile file(files.next()); file.open(QIODevice::ReadOnly))
                noted += file.readAll();
        QVERIFY2(noted.contains("/bin/sleep 0.3 0.0424242"), noted.constData());
    }
};

SHUTTLER_TEST(tst_ArgumentsWatch)
#include "tst_ArgumentsWatch.moc"

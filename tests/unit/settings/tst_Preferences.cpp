// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Files.h"
#include "core/settings/Preferences.h"
#include "tests/support/Test.h"

#include <QTemporaryDir>

using namespace shuttler;
using namespace Qt::StringLiterals;

class tst_Preferences : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath(u"config/settings.toml"_s);
    }

    void aMissingFileIsTheDefaults()
    {
        const Result<Preferences> loaded = loadPreferences(m_file);
        VERIFY_OK(loaded);
        QCOMPARE(*loaded, Preferences());
    }

    void everySettingComesBack()
    {
        const Preferences wanted{u"Pacific/Chatham"_s, Appearance::Dark, 150, u"/home/a b/\"evidence\""_s, 15};
        VERIFY_OK(savePreferences(m_file, wanted));
        QCOMPARE(*loadPreferences(m_file), wanted);
        VERIFY_OK(savePreferences(m_file, Preferences()));
        QCOMPARE(*loadPreferences(m_file), Preferences());
    }

    void commentsAndUnknownKeysStay()
    {
        VERIFY_OK(savePreferences(m_file, {}));
        VERIFY_OK(writeFileAtomically(m_file, "# mine\ntext-percent = 100 # big enough\nfuture = [1]\n"));
        VERIFY_OK(savePreferences(m_file, {{}, Appearance::FollowSystem, 120, {}, 60}));
        QCOMPARE(*readWholeFile(m_file), QByteArray("# mine\ntext-percent = 120 # big enough\nfuture = [1]\n"));
    }

    void aBrokenOneNamesLineAndKeyAndIsNotOverwritten_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("no TOML") << QByteArray("zone\n") << u"line 1"_s;
        QTest::newRow("zone") << QByteArray("\nzone = \"Europe/Atlantis\"\n")
                              << u"line 2, column 8: \"zone\" must be a zone"_s;
        QTest::newRow("appearance") << QByteArray("appearance = \"blue\"\n")
                                    << u"\"appearance\" must be one of system, light, dark"_s;
        QTest::newRow("text too small") << QByteArray("text-percent = 79\n")
                                        << u"\"text-percent\" must be a whole number from 80 to 200"_s;
        QTest::newRow("text too large") << QByteArray("text-percent = 201\n") << u"80 to 200"_s;
        QTest::newRow("a fraction") << QByteArray("text-percent = 100.5\n") << u"whole number"_s;
        QTest::newRow("checks too often") << QByteArray("check-seconds = 14\n") << u"15 to 3600"_s;
    }
    void aBrokenOneNamesLineAndKeyAndIsNotOverwritten()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QString, says);
        VERIFY_OK(savePreferences(m_file, {}));
        VERIFY_OK(writeFileAtomically(m_file, text));
        const Result<Preferences> loaded = loadPreferences(m_file);
        VERIFY_FAULT(loaded, Fault::BadInput);
        QVERIFY2(loaded.error().what().contains(says), qPrintable(loaded.error().what()));
        QVERIFY(loaded.error().what().contains(m_file));
        QCOMPARE(*readWholeFile(m_file), text);
    }
};

SHUTTLER_TEST(tst_Preferences)
#include "tst_Preferences.moc"

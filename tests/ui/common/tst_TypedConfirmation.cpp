// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Jobs.h"
#include "tests/support/Test.h"
#include "ui/common/TypedConfirmation.h"

#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>

using namespace shuttler;
using namespace shuttler::ui;
using namespace Qt::StringLiterals;

namespace {

DestroyQuestion question()
{
    DestroyQuestion question;
    question.title = u"Destroy shuttler-prod now?"_s;
    question.lose = {{u"Instance"_s, u"shuttler-prod, 18.4 GiB"_s}};
    question.kept = {{u"Final snapshot"_s, {}, true, true}, {u"Automated backups"_s, {}, true, false}};
    question.prompt = u"Type the instance name to confirm"_s;
    question.name = u"shuttler-prod"_s;
    question.keepButton = u"Keep it for 72 hours"_s;
    question.destroyButton = u"Destroy shuttler-prod"_s;
    return question;
}

} // namespace

class tst_TypedConfirmation : public QObject {
    Q_OBJECT

private slots:
    void onlyTheExactNameUnlocksTheButton_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<bool>("unlocked");
        QTest::newRow("nothing") << QString() << false;
        QTest::newRow("a beginning") << u"shuttler-pr"_s << false;
        QTest::newRow("capitals") << u"Shuttler-Prod"_s << false;
        QTest::newRow("a blank after it") << u"shuttler-prod "_s << false;
        QTest::newRow("the name") << u"shuttler-prod"_s << true;
    }
    void onlyTheExactNameUnlocksTheButton()
    {
        QFETCH(QString, typed);
        QFETCH(bool, unlocked);
        ConfirmDestroyDialog dialog(question(), m_clock, nullptr);
        dialog.findChild<QLineEdit *>(u"dlgName"_s)->setText(typed);
        QCOMPARE(dialog.findChild<QPushButton *>(u"dlgDestroy"_s)->isEnabled(), unlocked);
    }

    void enterAndEscapeKeepIt()
    {
        for (const int key : {Qt::Key_Return, Qt::Key_Escape}) {
            ConfirmDestroyDialog dialog(question(), m_clock, nullptr);
            QSignalSpy rejected(&dialog, &QDialog::rejected);
            dialog.show();
            QTRY_COMPARE(dialog.focusWidget(), dialog.findChild<QLineEdit *>(u"dlgName"_s));
            // Even with the right name: the danger button is never the default.
            QTest::keyClicks(dialog.focusWidget(), u"shuttler-prod"_s);
            QTest::keyClick(dialog.focusWidget(), Qt::Key(key));
            QCOMPARE(rejected.size(), 1);
        }
    }

    void aClickOnOldFactsReadsThemAgainAndHasToBeRepeated()
    {
        ConfirmDestroyDialog dialog(question(), m_clock, nullptr);
        QSignalSpy wanted(&dialog, &ConfirmDestroyDialog::factsWanted);
        QSignalSpy accepted(&dialog, &QDialog::accepted);
        dialog.findChild<QLineEdit *>(u"dlgName"_s)->setText(u"shuttler-prod"_s);
        auto *destroy = dialog.findChild<QPushButton *>(u"dlgDestroy"_s);

        m_clock.advance(Seconds(61));
        destroy->click();
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(accepted.size(), 0);

        dialog.setFacts({{u"Instance"_s, u"shuttler-prod, 18.5 GiB"_s}});
        destroy->click();
        QCOMPARE(accepted.size(), 1);
    }

    void theTicksSayWhatIsKept()
    {
        ConfirmDestroyDialog dialog(question(), m_clock, nullptr);
        QVERIFY(dialog.isKept(0));
        QTest::keyClick(dialog.findChild<QWidget *>(u"dlgKept0"_s), Qt::Key_Space);
        QVERIFY(!dialog.isKept(0));
        QVERIFY(dialog.isKept(1));
        QVERIFY(!dialog.findChild<QWidget *>(u"dlgKept1"_s)->isEnabled());
    }

private:
    test::ManualClock m_clock;
};

SHUTTLER_TEST(tst_TypedConfirmation)

#include "tst_TypedConfirmation.moc"

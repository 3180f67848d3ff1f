// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "ui/common/ErrorCard.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace shuttler;
using namespace shuttler::ui;
using namespace Qt::StringLiterals;

class tst_ErrorCard : public QObject {
    Q_OBJECT

private slots:
    void itIsHiddenUntilThereIsAnError()
    {
        QWidget page;
        auto *column = new QVBoxLayout(&page);
        auto *card = new ErrorCard;
        column->addWidget(card);
        page.show();
        QVERIFY(!card->isVisible());
        card->setError(refused());
        QVERIFY(card->isVisible());
        card->clear();
        QVERIFY(!card->isVisible());
    }

    void allThreePartsAreReadInOneBreath()
    {
        QWidget page;
        auto *card = new ErrorCard(&page);
        card->setError(refused());
        QCOMPARE(card->accessibleName(), u"AWS refused to create the new instance. Nothing was created. Remove an unused instance."_s);
    }

    void theFarSidesWordsAreUnderDetailsAndAreNeverMarkup()
    {
        QWidget page;
        auto *card = new ErrorCard(&page);
        page.show();
        card->setError(refused());
        auto *details = card->findChild<QPushButton *>(u"errorDetails"_s);
        QVERIFY(details->isVisible());
        details->click();
        QStringList shown;
        for (const QLabel *label : card->findChildren<QLabel *>()) {
            if (label->isVisible())
                shown.append(label->text());
        }
        const QString all = shown.join(u'\n');
        QVERIFY(all.contains(u"&lt;Code&gt;InstanceQuotaExceeded&lt;/Code&gt;"_s));
        QVERIFY(!all.contains(u"<Code>"_s));
    }

    void partsThatWereNotSaidLeaveNoEmptyCaption()
    {
        QWidget page;
        auto *card = new ErrorCard(&page);
        page.show();
        card->setError(Error(Fault::Defect, u"Something of ours is wrong."_s));
        int captions = 0;
        for (const QLabel *label : card->findChildren<QLabel *>()) {
            if (label->isVisible() && (label->text() == u"What it means"_s || label->text() == u"What to do"_s))
                ++captions;
        }
        QCOMPARE(captions, 0);
    }

private:
    static Error refused()
    {
        return Error(Fault::Refused, u"AWS refused to create the new instance."_s)
            .means(u"Nothing was created."_s)
            .todo(u"Remove an unused instance."_s)
            .details(u"<Code>InstanceQuotaExceeded</Code>"_s);
    }
};

SHUTTLER_TEST(tst_ErrorCard)

#include "tst_ErrorCard.moc"

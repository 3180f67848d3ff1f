// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "tests/ui/timeline/Story.h"
#include "ui/common/HumanText.h"
#include "ui/timeline/TimelineModel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include <random>

using namespace shuttler;
using namespace shuttler::ui;
using namespace shuttler::ui::test;
using namespace Qt::StringLiterals;

class tst_TimelineModel : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { HumanText::show(QTimeZone("Asia/Kolkata")); }
    void init()
    {
        m_model = std::make_unique<TimelineModel>();
        m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    }

    void rowsAreNewestFirst()
    {
        m_model->setEntries(entriesOf(listing(), {}, {incident()}), m_now);
        QStringList names;
        for (int row = 0; row < m_model->rowCount(); ++row)
            names.append(m_model->index(row, TimelineModel::Name).data().toString());
        QCOMPARE(names, (QStringList{u"Any second, back to 16 Nov, 07:40:11"_s, u"A wrong fee import"_s, u"20261118-021012F"_s,
                                     u"Gap: 3 h not to the second"_s, u"20261117-021009F"_s, u"20261116-021011F"_s}));
    }

    void aRowSaysWhatThereIsToKnow()
    {
        m_model->setEntries(entriesOf(listing(), {}, {}), m_now);
        const auto cell = [&](int column) { return m_model->index(1, column).data().toString(); };
        QCOMPARE(cell(TimelineModel::Taken), u"18 Nov, 07:40:12"_s);
        QCOMPARE(cell(TimelineModel::Utc), u"02:10:12"_s);
        QCOMPARE(cell(TimelineModel::Age), u"9 h"_s);
        QCOMPARE(cell(TimelineModel::Size), u"1.2 GiB"_s);
        QCOMPARE(cell(TimelineModel::Health), u"Healthy"_s);
        QCOMPARE(m_model->headerData(TimelineModel::Taken, Qt::Horizontal, Qt::DisplayRole).toString(), u"Taken, IST"_s);
    }

    void aFailedBackupOffersNoRestore()
    {
        m_model->setEntries(entriesOf(listing(), {}, {}), m_now);
        m_model->setFilter(u"20261117"_s);
        QCOMPARE(m_model->rowCount(), 1);
        QVERIFY(!m_model->at(m_model->index(0, 0))->restoreTo);
        QCOMPARE(m_model->index(0, TimelineModel::Health).data().toString(), u"Failed"_s);
    }

    void damageLeadsToItsLastGoodSecond()
    {
        m_model->setEntries(entriesOf(listing(), {}, {incident()}), m_now);
        m_model->setFilter(u"fee import"_s);
        QCOMPARE(m_model->at(m_model->index(0, 0))->restoreTo, at(u"2026-11-18T11:42:06Z"_s));
    }

    void aRefreshKeepsTheSelectedRow()
    {
        m_model->setEntries(entriesOf(listing(), {}, {incident()}), m_now);
        const QPersistentModelIndex window = m_model->index(0, 0);
        const QPersistentModelIndex backup = m_model->index(2, 0);
        BackupListing later = listing(u"2026-11-18T12:05:00Z"_s);
        later.backups.append(backupAt(u"20261118-120400F"_s, u"2026-11-18T12:04:00Z"_s));
        QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);

        m_model->setEntries(entriesOf(later, {}, {incident()}), m_now + Seconds(300));

        QCOMPARE(resets.size(), 0);
        QCOMPARE(backup.row(), 3);
        QCOMPARE(backup.data().toString(), u"20261118-021012F"_s);
        QCOMPARE(window.row(), 0);
        QCOMPARE(window.sibling(window.row(), TimelineModel::Taken).data().toString(), u"18 Nov, 17:35:00"_s);
    }

    void anUnchangedRefreshChangesNoRow()
    {
        m_model->setEntries(entriesOf(listing(), {}, {}), m_now);
        QSignalSpy shown(m_model.get(), &TimelineModel::shownChanged);
        m_model->setEntries(entriesOf(listing(), {}, {}), m_now);
        QCOMPARE(shown.size(), 0);
    }

    void hiddenKindsAreGoneAndComeBack()
    {
        m_model->setEntries(entriesOf(listing(), {}, {incident()}), m_now);
        m_model->setHiddenKinds({MarkKind::Automated, MarkKind::Damage});
        QCOMPARE(m_model->rowCount(), 2);
        m_model->setHiddenKinds({});
        QCOMPARE(m_model->rowCount(), 6);
    }

    void anySequenceOfListingsEndsInTheRightOrder()
    {
        std::mt19937 random(17);
        for (int round = 0; round < 200; ++round) {
            QList<TimelineEntry> entries;
            for (int i = 0; i < 12; ++i) {
                if (random() % 3 == 0)
                    continue;
                TimelineEntry entry;
                entry.id = QString::number(i);
                entry.name = entry.id;
                entry.at = Instant::fromUnixSeconds(qint64(random() % 8));
                entries.append(entry);
            }
            m_model->setEntries(entries, m_now);
            std::sort(entries.begin(), entries.end(), comesBefore);
            QCOMPARE(m_model->shown(), entries);
        }
    }

private:
    const Instant m_now = at(u"2026-11-18T12:00:00Z"_s);
    std::unique_ptr<TimelineModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

SHUTTLER_TEST(tst_TimelineModel)

#include "tst_TimelineModel.moc"

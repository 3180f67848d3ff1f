// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/activity/ActivityPage.h"

#include "ui/common/CellDelegate.h"
#include "ui/common/Counted.h"
#include "ui/common/Icons.h"

#include "core/base/Files.h"

#include <QComboBox>
#include <QDir>
#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonDocument>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QStandardPaths>
#include <QTableView>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

QString csvField(const QString &text)
{
    QString safe = text;
    // A spreadsheet would run what begins like a formula.
    if (!safe.isEmpty() && u"=+-@\t\r"_s.contains(safe.front()))
        safe.prepend(u'\'');
    return u'"' + safe.replace(u'"', u"\"\""_s) + u'"';
}

} // namespace

ActivityPage::ActivityPage(const Console &console, QWidget *parent)
    : Page(u"activityPage"_s, tr("Activity"), parent), m_console(console), m_model(new ActivityModel(this)),
      m_table(cellTable(u"actTable"_s, tr("Activity"))), m_filter(new QLineEdit), m_range(new Segments(tr("Range"))),
      m_results(new QComboBox), m_counts(new TextLabel({}, Role::Small, Tone::Second)),
      m_detailTitle(new TextLabel({}, Role::Section)), m_detail(new QPlainTextEdit),
      m_verify(button(u"actVerify"_s, tr("Check the log has no gaps"), ButtonKind::Plain, u"view-refresh"_s)), m_verdict(new QFrame),
      m_verdictGlyph(new StatusGlyph(Glyph::Info, 16)), m_verdictText(new TextLabel({}, Role::Body)), m_error(new ErrorCard),
      m_job(console.clock)
{
    setSubtitle(tr("Who did what, when, and with what result. Nothing here can be changed or removed."));
    makeHeader();

    m_verdict->setProperty("role", u"card"_s);
    auto *verdictRow = new QHBoxLayout(m_verdict);
    verdictRow->setContentsMargins(14, 9, 14, 9);
    verdictRow->addWidget(m_verdictGlyph);
    m_verdictText->setObjectName(u"actVerdict"_s);
    m_verdictText->setWordWrap(true);
    verdictRow->addWidget(m_verdictText, 1);
    m_verdict->hide();
    body()->addWidget(m_verdict);
    body()->addWidget(m_error);

    auto *columns = new QHBoxLayout;
    columns->setSpacing(12);
    columns->addWidget(makeTableCard(), 1);
    columns->addWidget(makeDetailCard());
    body()->addLayout(columns, 1);
}

void ActivityPage::makeHeader()
{
    m_filter->setObjectName(u"actFilter"_s);
    m_filter->setAccessibleName(tr("Filter"));
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setFixedSize(scaled(130), scaled(30));
    m_filter->addAction(Icons::icon(u"edit-find"_s), QLineEdit::LeadingPosition);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_model->setFilter(text);
        m_counts->setText(counted(m_model->rowCount(), tr("entry"), tr("entries")));
    });
    auto *exportButton = new MenuButton(u"actExport"_s, tr("Export…"), u"document-export"_s);
    auto *menu = new QMenu(exportButton);
    connect(menu->addAction(tr("As CSV…")), &QAction::triggered, this, [this] { exportTo(u"csv"_s); });
    connect(menu->addAction(tr("As JSON lines…")), &QAction::triggered, this, [this] { exportTo(u"jsonl"_s); });
    exportButton->setMenu(menu);
    connect(m_verify, &QPushButton::clicked, this, &ActivityPage::verify);
    headerRow()->addWidget(m_filter);
    headerRow()->addWidget(m_verify);
    headerRow()->addWidget(exportButton);
}

QWidget *ActivityPage::makeTableCard()
{
    auto *card = new Card(tr("Newest first"));
    m_results->setObjectName(u"actKinds"_s);
    m_results->setAccessibleName(tr("Result"));
    m_results->addItem(tr("All results"), QString());
    m_results->setMinimumWidth(scaled(110));
    m_results->setMinimumHeight(scaled(26));
    connect(m_results, &QComboBox::currentIndexChanged, this, [this] { m_model->setOnlyResult(m_results->currentData().toString()); });
    m_range->setObjectName(u"actRange"_s);
    m_range->add(1, u"actRange24h"_s, tr("24 h"));
    m_range->add(7, u"actRange7d"_s, tr("7 days"));
    m_range->add(0, u"actRangeAll"_s, tr("All"));
    m_range->choose(0);
    connect(m_range, &Segments::picked, this, [this](int days) {
        m_model->setSince(days == 0 ? std::optional<Instant>() : m_console.clock.now() - std::chrono::hours(24) * days);
    });
    card->header()->insertWidget(1, m_counts);
    card->header()->addWidget(m_results);
    card->header()->addWidget(m_range);

    m_table->setModel(m_model);
    showWhenEmpty(m_table, tr("Nothing that fits the filter was done."));
    QHeaderView *header = m_table->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(ActivityModel::What, QHeaderView::Stretch);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ActivityPage::rowChosen);
    card->body()->addWidget(m_table);
    return card;
}

QWidget *ActivityPage::makeDetailCard()
{
    auto *card = new QFrame;
    card->setObjectName(u"actDetail"_s);
    card->setProperty("role", u"card"_s);
    card->setFixedWidth(scaled(300));
    m_detailTitle->setWordWrap(true);
    m_detail->setObjectName(u"actDetailText"_s);
    m_detail->setAccessibleName(tr("Details of the chosen entry"));
    m_detail->setReadOnly(true);
    m_detail->setTabChangesFocus(true);
    m_detail->setFont(fontFor(Role::Mono));
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(14, 12, 6, 8);
    column->addWidget(m_detailTitle);
    column->addWidget(m_detail, 1);
    rowChosen({});
    return card;
}

void ActivityPage::setSituation(const Situation &situation)
{
    m_now = situation.lookedAt;
    setEnvironmentKind(situation.environment.kind);
    m_model->setEntries(situation.activity, m_now);
    fillResults(situation.activity);
    m_counts->setText(counted(m_model->rowCount(), tr("entry"), tr("entries")));
    rowChosen(m_table->currentIndex());
}

void ActivityPage::fillResults(const QList<ActivityEntry> &entries)
{
    for (const ActivityEntry &entry : entries) {
        if (m_results->findData(entry.result) < 0 && !entry.result.isEmpty())
            m_results->addItem(entry.result, entry.result);
    }
}

void ActivityPage::setNarrow(bool narrow)
{
    m_table->setColumnHidden(ActivityModel::Where, narrow);
    setSubtitle(narrow ? tr("Who did what, when, with what result")
                       : tr("Who did what, when, and with what result. Nothing here can be changed or removed."));
    findChild<QFrame *>(u"actDetail"_s)->setFixedWidth(scaled(narrow ? 220 : 300));
}

void ActivityPage::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void ActivityPage::rowChosen(const QModelIndex &current)
{
    if (!current.isValid() || current.row() >= m_model->shown().size()) {
        m_detailTitle->setText(tr("Nothing chosen"));
        m_detail->setPlainText(tr("Choose an entry to see its times, its run and what was recorded with it."));
        return;
    }
    const ActivityEntry &entry = m_model->shown()[current.row()];
    const HumanText &text = HumanText::shown();
    m_detailTitle->setText(entry.what);
    QStringList lines{text.moment(entry.at), HumanText::utcMoment(entry.at), tr("By %1").arg(entry.who), tr("Result: %1").arg(entry.result)};
    if (!entry.run.isEmpty())
        lines.append(tr("Run %1").arg(entry.run.toString()));
    if (!entry.detail.isEmpty())
        lines.append({QString(), QString::fromUtf8(QJsonDocument(entry.detail).toJson(QJsonDocument::Indented)).trimmed()});
    m_detail->setPlainText(lines.join(u'\n'));
}

QByteArray ActivityPage::asCsv(const QList<ActivityEntry> &entries)
{
    QStringList lines{u"time_utc,environment,what,who,result,run,detail"_s};
    for (const ActivityEntry &entry : entries) {
        const QString detail = QString::fromUtf8(QJsonDocument(entry.detail).toJson(QJsonDocument::Compact));
        lines.append(QStringList{csvField(entry.at.toString()), csvField(entry.environment), csvField(entry.what), csvField(entry.who),
                                 csvField(entry.result), csvField(entry.run.toString()), csvField(entry.detail.isEmpty() ? QString() : detail)}
                         .join(u','));
    }
    return (lines.join(u"\r\n"_s) + u"\r\n"_s).toUtf8();
}

QByteArray ActivityPage::asJsonLines(const QList<ActivityEntry> &entries)
{
    QByteArray lines;
    for (const ActivityEntry &entry : entries) {
        QJsonObject json{{u"at"_s, entry.at.toString()}, {u"environment"_s, entry.environment}, {u"what"_s, entry.what},
                         {u"who"_s, entry.who}, {u"result"_s, entry.result}};
        if (!entry.run.isEmpty())
            json.insert(u"run"_s, entry.run.toString());
        if (!entry.detail.isEmpty())
            json.insert(u"detail"_s, entry.detail);
        lines += QJsonDocument(json).toJson(QJsonDocument::Compact) + '\n';
    }
    return lines;
}

void ActivityPage::exportTo(const QString &suffix)
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    const QString proposal = QDir(folder).filePath(u"activity-%1.%2"_s.arg(m_console.clock.now().toCompactString(), suffix));
    const QString path = QFileDialog::getSaveFileName(this, tr("Export activity"), proposal);
    if (path.isEmpty())
        return;
    const QByteArray content = suffix == "csv"_L1 ? asCsv(m_model->shown()) : asJsonLines(m_model->shown());
    if (Outcome written = writeFileAtomically(path, content); !written)
        m_error->setError(written.error());
    else
        m_error->clear();
}

void ActivityPage::verify()
{
    if (m_job.isRunning())
        return;
    m_verify->setEnabled(false);
    m_verify->setText(tr("Checking…"));
    m_error->clear();
    m_job.start<Ledger::ChainReport>(
        [file = m_console.ledgerFile](Job &) -> Result<Ledger::ChainReport> {
            Result<std::unique_ptr<Ledger>> ledger = Ledger::open(file);
            if (!ledger)
                return std::move(ledger).error();
            return (*ledger)->verifyChain();
        },
        this, [this](Result<Ledger::ChainReport> report) { verified(std::move(report)); });
}

void ActivityPage::verified(Result<Ledger::ChainReport> report)
{
    m_verify->setEnabled(true);
    m_verify->setText(tr("Check the log has no gaps"));
    m_verdict->setVisible(report.has_value());
    if (!report) {
        m_error->setError(report.error());
        return;
    }
    m_verdictGlyph->setGlyph(Glyph::Ok);
    m_verdictText->setText(tr("The log is whole: %1 entries, each sealed by the one after it. Checked %2. Newest seal %3.")
                               .arg(HumanText::count(report->entries), HumanText::shown().when(m_console.clock.now(), m_console.clock.now()),
                                    QString::fromLatin1(report->head.toHex()).left(16) + u'…'));
    m_verdict->setAccessibleName(m_verdictText->text());
}

void ActivityPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LocaleChange) {
        m_model->retranslate();
        rowChosen(m_table->currentIndex());
    }
    Page::changeEvent(event);
}

} // namespace shuttler::ui

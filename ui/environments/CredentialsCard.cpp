// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/environments/CredentialsCard.h"

#include "ui/common/CellDelegate.h"
#include "ui/common/Labels.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QStandardItemModel>
#include <QTableView>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

const QString Kept = u"kept"_s;
const QString Missing = u"missing"_s;

/// By name, whether it is there; else why nobody can tell.
Result<QMap<QString, QString>> lookFor(SecretStore &secrets, const QStringList &names, Job &job)
{
    QMap<QString, QString> found;
    for (const QString &name : names) {
        const auto secret = secrets.read(name, job);
        if (!secret && secret.error().fault() != Fault::NotFound)
            return secret.error();
        found.insert(name, secret ? Kept : Missing);
    }
    return found;
}

QStandardItem *cellOf(const QString &text)
{
    auto *item = new QStandardItem(text);
    item->setEditable(false);
    return item;
}

} // namespace

CredentialsCard::CredentialsCard(const Console &console, QWidget *parent)
    : QWidget(parent), m_console(console), m_card(new Card(tr("Sign-ins"))), m_state(new Chip), m_model(new QStandardItemModel(this)),
      m_table(cellTable(u"envCredentials"_s, tr("Sign-ins"))), m_foot(new TextLabel({}, Role::Small, Tone::Second)),
      m_test(button(u"envTest"_s, tr("Test"))), m_replace(button(u"envReplace"_s, tr("Replace…"))),
      m_forget(button(u"envForget"_s, tr("Forget…"))), m_job(console.clock)
{
    auto *room = new QVBoxLayout(this);
    room->setContentsMargins(0, 0, 0, 0);
    room->addWidget(m_card);
    m_card->header()->addWidget(m_state);
    m_table->setModel(m_model);
    m_card->body()->addWidget(m_table);
    m_card->body()->addWidget(hairLine());
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(14, 8, 14, 8);
    foot->setSpacing(8);
    m_foot->setWordWrap(true);
    foot->addWidget(m_foot, 1);
    for (QPushButton *act : {m_test, m_replace, m_forget}) {
        setLook(act, "compact", u"true"_s);
        foot->addWidget(act);
    }
    m_card->body()->addLayout(foot);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &CredentialsCard::choose);
    connect(m_test, &QPushButton::clicked, this, &CredentialsCard::testWanted);
    connect(m_replace, &QPushButton::clicked, this, &CredentialsCard::replaceWanted);
    connect(m_forget, &QPushButton::clicked, this, [this] { emit forgetWanted(chosen()->name); });
}

void CredentialsCard::show(const Environment &environment)
{
    m_environment = environment;
    m_lines = credentialsOf(environment);
    if (m_job.isRunning()) {
        m_again = true;
        return m_job.stop();
    }
    look();
}

void CredentialsCard::look()
{
    const QStringList names = credentialNamesIn(m_environment);
    fill({});
    if (names.isEmpty())
        return m_state->setState(Glyph::Info, tr("Nothing is kept for it"));
    m_state->setState(Glyph::Running, tr("Looking…"));
    m_job.start<QMap<QString, QString>>(
        [&secrets = m_console.secrets, names](Job &job) { return lookFor(secrets, names, job); }, this,
        [this](Result<QMap<QString, QString>> found) {
            if (std::exchange(m_again, false))
                return look();
            if (!found) {
                // Locked, or not there: nothing falls back to a file.
                m_state->setState(Glyph::Warn, tr("The keychain does not answer"));
                m_foot->setText(found.error().what() + u' ' + found.error().todo());
                return;
            }
            const auto missing = found->values().count(Missing);
            m_state->setState(missing == 0 ? Glyph::Ok : Glyph::Warn, missing == 0 ? tr("All there") : tr("%1 not there").arg(missing));
            fill(*found);
        });
}

void CredentialsCard::fill(const QMap<QString, QString> &found)
{
    const int row = qMax(0, m_table->currentIndex().row());
    m_model->clear();
    m_model->setHorizontalHeaderLabels({tr("Sign-in"), tr("As"), tr("Kept as"), tr("State")});
    for (const CredentialLine &line : std::as_const(m_lines)) {
        const QString state = found.value(line.name);
        QStandardItem *name = cellOf(line.name.isEmpty() ? tr("not needed") : line.name);
        QStandardItem *how = cellOf(line.name.isEmpty() ? tr("No secret") : state == Kept ? tr("Kept") : state == Missing ? tr("Not there") : tr("Not looked"));
        QStandardItem *signIn = cellOf(line.signIn);
        signIn->setData(true, EmphasisRole);
        name->setData(!line.name.isEmpty(), MonoRole);
        name->setData(int(Tone::Second), ToneRole);
        how->setData(int(line.name.isEmpty() ? Glyph::Info : state == Kept ? Glyph::Ok : state == Missing ? Glyph::Warn : Glyph::ToDo), GlyphRole);
        m_model->appendRow({signIn, cellOf(line.as), name, how});
    }
    m_table->horizontalHeader()->setStretchLastSection(false);
    for (int column = 0; column < 4; ++column)
        m_table->horizontalHeader()->setSectionResizeMode(column, column == 2 ? QHeaderView::Stretch : QHeaderView::ResizeToContents);
    m_table->setFixedHeight(scaled(26 + 28 * int(m_lines.size()) + 4));
    m_table->setCurrentIndex(m_model->index(qMin(row, m_model->rowCount() - 1), 0));
    choose();
}

const CredentialLine *CredentialsCard::chosen() const
{
    const int row = m_table->currentIndex().row();
    return row >= 0 && row < m_lines.size() ? &m_lines[row] : nullptr;
}

void CredentialsCard::choose()
{
    const CredentialLine *line = chosen();
    const bool isSecret = line && !line->name.isEmpty();
    m_foot->setText(isSecret ? tr("%1 is kept in %2. It is never shown.").arg(line->name, m_console.secrets.describe())
                             : tr("Nothing secret is needed for this."));
    m_replace->setEnabled(m_environment.kind != EnvironmentKind::Practice);
    m_forget->setEnabled(isSecret);
}

void CredentialsCard::setTesting(bool testing)
{
    m_test->setEnabled(!testing);
    m_test->setText(testing ? tr("Testing…") : tr("Test"));
    m_test->setAccessibleName(m_test->text());
}

void CredentialsCard::stopAndWait()
{
    m_job.stop();
    m_job.wait();
}

} // namespace shuttler::ui

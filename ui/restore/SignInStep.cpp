// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/SignInStep.h"

#include "ui/common/Counted.h"
#include "ui/common/IconWidget.h"
#include "ui/common/PermissionsTree.h"
#include "ui/restore/CloudWords.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QTreeView>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

/// "Redeploy the app, Run systemctl restart academy": as it is handed to whoever can grant it.
QString wordsOf(const Account::Permission &permission)
{
    return permission.name.isEmpty() ? permission.right : u"%1: %2"_s.arg(permission.right, permission.name);
}

QWidget *signInRow(const QString &iconName, const QString &what, const QString &who, const QString &note, Chip *chip)
{
    auto *row = new QWidget;
    auto *line = new QHBoxLayout(row);
    line->setContentsMargins(14, 11, 14, 11);
    line->setSpacing(12);
    line->addWidget(new IconWidget(iconName, 22), 0, Qt::AlignTop);
    auto *words = new QVBoxLayout;
    words->setSpacing(1);
    words->addWidget(new TextLabel(what, Role::Emphasis));
    words->addWidget(paragraph(who, Tone::Text, Role::Small));
    if (!note.isEmpty())
        words->addWidget(paragraph(note, Tone::Muted, Role::Small));
    line->addLayout(words, 1);
    line->addWidget(chip, 0, Qt::AlignTop);
    row->setAccessibleName(QStringList{what, chip->text(), who}.join(u", "_s));
    return row;
}

} // namespace

SignInStep::SignInStep(RestoreSession &session)
    : StepPage(session, StepNumber::SignIn, tr("Sign in"), tr("Everything this restore will need is checked now, before anything starts.")),
      m_cards(new QBoxLayout(QBoxLayout::LeftToRight)),
      m_missingTitle(new TextLabel({}, Role::Emphasis)), m_missingMeans(paragraph({}, Tone::Text, Role::Small)),
      m_copy(button(u"rstCopyRight"_s, tr("Copy the missing right"), ButtonKind::Plain, u"edit-copy"_s)),
      m_again(button(u"rstCheckAgain"_s, tr("Check again"), ButtonKind::Plain, u"view-refresh"_s))
{
    m_cards->setSpacing(12);
    m_cards->addWidget(makeSignIns(), 4);
    m_cards->addWidget(makeRights(), 5);
    body()->addLayout(m_cards, 1);
    connect(m_again, &QPushButton::clicked, this, [this] { this->session().signIn(); });
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QStringList missing;
        for (const Account::Permission &permission : this->session().account()->permissions) {
            if (permission.isMissing())
                missing.append(wordsOf(permission));
        }
        QGuiApplication::clipboard()->setText(missing.join(u'\n'));
    });
}

Card *SignInStep::makeSignIns()
{
    auto *card = new Card(tr("Signed in"));
    card->setObjectName(u"rstSignIns"_s);
    card->setMinimumWidth(scaled(300));
    m_signIns = new QVBoxLayout;
    m_signIns->setSpacing(0);
    card->body()->addLayout(m_signIns);
    card->body()->addStretch(1);
    return card;
}

Card *SignInStep::makeRights()
{
    auto *card = new Card(tr("What this sign-in may do"));
    card->setMinimumWidth(scaled(360));
    m_checked = new TextLabel({}, Role::Small, Tone::Second);
    card->header()->addWidget(m_checked);
    m_rights = new PermissionsTree(u"rstPermissions"_s);
    takeWhatIsLeft(m_rights->tree(), 180);
    card->body()->addWidget(m_rights, 1);

    m_missing = new QFrame;
    m_missing->setProperty("role", u"noticeHead"_s);
    m_missing->setProperty("state", u"warn"_s);
    auto *row = new QHBoxLayout(m_missing);
    row->setContentsMargins(14, 10, 14, 10);
    row->setSpacing(10);
    row->addWidget(new StatusGlyph(Glyph::Warn, 16));
    auto *words = new QVBoxLayout;
    words->setSpacing(1);
    m_missingTitle->setWordWrap(true);
    words->addWidget(m_missingTitle);
    words->addWidget(m_missingMeans);
    row->addLayout(words, 1);
    row->addWidget(m_copy);
    m_missing->hide();
    card->body()->addWidget(m_missing);
    return card;
}

void SignInStep::refresh()
{
    if (session().error() && session().lastWork() == RestoreSession::Work::Resume) {
        showTrouble(session().error()); // The run could not be read: there is nothing to go on with.
    } else if (session().error() && session().lastWork() == RestoreSession::Work::SignIn) {
        showTrouble(session().error(), {{u"Again"_s, tr("Try again"), [this] { session().signIn(); }}});
    } else if (const std::optional<RunRecord> &other = session().otherOpenRun()) {
        const Error open = Error(Fault::Refused, tr("A restore of %1, begun %2, is not finished yet.")
                                                     .arg(other->oldInstance.toString(), HumanText::shown().when(other->startedAt, session().now())))
                               .means(tr("One restore at a time is open in an environment. Nothing has been started."))
                               .todo(tr("Continue it to its end, or cancel it there; then begin a new one."));
        showTrouble(open, {{u"Continue"_s, tr("Continue that restore"), [this] { emit resumeWanted(session().otherOpenRun()->id); }}});
    } else {
        showTrouble(std::nullopt);
    }
    m_again->setEnabled(!session().isBusy());
    m_again->setText(session().work() == RestoreSession::Work::SignIn ? tr("Checking…") : tr("Check again"));
    if (session().work() == RestoreSession::Work::SignIn) {
        m_checked->setText(tr("Asking…"));
    } else if (session().account()) {
        m_checked->setText(tr("checked %1").arg(HumanText::shown().when(session().signedInAt(), session().now())));
        if (std::exchange(m_shownAnswer, session().signIns()) == session().signIns())
            return;
        showSignIns(*session().account());
        m_rights->show(*session().account());
        showMissing(*session().account());
    }
}

void SignInStep::showSignIns(const Account &account)
{
    while (QLayoutItem *old = m_signIns->takeAt(0)) {
        delete old->widget();
        delete old;
    }
    const Environment &environment = session().environment();
    const auto add = [this](QWidget *row) {
        m_signIns->addWidget(row);
        m_signIns->addWidget(hairLine());
    };
    add(signInRow(u"network-server"_s, session().capabilities().providerName, account.identity,
                  limitsAt(environment.provider, session().capabilities()),
                  new Chip(Glyph::Ok, tr("Signed in"))));
    for (const Account::Permission &permission : account.permissions) {
        const bool app = permission.step == int(StepNumber::Point) || permission.step == int(StepNumber::CutOver);
        if (!app || permission.name.isEmpty())
            continue;
        const bool point = permission.step == int(StepNumber::Point);
        add(signInRow(point ? u"document-edit"_s : u"run-build"_s, permission.right, permission.name,
                      permission.granted ? QString() : permission.means,
                      permission.granted ? new Chip(Glyph::Ok, point ? tr("Can be written") : tr("Can be run"))
                                         : new Chip(Glyph::Warn, tr("Not possible"))));
    }
    if (!environment.database.isEmpty())
        add(signInRow(u"server-database"_s, tr("Database %1").arg(environment.database), environment.instance.toString(),
                      lookedAtAs(environment), new Chip(Glyph::Info, tr("Serves the app"))));
}

void SignInStep::showMissing(const Account &account)
{
    QStringList rights;
    QStringList means;
    for (const Account::Permission &permission : account.permissions) {
        if (!permission.isMissing())
            continue;
        rights.append(permission.right);
        means.append(permission.means);
        means.append(permission.todo);
    }
    means.removeAll({});
    means.removeDuplicates();
    m_missing->setVisible(!rights.isEmpty());
    m_missingTitle->setText(tr("Missing: %1").arg(rights.join(u", "_s)));
    m_missingMeans->setText(means.join(u' ').toHtmlEscaped());
    const QString copy = rights.size() == 1 ? tr("Copy the missing right") : tr("Copy the missing rights");
    m_copy->setText(copy);
    m_copy->setAccessibleName(copy);
}

void SignInStep::setNarrow(bool narrow)
{
    m_cards->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

QWidget *SignInStep::firstField()
{
    return m_rights->tree();
}

GoOn SignInStep::goOn() const
{
    GoOn goOn{tr("Continue to step 2")};
    goOn.enabled = session().account() && !session().isBusy() && !session().otherOpenRun();
    goOn.why = session().isBusy() ? tr("Still signing in") : tr("Sign in first");
    return goOn;
}

void SignInStep::next()
{
    emit stepWanted(StepNumber::Backups);
}

} // namespace shuttler::ui

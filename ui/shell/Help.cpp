// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/shell/Help.h"

#include "ui/common/Labels.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

struct Key {
    QString keys;
    QString does;
};

QString purposeOf(const QString &page)
{
    if (page == "overview"_L1)
        return HelpDialog::tr("Answers whether the database is safe right now, and names what waits for you. A day counts as covered when any "
                              "second of it can be restored. A Practice that does not run any more, as after a restart of the computer, is "
                              "started again from the notice above or from the menu.");
    if (page == "timeline"_L1)
        return HelpDialog::tr("Shows which backups exist, how far back any second can be restored, and what happened when. Choose a mark or "
                              "a row to see what a restore from it would bring back.");
    if (page == "restore"_L1)
        return HelpDialog::tr("Gets the data back in seven steps, into a new instance. The old one stays until you say so. The line at the "
                              "bottom always says what has and has not been changed.");
    if (page == "activity"_L1)
        return HelpDialog::tr("Everything that was done, by whom, with what result. Entries are only ever added, and each is sealed by the "
                              "one after it, so that a missing or changed one is noticed.");
    if (page == "environments"_L1)
        return HelpDialog::tr("The databases this console knows, who keeps them, and with what it is signed in. Credentials are kept in the "
                              "keychain of this computer and never shown. Removing an environment removes its description only; the "
                              "database and its backups stay.");
    return HelpDialog::tr("Settings count at once and are kept in a file you may edit by hand.");
}

QList<Key> keysOf(const QString &page)
{
    QList<Key> keys;
    if (page == "timeline"_L1 || page == "overview"_L1)
        keys.append({{HelpDialog::tr("Arrow keys"), HelpDialog::tr("On the timeline: from mark to mark and lane to lane")},
                     {u"+  −"_s, HelpDialog::tr("On the timeline: nearer, farther; Home shows everything")}});
    if (page == "restore"_L1)
        keys.append({{u"Ctrl+Enter"_s, HelpDialog::tr("Continue to the next step")},
                     {u"Alt+,  Alt+."_s, HelpDialog::tr("In step 3: one second back, one second forward; with Shift a minute")}});
    if (page == "timeline"_L1 || page == "activity"_L1)
        keys.append({u"Ctrl+F"_s, HelpDialog::tr("Filter")});
    keys.append({{u"Ctrl+1  2  5  8  9  ,"_s, HelpDialog::tr("Overview, Timeline, Restore, Activity, Environments, Settings")},
                 {u"F5"_s, HelpDialog::tr("Check now")},
                 {u"F6"_s, HelpDialog::tr("Next part of the window")},
                 {u"F10"_s, HelpDialog::tr("Menu")},
                 {u"Ctrl+E"_s, HelpDialog::tr("Choose the environment")},
                 {u"Ctrl+Shift+R"_s, HelpDialog::tr("Restore")},
                 {u"Esc"_s, HelpDialog::tr("Closes a dialog with the safe answer; never stops a running job")}});
    return keys;
}

} // namespace

HelpDialog::HelpDialog(const QString &page, const QString &title, QWidget *parent) : QDialog(parent)
{
    setObjectName(u"helpDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Help: %1").arg(title));
    setMinimumWidth(scaled(520));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(22, 20, 22, 16);
    column->setSpacing(12);
    column->addWidget(new TextLabel(title, Role::Verdict));
    column->addWidget(paragraph(purposeOf(page)));
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(18);
    grid->setVerticalSpacing(6);
    grid->setColumnStretch(1, 1);
    int row = 0;
    for (const Key &key : keysOf(page)) {
        grid->addWidget(new TextLabel(key.keys, Role::Mono), row, 0, Qt::AlignTop);
        grid->addWidget(paragraph(key.does, Tone::Text), row, 1);
        ++row;
    }
    column->addLayout(grid);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    QPushButton *close = button(u"dlgClose"_s, tr("Close"));
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    buttons->addWidget(close);
    column->addLayout(buttons);
}

} // namespace shuttler::ui

// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/shell/BackupDialog.h"

#include "ui/common/Labels.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QRegularExpressionValidator>
#include <QVBoxLayout>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

BackupDialog::BackupDialog(const QString &database, const QString &name, QWidget *parent)
    : QDialog(parent), m_name(new QLineEdit(name)), m_go(button(u"dlgYes"_s, tr("Back up now"), ButtonKind::Primary))
{
    setObjectName(u"backupDialog"_s);
    setWindowTitle(tr("Back up %1").arg(database));
    setModal(true);
    setMinimumWidth(scaled(460));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(22, 20, 22, 16);
    column->setSpacing(8);
    column->addWidget(new TextLabel(tr("Back up %1 now").arg(database), Role::Verdict));
    column->addWidget(paragraph(tr("Takes a backup, then counts and hashes every table, so that a restore from it can be proved. "
                                   "The app goes on working.")));
    auto *label = new TextLabel(tr("Name"), Role::Emphasis);
    m_name->setObjectName(u"ovwBackupName"_s);
    m_name->setAccessibleName(tr("Name"));
    m_name->setMinimumHeight(scaled(30));
    m_name->setMaxLength(60);
    m_name->setValidator(new QRegularExpressionValidator(QRegularExpression(u"[A-Za-z0-9][A-Za-z0-9._-]*"_s), m_name));
    label->setBuddy(m_name);
    column->addWidget(label);
    column->addWidget(m_name);
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(0, 12, 0, 0);
    QPushButton *no = button(u"dlgNo"_s, tr("Not now"));
    buttons->addStretch();
    buttons->addWidget(no);
    buttons->addWidget(m_go);
    column->addLayout(buttons);
    m_go->setDefault(true);
    connect(no, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_go, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_name, &QLineEdit::textChanged, this, [this] { m_go->setEnabled(m_name->hasAcceptableInput()); });
    m_name->setFocus();
    m_name->selectAll();
}

QString BackupDialog::name() const
{
    return m_name->text();
}

} // namespace shuttler::ui

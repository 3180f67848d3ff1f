// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/Acceptance.h"

#include "ui/common/Counted.h"

#include <QCoreApplication>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

struct AcceptanceWords {
    Q_DECLARE_TR_FUNCTIONS(Acceptance)
};

} // namespace

void askToAcceptFailures(QWidget *parent, const Clock &clock, const QString &what, const QList<Finding> &failed, const QString &database,
                         std::function<void(const QString &typed)> accepted)
{
    constexpr qsizetype Named = 4;
    DestroyQuestion question;
    question.title = AcceptanceWords::tr("Continue with %1?").arg(what);
    question.subtitle = AcceptanceWords::tr("This goes into the evidence with your name.");
    question.loseTitle = AcceptanceWords::tr("What is not right");
    for (const Finding &finding : failed.mid(0, Named))
        question.lose.append({finding.subject, AcceptanceWords::tr("expected %1, found %2").arg(finding.expected, finding.found)});
    if (failed.size() > Named)
        question.lose.append({AcceptanceWords::tr("And"), counted(failed.size() - Named, AcceptanceWords::tr("more"), AcceptanceWords::tr("more"))});
    question.prompt = AcceptanceWords::tr("Type the database's name to confirm");
    question.name = database;
    question.keepButton = AcceptanceWords::tr("Do not continue");
    question.destroyButton = AcceptanceWords::tr("Continue with %1").arg(what);
    question.destroyIcon.clear();

    auto *dialog = new ConfirmDestroyDialog(question, clock, parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QDialog::accepted, parent, [dialog, accepted = std::move(accepted)] { accepted(dialog->typedName()); });
    dialog->open();
}

} // namespace shuttler::ui

// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/environments/AppPage.h"

#include "core/domain/RunRecord.h"
#include "ui/common/HumanText.h"
#include "ui/common/Labels.h"

#include <QVBoxLayout>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

FieldSpec choiceOf(const QString &key, const QString &label, QList<QPair<QString, QString>> choices, const QString &now)
{
    // What was written by hand stays a choice.
    const bool isThere = std::any_of(choices.cbegin(), choices.cend(), [&now](const auto &choice) { return choice.first == now; });
    if (!isThere && !now.isEmpty())
        choices.append({now, AppPage::tr("As written in its file: %1").arg(now)});
    FieldSpec field{key, label, {}};
    field.shape = FieldSpec::Shape::Choice;
    field.choices = std::move(choices);
    return field;
}

FieldSpec instanceField(const QList<Instance> &instances, const QString &now)
{
    if (instances.isEmpty()) {
        FieldSpec field{u"instance"_s, AppPage::tr("Instance"), u"shuttler-prod"_s, AppPage::tr("None was found: write its name.")};
        return field;
    }
    QList<QPair<QString, QString>> choices;
    for (const Instance &instance : instances) {
        QStringList words{instance.id.toString()};
        if (!instance.version.isEmpty())
            words.append(u"PostgreSQL "_s + instance.version);
        words.append(HumanText::phase(instance.state.phase));
        choices.append({instance.id.toString(), words.join(u" · "_s)});
    }
    FieldSpec field = choiceOf(u"instance"_s, AppPage::tr("Instance"), choices, now);
    field.hint = AppPage::tr("The one that serves the app now.");
    return field;
}

} // namespace

AppPage::AppPage(QWidget *parent)
    : QWidget(parent), m_instance(new FieldForm(u"env"_s)), m_appKind(new FieldForm(u"env"_s)), m_app(new FieldForm(u"envApp"_s)),
      m_cutoverKind(new FieldForm(u"env"_s)), m_cutover(new FieldForm(u"envCutover"_s)), m_promise(new FieldForm(u"env"_s)),
      m_error(new ErrorCard), m_anyway(m_error->addButton(u"Anyway"_s, tr("Add it anyway")))
{
    m_error->setObjectName(u"envAppError"_s);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_error);
    column->addWidget(m_instance);
    column->addWidget(hairLine());
    column->addWidget(m_appKind);
    column->addWidget(m_app);
    column->addWidget(hairLine());
    column->addWidget(m_cutoverKind);
    column->addWidget(m_cutover);
    column->addWidget(hairLine());
    column->addWidget(m_promise);
    column->addStretch();
    connect(m_anyway, &QPushButton::clicked, this, &AppPage::anywayWanted);
    for (const FieldForm *form : {m_instance, m_app, m_cutover, m_promise})
        connect(form, &FieldForm::edited, this, &AppPage::edited);
    connect(m_appKind, &FieldForm::edited, this, [this] {
        askApp();
        emit edited();
    });
    connect(m_cutoverKind, &FieldForm::edited, this, [this] {
        askCutover();
        emit edited();
    });
}

void AppPage::show(const EnvironmentDraft &draft, const QList<Instance> &instances, bool keysAreKept)
{
    m_shown = draft;
    m_instance->ask({instanceField(instances, draft.instance)}, {{u"instance"_s, draft.instance}});
    m_appKind->ask({choiceOf(u"app-kind"_s, tr("DATABASE_URL is in"), appKinds(draft.provider), draft.appKind)}, {{u"app-kind"_s, draft.appKind}});
    m_kept = keysAreKept;
    askApp();
    m_promise->ask(promiseFields(), draft.promise);
}

void AppPage::askApp()
{
    const QString kind = m_appKind->values().value(u"app-kind"_s);
    m_app->ask(appFields(kind, m_shown.provider), m_shown.app);
    m_app->setKept(m_kept && kind == m_shown.appKind);
    m_app->setVisible(m_app->first());
    if (std::exchange(m_askedKind, kind) != kind)
        m_cutoverKind->ask({}); // What moves an app elsewhere is another thing.
    m_cutoverKind->ask({choiceOf(u"cutover-kind"_s, tr("The app moves when"), cutoverKinds(m_shown.provider, kind),
                                 kind == m_shown.appKind ? m_shown.cutoverKind : QString())},
                       kind == m_shown.appKind ? FieldValues{{u"cutover-kind"_s, m_shown.cutoverKind}} : FieldValues());
    askCutover();
}

void AppPage::askCutover()
{
    m_cutover->setKept(m_kept && m_cutoverKind->values().value(u"cutover-kind"_s) == m_shown.cutoverKind);
    m_cutover->ask(cutoverFields(m_cutoverKind->values().value(u"cutover-kind"_s)), m_shown.cutover);
}

void AppPage::fill(EnvironmentDraft &draft) const
{
    draft.instance = m_instance->values().value(u"instance"_s);
    draft.appKind = m_appKind->values().value(u"app-kind"_s);
    draft.app = m_app->values();
    draft.cutoverKind = m_cutoverKind->values().value(u"cutover-kind"_s);
    draft.cutover = m_cutover->values();
    draft.promise = m_promise->values();
    draft.typed.removeAll(u"app-key"_s);
    if (m_app->hasSecret(u"app-key"_s))
        draft.typed.append(u"app-key"_s);
    draft.typed.removeAll(u"dns-key"_s);
    if (m_cutover->hasSecret(u"dns-key"_s))
        draft.typed.append(u"dns-key"_s);
}

bool AppPage::check()
{
    bool good = true;
    for (FieldForm *form : {m_promise, m_cutover, m_app, m_instance}) // The focus ends at the first that is wrong.
        good = form->check() && good;
    return good;
}

void AppPage::showError(const Error &error)
{
    m_anyway->hide();
    m_error->setError(error);
}

void AppPage::showMissing(const Account &account)
{
    QStringList rights;
    QStringList means;
    QStringList todo;
    for (const Account::Permission &permission : account.permissions) {
        if (!permission.isMissing())
            continue;
        rights.append(permission.right);
        means.append(permission.means);
        todo.append(permission.todo);
        if (permission.step == int(StepNumber::Point))
            m_app->showWrong(m_app->field(u"file"_s) ? u"file"_s : u"service"_s, permission.means);
    }
    means.removeDuplicates();
    todo.removeDuplicates();
    todo.removeAll({});
    m_error->setError(Error(Fault::Refused, tr("Not possible yet: %1.").arg(rights.join(u", "_s)))
                          .means(means.join(u' ') + u' ' + tr("Nothing was written down."))
                          .todo(todo.join(u' ')));
    m_anyway->show();
}

} // namespace shuttler::ui

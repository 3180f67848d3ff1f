// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/environments/AppPage.h"

#include "core/domain/RunRecord.h"
#include "ui/common/HumanText.h"
#include "ui/common/Labels.h"

#include <QVBoxLayout>

#include <algorithm>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

FieldSpec instanceField(const QList<Instance> &instances)
{
    if (instances.isEmpty())
        return FieldSpec::text(u"instance"_s, AppPage::tr("Instance"), u"shuttler-prod"_s)
            .hinted(AppPage::tr("None was found: write its name."));
    Choices choices;
    for (const Instance &instance : instances) {
        QStringList words{instance.id.toString()};
        if (!instance.version.isEmpty())
            words.append(u"PostgreSQL "_s + instance.version);
        words.append(HumanText::phase(instance.state.phase));
        choices.append({instance.id.toString(), words.join(u" · "_s)});
    }
    return FieldSpec::choice(u"instance"_s, AppPage::tr("Instance"), choices).hinted(AppPage::tr("The one that serves the app now."));
}

} // namespace

AppPage::AppPage(QWidget *parent)
    : QWidget(parent)
    , m_instance(new FieldForm(u"env"_s))
    , m_appKind(new FieldForm(u"env"_s))
    , m_app(new FieldForm(u"envApp"_s))
    , m_look(button(u"envLook"_s, tr("Look what is there"), ButtonKind::Plain, u"view-refresh"_s))
    , m_cutoverKind(new FieldForm(u"env"_s))
    , m_cutover(new FieldForm(u"envCutover"_s))
    , m_promise(new FieldForm(u"env"_s))
    , m_error(new ErrorCard)
    , m_anyway(m_error->addButton(u"Anyway"_s, tr("Add it anyway")))
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
    column->addWidget(m_look, 0, Qt::AlignLeft);
    column->addWidget(hairLine());
    column->addWidget(m_cutoverKind);
    column->addWidget(m_cutover);
    column->addWidget(hairLine());
    column->addWidget(m_promise);
    column->addStretch();
    m_look->setAutoDefault(false);
    m_cutover->setMoreWords(tr("Seldom needed"));
    m_promise->setMoreWords(tr("Checks and certificates of your own"));
    connect(m_look, &QPushButton::clicked, this, &AppPage::look);
    connect(m_app, &FieldForm::edited, this, &AppPage::appEdited);
    connect(m_cutover, &FieldForm::edited, this, &AppPage::lookWanted);
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
    m_instance->ask({instanceField(instances)}, {{u"instance"_s, draft.instance}});
    m_appKind->ask({FieldSpec::choice(u"app-kind"_s, tr("DATABASE_URL is in"), appKinds(draft.provider)).meaning(appCosts())},
                   {{u"app-kind"_s, draft.appKind}});
    m_kept = keysAreKept;
    askApp();
    m_promise->ask(promiseFields(), draft.promise);
}

void AppPage::askApp()
{
    const QString kind = m_appKind->values().value(u"app-kind"_s);
    const bool isAsShown = kind == m_shown.appKind;
    if (std::exchange(m_askedKind, kind) != kind) { // What moves an app elsewhere is another thing, under the same names.
        m_app->ask({});
        m_cutoverKind->ask({});
        m_mayLook = m_kept && isAsShown;
    }
    m_app->ask(appFields(kind, m_shown.provider), isAsShown ? m_shown.app : FieldValues());
    m_app->setKept(m_kept && isAsShown);
    m_app->setVisible(m_app->first());
    m_where = m_app->values().value(u"where"_s);
    const QList<PlaceKind> lists = m_app->lists();
    m_look->setVisible(isElsewhere()
                       && std::any_of(lists.cbegin(), lists.cend(), [](PlaceKind list) { return list != PlaceKind::AwsProfiles; }));
    m_cutoverKind->ask(
        {FieldSpec::choice(u"cutover-kind"_s, tr("The app moves when"), cutoverKinds(m_shown.provider, kind)).meaning(cutoverCosts())},
        isAsShown ? FieldValues{{u"cutover-kind"_s, m_shown.cutoverKind}} : FieldValues());
    askCutover();
}

void AppPage::askCutover()
{
    const QString kind = m_cutoverKind->values().value(u"cutover-kind"_s);
    FieldValues values = kind == m_shown.cutoverKind ? m_shown.cutover : FieldValues();
    if (std::exchange(m_askedCutover, kind) != kind) {
        const FieldValues entered = m_cutover->values();
        for (const QString &common : {u"command"_s, u"health-url"_s, u"database-health-url"_s})
            if (entered.contains(common))
                values.insert(common, entered.value(common));
        m_cutover->ask({});
    }
    m_cutover->setKept(m_kept && kind == m_shown.cutoverKind);
    m_cutover->ask(cutoverFields(kind, m_shown.provider, m_askedKind), values);
    emit lookWanted();
}

/// Which services there are follows from the project and environment that was chosen.
void AppPage::appEdited()
{
    const QString where = m_app->values().value(u"where"_s);
    if (std::exchange(m_where, where) != where)
        for (FieldForm *form : {m_app, m_cutover})
            form->listAgain({PlaceKind::RailwayServices});
    emit lookWanted();
}

void AppPage::look()
{
    const QStringList parts = keyPartsOf(cloudOf(m_askedKind));
    const QStringList typed = m_app->typedSecrets();
    if (!(m_kept && m_askedKind == m_shown.appKind) && !typed.contains(parts.first()))
        return m_app->showWrong(parts.first(), tr("Enter it first: with it one can look."));
    m_mayLook = true;
    for (FieldForm *form : {m_app, m_cutover})
        form->listAgain({PlaceKind::RailwayEnvironments, PlaceKind::RailwayServices, PlaceKind::RenderHolders, PlaceKind::RenderServices});
    emit lookAnew();
}

bool AppPage::isElsewhere() const
{
    return cloudOf(m_askedKind) != cloudOf(m_shown.provider);
}

bool AppPage::mayList(FormOf form, PlaceKind kind) const
{
    const QString cloud = cloudOf(form == FormOf::App ? m_askedKind : m_askedCutover);
    return kind == PlaceKind::AwsProfiles || cloud == cloudOf(m_shown.provider) || m_mayLook;
}

void AppPage::fill(EnvironmentDraft &draft) const
{
    draft.instance = m_instance->values().value(u"instance"_s);
    draft.appKind = m_appKind->values().value(u"app-kind"_s);
    draft.app = m_app->values();
    draft.cutoverKind = m_cutoverKind->values().value(u"cutover-kind"_s);
    draft.cutover = m_cutover->values();
    draft.promise = m_promise->values();
    draft.appTyped = m_app->typedSecrets();
    draft.cutoverTyped = m_cutover->typedSecrets();
}

bool AppPage::check(const EnvironmentDraft &draft, const Environment &base)
{
    bool good = true;
    // The focus ends at the first that is wrong.
    const auto judge = [&good](FieldForm *form, const std::optional<std::pair<QString, QString>> &wrong) {
        if (!form->check()) {
            good = false;
        } else if (wrong) {
            form->showWrong(wrong->first, wrong->second);
            good = false;
        }
    };
    judge(m_promise, {});
    judge(m_cutover, wrongInCutover(draft, base));
    judge(m_app, wrongInApp(draft, base));
    judge(m_instance, {});
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
            for (const QString &place : {u"file"_s, u"service"_s, u"secret"_s, u"parameter"_s})
                m_app->showWrong(place, permission.means);
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

// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/ui/environments/WizardDesk.h"

#include "ui/common/Theme.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QTest>

namespace shuttler::ui::test {

using namespace Qt::StringLiterals;

WizardDesk::WizardDesk() : m_world(std::make_unique<UiWorld>(DesignTime))
{
    applyLook(Appearance::Light, 100);
    m_world->instance.id = InstanceId(u"shuttler-prod"_s);
    m_world->instance.version = u"15.8"_s;
    m_world->instance.state.phase = InstancePhase::Available;
    m_world->opensWith = "AKIAEXAMPLE:sesame";
    m_world->permissions = {{1, u"Sign in"_s, u"sts:GetCallerIdentity"_s, true, {}, {}, true, true},
                            {4, u"Restore"_s, u"rds:Restore"_s, false, u"Only doing it would tell."_s, {}, false, false}};
    m_console.emplace(m_world->console());
}

bool WizardDesk::opened()
{
    m_wizard->open();
    return QTest::qWaitForWindowActive(m_wizard.get());
}

bool WizardDesk::open(const QString &provider)
{
    m_wizard = std::make_unique<EnvironmentWizard>(*m_console, provider, nullptr);
    return opened();
}

bool WizardDesk::open(const Environment &environment)
{
    m_wizard = std::make_unique<EnvironmentWizard>(*m_console, environment, nullptr);
    return opened();
}

bool WizardDesk::waitUntilAt(const QString &step)
{
    const bool isThere = QTest::qWaitFor([&] { return isAt(step); });
    if (!isThere)
        qWarning("not at \"%s\", but at \"%s\"", qPrintable(step), qPrintable(m_wizard->windowTitle()));
    return isThere;
}

void WizardDesk::press(Qt::Key key, Qt::KeyboardModifiers with)
{
    QTest::keyClick(m_wizard->focusWidget(), key, with);
}

bool WizardDesk::goTo(const QString &field)
{
    for (int i = 0; i < 60 && m_wizard->focusWidget()->objectName() != field; ++i)
        press(Qt::Key_Tab);
    const bool isThere = m_wizard->focusWidget()->objectName() == field;
    if (!isThere)
        qWarning("Tab does not lead to %s", qPrintable(field));
    return isThere;
}

bool WizardDesk::type(const QString &field, const QString &text)
{
    auto *line = goTo(field) ? qobject_cast<QLineEdit *>(m_wizard->focusWidget()) : nullptr;
    if (!line)
        return false;
    line->selectAll();
    if (text.isEmpty())
        press(Qt::Key_Delete);
    QTest::keyClicks(line, text);
    return true;
}

bool WizardDesk::choose(const QString &field, const QString &value)
{
    const auto now = [&] { return find<QComboBox>(field)->currentData().toString(); };
    if (!goTo(field))
        return false;
    press(Qt::Key_Home);
    for (int i = 0; i < 20 && now() != value; ++i)
        press(Qt::Key_Down);
    if (now() != value)
        qWarning("%s offers no %s", qPrintable(field), qPrintable(value));
    return now() == value;
}

QString WizardDesk::note(const QString &field) const
{
    const auto *below = find<QLabel>(field + u"Note"_s);
    return below && below->isVisible() ? below->text() : QString();
}

bool WizardDesk::isWrong(const QString &field) const
{
    const auto *below = find<QLabel>(field + u"Note"_s);
    return below && below->isVisible() && below->property("tone").toString() == u"bad"_s;
}

bool WizardDesk::leaveProvider()
{
    if (!type(u"envName"_s, u"production"_s) || !type(u"envDatabase"_s, u"academy"_s))
        return false;
    if (find<QLineEdit>(u"envRegion"_s) && !type(u"envRegion"_s, u"eu-central-1"_s))
        return false;
    press(Qt::Key_Return);
    return waitUntilAt(u"2 of 3: Sign in"_s);
}

bool WizardDesk::signInWith(const QString &secret)
{
    if (!leaveProvider() || !type(u"envAccessKey"_s, u"AKIAEXAMPLE"_s) || !type(u"envSecretKey"_s, secret))
        return false;
    press(Qt::Key_Return);
    return true;
}

bool WizardDesk::reachTheApp()
{
    if (!signInWith() || !waitUntilAt(u"Signed in"_s))
        return false;
    press(Qt::Key_Return);
    return waitUntilAt(u"3 of 3"_s);
}

bool WizardDesk::finish()
{
    if (!type(u"envAppFile"_s, u"/srv/academy/.env"_s) || !type(u"envCutoverCommand"_s, u"/usr/bin/systemctl restart academy"_s))
        return false;
    press(Qt::Key_Return);
    return true;
}

} // namespace shuttler::ui::test

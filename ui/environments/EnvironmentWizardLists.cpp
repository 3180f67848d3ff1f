// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/environments/AppPage.h"
#include "ui/environments/EnvironmentWizard.h"
#include "ui/environments/KeysPage.h"

#include <QStackedWidget>

#include <algorithm>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

void EnvironmentWizard::lookAnew()
{
    ++m_lookedAnew;
    m_found.clear();
    lookUp();
}

/// Asks for what is not known yet, and offers what is. One after the other: the one may say where to ask for the other.
void EnvironmentWizard::lookUp()
{
    if (m_lookJob.isRunning())
        return; // Its end leads here again.
    const QList<Look> open = looks();
    if (open.isEmpty())
        return;
    const Look look = open.first();
    m_lookJob.start<QList<Place>>([&console = m_console, look, secrets = pending(draft())](
                                      Job &job) { return console.listPlaces(look.kind, look.access, *secrets, job); },
                                  this,
                                  [this, look, asked = m_lookedAnew](Result<QList<Place>> places) {
                                      if (asked == m_lookedAnew)
                                          found(look, places);
                                      lookUp();
                                  });
}

/// Offers what was found before; the rest has to be asked for.
QList<EnvironmentWizard::Look> EnvironmentWizard::looks()
{
    QList<Look> open;
    const int page = m_stack->currentIndex();
    if (page == Where)
        return open;
    const Environment made = environmentFrom(draft(), m_base);
    for (const FormOf form : page == Keys ? QList<FormOf>{FormOf::Keys} : QList<FormOf>{FormOf::App, FormOf::Cutover}) {
        for (const PlaceKind kind : formOf(form).lists()) {
            // Signing in lists what else there is on the page with the keys.
            if (page == Keys ? kind != PlaceKind::AwsProfiles : !m_app->mayList(form, kind))
                continue;
            const Look look{kind, accessFor(kind, form, made)};
            if (kind == PlaceKind::RailwayServices && !look.access.contains(u"project"_s))
                continue;
            const auto before = std::find_if(m_found.cbegin(), m_found.cend(), [&look](const auto &each) { return each.first == look; });
            if (before != m_found.cend())
                formOf(form).offer(kind, before->second);
            else
                open.append(look);
        }
    }
    return open;
}

void EnvironmentWizard::found(const Look &look, const Result<QList<Place>> &places)
{
    if (places && !places->isEmpty()) {
        m_found.append({look, *places});
        return;
    }
    const QString why =
        places ? tr("Nothing is there to choose from: write it.") : tr("It could not be listed: %1 Write it.").arg(places.error().what());
    for (const FormOf form : {FormOf::Keys, FormOf::App, FormOf::Cutover})
        formOf(form).setListHint(look.kind, why);
}

} // namespace shuttler::ui

// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/RestorePage.h"

#include "ui/common/IconWidget.h"
#include "ui/common/Labels.h"
#include "ui/restore/RestoreWalk.h"

#include <QVBoxLayout>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

RestorePage::RestorePage(const Console &console, QWidget *parent)
    : QWidget(parent), m_console(console), m_room(new QVBoxLayout(this)), m_idle(new QWidget)
{
    setObjectName(u"restorePage"_s);
    setAccessibleName(tr("Restore"));
    m_room->setContentsMargins(0, 0, 0, 0);
    auto *column = new QVBoxLayout(m_idle);
    column->addStretch(2);
    column->addWidget(new IconWidget(u"backup"_s, 32, &Theme::muted), 0, Qt::AlignHCenter);
    column->addWidget(new TextLabel(tr("No restore is open."), Role::Body, Tone::Second), 0, Qt::AlignHCenter);
    column->addStretch(3);
    m_room->addWidget(m_idle);
}

RestorePage::~RestorePage() = default;

RestoreWalk *RestorePage::renew()
{
    dismiss();
    m_idle->hide();
    m_walk = new RestoreWalk(m_console);
    m_room->addWidget(m_walk);
    setFocusProxy(m_walk);
    setWindowTitle(m_walk->windowTitle());
    connect(m_walk, &QWidget::windowTitleChanged, this, &QWidget::setWindowTitle);
    connect(m_walk, &RestoreWalk::leave, this, &RestorePage::leave);
    connect(m_walk, &RestoreWalk::finished, this, [this] {
        dismiss();
        emit jobChanged();
        emit finished();
    });
    connect(m_walk, &RestoreWalk::resumeWanted, this, &RestorePage::resume);
    connect(&m_walk->session(), &RestoreSession::changed, this, &RestorePage::jobChanged);
    return m_walk;
}

void RestorePage::dismiss()
{
    if (!m_walk)
        return;
    setFocusProxy(nullptr);
    m_walk->session().stopAndWait();
    m_walk->disconnect(this);
    m_walk->hide();
    m_walk->deleteLater(); // One of its buttons may be the one that was just pressed.
    m_walk = nullptr;
    m_idle->show();
}

void RestorePage::start(const EnvironmentName &environment, std::optional<Instant> moment)
{
    renew()->session().begin(environment, moment);
}

void RestorePage::resume(const RunId &run)
{
    const RunId kept = run; // `run` may belong to the walk that is dismissed.
    renew()->session().resume(kept);
}

bool RestorePage::hasRunningJob() const
{
    return m_walk && m_walk->drive() != Drive::Rests;
}

QString RestorePage::closingMeans() const
{
    if (!m_walk)
        return {};
    const Capabilities &capabilities = m_walk->session().capabilities();
    return shuttler::ui::closingMeans(m_walk->drive(), capabilities.worksHere, capabilities.providerName);
}

QString RestorePage::jobTitle() const
{
    if (!hasRunningJob())
        return {};
    if (m_walk->drive() == Drive::Undoes)
        return tr("Taking a restore back");
    return tr("Restore, step %1").arg(int(m_walk->session().drivenUntil()));
}

void RestorePage::stopAndWait()
{
    if (m_walk)
        m_walk->session().stopAndWait();
}

} // namespace shuttler::ui

// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/timeline/TimelineAccessible.h"

#include "ui/timeline/TimelineView.h"

#include <QAccessibleWidget>
#include <QHash>
#include <QPointer>

namespace shuttler::ui {

namespace {

/// One mark. It finds itself anew at each question: marks come and go, this object lives until the list says otherwise.
class AccessibleMark final : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    AccessibleMark(TimelineView *view, int lane, int index) : m_view(view), m_lane(lane), m_index(index) {}

    bool isValid() const override { return m_view && m_lane < m_view->laneCount() && m_index < m_view->marksIn(m_lane); }
    QObject *object() const override { return nullptr; }
    QAccessibleInterface *parent() const override { return QAccessible::queryAccessibleInterface(m_view.data()); }
    QAccessibleInterface *child(int) const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    QString text(QAccessible::Text kind) const override
    {
        const bool named = isValid() && kind == QAccessible::Name && m_view->picture().words;
        return named ? m_view->picture().words(m_view->entryAt(m_lane, m_index)) : QString();
    }
    void setText(QAccessible::Text, const QString &) override {}
    QRect rect() const override
    {
        if (!isValid())
            return {};
        const QRect inView = m_view->rectOf(m_lane, m_index);
        return inView.isEmpty() ? QRect() : QRect(m_view->mapToGlobal(inView.topLeft()), inView.size());
    }
    QAccessible::State state() const override
    {
        QAccessible::State state;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        state.selectable = state.focusable = true;
        state.offscreen = m_view->rectOf(m_lane, m_index).isEmpty();
        state.selected = m_view->currentEntry() == m_view->entryAt(m_lane, m_index);
        state.focused = state.selected && m_view->hasFocus();
        return state;
    }
    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface *>(this) : nullptr;
    }
    QStringList actionNames() const override { return {pressAction()}; }
    void doAction(const QString &name) override
    {
        if (name != pressAction() || !isValid())
            return;
        m_view->setCurrentEntry(m_view->entryAt(m_lane, m_index));
        emit m_view->opened(m_view->entryAt(m_lane, m_index));
    }
    QStringList keyBindingsForAction(const QString &) const override { return {}; }

private:
    QPointer<TimelineView> m_view;
    int m_lane;
    int m_index;
};

class AccessibleTimeline final : public QAccessibleWidget {
public:
    explicit AccessibleTimeline(TimelineView *view) : QAccessibleWidget(view, QAccessible::List) {}
    ~AccessibleTimeline() override { forget(); }

    int childCount() const override
    {
        int count = 0;
        for (int lane = 0; lane < view()->laneCount(); ++lane)
            count += view()->marksIn(lane);
        return count;
    }
    QAccessibleInterface *child(int number) const override
    {
        int index = number;
        for (int lane = 0; lane < view()->laneCount(); ++lane) {
            if (index < view()->marksIn(lane))
                return mark(lane, index, number);
            index -= view()->marksIn(lane);
        }
        return nullptr;
    }
    int indexOfChild(const QAccessibleInterface *child) const override
    {
        return m_marks.key(QAccessible::uniqueId(const_cast<QAccessibleInterface *>(child)), -1);
    }
    void forget()
    {
        for (const QAccessible::Id id : std::as_const(m_marks))
            QAccessible::deleteAccessibleInterface(id);
        m_marks.clear();
    }
    int numberOf(int lane, int index) const
    {
        for (int before = 0; before < lane; ++before)
            index += view()->marksIn(before);
        return index;
    }

private:
    TimelineView *view() const { return static_cast<TimelineView *>(widget()); }
    QAccessibleInterface *mark(int lane, int index, int number) const
    {
        if (const auto known = m_marks.constFind(number); known != m_marks.constEnd())
            return QAccessible::accessibleInterface(*known);
        auto *made = new AccessibleMark(view(), lane, index);
        m_marks.insert(number, QAccessible::registerAccessibleInterface(made));
        return made;
    }
    mutable QHash<int, QAccessible::Id> m_marks;
};

QAccessibleInterface *makeAccessible(const QString &, QObject *object)
{
    auto *view = qobject_cast<TimelineView *>(object);
    return view ? new AccessibleTimeline(view) : nullptr;
}

AccessibleTimeline *accessible(TimelineView *view)
{
    // Asked for only while somebody listens: making it costs a million marks nothing, but nobody else needs it.
    return QAccessible::isActive() ? dynamic_cast<AccessibleTimeline *>(QAccessible::queryAccessibleInterface(view)) : nullptr;
}

} // namespace

void installTimelineAccessibility()
{
    static const bool installed = [] {
        QAccessible::installFactory(makeAccessible);
        return true;
    }();
    Q_UNUSED(installed);
}

void timelineMarksChanged(TimelineView *view)
{
    if (AccessibleTimeline *list = accessible(view)) {
        list->forget();
        QAccessibleEvent event(view, QAccessible::ObjectReorder);
        QAccessible::updateAccessibility(&event);
    }
}

void timelineCursorMoved(TimelineView *view, int lane, int index)
{
    if (const AccessibleTimeline *list = accessible(view)) {
        QAccessibleEvent event(view, QAccessible::Focus);
        event.setChild(list->numberOf(lane, index));
        QAccessible::updateAccessibility(&event);
    }
}

} // namespace shuttler::ui

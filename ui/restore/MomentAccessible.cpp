// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/MomentAccessible.h"

#include "ui/restore/MomentSlider.h"
#include "ui/restore/MomentView.h"

#include <QAccessibleWidget>

namespace shuttler::ui {

namespace {

/// A slider over seconds: as a number the second of the stretch, in words the moment.
template <typename Widget>
class AccessibleMoment final : public QAccessibleWidget, public QAccessibleValueInterface {
public:
    explicit AccessibleMoment(Widget *widget) : QAccessibleWidget(widget, QAccessible::Slider) {}

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ValueInterface ? static_cast<QAccessibleValueInterface *>(this) : QAccessibleWidget::interface_cast(type);
    }
    QString text(QAccessible::Text kind) const override
    {
        return kind == QAccessible::Value ? moment()->valueText() : QAccessibleWidget::text(kind);
    }
    QVariant currentValue() const override { return seconds(moment()->moment()); }
    void setCurrentValue(const QVariant &value) override { emit moment()->momentWanted(Instant::fromUnixSeconds(value.toLongLong())); }
    QVariant maximumValue() const override { return QVariant(); }
    QVariant minimumValue() const override { return QVariant(); }
    QVariant minimumStepSize() const override { return 1; }

private:
    static QVariant seconds(Instant moment) { return QVariant::fromValue(moment.unixSeconds()); }
    Widget *moment() const { return static_cast<Widget *>(widget()); }
};

QAccessibleInterface *makeMomentAccessible(const QString &, QObject *object)
{
    if (auto *view = qobject_cast<MomentView *>(object))
        return new AccessibleMoment<MomentView>(view);
    if (auto *slider = qobject_cast<MomentSlider *>(object))
        return new AccessibleMoment<MomentSlider>(slider);
    return nullptr;
}

} // namespace

void installMomentAccessibility()
{
    static const bool installed = [] {
        QAccessible::installFactory(makeMomentAccessible);
        return true;
    }();
    Q_UNUSED(installed);
}

void momentMoved(QWidget *widget)
{
    if (!QAccessible::isActive())
        return;
    const QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(widget);
    QAccessibleValueChangeEvent event(widget, interface ? interface->text(QAccessible::Value) : QString());
    QAccessible::updateAccessibility(&event);
}

} // namespace shuttler::ui

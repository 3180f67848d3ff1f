// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/common/TabOrder.h"

#include <QLayout>
#include <QScrollArea>

namespace shuttler::ui {

namespace {

void collect(QWidget *widget, QList<QWidget *> &found);

void collect(QLayout *layout, QList<QWidget *> &found)
{
    for (int i = 0; layout && i < layout->count(); ++i) {
        QLayoutItem *item = layout->itemAt(i);
        if (item->widget())
            collect(item->widget(), found);
        else
            collect(item->layout(), found);
    }
}

void collect(QWidget *widget, QList<QWidget *> &found)
{
    if (widget->focusPolicy() & Qt::TabFocus)
        found.append(widget);
    if (auto *area = qobject_cast<QScrollArea *>(widget); area && area->widget())
        collect(area->widget(), found);
    else
        collect(widget->layout(), found);
}

} // namespace

void tabAlongLayouts(QWidget *root)
{
    QList<QWidget *> along;
    collect(root->layout(), along);
    for (qsizetype i = 1; i < along.size(); ++i)
        QWidget::setTabOrder(along[i - 1], along[i]);
}

} // namespace shuttler::ui

// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/shell/NoticeBar.h"

#include "ui/common/Icons.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

QString lookOf(Glyph glyph)
{
    switch (glyph) {
    case Glyph::Ok: return u"ok"_s;
    case Glyph::Warn:
    case Glyph::Due: return u"warn"_s;
    case Glyph::Bad: return u"bad"_s;
    default: return u"info"_s;
    }
}

bool weighsMore(const Notice &a, const Notice &b)
{
    return a.weight < b.weight;
}

} // namespace

NoticeBar::NoticeBar(QWidget *parent) : QFrame(parent), m_column(new QVBoxLayout(this))
{
    setObjectName(u"noticeBar"_s);
    setProperty("role", u"notice"_s);
    m_column->setContentsMargins(1, 1, 1, 1);
    m_column->setSpacing(0);
    hide();
}

void NoticeBar::post(Notice notice)
{
    Q_ASSERT(notice.actions.size() <= 2);
    m_notices.removeIf([&notice](const Notice &old) { return old.id == notice.id; });
    const auto place = std::upper_bound(m_notices.begin(), m_notices.end(), notice, weighsMore);
    m_notices.insert(place, std::move(notice));
    refresh();
}

void NoticeBar::withdraw(const QString &id)
{
    if (m_notices.removeIf([&id](const Notice &old) { return old.id == id; }) > 0)
        refresh();
}

QString NoticeBar::shown() const
{
    return m_notices.isEmpty() ? QString() : m_notices.first().id;
}

QStringList NoticeBar::wordsOf(const Notice &notice)
{
    QStringList words{notice.id, notice.title, notice.text, QString::number(int(notice.glyph))};
    for (const Notice::Action &action : notice.actions)
        words.append(action.label);
    words.append(QString::number(int(notice.details != nullptr)));
    return words;
}

void NoticeBar::refresh()
{
    if (m_notices.isEmpty()) {
        m_built.clear();
        m_builtWords.clear();
        hide();
        return;
    }
    const Notice notice = m_notices.first();
    const bool detailsStayOpen = m_details && m_built == notice.id;
    // What says the same as before stays as it is, with the focus where the person has it.
    if (wordsOf(notice) != m_builtWords) {
        const bool hadFocus = m_head && m_head->isAncestorOf(QApplication::focusWidget());
        const QString focused = hadFocus ? QApplication::focusWidget()->objectName() : QString();
        build(notice);
        m_builtWords = wordsOf(notice);
        if (auto *again = focused.isEmpty() ? nullptr : findChild<QWidget *>(focused))
            again->setFocus();
    }
    if (!detailsStayOpen || m_detailsOf != notice.detailsOf)
        setDetailsOpen(detailsStayOpen, notice);
    m_built = notice.id;
    show();
    emit rebuilt();
}

void NoticeBar::run(int action)
{
    if (m_notices.isEmpty() || action >= m_notices.first().actions.size())
        return;
    const std::function<void()> act = m_notices.first().actions[action].run; // It may take the notice away.
    act();
}

void NoticeBar::build(const Notice &notice)
{
    delete m_head;
    auto *head = new QFrame;
    head->setProperty("role", u"noticeHead"_s);
    head->setProperty("state", lookOf(notice.glyph));
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(14, 8, 10, 8);
    row->setSpacing(12);
    row->addWidget(new StatusGlyph(notice.glyph, 18));
    auto *words = new QVBoxLayout;
    words->setSpacing(1);
    auto *title = new TextLabel(notice.title, Role::Section);
    title->setObjectName(u"noticeTitle"_s);
    title->setWordWrap(true);
    words->addWidget(title);
    if (!notice.text.isEmpty()) {
        auto *text = new TextLabel(notice.text, Role::Body, Tone::Second);
        text->setObjectName(u"noticeText"_s);
        text->setWordWrap(true);
        words->addWidget(text);
    }
    row->addLayout(words, 1);
    if (notice.details) {
        QPushButton *open = button(u"noticeOpenDetails"_s, tr("Details"), ButtonKind::Plain, u"go-down"_s);
        open->setCheckable(true);
        open->setChecked(m_details != nullptr);
        connect(open, &QPushButton::toggled, this, [this, open](bool on) {
            open->setIcon(Icons::icon(on ? u"go-up"_s : u"go-down"_s, &Theme::text));
            setDetailsOpen(on, m_notices.first());
        });
        row->addWidget(open);
    }
    for (int i = 0; i < notice.actions.size(); ++i) {
        const Notice::Action &action = notice.actions[i];
        QPushButton *made = button(action.objectName, action.label, action.kind);
        connect(made, &QPushButton::clicked, this, [this, i] { run(i); });
        row->addWidget(made);
    }
    if (notice.canBeDismissed) {
        QPushButton *close = iconButton(u"noticeDismiss"_s, u"window-close"_s, tr("Dismiss notice"));
        setLook(close, "kind", u"flat"_s);
        connect(close, &QPushButton::clicked, this, [this, id = notice.id] { withdraw(id); });
        row->addWidget(close);
    }
    setLook(this, "state", lookOf(notice.glyph));
    setAccessibleName(notice.title + u' ' + notice.text);
    m_head = head;
    m_column->insertWidget(0, head);
}

void NoticeBar::setDetailsOpen(bool open, const Notice &notice)
{
    delete m_details;
    m_details = open && notice.details ? notice.details() : nullptr;
    m_detailsOf = notice.detailsOf;
    if (m_details) {
        m_details->setObjectName(u"noticeDetails"_s);
        m_column->addWidget(m_details);
    }
}

} // namespace shuttler::ui

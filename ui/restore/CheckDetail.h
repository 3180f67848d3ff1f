// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/Finding.h"
#include "ui/common/Labels.h"

#include <optional>

class QCheckBox;

namespace shuttler::ui {

/// One check in full: what happened, what it means, what to do, the text that was asked, and a way to ask it again. At its foot the
/// warnings are accepted.
class CheckDetail final : public QFrame {
    Q_OBJECT
public:
    explicit CheckDetail(QWidget *parent = nullptr);

    void show(const std::optional<Finding> &finding, Instant now);
    /// `open`: checks can be run again at all. What has no answer by itself says so instead.
    void offerAgain(bool open, bool enabled);
    void setComparedWith(const QString &words);
    /// `warnings` none: there is nothing to accept.
    void setAcceptance(int warnings, bool accepted, bool enabled);
    bool isAccepted() const;

signals:
    void acceptanceChanged();
    void againWanted();

private:
    struct Part { TextLabel *caption; TextLabel *words; };
    Part addPart(const QString &caption, Role role);
    static void say(const Part &part, const QString &words);

    std::optional<Finding> m_finding;
    StatusGlyph *m_glyph;
    TextLabel *m_title;
    QVBoxLayout *m_column;
    Part m_happened;
    Part m_means;
    Part m_todo;
    QWidget *m_againRow;
    QPushButton *m_again;
    TextLabel *m_againNote;
    Part m_asked;
    Part m_compared;
    QCheckBox *m_accept;
    TextLabel *m_acceptNote;
};

} // namespace shuttler::ui

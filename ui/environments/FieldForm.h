// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Secret.h"
#include "ui/environments/FieldSpec.h"

#include <QWidget>

class QGridLayout;

namespace shuttler::ui {

class TextLabel;

/// Fields, one below the other, each with its label at its left, and below it its hint or, instead, what is wrong with it.
class FieldForm final : public QWidget {
    Q_OBJECT
public:
    /// `prefix` begins the names of its fields: "env" makes "envDatabaseCa" of the key "database-ca".
    explicit FieldForm(const QString &prefix, QWidget *parent = nullptr);

    /// Other questions. What was entered under the same keys stays, else `values` count, else the presets. Secrets begin empty.
    void ask(const QList<FieldSpec> &fields, const FieldValues &values = {});
    /// Secrets that are kept already: they may stay empty.
    void setKept(bool kept);
    FieldValues values() const;                 ///< Without the secrets.
    bool hasSecret(const QString &key) const;
    Secret takeSecret(const QString &key) const; ///< A copy of its own; the field keeps its dots.
    void clearSecrets();

    /// Says beside each field what is wrong with it, and goes to the first; true when nothing is.
    bool check();
    void showWrong(const QString &key, const QString &words);
    QWidget *field(const QString &key) const;
    QWidget *first() const;

signals:
    void edited();

private:
    struct Row {
        FieldSpec spec;
        QWidget *field;
        TextLabel *below;
    };
    Row *row(const QString &key);
    const Row *row(const QString &key) const;
    static QString textOf(const Row &row);
    QString wrongWith(const Row &row) const;
    QWidget *makeField(const FieldSpec &spec, const QString &value);
    static void say(const Row &row, const QString &wrong);

    QString m_prefix;
    QGridLayout *m_grid;
    QList<Row> m_rows;
    bool m_kept = false;
};

} // namespace shuttler::ui

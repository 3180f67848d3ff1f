// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Secret.h"
#include "ui/environments/FieldSpec.h"

#include <QWidget>

class QGridLayout;
class QPushButton;

namespace shuttler::ui {

class TextLabel;

/// Fields, one below the other, each with its label at its left, and below it its hint or, instead, what is wrong with it: said as soon
/// as a field is left, and until it is mended. Rare fields stand behind a button.
class FieldForm final : public QWidget {
    Q_OBJECT
public:
    /// `prefix` begins the names of its fields: "env" makes "envDatabaseCa" of the key "database-ca".
    explicit FieldForm(const QString &prefix, QWidget *parent = nullptr);

    /// Other questions. What was entered under the same keys stays, else `values` count, else the presets. Secrets begin empty.
    void ask(const QList<FieldSpec> &fields, const FieldValues &values = {});
    /// What may stand in fields that are listed so became known: they are chosen from now on. Whoever was there still is.
    void offer(PlaceKind kind, const QList<Place> &places);
    /// What would help with the fields that are asked at present, and was neither offered nor found to be impossible.
    QList<PlaceKind> lists() const;
    void listAgain(const QList<PlaceKind> &kinds);
    /// Secrets that are kept already: they may stay empty.
    void setKept(bool kept);
    /// What stands on the button for rare fields.
    void setMoreWords(const QString &words);
    /// Below the fields that are listed so: why they are not.
    void setListHint(PlaceKind kind, const QString &words);

    FieldValues values() const; ///< Without the secrets, and without what is not asked at present.
    QStringList typedSecrets() const;
    Secret takeSecret(const QString &key) const; ///< A copy of its own; the field keeps its dots.
    void clearSecrets();

    /// Says beside each field what is wrong with it, and goes to the first; true when nothing is.
    bool check();
    void showWrong(const QString &key, const QString &words);
    QWidget *field(const QString &key) const; ///< Null where it is not asked.
    QWidget *first() const;

signals:
    void edited();
    void arranged(); ///< There are other fields now, or others are seen.

private:
    struct Row {
        FieldSpec spec;
        TextLabel *label;
        QWidget *field;
        TextLabel *below;
        int line; ///< Of three of the grid: the field, what is below it, and the distance to the next.
        QString wrong{};
        bool isListed = false; ///< Or cannot be.
    };
    void askInstead(Row &row, const FieldSpec &field);
    void addRow(const FieldSpec &spec, const QString &value, int line);
    QWidget *makeField(const FieldSpec &spec, const QString &value);
    void changed(const QString &key);
    void left(const QString &key);
    /// Which rows are seen follows from what was chosen in others.
    void arrange();
    bool isAsked(const Row &row) const;
    Row *row(const QString &key);
    const Row *row(const QString &key) const;
    static QString textOf(const Row &row);
    QString wrongWith(const Row &row) const;
    static void say(Row &row, const QString &wrong);

    QString m_prefix;
    QGridLayout *m_grid;
    QList<Row> m_rows;
    QPushButton *m_more;
    bool m_kept = false;
};

} // namespace shuttler::ui

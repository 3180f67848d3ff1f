// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QList>
#include <QMap>
#include <QPair>
#include <QString>

namespace shuttler::ui {

/// One thing an environment has to be told, as a person is asked for it.
struct FieldSpec {
    enum class Shape { Text, Secret, Choice };
    /// What is wrong with what was entered; empty: nothing.
    using Rule = QString (*)(const QString &);

    QString key;     ///< In the environment's file; of a secret: what it is for.
    QString label;
    QString example;
    QString hint{};  ///< Stands below it.
    bool needed = true;
    Shape shape = Shape::Text;
    QString preset{};
    Rule rule = nullptr;
    QList<QPair<QString, QString>> choices{}; ///< Value and its words.
};

/// What was entered, by key. Choices are there with their values, empty fields are not.
using FieldValues = QMap<QString, QString>;

QList<FieldSpec> generalFields();
QList<FieldSpec> promiseFields();
/// What a provider has to be told of where the database is.
QList<FieldSpec> placeFields(const QString &provider);
/// With what it is signed in to: the provider's key, and the role that looks at the database.
QList<FieldSpec> keyFields(const QString &provider);
/// Where the app reads its DATABASE_URL, and how it starts to use a new one. What `provider` was told already is not asked again.
QList<FieldSpec> appFields(const QString &kind, const QString &provider);
QList<FieldSpec> cutoverFields(const QString &kind);

/// The kinds that may be chosen: value and words.
QList<QPair<QString, QString>> appKinds(const QString &provider);
QList<QPair<QString, QString>> cutoverKinds(const QString &provider, const QString &appKind);

} // namespace shuttler::ui

// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/targets/Place.h"

#include <QCoreApplication>
#include <QList>
#include <QMap>
#include <QPair>
#include <QString>

#include <optional>

namespace shuttler::ui {

/// A value, and its words.
using Choices = QList<QPair<QString, QString>>;

/// One thing an environment has to be told, as a person is asked for it.
struct FieldSpec {
    Q_DECLARE_TR_FUNCTIONS(FieldSpec)
public:
    enum class Shape { Text, Secret, Choice, Several };
    /// What is wrong with what was entered; empty: nothing.
    using Rule = QString (*)(const QString &);

    QString key;     ///< In the environment's file; of a secret: what it is for.
    QString label;
    QString example{};
    QString hint{};  ///< Stands below it.
    bool needed = true;
    bool rare = false; ///< Shown only when more is asked for, or when there is a value.
    Shape shape = Shape::Text;
    QString preset{};
    Rule rule = nullptr;
    Choices choices{};
    QMap<QString, QString> meanings{};         ///< Of a choice's values: stands below it instead of the hint.
    QList<QPair<QString, QString>> onlyWith{}; ///< Asked only where one of these fields has that value; empty: always.
    std::optional<PlaceKind> list{};           ///< What may stand there can be listed, once its cloud can be asked.
    bool isForOnce = false;                    ///< A secret that is not kept.
    bool isMany = false;                       ///< Several of those, with commas between.

    static FieldSpec text(const QString &key, const QString &label, const QString &example, Rule rule = nullptr);
    static FieldSpec secret(const QString &key, const QString &label, Rule rule = nullptr);
    static FieldSpec choice(const QString &key, const QString &label, const Choices &choices);

    // The same, and besides:
    FieldSpec hinted(const QString &hint) const;
    FieldSpec optional() const;
    FieldSpec rarely() const; ///< And optional.
    FieldSpec forOnce() const;
    FieldSpec usually(const QString &preset) const;
    FieldSpec with(const QString &key, const QString &value) const;
    FieldSpec meaning(const QMap<QString, QString> &meanings) const;
    FieldSpec listed(PlaceKind kind) const;
    FieldSpec many() const;
    /// A choice among `places`.
    FieldSpec among(const QList<Place> &places) const;
};

/// What was entered, by key. Choices are there with their values, empty fields are not.
using FieldValues = QMap<QString, QString>;

QList<FieldSpec> generalFields();
QList<FieldSpec> promiseFields();
/// What a provider has to be told of where the database is.
QList<FieldSpec> placeFields(const QString &provider);
/// With what it is signed in to: the provider's key, and the role that looks at the database.
QList<FieldSpec> keyFields(const QString &provider);
/// Where the app reads its DATABASE_URL, and how it starts to use a new one. A cloud that `provider` is reached at already is not asked for
/// again; nor, for the cut-over, one that the app is reached at.
QList<FieldSpec> appFields(const QString &kind, const QString &provider);
QList<FieldSpec> cutoverFields(const QString &kind, const QString &provider, const QString &appKind);

/// The kinds that may be chosen, and what each costs, as a sentence.
Choices appKinds(const QString &provider);
Choices cutoverKinds(const QString &provider, const QString &appKind);
QMap<QString, QString> appCosts();
QMap<QString, QString> cutoverCosts();

/// "aws", "render", "railway" of a provider, an app's kind or a cut-over's; empty where it is no matter of a cloud.
QString cloudOf(const QString &kind);
/// How a cloud is signed in to.
QList<FieldSpec> signInFields(const QString &cloud);
/// Of those, the secrets that make up the cloud's key.
QStringList keyPartsOf(const QString &cloud);
/// Another address than the cloud's own: "endpoint", and whom that is known by: "ca".
QList<FieldSpec> addressFields(const QString &cloud);

} // namespace shuttler::ui

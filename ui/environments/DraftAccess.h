// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/environments/EnvironmentDraft.h"

namespace shuttler::ui {

/// How a draft's tables of settings come to say by whom their clouds are asked.

/// Each field's value, or nothing where it is empty. Secrets, and what only `setSignIn` understands, are left alone.
void setOrRemove(QMap<QString, QString> &settings, const QList<FieldSpec> &fields, const FieldValues &values);
/// The name that is there stays: other settings may speak of it too.
void setName(QMap<QString, QString> &settings, const QString &key, const QString &usual);
/// What was entered in `signInFields(cloud)`: the credential or the profile, the role, and at Railway where that leads.
void setSignIn(QMap<QString, QString> &settings, const QString &cloud, const FieldValues &entered, const QString &credential);
/// The way back: what `signInFields` show of a table.
FieldValues signInShown(const QMap<QString, QString> &settings);
/// What a new credential is called in the keychain.
QString usualName(const EnvironmentDraft &draft, FormOf form);

/// What was written differently by hand stays: another region, another key.
void follow(QMap<QString, QString> &settings, const QMap<QString, QString> &access, const QMap<QString, QString> &before);
/// The app's way to the cloud, where the app is there; else the provider's.
QMap<QString, QString> accessBeside(const QString &cloud, const Environment &made);

} // namespace shuttler::ui

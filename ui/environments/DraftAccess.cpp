// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/environments/DraftAccess.h"

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

/// Fields that say how others are to be read, and what is kept with the secret it belongs to.
const QStringList Ours{u"sign-in"_s, u"as"_s, u"where"_s, u"access-key"_s};

QStringList accessKeysOf(const QString &cloud)
{
    QStringList keys{u"endpoint"_s, u"ca"_s, u"credential"_s};
    if (cloud == "railway"_L1)
        keys += {u"token"_s, u"project"_s, u"environment"_s};
    if (cloud == "aws"_L1)
        keys += {u"region"_s, u"profile"_s, u"role"_s, u"mfa"_s, u"external-id"_s};
    return keys;
}

} // namespace

void setOrRemove(QMap<QString, QString> &settings, const QList<FieldSpec> &fields, const FieldValues &values)
{
    for (const FieldSpec &field : fields) {
        if (field.shape == FieldSpec::Shape::Secret || Ours.contains(field.key))
            continue;
        if (values.value(field.key).isEmpty())
            settings.remove(field.key);
        else
            settings.insert(field.key, values.value(field.key));
    }
}

void setName(QMap<QString, QString> &settings, const QString &key, const QString &usual)
{
    if (settings.value(key).isEmpty())
        settings.insert(key, usual);
}

void setSignIn(QMap<QString, QString> &settings, const QString &cloud, const FieldValues &entered, const QString &credential)
{
    if (entered.contains(u"profile"_s))
        settings.remove(u"credential"_s);
    else
        setName(settings, u"credential"_s, credential);
    if (cloud == "railway"_L1 && entered.contains(u"where"_s)) {
        settings.insert(u"project"_s, entered.value(u"where"_s).section(u'/', 0, 0));
        settings.insert(u"environment"_s, entered.value(u"where"_s).section(u'/', 1));
    }
}

FieldValues signInShown(const QMap<QString, QString> &settings)
{
    FieldValues shown = settings;
    if (settings.contains(u"profile"_s))
        shown.insert(u"sign-in"_s, u"profile"_s);
    if (settings.contains(u"role"_s))
        shown.insert(u"as"_s, u"role"_s);
    if (settings.contains(u"project"_s))
        shown.insert(u"where"_s, settings.value(u"project"_s) + u'/' + settings.value(u"environment"_s));
    return shown;
}

QString usualName(const EnvironmentDraft &draft, FormOf form)
{
    const QString name = draft.general.value(u"name"_s);
    if (form == FormOf::App)
        return name + u"/app-key"_s;
    if (form == FormOf::Cutover)
        return name + u"/cutover-key"_s;
    const QString cloud = cloudOf(draft.provider);
    return name + (cloud == "aws"_L1 ? u"/aws-keys"_s : cloud == "render"_L1 ? u"/render-key"_s : u"/railway-token"_s);
}

void follow(QMap<QString, QString> &settings, const QMap<QString, QString> &access, const QMap<QString, QString> &before)
{
    for (auto entry = access.cbegin(); entry != access.cend(); ++entry)
        if (!settings.contains(entry.key()) || settings.value(entry.key()) == before.value(entry.key()))
            settings.insert(entry.key(), entry.value());
    // What is said no more of the one is not left behind at the other.
    for (auto entry = before.cbegin(); entry != before.cend(); ++entry)
        if (!access.contains(entry.key()) && settings.value(entry.key()) == entry.value())
            settings.remove(entry.key());
}

QMap<QString, QString> accessBeside(const QString &cloud, const Environment &made)
{
    const bool isAppsCloud = cloudOf(made.app.kind) == cloud;
    QMap<QString, QString> access = accessIn(cloud, isAppsCloud ? made.app.settings : made.providerSettings);
    if (isAppsCloud && !made.app.ca.isEmpty())
        access.insert(u"ca"_s, made.app.ca);
    return access;
}

QMap<QString, QString> accessIn(const QString &cloud, const QMap<QString, QString> &settings)
{
    QMap<QString, QString> access;
    for (const QString &key : accessKeysOf(cloud))
        if (settings.contains(key))
            access.insert(key, settings.value(key));
    return access;
}

QMap<QString, QString> accessFor(PlaceKind kind, FormOf form, const Environment &made)
{
    if (kind == PlaceKind::AwsProfiles)
        return {};
    const bool isAtRender = kind == PlaceKind::RenderServices || kind == PlaceKind::RenderHolders;
    QMap<QString, QString> access =
        accessIn(isAtRender ? u"render"_s : u"railway"_s, form == FormOf::App ? made.app.settings : made.cutover.settings);
    if (form == FormOf::App && !made.app.ca.isEmpty())
        access.insert(u"ca"_s, made.app.ca);
    if (kind == PlaceKind::RailwayEnvironments) {
        access.remove(u"project"_s);
        access.remove(u"environment"_s);
    }
    return access;
}

} // namespace shuttler::ui

// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/settings/Preferences.h"

#include "core/base/Files.h"
#include "core/settings/TomlDocument.h"

#include <QDir>
#include <QFileInfo>
#include <QTimeZone>

namespace shuttler {

using namespace Qt::StringLiterals;

static constexpr Word<Appearance> AppearanceWords[] = {
    {Appearance::FollowSystem, u"system"}, {Appearance::Light, u"light"}, {Appearance::Dark, u"dark"}};

Result<Preferences> loadPreferences(const QString &file)
{
    Result<TomlDocument> toml = TomlDocument::read(file);
    if (!toml)
        return std::move(toml).error();
    const Preferences usual;
    Preferences preferences;
    preferences.zone = toml->text({}, u"zone"_s);
    if (!preferences.zone.isEmpty() && !QTimeZone(preferences.zone.toUtf8()).isValid())
        toml->wrong({}, u"zone"_s, u"must be a zone like Europe/Berlin or UTC, or empty for this computer's"_s);
    preferences.appearance = toml->word({}, u"appearance"_s, usual.appearance, AppearanceWords);
    preferences.textPercent = toml->integer({}, u"text-percent"_s, usual.textPercent, 80, 200);
    preferences.evidenceFolder = toml->text({}, u"evidence-folder"_s);
    preferences.checkSeconds = toml->integer({}, u"check-seconds"_s, usual.checkSeconds, 15, 3600);
    if (Outcome read = toml->outcome(); !read)
        return std::move(read).error();
    return preferences;
}

Outcome savePreferences(const QString &file, const Preferences &preferences)
{
    Result<TomlDocument> toml = TomlDocument::read(file);
    if (!toml)
        return std::move(toml).error();
    const Preferences usual;
    toml->set({}, u"zone"_s, preferences.zone, usual.zone);
    toml->set({}, u"appearance"_s, wordIn(AppearanceWords, preferences.appearance),
              wordIn(AppearanceWords, usual.appearance));
    toml->set({}, u"text-percent"_s, qint64(preferences.textPercent), qint64(usual.textPercent));
    toml->set({}, u"evidence-folder"_s, preferences.evidenceFolder, usual.evidenceFolder);
    toml->set({}, u"check-seconds"_s, qint64(preferences.checkSeconds), qint64(usual.checkSeconds));
    QDir().mkpath(QFileInfo(file).absolutePath());
    return writeFileAtomically(file, toml->toText());
}

} // namespace shuttler

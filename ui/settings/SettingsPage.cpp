// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/settings/SettingsPage.h"

#include "ui/common/HumanText.h"
#include "ui/common/Icons.h"

#include <QComboBox>
#include <QCompleter>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSpinBox>
#include <QTimeZone>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

/// A card with one form in it; labels lead to their fields.
QFormLayout *formIn(Card *card)
{
    auto *form = new QFormLayout;
    form->setContentsMargins(14, 6, 14, 14);
    form->setHorizontalSpacing(18);
    form->setVerticalSpacing(8);
    form->setFormAlignment(Qt::AlignLeft | Qt::AlignTop);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    card->body()->addLayout(form);
    return form;
}

template <typename Field>
Field *named(Field *field, const QString &objectName, const QString &label)
{
    field->setObjectName(objectName);
    field->setAccessibleName(label);
    field->setMinimumHeight(scaled(30));
    return field;
}

/// A line of explanation. A form gives what wraps twice the height it needs, so it does not wrap.
TextLabel *note(const QString &words)
{
    return new TextLabel(words, Role::Small, Tone::Muted);
}

void addRow(QFormLayout *form, const QString &label, QWidget *field, QWidget *labelled = nullptr)
{
    auto *words = new TextLabel(label, Role::Body, Tone::Second);
    words->setBuddy(labelled ? labelled : field);
    words->setMinimumWidth(scaled(150));
    words->setMinimumHeight(scaled(30));
    form->addRow(words, field);
}

} // namespace

SettingsPage::SettingsPage(const Console &console, QWidget *parent)
    : Page(u"settingsPage"_s, tr("Settings"), parent), m_console(console), m_error(new ErrorCard), m_zone(new QComboBox),
      m_appearance(new QComboBox), m_text(new QSpinBox), m_folder(new QLineEdit), m_check(new QSpinBox),
      m_chooseFolder(button(u"setChooseFolder"_s, tr("Choose…"))),
      m_defaultFolder(button(u"setDefaultFolder"_s, tr("Use the usual folder"), ButtonKind::Flat))
{
    setSubtitle(tr("Every change counts at once"));
    body()->addWidget(m_error);
    body()->addWidget(makeTimes());
    body()->addWidget(makeAppearance());
    body()->addWidget(makeEvidence());
    body()->addWidget(makeAbout());
    body()->addStretch();

    Result<Preferences> saved = loadPreferences(console.preferencesFile);
    if (saved) {
        m_preferences = std::move(*saved);
    } else {
        m_error->setError(saved.error());
        for (QWidget *field : std::initializer_list<QWidget *>{m_zone, m_appearance, m_text, m_chooseFolder, m_defaultFolder, m_check})
            field->setEnabled(false);
    }
    showPreferences();
}

QWidget *SettingsPage::makeTimes()
{
    auto *card = new Card(tr("Times"));
    named(m_zone, u"setZone"_s, tr("Show times in"));
    const QString here = QString::fromUtf8(QTimeZone::systemTimeZoneId());
    m_zone->addItem(tr("This computer's zone, %1").arg(here), QString());
    m_zone->addItem(u"UTC"_s, u"UTC"_s);
    const QList<QByteArray> ids = QTimeZone::availableTimeZoneIds();
    for (const QByteArray &id : ids) {
        if (id.contains('/') && !id.startsWith("Etc/"))
            m_zone->addItem(QString::fromUtf8(id), QString::fromUtf8(id));
    }
    // Four hundred zones are found by typing: "kolk" is enough.
    m_zone->setEditable(true);
    m_zone->setInsertPolicy(QComboBox::NoInsert);
    m_zone->lineEdit()->setAccessibleName(tr("Show times in"));
    m_zone->completer()->setFilterMode(Qt::MatchContains);
    m_zone->completer()->setCompletionMode(QCompleter::PopupCompletion);
    m_zone->setMaximumWidth(scaled(340));
    connect(m_zone, &QComboBox::currentIndexChanged, this, [this] {
        Preferences wanted = m_preferences;
        wanted.zone = m_zone->currentData().toString();
        save(wanted);
    });
    QFormLayout *form = formIn(card);
    addRow(form, tr("Show times in"), m_zone);
    form->addRow(nullptr, note(tr("Wherever a time decides something, UTC stands beside it. Exports, file names and logs are always in UTC.")));
    named(m_check, u"setCheck"_s, tr("Check the provider every"));
    m_check->setRange(15, 3600);
    m_check->setSingleStep(15);
    m_check->setSuffix(tr(" s"));
    m_check->setMaximumWidth(scaled(120));
    m_check->setKeyboardTracking(false);
    connect(m_check, &QSpinBox::valueChanged, this, [this](int seconds) {
        Preferences wanted = m_preferences;
        wanted.checkSeconds = seconds;
        save(wanted);
    });
    addRow(form, tr("Check the provider every"), m_check);
    return card;
}

QWidget *SettingsPage::makeAppearance()
{
    auto *card = new Card(tr("Appearance"));
    named(m_appearance, u"setAppearance"_s, tr("Colours"));
    m_appearance->addItem(tr("Follow the system"), int(Appearance::FollowSystem));
    m_appearance->addItem(tr("Light"), int(Appearance::Light));
    m_appearance->addItem(tr("Dark"), int(Appearance::Dark));
    m_appearance->setMaximumWidth(scaled(200));
    connect(m_appearance, &QComboBox::currentIndexChanged, this, [this] {
        Preferences wanted = m_preferences;
        wanted.appearance = Appearance(m_appearance->currentData().toInt());
        save(wanted);
    });
    named(m_text, u"setText"_s, tr("Text size"));
    m_text->setRange(80, 200);
    m_text->setSingleStep(10);
    m_text->setSuffix(u" %"_s);
    m_text->setMaximumWidth(scaled(120));
    m_text->setKeyboardTracking(false);
    connect(m_text, &QSpinBox::valueChanged, this, [this](int percent) {
        Preferences wanted = m_preferences;
        wanted.textPercent = percent;
        save(wanted);
    });
    QFormLayout *form = formIn(card);
    addRow(form, tr("Colours"), m_appearance);
    addRow(form, tr("Text size"), m_text);
    return card;
}

QWidget *SettingsPage::makeEvidence()
{
    auto *card = new Card(tr("Evidence"));
    named(m_folder, u"setFolder"_s, tr("Evidence folder"));
    m_folder->setReadOnly(true);
    connect(m_chooseFolder, &QPushButton::clicked, this, &SettingsPage::chooseFolder);
    connect(m_defaultFolder, &QPushButton::clicked, this, [this] {
        Preferences wanted = m_preferences;
        wanted.evidenceFolder.clear();
        save(wanted);
    });
    auto *line = new QWidget;
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_folder, 1);
    row->addWidget(m_chooseFolder);
    row->addWidget(m_defaultFolder);
    QFormLayout *form = formIn(card);
    addRow(form, tr("Evidence folder"), line, m_folder);
    form->addRow(nullptr, note(tr("Each restore leaves a PDF and its data there, whether it went well or not.")));
    return card;
}

QWidget *SettingsPage::makeAbout()
{
    auto *card = new Card(tr("About"));
    QFormLayout *form = formIn(card);
    const auto add = [form](const QString &name, const QString &words) {
        auto *value = new TextLabel(words);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        form->addRow(new TextLabel(name, Role::Body, Tone::Second), value);
    };
    add(tr("Version"), tr("Shuttler Ops %1, with Qt %2").arg(m_console.version, QString::fromLatin1(qVersion())));
    add(tr("Licence"), tr("Apache License 2.0. No account, no telemetry."));
    add(tr("Symbols"), tr("Breeze icons, copyright 2014 Uri Herrera and others, GNU Lesser General Public License 3 or later."));
    add(tr("Qt"), tr("Copyright The Qt Company Ltd. and others, GNU Lesser General Public License 3."));
    return card;
}

void SettingsPage::showPreferences()
{
    m_showing = true;
    m_zone->setCurrentIndex(qMax(0, m_zone->findData(m_preferences.zone)));
    m_appearance->setCurrentIndex(m_appearance->findData(int(m_preferences.appearance)));
    m_text->setValue(m_preferences.textPercent);
    m_check->setValue(m_preferences.checkSeconds);
    m_folder->setText(m_preferences.evidenceFolder.isEmpty() ? m_console.evidenceFolder : m_preferences.evidenceFolder);
    m_defaultFolder->setEnabled(!m_preferences.evidenceFolder.isEmpty());
    m_showing = false;
}

void SettingsPage::save(Preferences wanted)
{
    if (m_showing || wanted == m_preferences)
        return;
    if (Outcome saved = savePreferences(m_console.preferencesFile, wanted); !saved) {
        m_error->setError(saved.error());
        showPreferences();
        return;
    }
    m_error->clear();
    m_preferences = std::move(wanted);
    showPreferences();
    emit changed(m_preferences);
}

void SettingsPage::chooseFolder()
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Evidence folder"), m_folder->text());
    if (folder.isEmpty())
        return;
    Preferences wanted = m_preferences;
    wanted.evidenceFolder = folder;
    save(wanted);
}

} // namespace shuttler::ui

// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/environments/ProviderPage.h"

#include "ui/common/ChoiceTile.h"
#include "ui/common/HumanText.h"
#include "ui/common/Labels.h"

#include <QButtonGroup>
#include <QCoreApplication>
#include <QGridLayout>
#include <QVBoxLayout>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

/// Who may keep the database, and in one line what can be had back from there.
struct ProviderTile {
    const char16_t *provider;
    const char *below;
};

constexpr ProviderTile Providers[] = {
    {u"aws-rds", QT_TRANSLATE_NOOP("ProviderPage", "Snapshots, and any second but the last five minutes")},
    {u"render", QT_TRANSLATE_NOOP("ProviderPage", "Any second but the last ten minutes; no snapshots")},
    {u"railway", QT_TRANSLATE_NOOP("ProviderPage", "Any second, where its recovery is switched on")},
    {u"pgbackrest", QT_TRANSLATE_NOOP("ProviderPage", "On this computer: backups, and any second")},
};

} // namespace

ProviderPage::ProviderPage(QWidget *parent)
    : QWidget(parent), m_providers(new QButtonGroup(this)), m_general(new FieldForm(u"env"_s)), m_place(new FieldForm(u"env"_s))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    auto *tiles = new QGridLayout;
    tiles->setSpacing(8);
    for (int i = 0; i < int(std::size(Providers)); ++i) {
        const QString id = QString::fromUtf16(Providers[i].provider);
        auto *tile = new ChoiceTile(u"envKind_"_s + id, HumanText::providerName(id));
        tile->setBelow(QCoreApplication::translate("ProviderPage", Providers[i].below));
        m_providers->addButton(tile, i);
        tiles->addWidget(tile, i / 2, i % 2);
    }
    column->addLayout(tiles);
    column->addWidget(m_general);
    column->addWidget(hairLine());
    column->addWidget(m_place);
    column->addStretch();
    connect(m_providers, &QButtonGroup::idToggled, this, [this](int, bool on) {
        if (on)
            chosen();
    });
    for (const FieldForm *form : {m_general, m_place})
        connect(form, &FieldForm::edited, this, &ProviderPage::edited);
}

QString ProviderPage::provider() const
{
    return QString::fromUtf16(Providers[qMax(0, m_providers->checkedId())].provider);
}

void ProviderPage::chosen()
{
    m_place->setMoreWords(tr("Seldom needed at %1").arg(HumanText::providerName(provider())));
    m_place->ask(placeFields(provider()), m_shown);
    emit edited();
}

void ProviderPage::show(const EnvironmentDraft &draft, bool isNew)
{
    m_general->ask(generalFields(), draft.general);
    m_general->field(u"name"_s)->setEnabled(isNew);
    m_shown = draft.place;
    for (int i = 0; i < int(std::size(Providers)); ++i)
        if (draft.provider == QString::fromUtf16(Providers[i].provider))
            m_providers->button(i)->setChecked(true);
    chosen();
}

void ProviderPage::fill(EnvironmentDraft &draft) const
{
    draft.provider = provider();
    draft.general = m_general->values();
    draft.place = m_place->values();
}

bool ProviderPage::check()
{
    // Both, so that everything that is wrong is said at once; the focus ends at the first.
    const bool place = m_place->check();
    return m_general->check() && place;
}

QWidget *ProviderPage::firstField() const
{
    QWidget *name = m_general->field(u"name"_s);
    return name->isEnabled() ? name : m_general->field(u"title"_s);
}

} // namespace shuttler::ui

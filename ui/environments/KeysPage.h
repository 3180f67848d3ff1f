// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/common/ErrorCard.h"
#include "ui/environments/EnvironmentDraft.h"
#include "ui/environments/FieldForm.h"
#include "ui/environments/TryOut.h"

namespace shuttler::ui {

class Card;
class Chip;
class PermissionsTree;

/// The second page: the credentials, tried by really signing in. What they may do stands below.
class KeysPage final : public QWidget {
    Q_OBJECT
public:
    explicit KeysPage(QWidget *parent = nullptr);

    /// `where` is who keeps the secrets: "the keychain of this computer".
    void show(const EnvironmentDraft &draft, bool keysAreKept, const QString &where);
    void fill(EnvironmentDraft &draft) const;
    bool check(const EnvironmentDraft &draft, const Environment &base);
    FieldForm &keys() { return *m_keys; }
    QWidget *firstField() const { return m_keys->first(); }

    QWidget *rights() const;

    void showNothing();
    void showAsking();
    void showSignedIn(const SignedIn &signedIn);
    /// The key is right, and reaches several: one of them has to be chosen first.
    void showReached(const QList<Place> &environments);
    void showError(const Error &error);

signals:
    void edited();

private:
    TextLabel *m_words;
    FieldForm *m_keys;
    ErrorCard *m_error;
    Card *m_rights;
    Chip *m_chip;
    TextLabel *m_who;
    PermissionsTree *m_tree;
};

} // namespace shuttler::ui

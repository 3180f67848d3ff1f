// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/secrets/SecretService.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVariant>

namespace shuttler {

using namespace Qt::StringLiterals;

static Error absent(const QString &details)
{
    return Error(Fault::Refused, u"There is no keychain in this session."_s)
        .means(u"Credentials can be neither read nor kept."_s)
        .todo(u"Install and start one (gnome-keyring, KeePassXC or KWallet) and log in to a desktop; on a server, give the "
              "credentials to the program by systemd's LoadCredentialEncrypted=."_s)
        .details(details);
}

Outcome checkKeychainOpen()
{
    const QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return absent(bus.lastError().message());
    QDBusMessage question = QDBusMessage::createMethodCall(u"org.freedesktop.secrets"_s, u"/org/freedesktop/secrets/aliases/default"_s,
                                                           u"org.freedesktop.DBus.Properties"_s, u"Get"_s);
    question << u"org.freedesktop.Secret.Collection"_s << u"Locked"_s;
    const QDBusMessage answer = bus.call(question, QDBus::Block, 2000);
    if (answer.type() == QDBusMessage::ReplyMessage && !answer.arguments().isEmpty()) {
        if (!answer.arguments().first().value<QDBusVariant>().variant().toBool())
            return Done{};
        return Error(Fault::Refused, u"The keychain is locked."_s)
            .means(u"Credentials can be neither read nor kept until it is unlocked."_s)
            .todo(u"Unlock it: log in with your password, or open \"Passwords and Keys\". Then try again."_s);
    }
    if (answer.errorName() == u"org.freedesktop.DBus.Error.NoReply"_s)
        return Error(Fault::Refused, u"The keychain of this computer does not answer."_s)
            .means(u"Credentials can be neither read nor kept."_s)
            .todo(u"See whether it asks for something on the screen, then try again; logging in anew restarts it."_s)
            .details(answer.errorMessage());
    if (answer.errorName() == u"org.freedesktop.DBus.Error.ServiceUnknown"_s)
        return absent(answer.errorMessage());
    return Error(Fault::Refused, u"The keychain of this session has not been set up yet."_s)
        .means(u"Credentials can be neither read nor kept."_s)
        .todo(u"Open \"Passwords and Keys\" and make a keychain that is the default; then try again."_s)
        .details(answer.errorMessage());
}

} // namespace shuttler

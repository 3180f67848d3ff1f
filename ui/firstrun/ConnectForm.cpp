// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/firstrun/ConnectForm.h"

#include "ui/common/Labels.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QScrollArea>
#include <QVBoxLayout>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

Error badInput(const QString &what, const QString &todo)
{
    return Error(Fault::BadInput, what).means(ConnectForm::tr("Nothing was saved.")).todo(todo);
}

/// What is missing is said before anything is asked of the database.
Result<Account> signInTo(const Console &console, const EnvironmentName &name, Job &job)
{
    Result<RestoreWorld> world = console.worlds.open(name);
    if (!world)
        return std::move(world).error();
    return world->provider->signIn(world->environment.instance, job);
}

} // namespace

Result<QStringList> wordsOfCommand(const QString &line)
{
    QStringList words;
    QString word;
    bool inWord = false;
    QChar quote;
    for (const QChar c : line) {
        if (!quote.isNull()) {
            if (c == quote)
                quote = QChar();
            else
                word += c;
        } else if (c == u'"' || c == u'\'') {
            quote = c;
            inWord = true;
        } else if (c.isSpace()) {
            if (inWord)
                words.append(word);
            word.clear();
            inWord = false;
        } else {
            word += c;
            inWord = true;
        }
    }
    if (!quote.isNull())
        return badInput(ConnectForm::tr("A quote in the redeploy command is not closed."), ConnectForm::tr("Close it, or leave it out."));
    if (inWord)
        words.append(word);
    if (!words.isEmpty() && !words.first().startsWith(u'/'))
        return badInput(ConnectForm::tr("The redeploy command has to begin with the whole path of a program, not with \"%1\".").arg(words.first()),
                        ConnectForm::tr("Write for example: /usr/bin/systemctl restart academy"));
    return words;
}

ConnectForm::ConnectForm(const Console &console, QWidget *parent)
    : QWidget(parent), m_console(console), m_name(nullptr), m_kind(new QComboBox),
      m_back(button(u"frsBack"_s, tr("Back"))), m_check(button(u"frsCheck"_s, tr("Check and save"), ButtonKind::Primary)),
      m_error(new ErrorCard), m_job(console.clock)
{
    setObjectName(u"connectForm"_s);
    m_error->setObjectName(u"frsConnectError"_s);
    auto *scrolled = new QWidget;
    scrolled->setObjectName(u"scrolled"_s);
    auto *column = new QVBoxLayout(scrolled);
    column->setContentsMargins(56, 32, 56, 24);
    column->setSpacing(12);
    column->addWidget(heading(tr("Connect a database kept by pgBackRest")));
    column->addWidget(paragraph(tr("Signing in only reads. Passwords are not asked for: roles come in over the Unix socket.")));
    column->addWidget(m_error);

    auto *card = new Card;
    auto *form = new QFormLayout;
    form->setContentsMargins(16, 14, 16, 14);
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_name = addField(form, u"frsName"_s, tr("Name"), tr("academy"));
    m_kind->setObjectName(u"frsKind"_s);
    m_kind->setAccessibleName(tr("Kind"));
    m_kind->setMinimumHeight(scaled(30));
    m_kind->addItem(tr("Production"), int(EnvironmentKind::Production));
    m_kind->addItem(tr("Staging"), int(EnvironmentKind::Staging));
    auto *kindLabel = new TextLabel(tr("Kind"), Role::Body, Tone::Second);
    kindLabel->setBuddy(m_kind);
    form->addRow(kindLabel, m_kind);
    m_database = addField(form, u"frsDatabase"_s, tr("Database"), tr("academy"));
    m_settings.insert(u"config"_s, addField(form, u"frsConfig"_s, tr("pgBackRest configuration"), u"/etc/pgbackrest.conf"_s));
    m_settings.insert(u"stanza"_s, addField(form, u"frsStanza"_s, tr("Stanza"), tr("main")));
    m_settings.insert(u"data"_s, addField(form, u"frsData"_s, tr("Data folder"), u"/var/lib/postgresql/15/main"_s));
    m_settings.insert(u"socket"_s, addField(form, u"frsSocket"_s, tr("Socket folder"), u"/var/run/postgresql"_s, u"/var/run/postgresql"_s));
    m_settings.insert(u"port"_s, addField(form, u"frsPort"_s, tr("Port"), u"5432"_s, u"5432"_s));
    m_settings.insert(u"instances"_s, addField(form, u"frsInstances"_s, tr("Folder for restored servers"), u"/var/lib/postgresql/restored"_s));
    m_envFile = addField(form, u"frsEnvFile"_s, tr("The app's .env file"), u"/srv/academy/.env"_s);
    m_redeploy = addField(form, u"frsRedeploy"_s, tr("Command that restarts the app"), u"/usr/bin/systemctl restart academy"_s);
    m_health = addField(form, u"frsHealth"_s, tr("The app's health address"), u"http://127.0.0.1:8000/health"_s);
    card->body()->addLayout(form);
    column->addWidget(card);

    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_back);
    buttons->addWidget(m_check);
    column->addLayout(buttons);
    column->addStretch();

    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(scrolled);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(scroll);

    connect(m_back, &QPushButton::clicked, this, [this] {
        m_job.stop();
        emit cancelled();
    });
    connect(m_check, &QPushButton::clicked, this, &ConnectForm::check);
    for (QLineEdit *field : findChildren<QLineEdit *>())
        connect(field, &QLineEdit::returnPressed, this, &ConnectForm::check);
}

QLineEdit *ConnectForm::addField(QFormLayout *form, const QString &objectName, const QString &label, const QString &example,
                                 const QString &value)
{
    auto *field = new QLineEdit(value);
    field->setObjectName(objectName);
    field->setAccessibleName(label);
    field->setPlaceholderText(example);
    field->setMinimumHeight(scaled(30));
    auto *words = new TextLabel(label, Role::Body, Tone::Second);
    words->setBuddy(field);
    form->addRow(words, field);
    return field;
}

void ConnectForm::enter()
{
    m_name->setFocus(Qt::OtherFocusReason);
}

Result<Environment> ConnectForm::environment() const
{
    Environment environment;
    const QString name = m_name->text().trimmed();
    if (Outcome good = EnvironmentStore::checkName(name); !good)
        return std::move(good).error();
    environment.name = EnvironmentName(name);
    environment.title = name;
    environment.kind = EnvironmentKind(m_kind->currentData().toInt());
    environment.provider = u"pgbackrest"_s;
    environment.database = m_database->text().trimmed();
    if (environment.database.isEmpty())
        return badInput(tr("The name of the database is missing."), tr("Enter the database the app uses."));
    for (auto field = m_settings.cbegin(); field != m_settings.cend(); ++field)
        environment.providerSettings.insert(field.key(), field.value()->text().trimmed());
    environment.providerSettings.insert(u"database"_s, environment.database);
    environment.instance = InstanceId(environment.providerSettings.value(u"stanza"_s));
    environment.app.file = m_envFile->text().trimmed();
    if (!environment.app.file.isEmpty() && !environment.app.file.startsWith(u'/'))
        return badInput(tr("The .env file has to be named with its whole path."), tr("Begin it with /."));
    Result<QStringList> command = wordsOfCommand(m_redeploy->text());
    if (!command)
        return std::move(command).error();
    environment.cutover.command = std::move(*command);
    environment.cutover.kind = environment.cutover.command.isEmpty() ? u"none"_s : u"command"_s;
    environment.cutover.healthUrl = m_health->text().trimmed();
    return environment;
}

void ConnectForm::check()
{
    if (m_job.isRunning())
        return;
    Result<Environment> wanted = environment();
    if (!wanted)
        return m_error->setError(wanted.error());
    const EnvironmentName name = wanted->name;
    if (m_console.environments.find(name))
        return m_error->setError(badInput(tr("There is an environment \"%1\" already.").arg(name.toString()), tr("Take another name.")));

    m_error->clear();
    showChecking(true);
    const Console &console = m_console;
    m_job.start<Account>(
        [&console, environment = std::move(*wanted)](Job &job) -> Result<Account> {
            if (Outcome saved = console.environments.save(environment); !saved)
                return std::move(saved).error();
            Result<Account> account = signInTo(console, environment.name, job);
            // What cannot be signed in to is not kept.
            if (!account) {
                if (Outcome removed = console.environments.remove(environment.name); !removed)
                    return std::move(removed).errorDuring(u"forgetting the environment again"_s);
            }
            return account;
        },
        this, [this, name](Result<Account> account) { checked(name, std::move(account)); });
}

void ConnectForm::checked(const EnvironmentName &name, Result<Account> account)
{
    showChecking(false);
    if (account) {
        emit saved(name);
        return;
    }
    m_error->setError(account.error());
    m_check->setFocus();
}

void ConnectForm::showChecking(bool checking)
{
    m_check->setEnabled(!checking);
    m_check->setText(checking ? tr("Checking…") : tr("Check and save"));
}

} // namespace shuttler::ui

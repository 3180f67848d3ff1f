// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>

namespace shuttler::test {

/// The ledger's file as somebody with a database tool sees it.
class RawSql {
public:
    explicit RawSql(const QString &file)
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("raw"));
        database.setDatabaseName(file);
        database.open();
    }
    ~RawSql() { QSqlDatabase::removeDatabase(QStringLiteral("raw")); }

    /// The error's text; empty when it went well.
    QString run(const QString &sql)
    {
        QSqlQuery query(QSqlDatabase::database(QStringLiteral("raw")));
        return query.exec(sql) ? QString() : query.lastError().text();
    }
    QVariant value(const QString &sql)
    {
        QSqlQuery query(QSqlDatabase::database(QStringLiteral("raw")));
        return query.exec(sql) && query.next() ? query.value(0) : QVariant();
    }
    /// What a tamperer has to do first.
    void dropTriggers()
    {
        while (true) {
            const QString name =
                value(QStringLiteral("SELECT name FROM sqlite_schema WHERE type = 'trigger'")).toString();
            if (name.isEmpty())
                return;
            run(QStringLiteral("DROP TRIGGER ") + name);
        }
    }
};

} // namespace shuttler::test

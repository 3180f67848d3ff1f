// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/PgBackRestSettings.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace Qt::StringLiterals;

using Table = QMap<QString, QString>;

class tst_PgBackRestSettings : public QObject {
    Q_OBJECT

private:
    static Table whole()
    {
        return {
            {u"program"_s, u"/opt/pgbackrest"_s}, {u"config"_s, u"/c.conf"_s},         {u"stanza"_s, u"main"_s},
            {u"data"_s, u"/srv/data/"_s},         {u"socket"_s, u"/run/pg"_s},         {u"port"_s, u"5440"_s},
            {u"instances"_s, u"/srv/i"_s},        {u"bin"_s, u"/opt/pg/bin"_s},        {u"owner-role"_s, u"owner"_s},
            {u"reader-role"_s, u"eye"_s},         {u"database"_s, u"a b?pool=5'\"%"_s}};
    }

private slots:
    void everyKeyArrives()
    {
        const Result<PgBackRestSettings> settings = PgBackRestSettings::from(whole());
        VERIFY_OK(settings);
        QCOMPARE(settings->program, u"/opt/pgbackrest"_s);
        QCOMPARE(settings->config, u"/c.conf"_s);
        QCOMPARE(settings->stanza, u"main"_s);
        QCOMPARE(settings->data, u"/srv/data"_s);
        QCOMPARE(settings->socket, u"/run/pg"_s);
        QCOMPARE(settings->port, 5440);
        QCOMPARE(settings->instances, u"/srv/i"_s);
        QCOMPARE(settings->bin, u"/opt/pg/bin"_s);
        QCOMPARE(settings->ownerRole, u"owner"_s);
        QCOMPARE(settings->readerRole, u"eye"_s);
        QCOMPARE(settings->database, u"a b?pool=5'\"%"_s);
    }

    void theReaderIsTheOwnerWhereNoneIsNamed()
    {
        Table table = whole();
        table.remove(u"reader-role"_s);
        QCOMPARE(PgBackRestSettings::from(table)->readerRole, u"owner"_s);
    }

    void whatCannotBeMeantIsNamed_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::newRow("no stanza") << u"stanza"_s << QString();
        QTest::newRow("no data") << u"data"_s << QString();
        QTest::newRow("no config") << u"config"_s << QString();
        QTest::newRow("relative data") << u"data"_s << u"data"_s;
        QTest::newRow("port") << u"port"_s << u"many"_s;
        QTest::newRow("port 0") << u"port"_s << u"0"_s;
        QTest::newRow("stanza with a path") << u"stanza"_s << u"../main"_s;
        QTest::newRow("line break") << u"data"_s << u"/srv/a\nb"_s;
        QTest::newRow("instances within the data") << u"instances"_s << u"/srv/data/i"_s;
        QTest::newRow("misspelt key") << u"sockets"_s << u"/run"_s;
        QTest::newRow("socket path too long") << u"socket"_s << u"/"_s + QString(100, u'x');
    }
    void whatCannotBeMeantIsNamed()
    {
        QFETCH(QString, key);
        QFETCH(QString, value);
        Table table = whole();
        if (value.isEmpty())
            table.remove(key);
        else
            table.insert(key, value);
        const Result<PgBackRestSettings> settings = PgBackRestSettings::from(table);
        VERIFY_FAULT(settings, Fault::BadInput);
        QVERIFY(!settings.error().todo().isEmpty() && !settings.error().means().isEmpty());
    }
};

SHUTTLER_TEST(tst_PgBackRestSettings)
#include "tst_PgBackRestSettings.moc"

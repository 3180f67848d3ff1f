// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Files.h"
#include "core/settings/EnvironmentStore.h"
#include "tests/support/Test.h"

#include <QDir>
#include <QTemporaryDir>

using namespace shuttler;
using namespace Qt::StringLiterals;

static const EnvironmentName Shop(u"shop"_s);

/// Every field is unlike its default: one that was not kept would show. (Elsewhere an overlay dropped retention without a word.)
static Environment everythingSet()
{
    Environment environment;
    environment.name = Shop;
    environment.kind = EnvironmentKind::Staging;
    environment.title = u"The shop, \"new\" \\ \u05d0\n\t\x01"_s;
    environment.provider = u"pgbackrest"_s;
    environment.providerSettings = {
        {u"config"_s, u"/etc/a b?'%\".conf"_s}, {u"stanza"_s, u"main"_s}, {u"odd key"_s, u""_s}, {u"days"_s, u"7"_s}};
    environment.instance = InstanceId(u"shop-r2"_s);
    environment.lineage = {InstanceId(u"shop-r1"_s), InstanceId(u"it's, \"old\""_s)};
    environment.database = u"a b?pool=5'\"%"_s;
    environment.app = {u"secret"_s, u"/srv/a b/.env"_s, u"PG_URL"_s, u"/srv/a b/ca.pem"_s, {{u"service"_s, u"srv-1"_s}}};
    environment.cutover = {u"none"_s,
                           {u"/usr/bin/systemctl"_s, u"restart"_s, u"a b"_s, u""_s},
                           u"http://127.0.0.1:1/health"_s,
                           u"http://127.0.0.1:1/db"_s,
                           {{u"zone"_s, u"Z1"_s}}};
    environment.referencesFile = u"/etc/references.toml"_s;
    environment.sanityFile = u"/etc/sanity.toml"_s;
    environment.promiseDays = 14;
    environment.promise = Grade::BackupOnly;
    return environment;
}

static Environment littleSet()
{
    Environment environment;
    environment.name = Shop;
    environment.title = u"shop"_s;
    environment.provider = u"pgbackrest"_s;
    environment.instance = InstanceId(u"main"_s);
    environment.database = u"academy"_s;
    return environment;
}

class tst_EnvironmentStore : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<EnvironmentStore> m_store;

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_store = std::make_unique<EnvironmentStore>(m_folder->filePath(u"environments"_s));
    }

    void everySettingComesBack()
    {
        VERIFY_OK(m_store->save(everythingSet()));
        const Result<Environment> back = m_store->find(Shop);
        VERIFY_OK(back);
        QCOMPARE(*back, everythingSet());
    }

    void everySettingCanBeTakenBackToItsDefault()
    {
        VERIFY_OK(m_store->save(everythingSet()));
        VERIFY_OK(m_store->save(littleSet()));
        const Result<Environment> back = m_store->find(Shop);
        VERIFY_OK(back);
        QCOMPARE(*back, littleSet());
        VERIFY_OK(m_store->save(everythingSet()));
        QCOMPARE(*m_store->find(Shop), everythingSet());
    }

    void whatHandsWroteStaysAsItWas()
    {
        const QByteArray byHand = "# The shop. Ask Ruth before changing anything.\n"
                                  "title = \"M\xc3\xbcller & S\xc3\xb6hne\" # really\n"
                                  "database = 'academy'   # the one and only\n"
                                  "instance = \"main\"\n"
                                  "future-key = { deep = [1, 2] }\n"
                                  "\n"
                                  "[provider]\n"
                                  "stanza = \"main\" # \xc3\xa4\n"
                                  "kind   = \"pgbackrest\"\n"
                                  "retries = 3\n"
                                  "\n"
                                  "[future]\n"
                                  "x = 1979-05-27T07:32:00Z\n";
        write(byHand);
        Result<Environment> environment = m_store->find(Shop);
        VERIFY_OK(environment);
        QCOMPARE(environment->providerSettings.value(u"retries"_s), u"3"_s);

        VERIFY_OK(m_store->save(*environment));
        QCOMPARE(onDisk(), byHand); // Nothing changed, so nothing is written differently.

        environment->title = u"Meyer"_s;
        environment->lineage = {environment->instance};
        environment->instance = InstanceId(u"main-r2"_s);
        environment->cutover.command = {u"/bin/true"_s};
        VERIFY_OK(m_store->save(*environment));
        QByteArray wanted = byHand;
        wanted.replace("M\xc3\xbcller & S\xc3\xb6hne", "Meyer");
        wanted.replace("\"main\"\nfuture-key = { deep = [1, 2] }\n",
                       "\"main-r2\"\nfuture-key = { deep = [1, 2] }\nlineage = [\"main\"]\n");
        wanted.append("\n[cutover]\ncommand = [\"/bin/true\"]\n");
        QCOMPARE(onDisk(), wanted);
        QCOMPARE(*m_store->find(Shop), *environment);
    }

    void otherSpellingsOfTomlAreChangedCorrectly_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("inline table") << QByteArray(
            "database='d'\ninstance='i'\nprovider={kind='p', gone='1', stanza='s'}\nkeep=1\n");
        QTest::newRow("dotted keys") << QByteArray(
            "database='d'\ninstance='i'\nprovider.kind='p'\nprovider.gone='1'\nkeep=1\n");
        QTest::newRow("no last line break")
            << QByteArray("keep=1\ndatabase='d'\ninstance='i'\n[provider]\nkind='p'\ngone='1'");
        QTest::newRow("multi-line text") << QByteArray(
            "keep=1\ndatabase='''\nd'''\ninstance='i'\n[provider]\ngone='''\n1\n'''\nkind='p'\n");
        QTest::newRow("only a table") << QByteArray("[provider]\ngone='1'\nkind='p'\n[future]\nkeep=1\n");
        QTest::newRow("a key of our section's name")
            << QByteArray("checks=1\ndatabase='d'\ninstance='i'\nkeep=1\n[provider]\nkind='p'\n");
        QTest::newRow("windows line ends")
            << QByteArray("keep=1\r\ndatabase='d'\r\ninstance='i'\r\n[provider]\r\nkind='p'\r\ngone='1'\r\n");
    }
    void otherSpellingsOfTomlAreChangedCorrectly()
    {
        QFETCH(const QByteArray, text);
        write(text);
        VERIFY_OK(m_store->save(everythingSet()));
        const Result<Environment> back = m_store->find(Shop);
        VERIFY_OK(back);
        QCOMPARE(*back, everythingSet());
        QVERIFY(onDisk().simplified().replace(" ", "").contains("keep=1"));
    }

    void aBrokenFileNamesPlaceAndExpectation_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QStringList>("says");
        const QByteArray good = "database = \"d\"\ninstance = \"i\"\n[provider]\nkind = \"p\"\n";
        QTest::newRow("no TOML") << QByteArray("database = \n") << QStringList{u"line 1, column"_s};
        QTest::newRow("twice") << "a = 1\na = 2\n" + good << QStringList{u"line 2"_s};
        QTest::newRow("a number for a text")
            << QByteArray("database = 5\ninstance = \"i\"\n[provider]\nkind = \"p\"\n")
            << QStringList{u"line 1, column 12"_s, u"\"database\""_s, u"text in quotes"_s};
        QTest::newRow("an unknown kind") << "kind = \"prod\"\n" + good
                                         << QStringList{u"line 1, column 8"_s, u"\"production\""_s};
        QTest::newRow("days out of range") << good + "[promise]\ndays = 0\n"
                                           << QStringList{u"line 6, column 8"_s, u"from 1 to 3650"_s, u"[promise]"_s};
        QTest::newRow("a promise of nothing") << good + "[promise]\ngrade = \"nothing\"\n"
                                              << QStringList{u"line 6"_s, u"any-second"_s};
        QTest::newRow("a shell line as command") << good + "[cutover]\ncommand = \"rm -rf /\"\n"
                                                 << QStringList{u"line 6"_s, u"list of texts"_s};
        QTest::newRow("a number in a list")
            << "lineage = [\"a\", 1]\n" + good << QStringList{u"line 1"_s, u"list of texts"_s};
        QTest::newRow("an authority that depends on where one stands")
            << good + "[app]\nca = \"ca.pem\"\n"
            << QStringList{u"line 6, column 6"_s, u"\"ca\" in [app]"_s, u"whole path"_s};
        QTest::newRow("no database") << QByteArray("instance = \"i\"\n[provider]\nkind = \"p\"\n")
                                     << QStringList{u"\"database\" must be given"_s};
        QTest::newRow("no provider") << QByteArray("instance = \"i\"\ndatabase = \"d\"\n")
                                     << QStringList{u"\"kind\" in [provider] must be given"_s};
        QTest::newRow("a list among the provider's settings") << good + "x = [1]\n"
                                                              << QStringList{u"line 5"_s, u"\"x\" in [provider]"_s};
    }
    void aBrokenFileNamesPlaceAndExpectation()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QStringList, says);
        write(text);
        const Result<Environment> found = m_store->find(Shop);
        VERIFY_FAULT(found, Fault::BadInput);
        QVERIFY(found.error().what().contains(u"shop.toml"_s) && !found.error().todo().isEmpty());
        for (const QString &words : says)
            QVERIFY2(found.error().what().contains(words), qPrintable(found.error().what()));
    }

    void aFileThatIsNoTomlIsNeverOverwritten()
    {
        write("database = \n");
        VERIFY_FAULT(m_store->save(littleSet()), Fault::BadInput);
        QCOMPARE(onDisk(), QByteArray("database = \n"));
    }

    void oneBrokenFileLeavesTheOthersUsable()
    {
        VERIFY_OK(m_store->save(littleSet()));
        VERIFY_OK(writeFileAtomically(m_folder->filePath(u"environments/broken.toml"_s), "="));
        VERIFY_OK(writeFileAtomically(m_folder->filePath(u"environments/.hidden.toml"_s), "="));
        VERIFY_OK(writeFileAtomically(m_folder->filePath(u"environments/notes.txt"_s), "="));
        const QList<Result<Environment>> all = m_store->all();
        QCOMPARE(all.size(), 2);
        QVERIFY(!all[0]);
        VERIFY_OK(all[1]);
    }

    void anUnknownNameListsTheKnownOnes()
    {
        const auto first = m_store->find(Shop);
        VERIFY_FAULT(first, Fault::NotFound);
        QVERIFY(first.error().todo().contains(u"Practice"_s));
        VERIFY_OK(m_store->save(littleSet()));
        const auto second = m_store->find(EnvironmentName(u"shpo"_s));
        VERIFY_FAULT(second, Fault::NotFound);
        QVERIFY(second.error().todo().contains(u"shop"_s));
    }

    void aRemovedOneIsGone()
    {
        VERIFY_OK(m_store->save(littleSet()));
        VERIFY_OK(m_store->remove(Shop));
        VERIFY_FAULT(m_store->find(Shop), Fault::NotFound);
        VERIFY_FAULT(m_store->remove(Shop), Fault::NotFound);
    }

    void namesAreSafeAsFilesAndOptions_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("good");
        for (const char *good :
             {"a", "practice", "prod-2.eu_west", "_x", "0", "a234567890123456789012345678901234567890"})
            QTest::newRow(good) << QString::fromLatin1(good) << true;
        for (const char *bad : {"", ".", "..", ".hidden", "-rf", "a/b", "../a", "a b", "a\n", "\n", "a%", "\xc3\xa4",
                                "a;b", "a2345678901234567890123456789012345678901"})
            QTest::newRow(QByteArray("not \"" + QByteArray(bad).toPercentEncoding() + '"').constData())
                << QString::fromUtf8(bad) << false;
    }
    void namesAreSafeAsFilesAndOptions()
    {
        QFETCH(const QString, name);
        QFETCH(const bool, good);
        QCOMPARE(EnvironmentStore::checkName(name).has_value(), good);
        if (good)
            return;
        Environment environment = littleSet();
        environment.name = EnvironmentName(name);
        VERIFY_FAULT(m_store->save(environment), Fault::BadInput);
        VERIFY_FAULT(m_store->find(environment.name), Fault::BadInput);
        VERIFY_FAULT(m_store->remove(environment.name), Fault::BadInput);
    }

private:
    QString file() const { return m_folder->filePath(u"environments/shop.toml"_s); }
    QByteArray onDisk() const { return *readWholeFile(file()); }
    void write(const QByteArray &text)
    {
        QDir(m_folder->path()).mkdir(u"environments"_s);
        VERIFY_OK(writeFileAtomically(file(), text));
    }
};

SHUTTLER_TEST(tst_EnvironmentStore)
#include "tst_EnvironmentStore.moc"

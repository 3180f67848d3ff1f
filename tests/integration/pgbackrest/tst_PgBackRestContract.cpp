// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/PgBackRestProvider.h"
#include "tests/support/Jobs.h"
#include "tests/support/ProviderContract.h"
#include "tests/support/TempStanza.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// The real provider on a real stanza keeps what every provider promises.
class tst_PgBackRestContract : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        Result<std::unique_ptr<TempStanza>> stanza = TempStanza::start();
        VERIFY_OK(stanza);
        m_stanza = *std::move(stanza);
        VERIFY_OK(m_stanza->run("CREATE TABLE note(id bigserial PRIMARY KEY)"));
        Result<PgBackRestSettings> settings = PgBackRestSettings::from(m_stanza->table());
        VERIFY_OK(settings);
        m_provider = std::make_unique<PgBackRestProvider>(*settings);
    }

    void keepsItsPromises_data()
    {
        QTest::addColumn<int>("index");
        for (int index = 0; index < ProviderContract::promises().size(); ++index)
            QTest::newRow(ProviderContract::promises()[index].name) << index;
    }

    void keepsItsPromises()
    {
        QFETCH(int, index);
        ProviderContract contract({*m_provider, InstanceId(TempStanza::stanza()),
                                   [this] { return m_stanza->run("INSERT INTO note DEFAULT VALUES"); }});
        VERIFY_OK(contract.check(ProviderContract::promises()[index].name, testJob()));
    }

    void leavesNothingBehind()
    {
        const QStringList left = QDir(m_stanza->instances()).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        QCOMPARE(left, QStringList());
        QCOMPARE(TempStanza::filesBelow(m_stanza->folder(), u".s.PGSQL.*"_s).size(),
                 2); // The source's socket and its lock.
    }

private:
    std::unique_ptr<TempStanza> m_stanza;
    std::unique_ptr<PgBackRestProvider> m_provider;
};

SHUTTLER_TEST(tst_PgBackRestContract)
#include "tst_PgBackRestContract.moc"

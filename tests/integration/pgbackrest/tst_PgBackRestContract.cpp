// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/integration/pgbackrest/RestoredStanza.h"
#include "tests/support/Jobs.h"
#include "tests/support/ProviderContract.h"
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
        Result<std::unique_ptr<RestoredStanza>> world = RestoredStanza::start();
        VERIFY_OK(world);
        m_world = *std::move(world);
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
        ProviderContract contract({m_world->provider(), m_world->serving(), [this] {
                                       return m_world->stanza().run("INSERT INTO note(words) VALUES ('more')");
                                   }});
        VERIFY_OK(contract.check(ProviderContract::promises()[index].name, testJob()));
    }

    void leavesNothingBehind()
    {
        const QStringList left = QDir(m_world->stanza().instances()).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        QCOMPARE(left, QStringList());
        QCOMPARE(TempStanza::filesBelow(m_world->stanza().folder(), u".s.PGSQL.*"_s).size(),
                 2); // The source's socket and its lock.
    }

private:
    std::unique_ptr<RestoredStanza> m_world;
};

SHUTTLER_TEST(tst_PgBackRestContract)
#include "tst_PgBackRestContract.moc"

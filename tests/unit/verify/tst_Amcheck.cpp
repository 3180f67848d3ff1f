// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Amcheck.h"
#include "tests/support/Test.h"

using namespace shuttler::verify;
using namespace Qt::StringLiterals;

class tst_Amcheck : public QObject {
    Q_OBJECT

    static Stored index(const QString &name, qint64 heapBytes, bool unique = true, bool leanedOn = false)
    {
        Stored stored;
        stored.name = name;
        stored.heapBytes = heapBytes;
        stored.unique = unique;
        stored.leanedOn = leanedOn;
        return stored;
    }

    static QStringList chosen(const QList<Stored> &indexes)
    {
        QStringList names;
        for (const Stored &index : indexes)
            if (index.withRows)
                names.append(index.name);
        return names;
    }

private slots:
    void whatReferencesLeanOnComesFirst()
    {
        QList<Stored> indexes{index(u"small"_s, 10), index(u"large"_s, 90, true, true), index(u"plain"_s, 1, false)};
        QCOMPARE(chooseForRows(indexes, 95), 1);
        QCOMPARE(chosen(indexes), QStringList{u"large"_s});
        QCOMPARE(chooseForRows(indexes, 100), 0);
        QCOMPARE(chosen(indexes), QStringList({u"small"_s, u"large"_s}));
    }

    void theSmallerComesBeforeTheLarger()
    {
        QList<Stored> indexes{index(u"c"_s, 60), index(u"b"_s, 30), index(u"a"_s, 20)};
        QCOMPARE(chooseForRows(indexes, 70), 1);
        QCOMPARE(chosen(indexes), QStringList({u"b"_s, u"a"_s}));
    }

    void everyIndexOfATableCosts()
    {
        QList<Stored> indexes{index(u"a"_s, 40), index(u"b"_s, 40), index(u"c"_s, 40)};
        QCOMPARE(chooseForRows(indexes, 100), 1);
        QCOMPARE(chosen(indexes), QStringList({u"a"_s, u"b"_s}));
    }

    void anIndexThatIsNotUniqueIsNeverChosen()
    {
        QList<Stored> indexes{index(u"plain"_s, 0, false)};
        QCOMPARE(chooseForRows(indexes, 100), 0);
        QVERIFY(chosen(indexes).isEmpty());
    }
};

SHUTTLER_TEST(tst_Amcheck)
#include "tst_Amcheck.moc"

// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Error.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace Qt::StringLiterals;

class tst_Error : public QObject {
    Q_OBJECT

private slots:
    void everyFaultHasAWordAndARemedy_data()
    {
        QTest::addColumn<Fault>("fault");
        QTest::addColumn<QString>("word");
        QTest::addColumn<Remedy>("remedy");
        QTest::newRow("no answer: send again") << Fault::Unreachable << u"unreachable"_s << Remedy::SendAgain;
        QTest::newRow("unknown: look first, never send again")
            << Fault::OutcomeUnknown << u"outcome-unknown"_s << Remedy::LookFirst;
        QTest::newRow("refused: a person fixes it") << Fault::Refused << u"refused"_s << Remedy::FixFirst;
        QTest::newRow("not found: a person fixes it") << Fault::NotFound << u"not-found"_s << Remedy::FixFirst;
        QTest::newRow("bad input: a person fixes it") << Fault::BadInput << u"bad-input"_s << Remedy::FixFirst;
        QTest::newRow("corrupt: never retried") << Fault::Corrupt << u"corrupt"_s << Remedy::GiveUp;
        QTest::newRow("cancelled: never retried") << Fault::Cancelled << u"cancelled"_s << Remedy::GiveUp;
        QTest::newRow("our defect: never retried") << Fault::Defect << u"defect"_s << Remedy::GiveUp;
    }
    void everyFaultHasAWordAndARemedy()
    {
        QFETCH(const Fault, fault);
        QFETCH(const QString, word);
        QFETCH(const Remedy, remedy);
        QCOMPARE(wordFor(fault), word);
        QCOMPARE(faultFrom(word), fault);
        QCOMPARE(remedyFor(fault), remedy);
    }

    void anUnknownWordIsNoFault() { QCOMPARE(faultFrom(u"oops"_s), std::nullopt); }

    void tellsTheRoadThenTheFactOnOneLine()
    {
        const Error error = Error(Fault::Unreachable, u"no answer"_s)
                                .details(u"line 1\n line 2"_s)
                                .during(u"listing"_s)
                                .during(u"restoring shop"_s);
        QCOMPARE(error.forLog(), u"restoring shop: listing: no answer: line 1 line 2"_s);
    }
};

SHUTTLER_TEST(tst_Error)
#include "tst_Error.moc"

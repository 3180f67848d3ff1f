// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/SanityQueries.h"
#include "tests/support/Test.h"

#include <QJsonDocument>

using namespace shuttler;
using namespace shuttler::verify;
using namespace Qt::StringLiterals;

namespace {

QJsonArray rows(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).array();
}

Expectation zero(const QStringList &columns)
{
    Expectation expect;
    expect.kind = ExpectationKind::Zero;
    expect.columns = columns;
    return expect;
}

Expectation value(const QString &column)
{
    Expectation expect;
    expect.kind = ExpectationKind::Value;
    expect.column = column;
    expect.equals = QJsonValue(QJsonValue::Undefined);
    return expect;
}

Expectation notWorse(const QStringList &key, const QStringList &columns = {})
{
    Expectation expect;
    expect.kind = ExpectationKind::NotWorseThanBaseline;
    expect.key = key;
    expect.columns = columns;
    return expect;
}

Expectation noRows()
{
    Expectation expect;
    expect.kind = ExpectationKind::NoRows;
    return expect;
}

} // namespace

class tst_SanityJudge : public QObject {
    Q_OBJECT

private slots:
    void wantsNoRows()
    {
        QCOMPARE(judge(noRows(), {}, {}).verdict, Verdict::Passed);
        const SanityAnswer answer = judge(noRows(), rows(R"([{"counter":"fees_id_seq","last":3}])"), {});
        QCOMPARE(answer.verdict, Verdict::Failed);
        QCOMPARE(answer.found, u"1 row: counter fees_id_seq, last 3"_s);
    }

    void wantsZeroInEveryRow()
    {
        QCOMPARE(judge(zero({u"a"_s}), rows(R"([{"a":0,"b":7},{"a":0,"b":8}])"), {}).verdict, Verdict::Passed);
        const SanityAnswer answer = judge(zero({u"a"_s}), rows(R"([{"a":0},{"a":2,"of":"students"}])"), {});
        QCOMPARE(answer.verdict, Verdict::Failed);
        QCOMPARE(answer.found, u"students: a 2"_s);
        QCOMPARE(judge(zero({u"a"_s}), rows(R"([{"a":null}])"), {}).verdict, Verdict::Failed);
        QCOMPARE(judge(zero({u"a"_s}), rows(R"([{"b":0}])"), {}).verdict, Verdict::NotChecked);
    }

    void wantsAValueWithinItsBounds()
    {
        Expectation least = value(u"n"_s);
        least.atLeast = 1;
        QCOMPARE(judge(least, rows(R"([{"n":1}])"), {}).verdict, Verdict::Passed);
        QCOMPARE(judge(least, rows(R"([{"n":0}])"), {}).verdict, Verdict::Failed);
        QCOMPARE(judge(least, rows(R"([{"n":"1"}])"), {}).verdict, Verdict::Failed);
        QCOMPARE(judge(least, {}, {}).verdict, Verdict::Failed);
        QCOMPARE(judge(least, rows(R"([{"m":1}])"), {}).verdict, Verdict::NotChecked);
        QCOMPARE(judge(least, rows(R"([{"n":1}])"), {}).expected, u"n ≥ 1"_s);
        Expectation most = least;
        most.atMost = 2.5;
        QCOMPARE(judge(most, rows(R"([{"n":2.5}])"), {}).verdict, Verdict::Passed);
        QCOMPARE(judge(most, rows(R"([{"n":2.6}])"), {}).verdict, Verdict::Failed);
    }

    void wantsAValueThatEqualsAnother()
    {
        Expectation equals = value(u"n"_s);
        equals.equals = 5;
        QCOMPARE(judge(equals, rows(R"([{"n":5}])"), {}).verdict, Verdict::Passed);
        QCOMPARE(judge(equals, rows(R"([{"n":5.0}])"), {}).verdict, Verdict::Passed);
        QCOMPARE(judge(equals, rows(R"([{"n":6}])"), {}).verdict, Verdict::Failed);
        equals.equals = u"owner"_s;
        QCOMPARE(judge(equals, rows(R"([{"n":"owner"}])"), {}).verdict, Verdict::Passed);
        equals.equals = true;
        QCOMPARE(judge(equals, rows(R"([{"n":true}])"), {}).verdict, Verdict::Passed);
        QCOMPARE(judge(equals, rows(R"([{"n":null}])"), {}).verdict, Verdict::Failed);
    }

    void comparesWithTheBaselineByKey()
    {
        const QJsonArray before = rows(R"([{"t":"a","n":3,"low":"2024"},{"t":"b","n":0,"low":"2023"}])");
        QCOMPARE(judge(notWorse({u"t"_s}), rows(R"([{"t":"a","n":3,"low":"2025"},{"t":"b","n":0}])"), before).verdict, Verdict::Passed);
        QCOMPARE(judge(notWorse({u"t"_s}), rows(R"([{"t":"a","n":2}])"), before).verdict, Verdict::Passed);
        QCOMPARE(judge(notWorse({u"t"_s}), {}, before).verdict, Verdict::Passed);

        const SanityAnswer worse = judge(notWorse({u"t"_s}), rows(R"([{"t":"a","n":4},{"t":"b","n":0}])"), before);
        QCOMPARE(worse.verdict, Verdict::Failed);
        QCOMPARE(worse.found, u"a: 4 instead of 3"_s);
        QCOMPARE(judge(notWorse({u"t"_s}), rows(R"([{"t":"new","n":1}])"), before).found, u"new: 1 instead of 0"_s);
    }

    void comparesTheNamedColumnsOnly()
    {
        const QJsonArray before = rows(R"([{"t":"a","n":3,"rows":10}])");
        QCOMPARE(judge(notWorse({u"t"_s}, {u"n"_s}), rows(R"([{"t":"a","n":3,"rows":11}])"), before).verdict, Verdict::Passed);
        QCOMPARE(judge(notWorse({u"t"_s}), rows(R"([{"t":"a","n":3,"rows":11}])"), before).verdict, Verdict::Failed);
    }

    void provesNothingWithoutABaseline()
    {
        QCOMPARE(judge(notWorse({u"t"_s}), rows(R"([{"t":"a","n":0}])"), {}).verdict, Verdict::NotChecked);
    }

    void recordsInformationWithoutJudging()
    {
        QCOMPARE(judge(Expectation(), rows(R"([{"n":1},{"n":2}])"), {}).verdict, Verdict::Passed);
        QCOMPARE(judge(Expectation(), rows(R"([{"n":1},{"n":2}])"), {}).found, u"n 1; n 2"_s);
        QCOMPARE(judge(Expectation(), {}, {}).found, u"no rows"_s);
    }

    void sendsNothingButOneQuestion()
    {
        SanityQuery query;
        query.sql = u"select 1 -- a comment at the end"_s;
        QVERIFY(sanitySql(query).contains(u"a comment at the end\n) AS answer"_s));
    }
};

SHUTTLER_TEST(tst_SanityJudge)
#include "tst_SanityJudge.moc"

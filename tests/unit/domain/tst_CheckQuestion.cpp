// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/domain/CheckQuestion.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace Qt::StringLiterals;

class tst_CheckQuestion : public QObject {
    Q_OBJECT

    static Finding finding(const QString &check, const QString &subject, const QString &found = {})
    {
        Finding made;
        made.check = check;
        made.subject = subject;
        made.found = found;
        return made;
    }
    static QStringList shown(const QList<Finding> &findings)
    {
        QStringList words;
        for (const Finding &each : findings)
            words.append(each.check + u' ' + each.subject + u' ' + each.found);
        return words;
    }

private slots:
    void aQuestionIsAboutOneThingOrAboutAllOfAKind_data()
    {
        QTest::addColumn<QString>("asked");
        QTest::addColumn<QString>("askedAbout");
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QString>("answerAbout");
        QTest::addColumn<bool>("isAnswered");
        QTest::newRow("the table itself") << u"rows"_s << u"fees"_s << u"rows"_s << u"fees"_s << true;
        QTest::newRow("another table") << u"rows"_s << u"fees"_s << u"rows"_s << u"coaches"_s << false;
        QTest::newRow("a key that is declared again")
            << u"foreign-key-missing"_s << u"a.b → c.d"_s << u"foreign-key"_s << u"a.b → c.d"_s << true;
        QTest::newRow("a link of a rule") << u"reference"_s << u"a.b → c.d"_s << u"foreign-key"_s << u"a.b → c.d"_s << false;
        QTest::newRow("a trigger that is on now") << u"trigger-disabled"_s << u"fees"_s << u"trigger-disabled"_s << u"triggers"_s << true;
        QTest::newRow("a counter set forward") << u"sequence-earlier"_s << u"fees_id_seq"_s << u"sequence-behind"_s << u"counters"_s
                                               << true;
        QTest::newRow("the query itself") << u"sanity:S01"_s << u"Fees"_s << u"sanity:S01"_s << u"Fees"_s << true;
        QTest::newRow("another query") << u"sanity:S01"_s << u"Fees"_s << u"sanity:S02"_s << u"Fees"_s << false;
    }
    void aQuestionIsAboutOneThingOrAboutAllOfAKind()
    {
        QFETCH(const QString, asked);
        QFETCH(const QString, answer);
        QFETCH(const QString, askedAbout);
        QFETCH(const QString, answerAbout);
        QFETCH(const bool, isAnswered);
        const std::optional<CheckQuestion> question = questionOf(finding(asked, askedAbout));
        QVERIFY(question);
        QCOMPARE(question->isAnsweredBy(finding(answer, answerAbout)), isAnswered);
    }

    void whatRestsOnAllRowsCannotBeAskedAlone()
    {
        for (const QString &check : {u"empty"_s, u"contents"_s, u"freshness"_s, u"not-covered"_s, u"duplicate-keys"_s, u"index-complete"_s})
            QVERIFY2(!questionOf(finding(check, u"fees"_s)), qUtf8Printable(check));
        QVERIFY(!questionOf(finding(u"rows"_s, u"all tables"_s)));
    }

    void newAnswersStandWhereTheOldOnesStoodAndNoOldOneIsLeft()
    {
        const QList<Finding> before{finding(u"rows"_s, u"fees"_s), finding(u"trigger-disabled"_s, u"fees"_s),
                                    finding(u"index-invalid"_s, u"i"_s), finding(u"quiet"_s, u"jobs"_s),
                                    finding(u"rule-disabled"_s, u"rewrite rules"_s)};
        const QList<Finding> after =
            withNewAnswers(before, *questionOf(before[1]),
                           {finding(u"index-invalid"_s, u"indexes"_s, u"new"_s), finding(u"trigger-disabled"_s, u"triggers"_s, u"new"_s)});
        QCOMPARE(shown(after),
                 QStringList({u"rows fees "_s, u"index-invalid indexes new"_s, u"trigger-disabled triggers new"_s, u"quiet jobs "_s}));
    }
};

SHUTTLER_TEST(tst_CheckQuestion)
#include "tst_CheckQuestion.moc"

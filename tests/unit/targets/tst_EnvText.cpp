// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/EnvText.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace Qt::StringLiterals;

namespace {

const QString EnvPath = u"/srv/app/.env"_s;

Result<EnvText> parsed(const QByteArray &text)
{
    return EnvText::parse(text, u"DATABASE_URL"_s, EnvPath);
}

} // namespace

class tst_EnvText : public QObject {
    Q_OBJECT

private slots:
    void theValueIsFoundAndNothingElseIsTouched_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("after"); // With the value "new".
        const auto row = [](const char *name, const QByteArray &text, const QByteArray &value,
                            const QByteArray &after) { QTest::newRow(name) << text << value << after; };
        row("bare", "DATABASE_URL=old\n", "old", "DATABASE_URL=new\n");
        row("without a line end", "DATABASE_URL=old", "old", "DATABASE_URL=new");
        row("double quotes", "DATABASE_URL=\"old\"\n", "old", "DATABASE_URL=\"new\"\n");
        row("single quotes", "DATABASE_URL='old'\n", "old", "DATABASE_URL='new'\n");
        row("export", "export DATABASE_URL=old\n", "old", "export DATABASE_URL=new\n");
        row("export and blanks", "  export\tDATABASE_URL = 'old'  \n", "old", "  export\tDATABASE_URL = 'new'  \n");
        row("windows line ends", "A=1\r\nDATABASE_URL=old\r\nB=2\r\n", "old", "A=1\r\nDATABASE_URL=new\r\nB=2\r\n");
        row("windows line ends and quotes", "DATABASE_URL=\"old\"\r\n", "old", "DATABASE_URL=\"new\"\r\n");
        row("a comment behind", "DATABASE_URL=old # live\n", "old", "DATABASE_URL=new # live\n");
        row("a comment behind quotes", "DATABASE_URL='old'# live\n", "old", "DATABASE_URL='new'# live\n");
        row("a hash in a bare value", "DATABASE_URL=o#l#d\n", "o#l#d", "DATABASE_URL=new\n");
        row("a hash in quotes", "DATABASE_URL=\"o #l d\"\n", "o #l d", "DATABASE_URL=\"new\"\n");
        row("an escaped quote", "DATABASE_URL=\"o\\\"l\\\\d\"\n", "o\"l\\d", "DATABASE_URL=\"new\"\n");
        row("a commented one first", "# DATABASE_URL=older\nDATABASE_URL=old\n", "old",
            "# DATABASE_URL=older\nDATABASE_URL=new\n");
        row("names that only look alike", "DATABASE_URL_TEST=a\nMY_DATABASE_URL=b\nDATABASE_URL=old\n", "old",
            "DATABASE_URL_TEST=a\nMY_DATABASE_URL=b\nDATABASE_URL=new\n");
        row("inside another's quotes", "NOTE=\"first\nDATABASE_URL=not this\n\"\nDATABASE_URL=old\n", "old",
            "NOTE=\"first\nDATABASE_URL=not this\n\"\nDATABASE_URL=new\n");
        row("behind a byte order mark",
            "\xEF\xBB\xBF"
            "DATABASE_URL=old\n",
            "old",
            "\xEF\xBB\xBF"
            "DATABASE_URL=new\n");
        row("lines that set nothing", "just words\n=x\nexport\nDATABASE_URL=old\n", "old",
            "just words\n=x\nexport\nDATABASE_URL=new\n");
        row("blanks at the end of a bare value", "DATABASE_URL=old  \t\n", "old", "DATABASE_URL=new  \t\n");
    }
    void theValueIsFoundAndNothingElseIsTouched()
    {
        QFETCH(QByteArray, before);
        const auto text = parsed(before);
        VERIFY_OK(text);
        QTEST(text->value(), "value");
        const auto changed = text->with("new");
        VERIFY_OK(changed);
        QTEST(changed->text(), "after");
        const auto back = changed->withSpelling(text->spelling());
        VERIFY_OK(back);
        QCOMPARE(back->text(), before);
    }

    void whatCannotBeReadForSureIsRefusedWithoutRepeatingIt_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("why");
        QTest::newRow("not there") << QByteArray("A=1\n") << u"does not set DATABASE_URL"_s;
        QTest::newRow("empty file") << QByteArray() << u"does not set DATABASE_URL"_s;
        QTest::newRow("twice") << QByteArray("DATABASE_URL=s3cret\nA=1\nexport DATABASE_URL=s3cret\n")
                               << u"in lines 1 and 3"_s;
        QTest::newRow("a quote that does not close") << QByteArray("DATABASE_URL=\"s3cret\n") << u"not closed"_s;
        QTest::newRow("a quote that closes lines later")
            << QByteArray("DATABASE_URL='s3cret\n'\n") << u"not closed on the same line"_s;
        QTest::newRow("words behind the quote")
            << QByteArray("DATABASE_URL='s3cret'more\n") << u"follows its closing quote"_s;
        QTest::newRow("another variable inside")
            << QByteArray("DATABASE_URL=\"s3cret${HOST}\"\n") << u"escape or ${…}"_s;
        QTest::newRow("another variable, bare") << QByteArray("DATABASE_URL=s3cret${HOST}\n") << u"outside of quotes"_s;
        QTest::newRow("a strange escape") << QByteArray("DATABASE_URL=\"s3cret\\t\"\n") << u"escape"_s;
        QTest::newRow("a backslash in single quotes") << QByteArray("DATABASE_URL='s3cret\\n'\n") << u"backslash"_s;
        QTest::newRow("a backslash without quotes") << QByteArray("DATABASE_URL=s3\\cret\n") << u"backslash"_s;
        QTest::newRow("backquotes") << QByteArray("DATABASE_URL=`s3cret`\n") << u"backquote"_s;
    }
    void whatCannotBeReadForSureIsRefusedWithoutRepeatingIt()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, why);
        const auto refused = parsed(text);
        VERIFY_FAULT(refused, Fault::BadInput);
        const Error &error = refused.error();
        QVERIFY2(error.what().contains(why), qPrintable(error.what()));
        QVERIFY(error.what().contains(EnvPath) && !error.means().isEmpty() && !error.todo().isEmpty());
        QVERIFY(!(error.forLog() + error.means() + error.todo()).contains(u"s3"_s));
    }

    void aValueThatItsQuotingCannotCarryGetsOneThatCan_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("after");
        const auto row = [](const char *name, const QByteArray &text, const QByteArray &value,
                            const QByteArray &after) { QTest::newRow(name) << text << value << after; };
        row("a blank before a hash, bare", "DATABASE_URL=old", "a #b", "DATABASE_URL='a #b'");
        row("a single quote in single quotes", "DATABASE_URL='old'", "a'b", "DATABASE_URL=\"a'b\"");
        row("both quotes", "DATABASE_URL='old'", "a'\"b", "DATABASE_URL=\"a'\\\"b\"");
        row("a backslash", "DATABASE_URL=old", "a\\b", "DATABASE_URL=\"a\\\\b\"");
    }
    void aValueThatItsQuotingCannotCarryGetsOneThatCan()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, value);
        const auto changed = parsed(before)->with(value);
        VERIFY_OK(changed);
        QTEST(changed->text(), "after");
        QCOMPARE(changed->value(), value);
    }

    void aValueThatNoQuotingCanCarryIsRefused()
    {
        VERIFY_FAULT(parsed("DATABASE_URL=old")->with("a\nb"), Fault::BadInput);
    }
};

SHUTTLER_TEST(tst_EnvText)
#include "tst_EnvText.moc"

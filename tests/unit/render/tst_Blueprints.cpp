// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/render/Blueprints.h"
#include "tests/support/Test.h"
#include "tests/unit/render/RenderStage.h"

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// What is said of the render.yaml files that could put an old DATABASE_URL back.
class tst_Blueprints : public QObject {
    Q_OBJECT

    static QByteArray listed(const QList<QByteArray> &ids)
    {
        QList<QByteArray> elements;
        for (const QByteArray &id : ids)
            elements.append("{\"blueprint\":{\"id\":\"" + id + "\",\"name\":\"" + id + "\"},\"cursor\":\"c-" + id + "\"}");
        return renderPage(elements);
    }
    static QByteArray holding(const QByteArray &resource, bool autoSync = true)
    {
        return "{\"id\":\"exs-2\",\"name\":\"academy\",\"branch\":\"main\",\"repo\":\"https://github.com/school/app\",\"autoSync\":"
             + QByteArray(autoSync ? "true" : "false") + ",\"resources\":[{\"id\":\"srv-9\"},{\"id\":\"" + resource + "\"}]}";
    }
    static Result<QString> warning(RenderStage &stage)
    {
        RenderAccess access;
        access.endpoint = QUrl(u"https://render.test/v1"_s);
        access.credential = u"render-key"_s;
        render::Api api(stage.http, stage.secrets, access);
        return render::blueprintOver(api, u"srv-1"_s, stage.job);
    }

private slots:
    void theOneThatHoldsTheServiceIsNamedWithWhatItDoes_data()
    {
        QTest::addColumn<bool>("autoSync");
        QTest::addColumn<QString>("when");
        QTest::newRow("by itself") << true << u"each change of main of https://github.com/school/app syncs it"_s;
        QTest::newRow("by hand") << false << u"not synced by itself"_s;
    }
    void theOneThatHoldsTheServiceIsNamedWithWhatItDoes()
    {
        QFETCH(bool, autoSync);
        QFETCH(QString, when);
        RenderStage stage;
        stage.http.answer("GET", u"/blueprints?"_s, 200, listed({"exs-1", "exs-2"}));
        stage.http.answer("GET", u"cursor=c-exs-2"_s, 200, "[]");
        stage.http.answer("GET", u"/blueprints/exs-1"_s, 200, holding("srv-8"));
        stage.http.answer("GET", u"/blueprints/exs-2"_s, 200, holding("srv-1", autoSync));
        const Result<QString> said = warning(stage);
        VERIFY_OK(said);
        QVERIFY2(said->contains(u"the Blueprint academy holds it"_s) && said->contains(when), qPrintable(*said));
        QCOMPARE(stage.http.leftOver(), 0);
    }

    void whereNoneHoldsItNothingIsSaid()
    {
        RenderStage none;
        none.http.answer("GET", u"/blueprints?"_s, 200, "[]");
        const Result<QString> empty = warning(none);
        VERIFY_OK(empty);
        QCOMPARE(*empty, QString());

        RenderStage others;
        others.http.answer("GET", u"/blueprints?"_s, 200, listed({"exs-1"}));
        others.http.answer("GET", u"cursor=c-exs-1"_s, 200, "[]");
        others.http.answer("GET", u"/blueprints/exs-1"_s, 200, holding("srv-10"));
        const Result<QString> said = warning(others);
        VERIFY_OK(said);
        QCOMPARE(*said, QString());
    }

    void oneThatWentMeanwhileHoldsNothing()
    {
        RenderStage stage;
        stage.http.answer("GET", u"/blueprints?"_s, 200, listed({"exs-1", "exs-2"}));
        stage.http.answer("GET", u"cursor=c-exs-2"_s, 200, "[]");
        stage.http.answer("GET", u"/blueprints/exs-1"_s, 404, "{}");
        stage.http.answer("GET", u"/blueprints/exs-2"_s, 200, holding("srv-1"));
        const Result<QString> said = warning(stage);
        VERIFY_OK(said);
        QVERIFY2(said->contains(u"the Blueprint academy holds it"_s), qPrintable(*said));
    }

    void thatNoneMayBeSeenIsSaidAndNoHindrance_data()
    {
        QTest::addColumn<bool>("isListed");
        QTest::newRow("the list") << false;
        QTest::newRow("one of it") << true;
    }
    void thatNoneMayBeSeenIsSaidAndNoHindrance()
    {
        QFETCH(bool, isListed);
        RenderStage stage;
        if (isListed) {
            stage.http.answer("GET", u"/blueprints?"_s, 200, listed({"exs-1"}));
            stage.http.answer("GET", u"cursor=c-exs-1"_s, 200, "[]");
        }
        stage.http.answer("GET", u"/blueprints"_s, 403, "{}");
        const Result<QString> said = warning(stage);
        VERIFY_OK(said);
        QVERIFY2(said->contains(u"did not show its Blueprints"_s), qPrintable(*said));
    }

    void aRenderThatCannotBeReachedIsNoVerdict()
    {
        RenderStage stage;
        stage.http.fail("GET", u"/blueprints"_s, Error(Fault::Unreachable, u"no answer"_s));
        VERIFY_FAULT(warning(stage), Fault::Unreachable);
    }
};

SHUTTLER_TEST(tst_Blueprints)
#include "tst_Blueprints.moc"

// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Secret.h"
#include "tests/support/Test.h"

#include <QVariant>

#include <cstring>
#include <iostream>

using namespace shuttler;

template <typename T>
concept Printable = requires(const T &value)
{
    qDebug() << value;
}
|| requires(const T &value)
{
    std::cerr << value;
};
template <typename T>
concept Comparable = requires(const T &a, const T &b)
{
    a == b;
};

static_assert(Printable<int> && Comparable<int>, "the concepts see what can be done");
static_assert(!Printable<Secret>, "a secret cannot be printed");
static_assert(!Comparable<Secret>, "a secret cannot be compared");
static_assert(!std::is_copy_constructible_v<Secret> && !std::is_copy_assignable_v<Secret>,
              "a secret is never copied by accident");
static_assert(!std::is_convertible_v<Secret, QByteArray> && !std::is_convertible_v<Secret, QString>,
              "a secret is no text");
static_assert(!std::is_convertible_v<Secret, QVariant> && !std::is_convertible_v<QByteArray, Secret>,
              "nor is a text a secret");

class tst_Secret : public QObject {
    Q_OBJECT

private slots:
    void lendsExactlyWhatItWasGiven()
    {
        QByteArray plain("p\xc3\xa4ss\0word", 10);
        const Secret secret(std::move(plain));
        QCOMPARE(secret.size(), 10);
        QVERIFY(secret.expose([](const char *text) { return std::memcmp(text, "p\xc3\xa4ss\0word", 11) == 0; }));
    }

    void leavesNothingInTheSource()
    {
        QByteArray plain("correct horse battery staple");
        const Secret secret(std::move(plain));
        QVERIFY(plain.isEmpty()); // NOLINT(bugprone-use-after-move)
    }

    void aCloneLivesLonger()
    {
        Secret first(QByteArray("hunter2"));
        const Secret second = first.clone();
        first = Secret();
        QVERIFY(first.isEmpty());
        QVERIFY(second.expose([](const char *text) { return std::strcmp(text, "hunter2") == 0; }));
    }

    void anEmptyOneLendsAnEmptyText()
    {
        QVERIFY(Secret().expose([](const char *text) { return *text == '\0'; }));
        QVERIFY(Secret().clone().isEmpty());
    }

    void aMovedOneKeepsNothing()
    {
        Secret first(QByteArray("hunter2"));
        const Secret second = std::move(first);
        QVERIFY(second.expose([](const char *text) { return std::strcmp(text, "hunter2") == 0; }));
        QVERIFY(first.expose([](const char *text) { return *text == '\0'; })); // NOLINT(bugprone-use-after-move)
    }
};

SHUTTLER_TEST(tst_Secret)
#include "tst_Secret.moc"

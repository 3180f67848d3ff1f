// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Result.h"

#include <QTest>

#include <functional>
#include <memory>

namespace shuttler::test {

/// The test classes linked into one test program. Each file adds its own with SHUTTLER_TEST; TestMain runs the one that is named.
class TestRegistry {
public:
    using Make = std::function<std::unique_ptr<QObject>()>;
    static QList<std::pair<QByteArray, Make>> &entries();
    static int add(const char *name, Make make);
};

/// What a failed result says, for the test log.
QByteArray describe(const Error &error);

} // namespace shuttler::test

#define SHUTTLER_TEST(Class) \
    [[maybe_unused]] static const int registered_##Class = \
        shuttler::test::TestRegistry::add(#Class, [] { return std::unique_ptr<QObject>(new Class); });

/// Fails with the error's own words. Evaluates `result` once.
#define VERIFY_OK(result) \
    do { \
        const auto &verified_ = (result); \
        if (!QTest::qVerify(verified_.has_value(), #result, \
                            verified_.has_value() ? "" : shuttler::test::describe(verified_.error()).constData(), __FILE__, \
                            __LINE__)) \
            return; \
    } while (false)

/// Expects the fault. Evaluates `result` once.
#define VERIFY_FAULT(result, expected) \
    do { \
        const auto &verified_ = (result); \
        QVERIFY2(!verified_.has_value(), #result " succeeded"); \
        QVERIFY2(verified_.error().fault() == (expected), shuttler::test::describe(verified_.error()).constData()); \
    } while (false)

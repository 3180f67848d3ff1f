// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Error.h"

#include <tl/expected.hpp>

namespace shuttler {

/// A value, or the error that stands in its place. Dropping one is a compiler warning.
template <typename T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
    static_assert(!std::is_same_v<T, bool>, "`if (result)` would be ambiguous: return an enum instead");
    using Base = tl::expected<T, Error>;

public:
    Result(T value) : Base(std::move(value)) {}
    Result(Error error) : Base(tl::unexpect, std::move(error)) {}

    /// The error with one more word about the road; for `return std::move(result).errorDuring(…)`.
    Error errorDuring(QString activity) && { return std::move(std::move(*this).error()).during(std::move(activity)); }
};

struct Done {
    friend bool operator==(const Done &, const Done &) = default;
};

/// For work that yields nothing but success.
using Outcome = Result<Done>;

} // namespace shuttler

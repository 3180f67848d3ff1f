// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/archive/Digest.h"
#include "core/base/Result.h"

#include <functional>

namespace shuttler::dumps {

/// One station on the way of a stream of bytes; it hands on to the next one. Belongs to one thread. After an error it is of no more use.
class Stage {
public:
    virtual ~Stage() = default;
    virtual Outcome add(QByteArrayView bytes) = 0;
    /// Nothing more comes, and all that came was whole. Only then may the last station believe what it got.
    virtual Outcome end() = 0;
};

/// How long something is, and its SHA-256 in hexadecimal.
struct Measure {
    qint64 bytes = 0;
    QString sha256;
    friend bool operator==(const Measure &, const Measure &) = default;
};

/// Measures what goes through.
class Meter final : public Stage {
public:
    explicit Meter(Stage &next) : m_next(next) {}
    Outcome add(QByteArrayView bytes) override;
    Outcome end() override;
    /// Of everything, once it has ended; of nothing before.
    const Measure &measure() const { return m_measure; }

private:
    Stage &m_next;
    archive::Digest m_digest{archive::Digest::Kind::Sha256};
    qint64 m_bytes = 0;
    Measure m_measure;
};

/// The end of the way: hands over what came.
class Drain final : public Stage {
public:
    using Take = std::function<Outcome(QByteArrayView bytes)>;
    using AtEnd = std::function<Outcome()>;
    explicit Drain(Take take, AtEnd atEnd = {}) : m_take(std::move(take)), m_atEnd(std::move(atEnd)) {}
    Outcome add(QByteArrayView bytes) override { return m_take(bytes); }
    Outcome end() override { return m_atEnd ? m_atEnd() : Outcome(Done{}); }

private:
    Take m_take;
    AtEnd m_atEnd;
};

} // namespace shuttler::dumps

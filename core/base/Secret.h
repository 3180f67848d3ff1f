// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>
#include <QDebug>

#include <iosfwd>
#include <memory>

namespace shuttler {

/// A credential. It can be moved, cloned on purpose and used, but not compared, converted or printed.
/// Wiped when it dies; wiping is best effort (libraries it is lent to may hold copies).
class Secret {
public:
    Secret() = default;
    /// Takes the plain text and wipes the source, so that one copy is left.
    explicit Secret(QByteArray &&plain);

    Secret(Secret &&) noexcept = default;
    Secret &operator=(Secret &&) noexcept = default;

    /// A second holder of the same secret, for a second connection. Never implicit.
    Secret clone() const;
    bool isEmpty() const { return size() == 0; }
    size_t size() const { return m_plain.get_deleter().size; }

    /// Lends the plain text, NUL-terminated, for the length of one call. `use` must not keep it.
    template <typename Use>
    decltype(auto) expose(Use &&use) const
    {
        return std::forward<Use>(use)(m_plain ? static_cast<const char *>(m_plain.get()) : "");
    }

private:
    struct Wipe {
        constexpr Wipe() noexcept : size(0) {}
        explicit constexpr Wipe(size_t plainSize) noexcept : size(plainSize) {}
        size_t size;
        void operator()(char *plain) const;
    };
    std::unique_ptr<char[], Wipe> m_plain; // Not std::string: moving a short one leaves its bytes behind.
};

QDebug operator<<(QDebug, const Secret &) = delete;
std::ostream &operator<<(std::ostream &, const Secret &) = delete;

} // namespace shuttler

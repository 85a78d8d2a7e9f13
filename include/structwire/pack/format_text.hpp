// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Texts for a run-time format: structwire's own, Python's and PEP 3118's.
#ifndef STRUCTWIRE_PACK_FORMAT_TEXT_HPP
#define STRUCTWIRE_PACK_FORMAT_TEXT_HPP

#include <structwire/error.hpp>
#include <structwire/pack/format.hpp>

#include <expected>
#include <string>

namespace structwire {

/// The one text that all equal formats share: `canonical_text(a) == canonical_text(b)` just when `a == b`.
///
/// Without white space; orders as `<` and `>` and only where they change something, `@` only in front of codes whose
/// size it decides; gaps as `x`, in a bit run as `{x3}`; pads without names. Compiled again in the default grammar it
/// gives an equal format on every machine whose native sizes are the same.
///
/// Example: the text of `"! B {x8} I:id: 3H"` is `"Bx>I:id:3H"`
[[nodiscard]] std::string canonical_text(const format& compiled);

/// The text that Python's `struct` reads: the same bytes and, in the same order, the same values.
///
/// Names are dropped, structures and shapes flattened, gaps written as `x`. Where all items that have an order are
/// native and there is no structure, the order is `@`; otherwise native codes become those of their size (`l` becomes
/// `q` or `i`, `P` becomes `Q`, which takes no negative addresses). `F` and `D` need Python 3.14.
///
/// Errors:  errc::unsupported_code with `position` and `letter` of the first item that Python has no form for: of
///          variable size, a bracket, or in another order than those in front of it; errc::text_too_long
///          (max_text_bytes of the format's limits / 0), because structures are written once for each element
[[nodiscard]] std::expected<std::string, error> python_text(const format& compiled);

/// The text that PEP 3118 defines, as numpy reads and writes it: names, structures and shapes are kept, orders said
/// where they change, gaps written as `x`, native codes as those of their size, and no `@`.
///
/// Errors:  errc::unsupported_code with `position` and `letter` of the first item that PEP 3118 has no form for: a
///          bracket
[[nodiscard]] std::expected<std::string, error> pep3118_text(const format& compiled);

}  // namespace structwire

#endif

// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Why bytes are no record of a compile-time format of variable size: asked of the run-time form, so that both forms
// give one answer.
#include <structwire/pack/unpack.hpp>

#include "record_reader.hpp"

namespace structwire::detail {

error find_unpack_fault(const layout_view& layout, byte_view input, operation during) noexcept {
    const record_plan plan{layout.items, {}};
    record_reader reader(plan, input);
    (void)reader.measure();
    error fault = reader.fault();
    fault.during = during;
    return fault;
}

}  // namespace structwire::detail

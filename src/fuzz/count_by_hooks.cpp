// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/fuzz/detail/meter.hpp>

// g++ 12 has the function without the header that declares it. NOLINTBEGIN(bugprone-reserved-identifier)
extern "C" [[gnu::weak]] int __sanitizer_install_malloc_and_free_hooks(void (*)(const volatile void*, std::size_t),
                                                                       void (*)(const volatile void*));
// NOLINTEND(bugprone-reserved-identifier)

namespace structwire::fuzz::detail {

void count_by_hooks() {
    require_counting(&__sanitizer_install_malloc_and_free_hooks != nullptr &&
                         __sanitizer_install_malloc_and_free_hooks(&meter::allocated, &meter::freed) != 0,
                     "the sanitizer's runtime takes no hook");
}

}  // namespace structwire::fuzz::detail

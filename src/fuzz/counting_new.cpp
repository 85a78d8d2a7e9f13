// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// The replaceable operators of the program, unless it has others: an AddressSanitizer's, or its own. They are a source
// of their own without any other symbol, so that a program with other operators does not get this one from the library.
#include <structwire/fuzz/detail/meter.hpp>

#include <cstddef>
#include <cstdlib>
#include <new>

namespace {

template <class Allocate>
void* counted(std::size_t size, Allocate allocate) {
    for (;;) {
        void* const memory = allocate();
        structwire::fuzz::detail::meter::allocated(memory, size);
        if (memory != nullptr) return memory;
        const std::new_handler handler = std::get_new_handler();
        if (handler == nullptr) break;
        handler();
    }
#if defined(__cpp_exceptions)
    throw std::bad_alloc();
#else
    std::abort();
#endif
}

void counted_free(void* memory) noexcept {
    structwire::fuzz::detail::meter::freed(memory);
    std::free(memory);
}

}  // namespace

// The forms for arrays and those with std::nothrow call these.
void* operator new(std::size_t size) {
    return counted(size, [size] { return std::malloc(size == 0 ? 1 : size); });
}
void* operator new(std::size_t size, std::align_val_t alignment) {
    return counted(size, [size, alignment] {
        const auto unit = static_cast<std::size_t>(alignment);
        return size > PTRDIFF_MAX ? nullptr
                                  : std::aligned_alloc(unit, size == 0 ? unit : (size + unit - 1) / unit * unit);
    });
}
void operator delete(void* memory) noexcept { counted_free(memory); }
void operator delete(void* memory, std::size_t) noexcept { counted_free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { counted_free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { counted_free(memory); }

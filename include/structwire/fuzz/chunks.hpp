// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The split driver: one stream, cut in many ways.
#ifndef STRUCTWIRE_FUZZ_CHUNKS_HPP
#define STRUCTWIRE_FUZZ_CHUNKS_HPP

#include <structwire/bytes.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace structwire::fuzz {

/// A copy of some bytes on the heap that ends where its memory ends: a sanitizer sees a read behind it, also of no bytes
/// at all, and one in front of it.
class exact_copy {
public:
    exact_copy() = default;
    explicit exact_copy(byte_view bytes);
    exact_copy(exact_copy&& other) noexcept
        : memory_(std::move(other.memory_)), bytes_(std::exchange(other.bytes_, {})) {}
    exact_copy& operator=(exact_copy&& other) noexcept {
        memory_ = std::move(other.memory_);
        bytes_ = std::exchange(other.bytes_, {});
        return *this;
    }

    [[nodiscard]] byte_view bytes() const noexcept { return bytes_; }

private:
    std::unique_ptr<std::byte[]> memory_;
    byte_view bytes_{};
};

/// A stream in pieces: a range of byte_view, to be gone through once or several times.
///
/// Each chunk is a heap copy of exactly its size that is freed when the next one is asked for: a parser that keeps a
/// view of an old chunk is found by a sanitizer. Chunks may be empty.
/// Example:  `for (structwire::byte_view chunk : chunks) parser.feed(chunk);`
class chunks {
public:
    /// @param stream  borrowed
    /// @param cuts    offsets in the stream, ascending, from 0 to its size; equal ones make an empty chunk; borrowed
    chunks(byte_view stream, std::span<const std::size_t> cuts) noexcept : stream_(stream), cuts_(cuts) {}

    class iterator {
    public:
        using value_type = byte_view;
        using difference_type = std::ptrdiff_t;

        iterator(iterator&&) = default;
        iterator& operator=(iterator&&) = default;

        [[nodiscard]] byte_view operator*() const noexcept { return current_.bytes(); }
        iterator& operator++();
        void operator++(int) { ++*this; }
        [[nodiscard]] friend bool operator==(const iterator& here, std::default_sentinel_t) noexcept {
            return here.index_ > here.all_->cuts().size();
        }

    private:
        friend class chunks;
        explicit iterator(const chunks& all);
        void take();

        const chunks* all_;
        std::size_t index_ = 0;
        exact_copy current_{};
    };

    [[nodiscard]] iterator begin() const { return iterator(*this); }
    [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

    /// The whole stream and where it is cut, for messages.
    [[nodiscard]] byte_view stream() const noexcept { return stream_; }
    [[nodiscard]] std::span<const std::size_t> cuts() const noexcept { return cuts_; }

private:
    byte_view stream_;
    std::span<const std::size_t> cuts_;
};

/// How many ways of cutting split_schedules() gives.
struct split_effort {
    std::size_t every_cut_up_to = 64;  ///< longest stream that is cut in two at every place, bytes
    unsigned random_schedules = 4;     ///< pseudo-random ones, from a hash of the stream
};

/// Ways to cut a stream: byte by byte, in two at every place if it is short, and in pieces that a hash of its bytes
/// decides about, empty ones too, also in front and at the end. Deterministic.
///
/// @return  for each way the offsets where it cuts, ascending, at least one: the uncut stream is not among them. Nothing
///          for an empty stream.
[[nodiscard]] std::vector<std::vector<std::size_t>> split_schedules(byte_view stream, const split_effort& effort = {});

/// The cuts as a sentence: how many bytes, cut where.
[[nodiscard]] std::string cuts_text(byte_view stream, std::span<const std::size_t> cuts);

}  // namespace structwire::fuzz

#endif

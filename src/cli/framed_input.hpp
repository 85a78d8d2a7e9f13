// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The frames of an input as they arrive.
#ifndef STRUCTWIRE_CLI_FRAMED_INPUT_HPP
#define STRUCTWIRE_CLI_FRAMED_INPUT_HPP

#include <structwire/error.hpp>
#include <structwire/framing/any_framing.hpp>
#include <structwire/framing/frame_decoder.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

#include "cli/frame_output.hpp"
#include "cli/input.hpp"

namespace structwire::cli {

/// Whether there is to be another event.
enum class go_on : bool { no, yes };

/// A file or a pipe that is cut into frames.
class framed_input {
public:
    /// Throws bad_input as input_stream does. The argument must outlive the object.
    framed_input(const any_framing& framing, const input_argument& argument)
        : decoder_(framing), stream_(argument), argument_(argument) {}

    /// Calls `take(event)` for each frame and error as soon as its bytes have arrived, and `pause()` before it waits
    /// for more. Ends behind a fatal error, at the end of the input, or when `take` returns go_on::no.
    ///
    /// Memory: the framing's limit and one read
    template <class Take, class Pause>
    void each(Take take, Pause pause) {
        constexpr std::size_t read_size = 16 * 1024;
        bool at_end = false;
        while (!at_end && !decoder_.failed()) {
            pause();
            // Without memory there is no room: the decoder says so as if the input had ended.
            const byte_span room = decoder_.prepare(read_size);
            const std::size_t got = room.empty() ? 0 : stream_.read(room);
            decoder_.commit(got);
            at_end = got == 0;
            if (take_events(take, at_end) == go_on::no) return;
        }
    }

    /// Where in the file the stream offset of an event is.
    [[nodiscard]] std::uint64_t place(std::uint64_t offset) const { return argument_.skip + offset; }

    /// Bytes from the start of the event taken last to its end.
    [[nodiscard]] std::uint64_t wire_size(const frame& taken) const { return decoder_.offset() - taken.offset; }

    /// Where in the file the payload of the event taken last begins. Of an escaped frame only that first byte has its
    /// place: those behind it are counted as they are unescaped.
    [[nodiscard]] std::uint64_t payload_place(const frame& taken) const {
        // What was taken stays in front of what was not until there is to be room.
        const auto behind = decoder_.leftover().data() - taken.payload.data();
        return taken.payload.empty() ? place(taken.offset)
                                     : place(decoder_.offset() - static_cast<std::uint64_t>(behind));
    }

    /// Where and why the stream is bad.
    [[nodiscard]] std::string complaint(const error& failure) const {
        return cli::complaint(argument_.name(), place(failure.offset), failure);
    }

private:
    template <class Take>
    go_on take_events(Take& take, bool at_end) {
        while (auto event = at_end ? decoder_.finish() : decoder_.next()) {
            if (take(*event) == go_on::no) return go_on::no;
            if (decoder_.failed()) break;
        }
        return go_on::yes;
    }

    frame_decoder<any_framing> decoder_;
    input_stream stream_;
    const input_argument& argument_;
};

}  // namespace structwire::cli

#endif

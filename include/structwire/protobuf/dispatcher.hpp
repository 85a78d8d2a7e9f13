// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Several types of messages on one stream: each frame goes to the handler of its type.
#ifndef STRUCTWIRE_PROTOBUF_DISPATCHER_HPP
#define STRUCTWIRE_PROTOBUF_DISPATCHER_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/detail/receive_buffer.hpp>
#include <structwire/framing/frame.hpp>
#include <structwire/protobuf/detail/wire.hpp>
#include <structwire/protobuf/envelope.hpp>
#include <structwire/protobuf/message.hpp>

#include <concepts>
#include <cstdint>
#include <expected>
#include <functional>
#include <limits>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace structwire::protobuf {

/// A message of a type that no route is for.
template <class Id>
struct unknown_message {
    Id id;              ///< its type, as the envelope says it
    byte_view body;     ///< its bytes, not parsed; of a message in pieces the last one
    const frame& from;  ///< all of its frame
};

namespace detail {

/// What becomes of one type. See on().
template <message Message, class Id, class Handler>
struct route {
    Id id;
    Handler handler;
    Message reused{};
};

/// What becomes of all other types. See otherwise().
template <class Handler>
struct rest_route {
    Handler handler;
};

/// Text that is compared stays text, not a pointer.
template <class Id>
using stored_id = std::conditional_t<std::convertible_to<Id, std::string_view> && std::is_pointer_v<std::decay_t<Id>>,
                                     std::string_view, std::decay_t<Id>>;

template <class Route>
inline constexpr bool is_rest = false;
template <class Handler>
inline constexpr bool is_rest<rest_route<Handler>> = true;

/// Whether the last of the routes, and only that, is the one for all other types.
template <class... Routes>
inline constexpr bool ends_with_rest = false;
template <class Route>
inline constexpr bool ends_with_rest<Route> = is_rest<Route>;
template <class Route, class... Routes>
    requires(sizeof...(Routes) != 0)
inline constexpr bool ends_with_rest<Route, Routes...> = !is_rest<Route> && ends_with_rest<Routes...>;

/// Integers, characters and enumerations of any kind.
template <class Number>
concept number_id = std::integral<Number> || std::is_enum_v<Number>;

template <number_id Number>
[[nodiscard]] constexpr auto number_of(Number value) noexcept {
    if constexpr (std::is_enum_v<Number>) {
        return +static_cast<std::underlying_type_t<Number>>(value);
    } else if constexpr (std::same_as<Number, char>) {
        return static_cast<unsigned char>(value) + 0U;
    } else {
        return +value;
    }
}

/// Numbers compare by value, whatever their types.
template <class Left, class Right>
[[nodiscard]] bool same_id(const Left& left, const Right& right) {
    if constexpr (number_id<Left> && number_id<Right>) {
        return std::cmp_equal(number_of(left), number_of(right));
    } else {
        return left == right;
    }
}

/// Calls a handler, which gives nothing or std::expected<void, error>.
template <class Handler, class... Arguments>
std::expected<void, error> call(Handler& handler, Arguments&&... arguments) {
    if constexpr (std::is_void_v<std::invoke_result_t<Handler&, Arguments...>>) {
        std::invoke(handler, std::forward<Arguments>(arguments)...);
        return {};
    } else {
        static_assert(std::same_as<std::invoke_result_t<Handler&, Arguments...>, std::expected<void, error>>,
                      "structwire: a handler gives nothing or std::expected<void, error>");
        return std::invoke(handler, std::forward<Arguments>(arguments)...);
    }
}

}  // namespace detail

/// Sends messages of one type to a handler.
///
/// @param id       what the envelope says for this type: anything that compares equal to its id_type. Text of a pointer is
///                 borrowed as long as the dispatcher lives.
/// @param handler  called as `handler(message)` or `handler(message, from)` with the message and its frame; gives nothing
///                 or `std::expected<void, error>`. The message is reused for the next one of its type.
template <message Message, class Id, class Handler>
    requires std::default_initializable<Message>
[[nodiscard]] auto on(Id&& id, Handler handler) {
    using stored = detail::stored_id<Id>;
    return detail::route<Message, stored, Handler>{stored(std::forward<Id>(id)), std::move(handler)};
}

/// Sends what no other route is for to a handler, with its bytes.
///
/// @param handler  called as `handler(unknown_message)`; gives nothing or `std::expected<void, error>`
template <class Handler>
[[nodiscard]] auto otherwise(Handler handler) {
    return detail::rest_route<Handler>{std::move(handler)};
}

/// Takes frames that say which message they carry, parses each and calls the handler of its type.
///
/// The last route is always otherwise(): a stream on which something new appears goes on, and nobody loses it silently.
/// Routes are tried in order, so the first of two with the same id is the one.
///
/// A handler must not call dispatch() of the same dispatcher: the message that it was given is the reused one.
/// Memory:     one message of each type, reused
/// Guarantee:  throws only what messages and handlers throw
/// Complexity: O(routes + bytes of the message)
/// Example:
/// ```cpp
/// using namespace structwire::protobuf;
/// dispatcher routes(leading_id<std::uint16_t>{},
///                   on<Quote>(1, [&](const Quote& quote) { book.update(quote); }),
///                   on<Order>(2, [&](const Order& order) { return accept(order); }),
///                   otherwise([&](const auto& other) { log("type", other.id, other.body.size()); }));
/// while (auto got = peer.read_frame(until)) {
///     if (auto done = routes.dispatch(*got); !done) log(describe(done.error()));
/// }
/// ```
template <envelope Envelope, class... Routes>
class dispatcher {
    static_assert(detail::ends_with_rest<Routes...>, "structwire: the last route of a dispatcher is otherwise(...)");

public:
    using id_type = typename Envelope::id_type;

    /// @param type    where a frame says its type
    /// @param routes  on<Message>(...) as often as you like, then otherwise(...)
    explicit dispatcher(Envelope type, Routes... routes) : type_(std::move(type)), routes_(std::move(routes)...) {}

    /// Parses the message of one frame and calls the handler of its type, which has returned when this returns.
    ///
    /// Errors:     operation::parse_message, offset of the frame: errc::bad_message when the frame is no such envelope,
    ///             or the message in it no message of its type (0 / bytes of the payload); errc::uninitialized when a required
    ///             field is missing; errc::overload without memory to merge pieces. No handler was called then. Or what the
    ///             handler gave.
    [[nodiscard]] std::expected<void, error> dispatch(const frame& from) {
        const auto found = type_.open(from);
        if (!found) return std::unexpected(detail::refusal(errc::bad_message, from, from.payload.size()));
        std::expected<void, error> result;
        std::apply([&](auto&... route) { (void)(take(route, *found, from, result) || ...); }, routes_);
        return result;
    }

private:
    template <message Message, class Id, class Handler>
    bool take(detail::route<Message, Id, Handler>& route, const opened<id_type>& found, const frame& from,
              std::expected<void, error>& result) {
        if (!detail::same_id(route.id, found.id)) return false;
        result = parse_body(found, from, route.reused);
        if (!result) return true;
        if constexpr (std::invocable<Handler&, const Message&, const frame&>) {
            result = detail::call(route.handler, std::as_const(route.reused), from);
        } else {
            result = detail::call(route.handler, std::as_const(route.reused));
        }
        return true;
    }

    template <class Handler>
    bool take(detail::rest_route<Handler>& route, const opened<id_type>& found, const frame& from,
              std::expected<void, error>& result) {
        result = detail::call(route.handler, unknown_message<id_type>{found.id, found.body, from});
        return true;
    }

    template <message Message>
    std::expected<void, error> parse_body(const opened<id_type>& found, const frame& from, Message& into) {
        byte_view body = found.body;
        if (!found.earlier.empty()) [[unlikely]] {
            if (const auto whole = join(found); !whole) {
                return std::unexpected(
                    detail::refusal(whole.error(), from, whole.error() == errc::bad_message ? from.payload.size() : 0));
            }
            body = joined_.unread();
        }
        if (auto parsed = parse({from.header, body, from.offset}, into); !parsed) {
            if (parsed.error().code == errc::bad_message) parsed.error().given = from.payload.size();
            return parsed;
        }
        return {};
    }

    // Messages behind one another are one merged message, if each of them is one.
    std::expected<void, errc> join(const opened<id_type>& found) {
        constexpr std::uint64_t any = std::numeric_limits<std::uint64_t>::max();
        joined_.clear();
        if constexpr (std::convertible_to<id_type, std::uint32_t>) {
            detail::wire_fields fields(found.earlier);
            while (const auto field = fields.next()) {
                if (field->number != found.id || field->type != detail::wire_type::bytes) continue;
                if (!detail::is_wire_message(field->value)) return std::unexpected(errc::bad_message);
                if (!joined_.append(field->value, any, false)) return std::unexpected(errc::overload);
            }
        }
        if (!joined_.append(found.body, any, false)) return std::unexpected(errc::overload);
        return {};
    }

    Envelope type_;
    std::tuple<Routes...> routes_;
    structwire::detail::receive_buffer joined_;
};

}  // namespace structwire::protobuf

#endif

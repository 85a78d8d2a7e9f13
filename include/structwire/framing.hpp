// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// All of framing: strings, framers, the decoder, encoding. The checks for framers of your own are in
/// `structwire/framing/conformance.hpp`, checksums by any CRC parameters in `structwire/framing/boost_crc.hpp`.
#ifndef STRUCTWIRE_FRAMING_HPP
#define STRUCTWIRE_FRAMING_HPP

#include <structwire/framing/any_framing.hpp>
#include <structwire/framing/append.hpp>
#include <structwire/framing/checked_framer.hpp>
#include <structwire/framing/frame.hpp>
#include <structwire/framing/frame_decoder.hpp>
#include <structwire/framing/frame_encoder.hpp>
#include <structwire/framing/framer.hpp>
#include <structwire/framing/framing.hpp>

#endif

// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
//! tokio-util's LengthDelimitedCodec and LinesCodec on chunks that are appended to their BytesMut.
//!
//!     tokio_util u32be|line PAYLOAD_BYTES STREAM_BYTES CHUNK_BYTES
//!
//! Prints nanoseconds for one frame, the best of all repetitions. No runtime, no I/O: only decode().
use bytes::BytesMut;
use std::time::{Duration, Instant};
use tokio_util::codec::{Decoder, LengthDelimitedCodec, LinesCodec};

const LIMIT: usize = 128 * 1024;

// What there is to see in a stream.
#[derive(Debug, Default, PartialEq)]
struct Seen {
    frames: u64,
    size: u64,
    last: u64, // sum of the last bytes
}

impl Seen {
    fn take(&mut self, frame: &[u8]) {
        self.frames += 1;
        self.size += frame.len() as u64;
        self.last += u64::from(frame[frame.len() - 1]);
    }
}

fn make_stream(framing: &str, payload: usize, total: usize) -> (Vec<u8>, Seen) {
    let (mut bytes, mut all) = (Vec::new(), Seen::default());
    while bytes.len() < total {
        let frame = vec![b'a' + (all.frames % 26) as u8; payload];
        all.take(&frame);
        if framing == "u32be" {
            bytes.extend_from_slice(&(payload as u32).to_be_bytes());
        }
        bytes.extend_from_slice(&frame);
        if framing == "line" {
            bytes.push(b'\n');
        }
    }
    (bytes, all)
}

fn measure<D: Decoder>(mut codec: D, stream: &[u8], chunk: usize, all: &Seen)
where
    D::Item: AsRef<[u8]>,
    D::Error: std::fmt::Debug,
{
    let mut buffer = BytesMut::with_capacity(2 * LIMIT);
    let (mut best, mut runs, begin) = (Duration::MAX, 0, Instant::now());
    while runs < 3 || begin.elapsed() < Duration::from_millis(500) {
        let mut seen = Seen::default();
        let start = Instant::now();
        for piece in stream.chunks(chunk) {
            buffer.extend_from_slice(piece);
            while let Some(frame) = codec.decode(&mut buffer).expect("a good stream") {
                seen.take(frame.as_ref());
            }
        }
        best = best.min(start.elapsed());
        assert_eq!(seen, *all, "these are not the frames of the stream");
        runs += 1;
    }
    println!("{:.3}", best.as_secs_f64() * 1e9 / all.frames as f64);
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let number = |index: usize| arguments[index].parse::<usize>().expect("a number");
    let (payload, total, chunk) = (number(2), number(3), number(4));
    let (stream, all) = make_stream(&arguments[1], payload, total);
    if arguments[1] == "u32be" {
        let codec = LengthDelimitedCodec::builder().max_frame_length(LIMIT - 4).new_codec();
        measure(codec, &stream, chunk, &all);
    } else {
        measure(LinesCodec::new_with_max_length(LIMIT), &stream, chunk, &all);
    }
}

// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0

// Go's bufio.Scanner with ScanLines, or with a split function for 32-bit lengths.
//
//	go_scanner u32be|line PAYLOAD_BYTES STREAM_BYTES CHUNK_BYTES
//
// Prints nanoseconds for one frame, the best of all repetitions.
package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"
)

const limit = 128 * 1024

// chunks gives at most so many bytes at once.
type chunks struct {
	rest  []byte
	chunk int
}

func (from *chunks) Read(to []byte) (int, error) {
	if len(from.rest) == 0 {
		return 0, io.EOF
	}
	count := copy(to, from.rest[:min(from.chunk, len(from.rest))])
	from.rest = from.rest[count:]
	return count, nil
}

func min(left, right int) int {
	if left < right {
		return left
	}
	return right
}

func scanLengths(data []byte, atEOF bool) (int, []byte, error) {
	if len(data) < 4 {
		return 0, nil, nil
	}
	size := binary.BigEndian.Uint32(data)
	if size > limit-4 {
		return 0, nil, errors.New("too long")
	}
	end := 4 + int(size)
	if len(data) < end {
		return 0, nil, nil
	}
	return end, data[4:end], nil
}

func makeStream(framing string, payload, total int) ([]byte, int) {
	var stream []byte
	frames := 0
	for ; len(stream) < total; frames++ {
		if framing == "u32be" {
			stream = binary.BigEndian.AppendUint32(stream, uint32(payload))
		}
		stream = append(stream, bytes.Repeat([]byte{byte('a' + frames%26)}, payload)...)
		if framing == "line" {
			stream = append(stream, '\n')
		}
	}
	return stream, frames
}

var last int

func number(index int) int {
	value, err := strconv.Atoi(os.Args[index])
	if err != nil {
		panic(err)
	}
	return value
}

func main() {
	payload, total, chunk := number(2), number(3), number(4)
	stream, frames := makeStream(os.Args[1], payload, total)
	split := scanLengths
	if os.Args[1] == "line" {
		split = bufio.ScanLines
	}
	buffer := make([]byte, 2*limit)
	best := time.Hour
	begin := time.Now()
	for run := 0; run < 3 || time.Since(begin) < 500*time.Millisecond; run++ {
		seen, size := 0, 0
		start := time.Now()
		scanner := bufio.NewScanner(&chunks{stream, chunk})
		scanner.Buffer(buffer, limit+2)
		scanner.Split(split)
		for scanner.Scan() {
			frame := scanner.Bytes()
			seen++
			size += len(frame)
			last += int(frame[len(frame)-1])
		}
		if took := time.Since(start); took < best {
			best = took
		}
		if scanner.Err() != nil || seen != frames || size != frames*payload {
			panic("these are not the frames of the stream")
		}
	}
	fmt.Printf("%.3f\n", float64(best.Nanoseconds())/float64(frames))
}

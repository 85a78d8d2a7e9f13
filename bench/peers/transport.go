// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0

// Frames between two goroutines of one process with Go's net and bufio.
//
//	transport ping_pong|buffered|unbuffered tcp|unix PAYLOAD_BYTES COUNT
//
// Prints the nanoseconds of processor time for one round trip or frame.
package main

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"syscall"
)

const limit = 256 * 1024

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// peer sends and receives frames.
type peer struct {
	end net.Conn
	in  *bufio.Reader
	out *bufio.Writer
	got []byte
	put []byte
}

func newPeer(end net.Conn) *peer {
	return &peer{end, bufio.NewReaderSize(end, 65536), bufio.NewWriterSize(end, 65536), make([]byte, limit),
		make([]byte, 0, limit+4)}
}

func (p *peer) read() ([]byte, error) {
	head, err := p.in.Peek(4)
	if err != nil {
		return nil, err
	}
	size := int(binary.BigEndian.Uint32(head))
	if size > limit {
		return nil, errors.New("too long")
	}
	p.in.Discard(4)
	_, err = io.ReadFull(p.in, p.got[:size])
	return p.got[:size], err
}

func (p *peer) write(payload []byte) error {
	p.put = append(binary.BigEndian.AppendUint32(p.put[:0], uint32(len(payload))), payload...)
	_, err := p.end.Write(p.put)
	return err
}

func (p *peer) queue(payload []byte) {
	var head [4]byte
	binary.BigEndian.PutUint32(head[:], uint32(len(payload)))
	p.out.Write(head[:])
	p.out.Write(payload) // its errors stay until Flush
}

func connected(family string) (net.Conn, net.Conn) {
	at := "127.0.0.1:0"
	if family == "unix" {
		at = "@structwire-bench-" + strconv.Itoa(os.Getpid())
	}
	door, err := net.Listen(family, at)
	check(err)
	mine, err := net.Dial(family, door.Addr().String())
	check(err)
	theirs, err := door.Accept()
	check(err)
	return mine, theirs
}

func used() int64 {
	var usage syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return usage.Utime.Nano() + usage.Stime.Nano()
}

func main() {
	work, family := os.Args[1], os.Args[2]
	size, err := strconv.Atoi(os.Args[3])
	check(err)
	count, err := strconv.Atoi(os.Args[4])
	check(err)
	mine, theirs := connected(family)
	go func() {
		peer := newPeer(theirs)
		for index := 0; index < count; index++ {
			got, err := peer.read()
			check(err)
			if work == "ping_pong" {
				check(peer.write(got))
			}
		}
		check(peer.write([]byte{'x'}))
	}()
	peer := newPeer(mine)
	payload := make([]byte, size)
	before := used()
	for index := 0; index < count; index++ {
		switch work {
		case "ping_pong":
			check(peer.write(payload))
			_, err := peer.read()
			check(err)
		case "buffered":
			peer.queue(payload)
		default:
			check(peer.write(payload))
		}
	}
	check(peer.out.Flush())
	_, err = peer.read()
	check(err)
	fmt.Printf("%.3f\n", float64(used()-before)/float64(count))
}

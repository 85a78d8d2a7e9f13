# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""How the tests in Python talk to oracle_driver.cpp: requests and replies in batches, as `marshal` writes them.

Version 2 of marshal's format is old, stable and strict: equal bytes mean the same kinds and the same bits.
"""
import collections
import marshal
import subprocess

Request = collections.namedtuple("Request", "command grammar format buffer offset values",
                                 defaults=(b"", 0, ()))
Failure = collections.namedtuple("Failure", "name item position offset sentence")


def encoded(result):
    """A result in the form in which the driver gives it."""
    return marshal.dumps(result, 2)


def decoded(reply):
    """The result, or the Failure, that a reply holds."""
    return marshal.loads(reply) if isinstance(reply, bytes) else Failure(*reply)


def run(driver, requests):
    """The replies to a batch: each one bytes, an encoded result, or a tuple, the parts of a Failure.

    None where the driver did not survive it.
    """
    done = subprocess.run(driver, input=marshal.dumps([tuple(request) for request in requests], 2),
                          stdout=subprocess.PIPE, check=False)
    if done.returncode != 0:
        return None
    replies = marshal.loads(done.stdout)
    return replies if len(replies) == len(requests) else None


def replies_or_culprit(driver, requests):
    """The replies to a batch, and None; or, where the driver does not survive it, none, and the request that ends it
    (the last one, should no half of the batch do it again)."""
    replies = run(driver, requests)
    if replies is not None:
        return replies, None
    begin, end = 0, len(requests)
    while end - begin > 1:
        middle = (begin + end) // 2
        if run(driver, requests[begin:middle]) is None:
            end = middle
        else:
            begin = middle
    return [], requests[begin]


class About:
    """What a driver is able to do."""

    def __init__(self, driver):
        self.driver = driver
        replies = run(driver, [Request(b"about", b"", b"")])
        if replies is None:
            raise SystemExit(f"FAILED: {' '.join(driver)} does not answer")
        order, self.long_bytes, self.pointer_bytes, operations = decoded(replies[0])
        self.order = order.decode()
        self.operations = operations.decode().split()

    def compiles(self, text, grammar=b"s"):
        """Whether the library takes this format, which has a fixed size."""
        return self.succeeds(Request(b"calcsize", grammar, text))

    def succeeds(self, request):
        """Whether there is a result; a driver that does not survive the request has none."""
        replies = run(self.driver, [request])
        return replies is not None and isinstance(replies[0], bytes)

# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""What the tests of the coverage-guided engine share: the folder of targets is the first argument of each."""

import hashlib
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

TARGETS = pathlib.Path(sys.argv.pop(1)).resolve()


def sha1(data):
    return hashlib.sha1(data).hexdigest()


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_target(self, name, *arguments, status=0, **variables):
        """Runs a target in the test's folder; returns what it wrote to stderr."""
        done = subprocess.run([TARGETS / f"fuzz_{name}", *map(str, arguments)], cwd=self.folder, timeout=60,
                              env=os.environ | variables,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        text = done.stderr.decode("ascii", errors="replace")
        self.assertEqual(done.returncode, status, text)
        return text

    def engine(self, name, *arguments, status=0, **variables):
        return self.run_target(f"engine_{name}", *arguments, status=status, **variables)

    def files(self, folder=".", pattern="*"):
        return sorted(path.name for path in (self.folder / folder).glob(pattern))

    def contents(self, folder):
        return sorted(path.read_bytes() for path in (self.folder / folder).iterdir())

    def corpus(self, name, *inputs):
        (self.folder / name).mkdir()
        for number, data in enumerate(inputs):
            (self.folder / name / f"seed{number}").write_bytes(data)
        return name

    def interrupt(self, name, *arguments, line, signals=1, after=0):
        """Sends a program signals once it has written such a line; its status, and what it wrote behind the line."""
        command = [TARGETS / f"fuzz_{name}", *arguments]
        with subprocess.Popen(command, cwd=self.folder, stderr=subprocess.PIPE) as process:
            for text in process.stderr:
                if line in text:
                    break
            time.sleep(after)
            for _ in range(signals):
                process.send_signal(signal.SIGTERM)
                time.sleep(0.05)
            watch = threading.Timer(40, process.kill)
            watch.start()
            text = process.stderr.read()
            watch.cancel()
            return process.wait(), text

    def find(self, name, *arguments, runs=3_000_000, status=77, kind="crash"):
        """Searches; returns the crashing input, which must be the one file written."""
        text = self.engine(name, "-seed=1", f"-runs={runs}", *arguments, status=status)
        found, = self.files(pattern=f"{kind}-*")
        data = (self.folder / found).read_bytes()
        self.assertEqual(found, f"{kind}-{sha1(data)}")
        self.assertIn(f"Test unit written to ./{found}\n", text)
        return data

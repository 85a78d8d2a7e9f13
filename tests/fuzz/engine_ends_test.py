#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""How the coverage-guided engine ends: engine_ends_test.py FOLDER_OF_TARGETS [unittest arguments]."""

import os
import re
import signal
import subprocess
import time
import unittest

from engine_support import TARGETS, Case, sha1


class Limits(Case):
    def test_runs(self):
        self.corpus("grown", b"\1\2ab")
        for runs in (2500, 2501):
            self.assertIn(f"\nDone {runs} runs in ", self.engine("plain_answer", f"-runs={runs}", "grown"))
        # No more than the seeds, which also needs no coverage.
        self.corpus("seeds", b"\1\2ab", b"\2\4\0\0\0\1")
        self.assertIn("\nDone 3 runs in ", self.engine("plain_answer_blind", "-runs=0", "seeds"))

    def test_max_total_time(self):
        begin = time.monotonic()
        self.engine("plain_answer", "-max_total_time=1")
        self.assertGreaterEqual(time.monotonic() - begin, 0.9)

    def test_max_total_time_while_the_corpus_is_run(self):
        # At least 20 seconds for all of it, and as long for the probes that tell whether the target is seen.
        self.corpus("seeds", *(b"%d" % number for number in range(2000)))
        text = self.engine("sleepy_blind", "-max_total_time=1", "seeds")
        self.assertIn("INFO: stopped before all of the corpus was run\n", text)
        self.assertLess(int(re.search(r"Done (\d+) runs", text)[1]), 2000)
        text = self.engine("sleepy_blind", "-max_total_time=1")
        self.assertIn("INFO: stopped before it could be told whether the parser is seen\n", text)
        self.assertLess(int(re.search(r"Done (\d+) runs", text)[1]), 4000)
        self.assertNotIn("ERROR", text)

    def test_max_len(self):
        longer = bytes([9] * 20)
        for size, status in ((13, 0), (14, 77), (15, 77)):  # the crash needs 14 bytes
            with self.subTest(size):
                self.engine("wide", "-seed=1", f"-max_len={size}", "-runs=300000", "-allow_blind=1", status=status)
        # Files of the corpus are cut.
        self.corpus("seeds", longer)
        text = self.engine("plain_answer", "-runs=0", "-max_len=19", "seeds")
        self.assertIn("lim: 19 ", text)
        # Unless it is said, the longest of them is the limit.
        for size, limit in ((4095, 4096), (4097, 4097), (5000, 5000)):
            text = self.engine("plain_answer", "-runs=0", "-len_control=0", self.corpus(f"seeds{size}", bytes(size)))
            self.assertRegex(text, rf"INITED cov: .* lim: {limit} ")
        self.engine("plain_answer", "-seed=1", "-runs=50000", "-max_len=5", "-len_control=0", self.corpus("grown"))
        self.assertEqual(max(map(len, self.contents("grown"))), 5)

    def test_length_control(self):
        limits = []
        for control in (0, 1, 100):
            text = self.engine("plain_answer", "-seed=1", "-runs=4000", f"-len_control={control}", "-max_len=500")
            limits.append(int(re.findall(r"lim: (\d+)", text)[-1]))
        self.assertEqual(limits[0], 500)
        self.assertGreater(limits[1], limits[2])

    def test_ranges(self):
        for flag, least, most in (("timeout", 0, 10**9), ("max_total_time", 0, 10**9), ("max_len", 0, 2**30),
                                  ("runs", -1, None), ("rss_limit_mb", 0, None), ("malloc_limit_mb", 0, None),
                                  ("len_control", -1, 10**9)):
            for value, is_good in ((least, True), (least - 1, False), (most, True), (most and most + 1, False)):
                if value is not None:
                    with self.subTest(f"-{flag}={value}"):
                        text = self.engine("plain_answer", f"-{flag}={value}", "-help=1", status=0 if is_good else 1)
                        said = rf"ERROR: the value of '-{flag}={value}' is out of range: from {least} to {most or ''}"
                        self.assertRegex(text, "Usage" if is_good else said)

    def test_no_timeout(self):
        # As long as another limit lets it.
        self.corpus("much", b"?")
        self.engine("peaks", "-timeout=0", "-runs=0", "-rss_limit_mb=150", "much", status=71)
        self.engine("plain_answer", "-timeout=0", "-runs=10")

    def test_only_ascii(self):
        self.engine("plain_answer", "-seed=1", "-runs=20000", "-only_ascii=1", "-allow_blind=1", self.corpus("grown"))
        for data in self.contents("grown"):
            self.assertTrue(all(chr(byte).isprintable() or chr(byte).isspace() for byte in data), data)

    def test_only_ascii_while_the_target_is_judged(self):
        self.assertIn("blind", self.engine("text_blind", "-only_ascii=1", "-seed=1", status=1))
        self.engine("text_blind", "-seed=1", status=77)

    def test_only_ascii_with_a_mutator_of_the_program(self):
        # It aborts on all else, which its mutator and its crossover make.
        for seed in (b"()", b"(ab)"):
            self.corpus(f"seeds{len(seed)}", seed)
            self.engine("binary", "-seed=1", "-runs=20000", "-only_ascii=1", f"seeds{len(seed)}")
            self.engine("binary", "-seed=1", "-runs=20000", f"seeds{len(seed)}", status=77)

    def test_timeout(self):
        self.corpus("stuck", b"!")
        begin = time.monotonic()
        text = self.engine("slow", "-timeout=1", "-runs=0", "stuck", status=70)
        self.assertGreaterEqual(time.monotonic() - begin, 0.9)
        self.assertIn("timeout after 1 seconds", text)
        self.assertEqual((self.folder / f"timeout-{sha1(b'!')}").read_bytes(), b"!")

    def test_timeout_whose_description_waits_for_ever(self):
        for data in (b"!", b"?"):  # in the heap, which may or may not hold its lock; in a lock of the target's own
            self.engine("stuck", "-timeout=1", "-runs=0", self.corpus(f"stuck{data[0]}", data), status=70)
            self.assertEqual((self.folder / f"timeout-{sha1(data)}").read_bytes(), data)

    def test_timeout_of_children(self):
        self.corpus("merged")
        self.corpus("files", b"!", b"good")
        text = self.engine("slow", "-merge=1", "-timeout=1", "merged", "files")
        self.assertIn("left out, it ends the program: files/seed0\n", text)
        self.assertEqual(self.contents("merged"), [b"good"])
        (self.folder / "stuck").write_bytes(b"!x")
        self.engine("slow", "-minimize_crash=1", "-timeout=1", "-exact_artifact_path=small", "stuck")
        self.assertEqual((self.folder / "small").read_bytes(), b"!")

    def test_memory(self):
        self.corpus("much", b"!")
        self.engine("greedy", "-runs=0", "-rss_limit_mb=1000", "much")
        # Where a sanitizer tells of single allocations, their limit would come first.
        text = self.engine("greedy", "-runs=0", "-rss_limit_mb=100", "-malloc_limit_mb=1000", "much", status=71)
        self.assertIn("out of memory: used ", text)
        self.assertEqual((self.folder / f"oom-{sha1(b'!')}").read_bytes(), b"!")

    def test_memory_of_one_run_among_many(self):
        for seed in (1, 2, 3):
            text = self.engine("peaks", f"-seed={seed}", "-rss_limit_mb=150", "-exact_artifact_path=oom",
                               "-runs=3000000", self.corpus(f"seeds{seed}", b"ABCDEFGH", b"abc"), status=71)
            self.assertIn("Test unit written to oom\n", text)
            self.assertIn((self.folder / "oom").read_bytes()[:1], (b"!", b"?"))
            self.engine("peaks", "-rss_limit_mb=150", "oom", status=71)

    def test_memory_of_a_run_that_does_not_come_back(self):
        self.corpus("much", b"?")
        self.engine("peaks", "-runs=0", "-rss_limit_mb=150", "-timeout=20", "much", status=71)
        self.assertEqual((self.folder / f"oom-{sha1(b'?')}").read_bytes(), b"?")

    @unittest.skipUnless((TARGETS / "fuzz_engine_allocating").exists(), "another sanitizer")
    def test_memory_of_one_allocation(self):
        for name, data, status in (("less", b"\x32+", 0), ("limit", b"\x32", 71), ("more", b"\x33", 71)):
            self.corpus(name, data)
            text = self.engine("allocating", "-runs=0", "-detect_leaks=0", "-malloc_limit_mb=50", name, status=status)
            if status != 0:
                self.assertIn(f"out of memory: malloc({data[0] << 20}), -malloc_limit_mb=50\n", text)
                self.assertEqual((self.folder / f"oom-{sha1(data)}").read_bytes(), data)
        # As much as -rss_limit_mb, unless it is said; 0: no limit of either.
        self.corpus("most", b"\xff")
        self.assertIn("malloc(267386880)", self.engine("allocating", "-runs=0", "-rss_limit_mb=255", "most", status=71))
        self.engine("allocating", "-runs=0", "-rss_limit_mb=256", "most")
        self.engine("allocating", "-runs=0", "-rss_limit_mb=0", "most")


class Findings(Case):
    def test_artifact_prefix_and_exact_path(self):
        self.corpus("bad", b"bad!")
        (self.folder / "to").mkdir()
        self.engine("describing", "-artifact_prefix=to/x-", "-runs=0", "bad", status=77)
        self.assertEqual(self.files("to"), [f"x-crash-{sha1(b'bad!')}"])
        self.engine("describing", "-exact_artifact_path=to/y", "-runs=0", "bad", status=77)
        self.assertEqual((self.folder / "to" / "y").read_bytes(), b"bad!")

    def test_a_folder_for_artifacts_that_does_not_exist(self):
        (self.folder / "good").write_bytes(b"good")
        for flag, folder in (("artifact_prefix=no/", "no"), ("artifact_prefix=a/no/x-", "a/no"),
                             ("exact_artifact_path=no/x", "no"), ("exact_artifact_path=/no", ""),
                             ("artifact_prefix=x-", ""), ("artifact_prefix=/", "")):
            for program, arguments in (("engine_describing", ["good"]), ("engine_describing", ["-runs=0"]),
                                       ("replay_describing_blind", ["good"])):
                with self.subTest(f"{program} {arguments} {flag}"):
                    text = self.run_target(program, f"-{flag}", *arguments, status=1 if folder else 0)
                    if folder:
                        self.assertIn(f'ERROR: The required directory "{folder}" does not exist\n', text)

    def test_an_artifact_that_cannot_be_written_goes_to_the_working_folder(self):
        self.corpus("bad", b"bad!")
        name = f"crash-{sha1(b'bad!')}"
        (self.folder / "to").mkdir()
        (self.folder / f"x-{name}").mkdir()
        for flag, wanted in (("exact_artifact_path=to", "to"), ("artifact_prefix=x-", f"x-{name}")):
            text = self.engine("describing", f"-{flag}", "-runs=0", "bad", status=77)
            self.assertIn(f"ERROR: cannot write the input to {wanted}\nTest unit written to ./{name}\n", text)
            self.assertEqual((self.folder / name).read_bytes(), b"bad!")
            (self.folder / name).unlink()
        (self.folder / name).mkdir()
        text = self.engine("describing", "-runs=0", "bad", status=77)
        self.assertEqual(text.count(f"ERROR: cannot write the input to ./{name}\n"), 1)
        self.assertIn("described: bad!\n", text)

    def test_a_file_that_is_run_is_not_written_again(self):
        self.corpus("files", b"good", b"bad!")
        path = "files/seed1"
        for program, argument in (("engine_describing", path), ("replay_describing_blind", path),
                                  ("replay_describing_blind", "files"),
                                  ("engine_describing", "-exact_artifact_path=again")):
            text = self.run_target(program, argument, path, status=77)
            self.assertIn(f"\nThe input is the file {path}\n", text)
            self.assertNotIn("Test unit", text)
            self.assertEqual(self.files(), ["files"])

    def test_what_comes_through_a_pipe(self):
        program = TARGETS / "fuzz_engine_describing"
        for data, status in ((b"good" * 50_000, 0), (b"", 0), (b"bad!", 77)):
            done = subprocess.run([program, "/dev/stdin"], cwd=self.folder, input=data, timeout=60, check=False,
                                  stderr=subprocess.PIPE)
            self.assertEqual(done.returncode, status, done.stderr)
        self.assertEqual(self.files(), [f"crash-{sha1(b'bad!')}"])  # it is nowhere else
        os.mkfifo(self.folder / "pipe")
        with subprocess.Popen([program, "-exact_artifact_path=found", "pipe"], cwd=self.folder,
                              stderr=subprocess.PIPE) as process:
            with open(self.folder / "pipe", "wb") as pipe:
                pipe.write(b"worse")
                pipe.flush()
                pipe.write(b"!")
            self.assertIn(b"worse", process.stderr.read())
            self.assertEqual(process.wait(), 77)
        self.assertEqual((self.folder / "found").read_bytes(), b"worse!")

    def test_statistics_of_a_finding(self):
        (self.folder / "stuck").write_bytes(b"!")
        for name, arguments, status in (("magic", ["-seed=1"], 77), ("peaks", ["-seed=1", "-rss_limit_mb=150"], 71),
                                        ("slow", ["-timeout=1", "stuck"], 70)):
            text = self.engine(name, "-print_final_stats=1", *arguments, status=status)
            runs, = re.findall(r"^stat::number_of_executed_units: (\d+)$", text, re.M)
            self.assertGreaterEqual(int(runs), max(map(int, re.findall(r"^#(\d+)\t", text, re.M)), default=1))
            self.assertRegex(text, r"\nstat::average_exec_per_sec: +\d+\nstat::new_units_added: +\d+\n"
                                   r"stat::peak_rss_mb: +\d+\n")
            self.assertNotIn("stat::", self.engine(name, *arguments, status=status))
        # The same search again: one run less ends without the finding.
        runs, = re.findall(r"executed_units: (\d+)", self.engine("magic", "-print_final_stats=1", "-seed=1", status=77))
        self.engine("magic", "-seed=1", f"-runs={int(runs) - 1}")
        status, text = self.interrupt("engine_slow", "-print_final_stats=1", "stuck", line=b"Running")
        self.assertEqual(status, 72)
        self.assertRegex(text, rb"^Executed 0 inputs\n|interrupted; exiting\nstat::number_of_executed_units: 1\n")

    def test_describes_the_crashing_input_once_it_is_written(self):
        (self.folder / "bad").write_bytes(b"bad!")
        text = self.engine("describing", "bad", status=77)
        self.assertRegex(text, r"deadly signal 6 \(SIGABRT\)\nInput of 4 bytes: 62 61 64 21\n"
                               r"The input is the file bad\ndescribed: bad!\n$")

    def test_exit_and_a_changed_input_are_findings(self):
        (self.folder / "leaves").write_bytes(b"?")
        self.assertIn("the target called exit()", self.engine("greedy", "leaves", status=77))
        (self.folder / "changes").write_bytes(b"~")
        self.assertIn("changed its input", self.engine("describing", "changes", status=77))

    @unittest.skipUnless((TARGETS / "fuzz_engine_leaking").exists(), "another sanitizer")
    def test_leaks(self):
        self.corpus("files", b"good", b"+keeps", b"!leaks", b"+more")
        name = f"leak-{sha1(b'!leaks')}"
        paths = [f"files/seed{number}" for number in range(4)]
        for program, arguments, where in (("engine", paths, "The input is the file files/seed2"),
                                          ("engine", ["-runs=0", "files"], f"Test unit written to ./{name}"),
                                          ("replay", ["files"], "The input is the file files/seed2")):
            with self.subTest(program):
                text = self.run_target(f"{program}_leaking", *arguments, status=77)
                self.assertIn("structwire fuzz: memory leak\n", text)
                self.assertIn(where, text)
        self.assertEqual((self.folder / name).read_bytes(), b"!leaks")
        (self.folder / name).unlink()
        self.assertEqual(self.find("leaking", kind="leak")[:1], b"!")
        self.engine("leaking", "-minimize_crash=1", "-exact_artifact_path=small", "files/seed2")
        self.assertEqual((self.folder / "small").read_bytes(), b"!")
        # Only at the end, by LeakSanitizer itself.
        text = self.run_target("replay_leaking", "-detect_leaks=0", "files", status=1)
        self.assertNotIn("structwire fuzz", text)
        self.engine("leaking", "files/seed1", "files/seed3")

    def test_minimize_crash_leaves_other_ends_aside(self):
        # Without `~`, as in the second half and where its byte alone is left out, the program ends in another way.
        (self.folder / "both").write_bytes(bytes(6) + b"#~" + bytes(6) + b"#")
        text = self.engine("two_ends", "-minimize_crash=1", "-runs=100", "-exact_artifact_path=small", "both")
        self.assertRegex(text, r"left aside, another end of the program: \d+ inputs\n")
        self.assertEqual(sorted((self.folder / "small").read_bytes()), [ord("#"), ord("~")])

    def test_no_processes(self):
        (self.folder / "long").write_bytes(b"#" * 30 + b"!")
        library, = TARGETS.glob("libfuzz_engine_no_fork.*")
        said = "ERROR: cannot start a process for the runs: "
        for first, size in ((1, None), (2, 31), (3, 16), (1000, 1)):
            (self.folder / "small").unlink(missing_ok=True)
            text = self.engine("describing", "-minimize_crash=1", "-runs=100", "-exact_artifact_path=small", "long",
                               status=0 if first == 1000 else 1, LD_PRELOAD=str(library), NO_FORK=str(first))
            self.assertEqual(said in text, first != 1000)
            if size is not None:
                self.assertEqual((self.folder / "small").read_bytes(), b"#" * (size - 1) + b"!")
        self.corpus("first")
        self.corpus("second", b"\1\2ab")
        text = self.engine("plain_answer", "-merge=1", "first", "second", status=1, LD_PRELOAD=str(library),
                           NO_FORK="1")
        self.assertIn(said, text)
        self.assertEqual(self.files("first"), [])
        self.engine("plain_answer", "-merge=1", "first", "second", LD_PRELOAD=str(library), NO_FORK="2")
        self.assertEqual(len(self.files("first")), 1)

    def test_minimize_crash_ends_in_time(self):
        (self.folder / "size").write_bytes(b"STRW\0\x08" + bytes(2))
        begin = time.monotonic()
        self.engine("magic", "-minimize_crash=1", "-runs=1000000000", "-max_total_time=1", "size")
        self.assertLess(time.monotonic() - begin, 30)
        self.assertEqual(len(self.files(pattern="minimized-from-*")), 1)

    def test_minimize_crash(self):
        (self.folder / "long").write_bytes(b"#" * 300 + b"!")
        text = self.engine("describing", "-minimize_crash=1", "-runs=1000", "long")
        self.assertIn("CRASH_MIN: minimized to 1 bytes: ./minimized-from-", text)
        name, = self.files(pattern="minimized-from-*")
        self.assertEqual((self.folder / name).read_bytes(), b"!")
        self.assertEqual(self.files(pattern="crash-*"), [])
        self.engine("describing", "-minimize_crash=1", "-runs=1000", "-exact_artifact_path=small", "long")
        self.assertEqual((self.folder / "small").read_bytes(), b"!")
        # Nothing smaller: the four magic bytes and the size, which mutation has to follow.
        (self.folder / "size").write_bytes(b"STRW\0\x28" + bytes(34))
        self.engine("magic", "-seed=1", "-minimize_crash=1", "-runs=100000", "-exact_artifact_path=small", "size")
        self.assertEqual((self.folder / "small").read_bytes()[:6], b"STRW\0\x08")
        # One byte less is no input: only the target's own mutator finds shorter ones.
        (self.folder / "summed").write_bytes(b"#" * 40 + b"!" + bytes([(40 * ord("#") + ord("!")) % 256]))
        self.engine("summed", "-seed=1", "-minimize_crash=1", "-runs=1000", "-exact_artifact_path=small", "summed")
        self.assertEqual((self.folder / "small").read_bytes(), b"!!")
        (self.folder / "good").write_bytes(b"good")
        self.assertIn("does not crash", self.engine("describing", "-minimize_crash=1", "good", status=1))


class Interrupts(Case):
    def test_interrupt(self):
        status, text = self.interrupt("engine_plain_answer", "-seed=1", line=b"#65536")
        self.assertEqual(status, 72)
        self.assertRegex(text, rb"\tDONE .*\nDone \d+ runs in .*\n==\d+== structwire fuzz: run interrupted; exiting\n$")

    def test_interrupt_of_an_input_that_does_not_come_back(self):
        (self.folder / "stuck").write_bytes(b"!")
        self.corpus("seeds", b"!")
        for program, arguments, line in (("engine", ["stuck"], b"Running"), ("engine", ["seeds"], b"Seed:"),
                                         ("replay", ["seeds"], b"Running")):
            for signals in (1, 2):
                with self.subTest(f"{program} {arguments} {signals}"):
                    status, text = self.interrupt(f"{program}_slow", *arguments, line=line, signals=signals)
                    self.assertEqual(status, 72, text)
                    self.assertRegex(text, rb"\n?==\d+== structwire fuzz: run interrupted; exiting\n$")
        self.assertEqual(self.files(), ["seeds", "stuck"])

    def test_interrupt_between_runs(self):
        # Runs of 10 ms: the rest of them would take minutes.
        self.corpus("files", *(b"%d" % number for number in range(20)))
        often = "-runs=1000000"
        for program, arguments, line in (("replay", [often, "files"], b"Running"),
                                         ("engine", [often, "files/seed0"], b"Running"),
                                         ("replay", [often, "files", "files", "files"], b"Running: files/seed0"),
                                         ("engine", [], b"INITED")):
            with self.subTest(f"{program} {arguments}"):
                status, text = self.interrupt(f"{program}_sleepy_blind", *arguments, line=line)
                self.assertEqual(status, 72, text)
                self.assertIn(b"run interrupted; exiting\n", text)
                self.assertNotIn(b"blind", text)
        self.corpus("many", *(b"%d" % number for number in range(10_000)))
        self.corpus("merged")
        for arguments, line in ((["many"], b"Seed:"), (["-merge=1", "merged", "many"], b"MERGE-OUTER")):
            with self.subTest(arguments):
                status, text = self.interrupt("engine_sleepy_blind", *arguments, line=line)
                self.assertEqual(status, 72, text)
                self.assertNotIn(b"left out", text)

    def test_interrupt_of_a_wait_for_bytes(self):
        (self.folder / "good").write_bytes(b"good")
        os.mkfifo(self.folder / "pipe")
        status, text = self.interrupt("engine_describing", "good", "pipe", line=b"Executed good", after=0.3)
        self.assertEqual(status, 72, text)

    def test_interrupt_of_children(self):
        self.corpus("first")
        self.corpus("second", b"!")
        status, text = self.interrupt("engine_slow", "-merge=1", "first", "second", line=b"MERGE-OUTER")
        self.assertEqual(status, 72, text)
        self.assertNotIn(b"left out", text)
        (self.folder / "both").write_bytes(b"#~~~")
        status, text = self.interrupt("engine_two_ends", "-minimize_crash=1", "-runs=1000000000", "both",
                                      line=b"CRASH_MIN: 2")
        self.assertEqual(status, 72, text)
        self.assertEqual(len(self.files(pattern="minimized-from-*")), 1)

    def test_interrupt_of_a_description(self):
        (self.folder / "stuck").write_bytes(b"?")
        with subprocess.Popen([TARGETS / "fuzz_engine_stuck", "-timeout=1", "stuck"], cwd=self.folder,
                              stderr=subprocess.PIPE) as process:
            for line in process.stderr:
                if line.startswith(b"The input is the file stuck"):
                    process.send_signal(signal.SIGTERM)
                    break
            self.assertEqual(process.wait(timeout=30), 70)


if __name__ == "__main__":
    unittest.main()

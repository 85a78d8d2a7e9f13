#!/usr/bin/env python3
# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
"""Runs the coverage-guided engine on small targets: engine_test.py FOLDER_OF_TARGETS [unittest arguments]."""

import os
import re
import subprocess
import unittest

from engine_support import TARGETS, Case, sha1


class Search(Case):
    def test_finds_a_crash_behind_magic_bytes_and_a_size(self):
        data = self.find("magic", self.corpus("seeds", b"SSSSSSSSSS"))
        self.assertEqual(data[:6], b"STRW" + len(data).to_bytes(2, "big"))
        # The file is the input: it ends the program again, here and in the program that only runs files.
        crash, = self.files(pattern="crash-*")
        os.remove(self.folder / "seeds" / "seed0")
        (self.folder / crash).rename(self.folder / "found")
        self.assertIn("Running: found", self.engine("magic", "found", status=77))
        self.run_target("replay_magic", "found", status=77)

    def test_finds_a_crash_behind_magic_bytes_without_seeds(self):
        self.assertEqual(self.find("magic")[:4], b"STRW")

    def test_finds_a_crash_behind_two_switches(self):
        self.assertEqual(self.find("chosen")[:5], (2345678901).to_bytes(4, "big") + b"\xc8")

    def test_finds_a_crash_behind_comparisons_of_16_32_and_64_bits(self):
        self.assertEqual(self.find("wide"), bytes.fromhex("efcdab8967452301beef") + (0xCAFEF00D - 7).to_bytes(4, "big"))

    def test_finds_a_crash_behind_a_sum(self):
        data = self.find("crc")
        self.assertEqual(sum(byte * place for place, byte in enumerate(data[:-1], 1)) % 256, data[-1])

    def test_sees_shared_libraries(self):
        self.assertEqual(self.find("shared")[:3], b"\x42\xab\xcd")

    def test_the_same_seed_gives_the_same_executions(self):
        def corpus_of(name, seed, folder):
            self.corpus(folder)
            command = [TARGETS / f"fuzz_engine_{name}", f"-seed={seed}", "-runs=20000", folder]
            done = subprocess.run(command, check=False, cwd=self.folder, stderr=subprocess.PIPE)
            return re.sub(rb"exec/s.*|==\d+==", b"", done.stderr), self.contents(folder)
        for name in ("plain_answer", "custom", "shared", "crc"):
            with self.subTest(name):
                runs = [corpus_of(name, seed, f"{name}{number}") for number, seed in enumerate((7, 7, 8))]
                self.assertEqual(runs[0], runs[1])
                self.assertNotEqual(runs[0][0], runs[2][0])

    def test_value_profile(self):
        without = self.engine("plain_answer", "-seed=1", "-runs=5000", "-print_final_stats=1")
        with_it = self.engine("plain_answer", "-seed=1", "-runs=5000", "-print_final_stats=1", "-use_value_profile=1")
        count = [int(re.search(r"new_units_added: *(\d+)", text)[1]) for text in (without, with_it)]
        self.assertGreater(count[1], count[0])

    def test_dictionary(self):
        (self.folder / "words").write_text('# words\n\nmagic="ST\\x52W"\n"\\\\\\""\n')
        self.assertIn("Dictionary: 2 entries", self.engine("magic", "-runs=100", "-allow_blind=1", "-dict=words"))
        self.assertEqual(self.find("magic", "-dict=words")[:4], b"STRW")
        for fault in ('a="', 'a=b', '"\\x1"', '"\\q"'):
            (self.folder / "bad").write_text(f'"good"\n{fault}\n')
            self.assertIn("bad:2: ", self.engine("magic", "-dict=bad", status=1))
        self.assertIn("nowhere", self.engine("magic", "-dict=nowhere", status=1))

    def test_one_mutation(self):
        other = b"12345678"
        self.corpus("other", other)
        zeros = bytes(8)
        number = 0x123456789ABCDEF0
        for what, base, want in (
                ("what an input was compared with", zeros, number.to_bytes(8, "big")),
                ("the same in the other order", zeros, number.to_bytes(8, "little")),
                ("one more than that", zeros, (number + 1).to_bytes(8, "big")),
                ("one less", zeros, (number - 1).to_bytes(8, "big")),
                ("a case of a switch", zeros, bytes.fromhex("1111222233334444")),
                ("another one", zeros, bytes.fromhex("5555666677778888")),
                ("and another", zeros, bytes.fromhex("9999aaaabbbbcccc")),
                ("a number in ASCII", b"n=10;", b"n=%d;" % 2**40),
                ("one that is doubled", b"size:7654321", b"size:15308642"),
                ("an end of another input", b"abcdefgh", b"ab78"),
                ("a part of another input", b"abcdefgh", b"ab345fgh")):
            with self.subTest(what):
                data = self.find("one_step", f"--base={base.hex()}", f"--want={want.hex()}", f"--other={other.hex()}",
                                 "-allow_blind=1", self.corpus(what), "other", runs=3_000_000)
                self.assertEqual(data, want)
                os.remove(self.folder / f"crash-{sha1(want)}")

    @unittest.skipUnless((TARGETS / "fuzz_engine_compared").exists(), "another sanitizer")
    def test_finds_a_crash_behind_memcmp_and_strcmp(self):
        data = self.find("compared", self.corpus("seeds", bytes(70)))
        self.assertEqual(data[:67], b"a text of 24 characters.one up to its NUL\0and one of a given length")

    def test_custom_crossover(self):
        self.assertRegex(self.find("crossing", "-allow_blind=1", runs=20_000), b"^(<[a-z]>){2,}$")

    def test_threads_of_the_target_are_not_counted(self):
        # They would make each of the 20000 runs another one.
        texts = []
        for folder in ("one", "two"):
            texts.append(self.engine("noisy", "-seed=1", "-runs=20000", "-allow_blind=1", self.corpus(folder)))
            texts[-1] = re.sub(r"exec/s.*|in \d+ second", "", texts[-1])
        self.assertEqual(*texts)
        self.assertEqual(self.contents("one"), self.contents("two"))

    def test_custom_mutator(self):
        # Aborts on any input that its own mutator has not made, and leaves with exit() for one of them.
        text = self.engine("custom", "-seed=1", "-runs=300000", status=77)
        self.assertIn("the target called exit()", text)


class Corpus(Case):
    def test_grows_in_the_first_folder_by_names_of_content(self):
        self.corpus("grown")
        self.corpus("read", b"\1\2ab")
        text = self.engine("plain_answer", "-seed=1", "-runs=20000", "grown", "read")
        self.assertEqual(self.files("read"), ["seed0"])
        self.assertGreater(len(self.files("grown")), 5)
        for name in self.files("grown"):
            self.assertEqual(name, sha1((self.folder / "grown" / name).read_bytes()))
        # The next search begins where this one ended.
        covered = re.findall(r"cov: (\d+) ft: (\d+)", text)[-1]
        text = self.engine("plain_answer", "-runs=0", "grown", "read")
        self.assertEqual(re.findall(r"INITED cov: (\d+) ft: (\d+)", text), [covered])

    def test_merge(self):
        self.corpus("first", b"\1\2ab")
        self.corpus("second", b"\1\2xy", b"\1\2zz", b"\3\1\1", b"\3\1\1", b"\3\1\1\xff", b"")
        text = self.engine("plain_answer", "-merge=1", "first", "second")
        self.assertIn("MERGE-OUTER: 7 files\n", text)
        self.assertEqual(self.contents("first"), [b"", b"\1\2ab", b"\3\1\1"])
        self.assertIn("0 new files with 0 new features", self.engine("plain_answer", "-merge=1", "first", "second"))
        self.engine("plain_answer", "-merge=1", "first", status=1)

    def test_merge_with_value_profile(self):
        inputs = [bytes([bits]) * 8 + bytes(6) for bits in (0, 1, 3, 7, 15)]  # nearer and farther from what is compared
        self.corpus("inputs", *inputs)
        self.engine("wide", "-merge=1", self.corpus("few"), "inputs")
        self.engine("wide", "-merge=1", "-use_value_profile=1", self.corpus("many"), "inputs")
        self.assertEqual(len(self.files("few")), 1)
        self.assertGreater(len(self.files("many")), 1)

    def test_merge_leaves_out_what_crashes_and_keeps_coverage(self):
        self.corpus("grown")
        text = self.engine("crc", "-seed=1", "-runs=3000000", "grown", status=77)
        (self.folder / "grown" / "bad").write_bytes(b"\x7e\x7d\x78")
        self.corpus("merged")
        text = self.engine("crc", "-merge=1", "merged", "grown")
        self.assertIn("left out, it ends the program: grown/bad", text)
        os.remove(self.folder / "grown" / "bad")
        features = [re.search(r"INITED cov: \d+ ft: \d+", self.engine("crc", "-runs=0", name))[0]
                    for name in ("grown", "merged")]
        self.assertEqual(features[0], features[1])
        self.assertLessEqual(len(self.files("merged")), len(self.files("grown")))

    def test_missing_folder(self):
        self.assertIn('"nowhere" does not exist', self.engine("plain_answer", "nowhere", status=1))


class Blind(Case):
    def test_refuses_a_program_without_coverage(self):
        text = self.engine("plain_answer_blind", "-runs=100", status=1)
        self.assertIn("ERROR: nothing in this program is compiled with coverage", text)
        self.assertIn("structwire_add_fuzzer(... INSTRUMENT your_target)", text)
        self.assertIn("-fsanitize-coverage=trace-pc,trace-cmp", text)

    def test_refuses_when_only_the_code_around_the_parser_is_seen(self):
        for seeds in ([], [self.corpus("seeds", b"", b"\x42", b"\x42\xab\0\0", b"abcdefgh", bytes(100))]):
            text = self.engine("unseen", "-seed=1", *seeds, status=1)
            self.assertRegex(text, r"ERROR: the code compiled with coverage does the same \(\d+ different ways\)")
            self.assertIn("structwire_add_fuzzer(... INSTRUMENT your_target)", text)
        # Whether or not there would have been many runs.
        self.engine("unseen", "-seed=1", "-runs=1", status=1)

    def test_searches_blind_when_told_to(self):
        self.engine("plain_answer_blind", "-allow_blind=1", "-runs=1000")
        self.engine("unseen", "-allow_blind=1", "-runs=1000")

    def test_seen_targets_are_not_refused(self):
        for name in ("plain_answer", "chosen", "magic", "crc", "custom", "greedy", "describing"):
            with self.subTest(name):
                done = subprocess.run([TARGETS / f"fuzz_engine_{name}", "-seed=1", "-runs=1"], cwd=self.folder,
                                      stderr=subprocess.PIPE, check=False)
                self.assertIn(done.returncode, (0, 77), done.stderr)


class CommandLine(Case):
    def test_help(self):
        for name in ("engine_magic", "replay_magic"):
            text = self.run_target(name, "-help=1")
            self.assertIn("Usage:", text)
            for flag in ("runs", "max_total_time", "seed", "max_len", "dict", "merge", "minimize_crash", "allow_blind"):
                self.assertIn(f"\n -{flag} ", text)

    def test_unknown_flags_are_a_warning(self):
        for flag in ("-frobnicate=1", "-runs", "-jobs=2"):
            text = self.engine("plain_answer", flag, "--not-ours", "-runs=0")
            self.assertIn(f"WARNING: unrecognized flag '{flag}'", text)
            self.assertNotIn("--not-ours", text)

    def test_values_that_are_no_numbers(self):
        for value in ("", "x", "1x", "99999999999999999999"):
            self.assertIn(f"'-runs={value}' is not a number", self.engine("plain_answer", f"-runs={value}", status=1))

    def test_lines_in_the_manner_of_libfuzzer(self):
        text = self.engine("plain_answer", "-seed=5", "-runs=5000", "-print_final_stats=1")
        self.assertRegex(text, r"INFO: Seed: 5\n")
        line = r"^#\d+\t{} +cov: \d+ ft: \d+ corp: \d+/\d+b lim: \d+ exec/s: \d+ rss: \d+Mb$"
        for event in ("INITED", "NEW", "REDUCE", "pulse", "DONE"):
            self.assertRegex(text, re.compile(line.format(event), re.M))
        self.assertRegex(text, r"stat::number_of_executed_units: 5000\n")
        quiet = self.engine("plain_answer", "-seed=5", "-runs=5000", "-verbosity=0")
        self.assertNotIn("#", quiet)

    def test_replay_runs_files_and_folders(self):
        self.corpus("some", b"STRX1234", b"S")
        (self.folder / "more").write_bytes(b"abc")
        text = self.run_target("replay_magic", "some", "more")
        self.assertEqual(re.findall(r"Running: (\S+)", text), ["some/seed0", "some/seed1", "more"])
        self.assertIn("Executed 3 inputs", text)
        self.assertIn("Executed 3 inputs", self.run_target("replay_magic", "-runs=3", "more"))
        self.assertIn("Executed 0 inputs", self.run_target("replay_magic"))
        self.assertIn("cannot read nowhere", self.run_target("replay_magic", "nowhere", status=1))

    def test_prefixes_and_describe(self):
        (self.folder / "input").write_bytes(b"abc")
        for name in ("engine_describing", "replay_describing_blind"):
            self.assertIn("Executed 4 inputs", self.run_target(name, "-prefixes=1", "input"))
            self.assertIn("Running: input\ndescribed: abc\n", self.run_target(name, "-describe=1", "input"))
            self.assertNotIn("described", self.run_target(name, "input"))
        (self.folder / "input").write_bytes(b"ab!c")
        self.run_target("replay_describing_blind", "input")
        self.run_target("replay_describing_blind", "-prefixes=1", "input", status=77)
        self.assertEqual((self.folder / f"crash-{sha1(b'ab!')}").read_bytes(), b"ab!")


if __name__ == "__main__":
    unittest.main()

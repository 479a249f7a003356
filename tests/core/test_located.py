"""Every fault of a YAML text has its line, its place, a sentence and a fix."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from unittest import TestCase

from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import StringConstraints

from education.core.domain.located import MAX_LENGTH, read_yaml
from education.core.domain.problems import Level, Unreadable
from education.core.domain.strict import Key, Line, Strict


class Leaf(Strict):
    kind: Literal["oak", "beech", "ash"]
    width: Decimal | None = None
    note: Annotated[str, StringConstraints(max_length=5)] = ""


class Tree(Strict):
    key: Key
    name: Line
    planted: date | None = None
    rings: int = 0
    leaves: tuple[Leaf, ...] = ()
    names: dict[Literal["en", "de"], str] = {}


def problems_of(text, first_line=1):
    try:
        read_yaml(Tree, text, file="tree.yaml", first_line=first_line)
    except Unreadable as unreadable:
        return unreadable.problems
    return ()


def spots(text, first_line=1):
    return [(problem.code, problem.line, problem.place) for problem in problems_of(text, first_line)]


class ReadingTests(TestCase):
    def test_a_sound_text_becomes_the_model_and_decimals_keep_their_digits(self):
        tree = read_yaml(
            Tree, "key: old-oak\nname: Oak\nplanted: 1890-05-01\nleaves:\n- {kind: oak, width: 4.10}\n", file="t"
        )
        self.assertEqual(tree.planted, date(1890, 5, 1))
        self.assertEqual(str(tree.leaves[0].width), "4.10")

    def test_bytes_and_windows_line_ends_are_read_too(self):
        self.assertEqual(read_yaml(Tree, b"\xef\xbb\xbfkey: a\r\nname: B\r\n", file="t").name, "B")

    def test_an_unknown_key_is_named_with_its_line_and_the_nearest_key(self):
        problem = problems_of("key: a\nname: A\nleaves:\n- kind: oak\n  widht: 2\n")[0]
        self.assertEqual((problem.code, problem.line, problem.place), ("unknown-key", 5, "leaves.0.widht"))
        self.assertEqual((problem.file, problem.level), ("tree.yaml", Level.BLOCKS_REVIEW))
        self.assertIn("“width”", problem.fix)
        self.assertIn("kind, width, note", problem.fix)

    def test_a_missing_key_points_at_the_mapping_that_lacks_it(self):
        self.assertEqual(
            spots("key: a\nname: A\nleaves:\n- kind: oak\n- width: 2\n"), [("missing-key", 5, "leaves.1.kind")]
        )

    def test_a_word_off_the_list_is_answered_with_the_list(self):
        problem = problems_of("key: a\nname: A\nleaves:\n- kind: aok\n")[0]
        self.assertEqual((problem.code, problem.line), ("unreadable-field", 4))
        self.assertIn("Did you mean “oak”? Allowed: oak, beech, ash.", problem.fix)

    def test_every_problem_is_found_in_the_order_of_the_lines(self):
        text = "key: A B\nname: 7\nplanted: soon\nrings: many\nleaves: oak\nnames: {fr: chêne}\nspare: 1\n"
        self.assertEqual(
            spots(text, first_line=11),
            [
                ("unreadable-field", 11, "key"),
                ("unreadable-field", 12, "name"),
                ("unreadable-field", 13, "planted"),
                ("unreadable-field", 14, "rings"),
                ("unreadable-field", 15, "leaves"),
                ("unreadable-field", 16, "names.fr"),
                ("unknown-key", 17, "spare"),
            ],
        )

    def test_messages_are_english_and_say_what_to_write(self):
        said = {
            p.place: f"{p.message} {p.fix}"
            for p in problems_of("key: a\nname: no\nleaves: [{kind: ash, note: 123456}]")
        }
        self.assertIn("in quotes", said["name"])
        self.assertIn("needs text", said["leaves.0.note"])

    def test_a_text_that_is_too_long_says_how_long_it_may_be(self):
        self.assertIn("5 characters", problems_of("key: a\nname: A\nleaves: [{kind: ash, note: abcdef}]")[0].fix)

    def test_a_date_that_does_not_exist_is_a_problem(self):
        self.assertEqual(spots("key: a\nname: A\nplanted: 2026-02-30"), [("unreadable-field", 3, "planted")])


class RefusedYamlTests(TestCase):
    def test_a_key_given_twice_is_a_problem_with_both_lines(self):
        problem = problems_of("key: a\nname: A\nkey: b\n")[0]
        self.assertEqual((problem.code, problem.line, problem.place), ("duplicate-key", 3, "key"))
        self.assertIn("line 1", problem.message)

    def test_what_is_not_plain_is_refused_with_its_line(self):
        for text, line in (
            ("key: a\nname: !!python/object/apply:os.system [id]", 2),
            ("key: &a b\nname: *a", 1),
            ("key: a\n<<: {name: A}", 2),
            ("key: a\n? [x]\n: y", 2),
            ("key: a\n---\nkey: b", 2),
            ("key: a\nname: [", 2),
            ("key: a\nname: b: c", 2),
            ("key: \x00", 1),
        ):
            with self.subTest(text):
                self.assertEqual(spots(text)[0][0], "broken-yaml")
                self.assertIn(spots(text)[0][1], (line, line + 1))

    def test_bad_bytes_too_much_and_too_deep_are_problems_not_crashes(self):
        for text in (b"key: a\nname: \xff", "key: \ud800", "a" * (MAX_LENGTH + 1), "[" * 50_000, "a: {" * 50_000):
            self.assertEqual(spots(text)[0][0], "broken-yaml")
        self.assertEqual(spots(b"key: a\nname: \xff")[0][1], 2)

    @given(st.text(max_size=60) | st.binary(max_size=60))
    @example("name: 0x1F\nrings: 99999999999999999999999999\nplanted: 2026-01-01T00:00:00Z")
    @example("leaves: [{kind: ash, width: .inf}, {kind: ash, width: .nan}]")
    def test_any_text_is_read_or_answered_with_problems(self, text):
        try:
            read_yaml(Tree, text, file="t")
        except Unreadable as unreadable:
            self.assertTrue(unreadable.problems)
            self.assertTrue(all(problem.message and problem.fix for problem in unreadable.problems))

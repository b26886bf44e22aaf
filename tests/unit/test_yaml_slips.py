"""Slips of typing in any YAML text: the place and the words of each fault, and the text that is read in its place."""

from __future__ import annotations

import pytest

from pactstate.fileformat.slips import CorrectedText, correct_slips
from pactstate.smallyaml import Data, parse
from pactstate.smallyaml.tabs_and_quotes import SlipLines, bare_carriage_returns, correct_tabs


def corrected(text: str, *, parses: bool = True) -> CorrectedText:
    found = correct_slips(text, lambda tried: {} if parses else None)
    assert found is not None
    return found


def data_of(text: str) -> Data | None:
    tree = parse(text)
    return None if tree.faults else tree.data


CONFLICT_HELP = "keep the right lines, and delete those that begin with <<<<<<<, |||||||, ======= or >>>>>>>"
CONFLICT = "this line is left from an unresolved merge conflict"


def test_of_a_conflict_the_first_version_is_read() -> None:
    found = corrected("id: a\n<<<<<<< HEAD\nb: 1\nc: 1\n||||||| base\nb: 0\n=======\nb: 2\nc: 2\n>>>>>>> x\nd: 3\n")
    assert found.text == "id: a\n\nb: 1\nc: 1\n\n\n\n\n\n\nd: 3\n"
    (fault,) = found.faults
    assert (fault.message, fault.help) == (f"{CONFLICT}: lines 2 to 10 hold two versions", CONFLICT_HELP)
    assert fault.span == (2, 1, 2, 13)


def test_two_conflicts_are_two_slips() -> None:
    one = "<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n"
    found = corrected(f"{one}c: 1\n{one}")
    assert [fault.span[0] for fault in found.faults] == [1, 7]
    assert found.text == "\nb: 1\n\n\n\nc: 1\n\nb: 1\n\n\n\n"


@pytest.mark.parametrize("marker", ["=======", ">>>>>>> x", "||||||| base"])
def test_a_marker_without_a_conflict_is_emptied_and_nothing_else(marker: str) -> None:
    found = corrected(f"a: 1\n{marker}\nb: 2\n")
    assert found.text == "a: 1\n\nb: 2\n"
    assert [fault.message for fault in found.faults] == [CONFLICT]


def test_a_conflict_that_begins_within_another_one_has_no_extent() -> None:
    found = corrected("<<<<<<< HEAD\na: 1\n<<<<<<< HEAD\na: 2\n=======\na: 3\n>>>>>>> x\n")
    assert found.faults[0].message == CONFLICT


def test_carriage_returns_are_counted_and_the_first_is_named() -> None:
    fault = bare_carriage_returns("a: b\nc: d\re: f\rg: h\r")
    assert fault is not None
    assert fault.span == (2, 5, 2, 5)
    assert fault.message.endswith("reads as a line end (and 2 more)")
    fault = bare_carriage_returns("a: b\r")
    assert fault is not None
    assert fault.span == (1, 5, 1, 5)
    assert fault.message.endswith("reads as a line end")


def test_a_tab_is_underlined_and_the_others_are_named() -> None:
    found = corrected("a:\n\tb: 1\n\tc: 2\n")
    (fault,) = found.faults
    assert fault.span == (2, 1, 2, 2)
    assert fault.message == "a tab indents this line (also line 3)"
    assert fault.help == "indent with blanks (the space bar), not with tabs"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:\n    b: 1\n\tc: 2\n", "a:\n    b: 1\n    c: 2\n"),
        ("a:\n  b: 1\n\tc: 2\n", "a:\n  b: 1\n  c: 2\n"),
        ("a:\n        b: 1\n\tc: 2\n", "a:\n        b: 1\n        c: 2\n"),
        ("a:\n-\tb: 1\n", "a:\n- b: 1\n"),
    ],
    ids=["4", "2", "8", "behind a dash"],
)
def test_a_tab_has_the_width_with_which_the_text_can_be_read(text: str, expected: str) -> None:
    found = correct_slips(text, data_of)
    assert found is not None
    assert found.text == expected


def test_without_a_width_that_can_be_read_a_tab_has_two_blanks() -> None:
    lines = SlipLines("a:\n   b: 1\n\tc: 2\n")
    correct_tabs(lines, lambda tried: None)
    assert lines.text() == "a:\n   b: 1\n  c: 2\n"


def test_fences_are_emptied() -> None:
    found = corrected("```yaml\na: 1\n```\n~~~\n")
    assert found.text == "\na: 1\n\n\n"
    (fault,) = found.faults
    assert (fault.span, fault.help) == ((1, 1, 1, 8), "delete it")
    assert fault.message == "this line belongs to Markdown, from where the text was copied (also lines 3, 4)"


def test_foreign_blanks_become_blanks_before_keys_only() -> None:
    found = corrected("a:\n\u00a0b:\u00a01\u00a0x\n c:\u00a02\n")
    assert found.text == "a:\n b: 1\u00a0x\n c: 2\n"
    (fault,) = found.faults
    assert (fault.span, fault.help) == ((2, 1, 2, 2), "type ordinary blanks in its place")
    assert fault.message.endswith("although it looks like one: U+00A0 (no-break space) (also line 3)")


@pytest.mark.parametrize(
    ("text", "expected", "quotes", "help"),
    [
        ("a: \u2018b\u2019\n", "a: 'b'\n", "\u2018 and \u2019", "write straight quotes"),
        ("a: \u201eb\u201c # c\n", "a: 'b' # c\n", "\u201e and \u201c", "write straight quotes"),
        ("a: \u201cit's b\u201d\n", "a: 'it''s b'\n", "\u201c and \u201d", "write straight quotes"),
        ("a: \u201cb\n", "a: 'b'\n", "\u201c and \u201d", "write straight quotes"),
        ("\u201ca\u201d: b\n", "a: b\n", "\u201c and \u201d", "write the key without quotes"),
        ("- \u2018a\u2019: b\n", "- a: b\n", "\u2018 and \u2019", "write the key without quotes"),
    ],
)
def test_curly_quotes_are_named_and_become_straight(text: str, expected: str, quotes: str, help: str) -> None:
    found = corrected(text)
    assert found.text == expected
    (fault,) = found.faults
    assert fault.message.startswith(f"{quotes} are curly quotes")
    assert (fault.help or "").startswith(help)


@pytest.mark.parametrize(("length", "is_searched"), [(1_000, True), (1_001, False)])
def test_lines_of_up_to_1000_characters_are_searched(length: int, *, is_searched: bool) -> None:
    line = "\ta: " + "b" * (length - 4)
    assert bool(correct_slips(f"{line}\n", lambda tried: {})) is is_searched


def test_a_key_behind_a_bracket_that_is_not_closed_is_searched() -> None:
    """The list of parties ends at the next key of the file, and so does a block text at a line further left."""
    found = corrected("parties: [JP, {a: [b]}\nkind:\u00a0x\n")
    assert [fault.span[0] for fault in found.faults] == [1, 2]
    found = corrected("note: |\n    a\n\n    \u00a0b:\n\u00a0kind: x\n")
    assert [fault.span[0] for fault in found.faults] == [5]
    found = corrected("note: a [b\n\tkind: x\n")
    assert [fault.span[0] for fault in found.faults] == [2]

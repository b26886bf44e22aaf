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


@pytest.mark.parametrize(
    ("count", "also"),
    [
        (1, ""),
        (2, " (also line 2)"),
        (3, " (also lines 2, 3)"),
        (4, " (also lines 2, 3, 4)"),
        (5, " (also lines 2, 3, 4 and others)"),
    ],
)
def test_a_few_further_lines_are_named(count: int, also: str) -> None:
    (fault,) = corrected("\ta: 1\n" * count).faults
    assert fault.message == f"a tab indents this line{also}"


def test_a_repair_changes_the_characters_that_are_wrong() -> None:
    (tab,) = corrected("a:\n\tb: 1\n\tc: \t2\n").faults
    assert tab.edits == (((2, 1, 2, 2), "  "), ((3, 1, 3, 2), "  "))
    (blank,) = corrected("a:\n- \u00a0b:\u00a0\u00a0c\u00a0d\n").faults
    assert (blank.span, blank.edits) == ((2, 3, 2, 4), (((2, 3, 2, 8), " b:  "),))
    (quotes,) = corrected("a: [b, \u2018c\u2019, \u201dd\u201d] # e\n").faults
    assert (quotes.span, quotes.edits) == ((1, 8, 1, 11), (((1, 8, 1, 16), "'c', 'd'"),))
    (key,) = corrected("- \u2018a\u2019 : b\n").faults
    assert (key.span, key.edits) == ((1, 3, 1, 6), (((1, 3, 1, 7), "a"),))
    (fence,) = corrected("a: 1\n~~~ x-y\n```\n").faults
    assert (fence.span, fence.edits) == ((2, 1, 2, 8), (((2, 1, 3, 1), ""), ((3, 1, 4, 1), "")))
    (conflict,) = corrected("a: 1\n=======\n").faults
    assert (conflict.span, conflict.edits) == ((2, 1, 2, 8), ())


def test_a_line_with_two_slips_is_repaired_once() -> None:
    """The columns of the second one are other ones by then; the next reading finds it."""
    blank, tab = corrected("a:\u00a01\nb:\n\tc:\u00a01\n").faults
    assert blank.edits == (((1, 3, 1, 4), " "),)
    assert tab.edits == (((3, 1, 3, 2), "  "),)
    lines = SlipLines("a: 1\nb: 2\n")
    lines.correct(0, "a: 2")
    assert lines.edits({0: "a: 3", 1: "b: 3"}) == ()
    assert lines.edits({1: "b: 3"}) == (((2, 4, 2, 5), "3"),)
    assert (lines.corrected, lines.text({1: "c"})) == ({1}, "a: 2\nc\n")


def test_a_line_that_was_corrected_may_have_moved() -> None:
    lines = SlipLines("a: 1\n  b: 2\n")
    lines.correct(1, "  b: 3")
    assert not lines.has_moved()
    lines.correct(1, "b: 3")
    assert lines.has_moved()


def test_a_repair_changes_500_lines() -> None:
    text = "\ta: 1\n" * 501
    lines = SlipLines(text)
    repaired = dict.fromkeys(range(501), "  a: 1")
    assert len(lines.edits(repaired)) == 500
    assert lines.edits(repaired, whole=True) == ()
    repaired.pop(500)
    assert len(lines.edits(repaired, whole=True)) == 500
    (fences,) = corrected("```\n" * 501).faults
    assert len(fences.edits) == 500


def test_100_slips_are_reported() -> None:
    assert len(corrected("=======\n" * 101).faults) == 100


@pytest.mark.parametrize(
    ("text", "edits"),
    [
        # All lines end so.
        ("a: 1\rb: 2\r", (((1, 1, 1, 11), "a: 1\nb: 2\n"),)),
        # Among others, each stands before what may begin a line, and one may stand for another sign.
        ("a: 1\nb: 2\rc: 3\n", ()),
        ("a: 1\nb:\r  - c\n", ()),
        ("a: 1\n\r# b\n", ()),
        ("a: 1\n\rb: 2\r\n\r", ()),
    ],
)
def test_a_carriage_return_alone_ends_a_line(text: str, edits: object) -> None:
    fault = bare_carriage_returns(text)
    assert fault is not None
    assert fault.edits == edits
    assert fault.help == "save the file with LF line ends (some editors say: Unix)"


@pytest.mark.parametrize("text", ["a: 1\n", "a: 1\r\n", "a: b\rc\n", "a: b\rc\nd: 1\re: 2\n"])
def test_a_carriage_return_within_a_text_is_none(text: str) -> None:
    assert bare_carriage_returns(text) is None


@pytest.mark.parametrize(
    ("quoted", "read", "is_repaired"),
    [
        ("\u201cb\u201d", "'b'", True),
        ("\u201cb", "'b'", False),
        ("\u201c \u201d", "' '", False),
        ("\u201cb \u201ec\u201c d\u201d", "'b \u201ec\u201c d'", False),
        ("\u201cb \u2019c\u201d", "'b \u2019c'", True),
    ],
)
def test_what_a_curly_quote_may_mean_in_two_ways_is_read_and_not_repaired(
    quoted: str, read: str, is_repaired: bool
) -> None:
    found = corrected(f"a: {quoted}\n")
    (fault,) = found.faults
    assert (found.text, bool(fault.edits)) == (f"a: {read}\n", is_repaired)


def test_a_tab_whose_widths_mean_several_things_is_read_and_not_repaired() -> None:
    found = correct_slips("a:\n  b:\n\tc: 1\n\td: 1\n", data_of)
    assert found is not None
    assert found.text == "a:\n  b:\n  c: 1\n  d: 1\n"
    (fault,) = found.faults
    assert (fault.edits, fault.span, fault.message) == ((), (3, 1, 3, 2), "a tab indents this line (also line 4)")
    assert fault.help == "indent with blanks (the space bar), not with tabs"


def test_a_conflict_that_nothing_ends_has_no_extent() -> None:
    found = corrected("a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n")
    assert [fault.message for fault in found.faults] == [CONFLICT]
    assert found.text == "a: 1\n\nb: 1\n\n\n"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        # Within brackets, tabs are allowed.
        ("a: [b,\n\tc]\nd:\u00a0x\n", [3]),
        ("a: [b,\n\tc,\n\td]\ne:\u00a0x\n", [4]),
        ("a: {b: [c,\n\td],\n\te: f}\ng:\u00a0x\n", [4]),
        ("a: {b: {c: d,\n\te: f},\n\tg: h}\ni:\u00a0x\n", [4]),
        ("a: [b]\n\tc: d\n", [2]),
        ("a: [b,\nc]]]\nd:\u00a0x\n", [3]),
        # A key of the root ends what is not closed, whatever its value.
        ("parties: [JP\ntitle:\u00a0a: b\n", [1, 2]),
        ("x: 1\na: \u2018b\u2019\n\u2018c\u2019: d\ne: \u2018f\u2019\n", [2, 3, 4]),
    ],
)
def test_the_lines_with_slips(text: str, lines: list[int]) -> None:
    found = correct_slips(text, lambda tried: {})
    assert found is not None
    assert [fault.span[0] for fault in found.faults] == lines
    assert {fault.rule for fault in found.faults} == {"invalid-yaml"}


@pytest.mark.parametrize(
    ("text", "place", "more"),
    [
        ("a: 1\nb: 2\rc: 3\n", (2, 5), ""),
        ("\na: 1\rb: 2\n\rc: 3\n", (2, 5), " (and 1 more)"),
        ("a: 1\nb: 2\nc: 33\rd: 4\n", (3, 6), ""),
        ("a: b\rc: d\r", (1, 5), " (and 1 more)"),
    ],
)
def test_the_first_carriage_return_is_underlined(text: str, place: tuple[int, int], more: str) -> None:
    fault = bare_carriage_returns(text)
    assert fault is not None
    assert (fault.rule, fault.span) == ("invalid-yaml", (*place, *place))
    assert fault.message.endswith(f"as a line end{more}")


def test_the_extent_of_a_conflict_begins_at_its_first_marker() -> None:
    assert [fault.message for fault in corrected("a: 1\n=======\nb: 2\n>>>>>>> x\n").faults] == [CONFLICT, CONFLICT]
    (short,) = corrected("<<<<<<< HEAD\n>>>>>>> x\n").faults
    assert short.message == f"{CONFLICT}: lines 1 to 2 hold two versions"

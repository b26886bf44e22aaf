"""The tree, at the places and lengths beside those that matter."""

from __future__ import annotations

import pytest

from pactstate.smallyaml.limits import DEFAULT, Limits
from pactstate.smallyaml.parse import parse
from pactstate.smallyaml.tree import find
from yaml_strategies import excerpt


def test_what_cannot_be_parsed_at_all_is_at_the_beginning_and_in_the_parsers_words() -> None:
    tree = parse("a: \x01\n", DEFAULT)
    (fault,) = tree.faults
    assert fault.message.startswith("this is not YAML: unacceptable character #x0001")
    assert fault.span == (1, 1, 1, 1)
    assert tree.complete is False


@pytest.mark.parametrize(
    ("text", "message", "place", "help"),
    [
        # On the line of the bracket the parser is right about the place.
        ("a: ['b' c]\n", "did not find expected ',' or ']'", (1, 9), "a comma is missing"),
        ("{a: b\nc: d\n", "a bracket is opened here and not closed", (1, 1), "close the bracket"),
        ("a: {b: c\n d: e\n", "a bracket is opened here and not closed", (1, 4), "close the bracket"),
        (
            "a: 'b\n",
            "a quote is opened here and not closed",
            (1, 4),
            "close it",
        ),
    ],
)
def test_a_fault_of_the_yaml_says_where_what_it_is_part_of_began(
    text: str, message: str, place: tuple[int, int], help: str
) -> None:
    (fault,) = parse(text, DEFAULT).faults
    assert (fault.message, fault.span) == (f"this is not YAML: {message}", (*place, *place))
    assert fault.help
    assert help in fault.help


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[*x, &y b, !!str c]", ["*x", "&y", "!!str"]),
        ("- !<tag:x> a\n- !t [b]\n- &z {c: d}\n", ["!<tag:x>", "!t", "&z"]),
        ("%TAG ! x:\n---\na: b\n", ["%TAG ! x:"]),
        ("a: &x !t b\n", ["&x", "!t"]),
    ],
)
def test_of_what_is_not_allowed_the_word_is_underlined(text: str, words: list[str]) -> None:
    assert [excerpt(text, fault.span) for fault in parse(text, DEFAULT).faults] == words


def test_tag_directives_are_named() -> None:
    (fault,) = parse("%TAG !a! x:\n%TAG !b! y:\n---\na: b\n", DEFAULT).faults
    assert fault.message == "a tag directive ('%TAG') is not allowed here"


def test_a_second_document_comes_with_a_way_out() -> None:
    (fault,) = parse("a: b\n---\nc: d\n", DEFAULT).faults
    assert fault.help
    assert "a file of its own" in fault.help


@pytest.mark.parametrize("text", ["a: 'x y'\nb: [\"x\", {c: z}]\n'x': z\n", "a: z\na: [x]\n", "- |\n  # x\n"])
def test_texts_that_hold_a_name_are_found(text: str) -> None:
    named = parse(text, DEFAULT, "x").named
    assert named
    assert [excerpt(text, span).count("x") for span in named] == [1] * text.count("x")


def test_a_name_that_no_text_holds_is_not_found() -> None:
    assert parse("a: b # x\n", DEFAULT, "x").named == ()
    assert parse("a: x\n", DEFAULT).named == ()


@pytest.mark.parametrize(
    ("text", "longest"),
    [("", 0), ("a", 1), ("a: [b, c, d]\ne: [f]\n", 3), ("a: {b: c}\nd: e\nf: g\n", 3), ("[a, b, c", 3), ("[[a, b", 2)],
)
def test_the_longest_list_is_measured_also_while_it_is_open(text: str, longest: int) -> None:
    assert parse(text, DEFAULT).longest == longest


@pytest.mark.parametrize("beside", ["", " # &", " # !"])
def test_a_text_may_be_as_long_as_is_allowed(beside: str) -> None:
    assert parse(f"a: abcd{beside}\n", Limits(scalar=4)).complete
    assert not parse(f"a: abcde{beside}\n", Limits(scalar=4)).complete


def test_a_comment_right_behind_a_block_header_is_seen_in_every_column() -> None:
    (fault,) = parse("abcdef: |# b\n  c\n", DEFAULT).faults
    assert fault.span == (1, 10, 1, 10)


def test_what_an_escape_brings_in_is_a_fault_of_the_text_and_not_of_the_yaml() -> None:
    tree = parse('a: "\\u200b"\n', DEFAULT)
    assert tree.faults == ()
    assert [fault.rule for fault in tree.text_faults] == ["suspicious-character"]


def test_faults_of_both_kinds_are_counted_together() -> None:
    for text in ("[yes, no, on]", "[yes, *n, on]", "[*n, yes, *n]"):
        tree = parse(text, Limits(faults=2))
        assert not tree.complete
        assert tree.faults[-1].message == "more than 2 faults in one file"
        assert len(tree.faults) + len(tree.text_faults) == 3


@pytest.mark.parametrize(
    ("text", "clear"),
    [
        ("term: {renews: true}", True),
        ("term: {renews: {renews: true}}", False),
        ("a: {term: {renews: true}}", False),
        ("term: [true]", False),
        ("term: {true: a}", False),
        ("renews: {term: true}", False),
    ],
)
def test_true_is_clear_at_one_place_only(text: str, clear: bool) -> None:
    assert (parse(text, DEFAULT).text_faults == ()) is clear


def test_duplicates_find_the_first_one_wherever_they_stand() -> None:
    text = "a: [{b: 1, b: 2}]\nc: [{d: 1, d: 2}, [{e: 1, e: 2}]]\nf: {g: {h: 1, h: 2}, i: 3, i: 4}\n"
    tree = parse(text, DEFAULT)
    assert [fault.related and fault.related[1] for fault in tree.faults] == [
        (1, 6, 1, 7),
        (2, 6, 2, 7),
        (2, 21, 2, 22),
        (3, 9, 3, 10),
        (3, 22, 3, 23),
    ]
    assert tree.data == {"a": [{"b": "1"}], "c": [{"d": "1"}, [{"e": "1"}]], "f": {"g": {"h": "1"}, "i": "3"}}


def test_an_index_right_behind_the_last_item_leads_nowhere() -> None:
    root = parse("a: [b, c]\n", DEFAULT).root
    assert root is not None
    assert find(root, ("a", 2)).value == (1, 5, 1, 6)
    assert find(root, ("a", 1)).value == (1, 8, 1, 9)

"""Edge cases of the places, the lengths and the marker of a tree."""

from __future__ import annotations

import pytest

from pactstate.smallyaml import MappingNode, Node, Span, YamlLimits, find_node, parse
from pactstate.smallyaml.characters import replace_suspicious
from pactstate.smallyaml.faults import DEFAULT_LIMITS
from pactstate.smallyaml.scalars import other_meaning
from yaml_strategies import excerpt


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
    (fault,) = parse(text, DEFAULT_LIMITS).faults
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
    assert [excerpt(text, fault.span) for fault in parse(text, DEFAULT_LIMITS).faults] == words


def test_tag_directives_are_named() -> None:
    (fault,) = parse("%TAG !a! x:\n%TAG !b! y:\n---\na: b\n", DEFAULT_LIMITS).faults
    assert fault.message == "a tag directive ('%TAG') is not allowed here"


def test_a_second_document_comes_with_a_way_out() -> None:
    (fault,) = parse("a: b\n---\nc: d\n", DEFAULT_LIMITS).faults
    assert fault.help
    assert "a file of its own" in fault.help


@pytest.mark.parametrize("text", ["a: 'x y'\nb: [\"x\", {c: z}]\n'x': z\n", "a: z\na: [x]\n", "- |\n  # x\n"])
def test_texts_that_hold_a_name_are_found(text: str) -> None:
    spans = parse(text, marker="x").marker_spans
    assert spans
    assert [excerpt(text, span).count("x") for span in spans] == [1] * text.count("x")


def test_a_name_that_no_text_holds_is_not_found() -> None:
    assert parse("a: b # x\n", marker="x").marker_spans == ()
    assert parse("a: x\n").marker_spans == ()


@pytest.mark.parametrize("beside", ["", " # &", " # !"])
def test_a_text_may_be_as_long_as_is_allowed(beside: str) -> None:
    assert parse(f"a: abcd{beside}\n", YamlLimits(scalar=4)).complete
    assert not parse(f"a: abcde{beside}\n", YamlLimits(scalar=4)).complete


def test_a_comment_right_behind_a_block_header_is_seen_in_every_column() -> None:
    (fault,) = parse("abcdef: |# b\n  c\n", DEFAULT_LIMITS).faults
    assert fault.span == (1, 10, 1, 10)


def test_what_an_escape_brings_in_is_a_fault_of_the_text_and_not_of_the_yaml() -> None:
    tree = parse('a: "\\u200b"\n', DEFAULT_LIMITS)
    assert tree.faults == ()
    assert [fault.rule for fault in tree.scalar_faults] == ["suspicious-character"]


def test_faults_of_both_kinds_are_counted_together() -> None:
    for text in ("[yes, no, on]", "[yes, *n, on]", "[*n, yes, *n]"):
        tree = parse(text, YamlLimits(faults=2))
        assert not tree.complete
        assert tree.faults[-1].message == "more than 2 faults in one file"
        assert len(tree.faults) + len(tree.scalar_faults) == 3


@pytest.mark.parametrize(
    ("text", "clear"),
    [
        ("term: {renews: true}", True),
        ("term: {renews: {renews: true}}", False),
        ("a: {term: {renews: true}}", False),
        ("term: [true]", False),
        ("term: {true: a}", False),
        ("renews: {term: true}", False),
        ("open: true", True),
        ("open: [true]", False),
        ("open: {open: true}", False),
        ("a: {open: true}", False),
        ("history: [{partial: true}, {a: b, partial: false}]", True),
        ("history:\n- a: b\n  partial: true\n", True),
        ("history: {partial: true}", False),
        ("history: [[{partial: true}]]", False),
        ("history: [{a: {partial: true}}]", False),
        ("history: [true]", False),
    ],
)
def test_true_is_clear_at_some_places_only(text: str, clear: bool) -> None:
    paths = [("open",), ("term", "renews"), ("history", None, "partial")]
    assert (parse(text, boolean_paths=paths).scalar_faults == ()) is clear


def test_without_boolean_paths_true_is_clear_nowhere() -> None:
    assert [fault.rule for fault in parse("term: {renews: true}").scalar_faults] == ["ambiguous-scalar"]


def test_duplicates_find_the_first_one_wherever_they_stand() -> None:
    text = "a: [{b: 1, b: 2}]\nc: [{d: 1, d: 2}, [{e: 1, e: 2}]]\nf: {g: {h: 1, h: 2}, i: 3, i: 4}\n"
    tree = parse(text, DEFAULT_LIMITS)
    assert [fault.related and fault.related[1] for fault in tree.faults] == [
        (1, 6, 1, 7),
        (2, 6, 2, 7),
        (2, 21, 2, 22),
        (3, 9, 3, 10),
        (3, 22, 3, 23),
    ]
    assert tree.data == {"a": [{"b": "1"}], "c": [{"d": "1"}, [{"e": "1"}]], "f": {"g": {"h": "1"}, "i": "3"}}


def test_an_index_right_behind_the_last_item_leads_nowhere() -> None:
    root = parse("a: [b, c]\n", DEFAULT_LIMITS).root
    assert root is not None
    assert find_node(root, ("a", 2)).value_span == (1, 5, 1, 6)
    assert find_node(root, ("a", 1)).value_span == (1, 8, 1, 9)


@pytest.mark.parametrize(("number", "taken"), [("0" * 40, "an octal number"), ("0" * 41, None)])
def test_nobody_means_a_longer_text_as_a_number(number: str, taken: str | None) -> None:
    assert other_meaning(number) == taken


@pytest.mark.parametrize("spelling", [".nan", ".NaN", ".NAN"])
def test_what_is_no_number_is_a_number_to_other_readers(spelling: str) -> None:
    assert other_meaning(spelling) == "a number"


@pytest.mark.parametrize(
    "text",
    [
        # A block text without a line, below and above lines that begin or end with blanks.
        "a:\n  b: |\n\n  c: d\ne: f\n",
        "a: |\n\nb:\n  c: d\n",
        "a: |\n\n\nb: \n  c: d\n",
        "a:\n  - b\nc: |\n\n# d \ne:\n  - f\n",
    ],
)
def test_a_block_text_without_a_line_is_taken_wherever_it_stands(text: str) -> None:
    assert parse(text, DEFAULT_LIMITS).faults == ()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: |\n\n \nb: c\n", 3),
        ("a:\n  b: |\n   \n  c: d\n", 3),
        ("a: |\n  \n\n\nb: c\n", 2),
        ("a: |\r\n \r\nb: c\r\n", 2),
    ],
)
def test_the_first_line_of_blanks_is_pointed_at(text: str, line: int) -> None:
    (fault,) = parse(text, DEFAULT_LIMITS).faults
    assert fault.message.endswith("a block text holds nothing but blanks")
    assert fault.span == (line, 1, line, 1)


@pytest.mark.parametrize(("text", "line"), [("\n\u200b", 2), ("\n\n\u200ba", 3), ("a\n\u200b\n", 2)])
def test_what_does_not_show_is_found_at_the_beginning_of_a_line(text: str, line: int) -> None:
    (fault,) = replace_suspicious(text)[1]
    assert fault.span == (line, 1, line, 2)


@pytest.mark.parametrize(
    ("text", "whole", "value"),
    [("? a", (1, 1, 2, 1), (2, 1, 2, 1)), ("? a\n", (1, 1, 2, 1), (2, 1, 2, 1)), ("a: b", (1, 1, 2, 1), (1, 4, 1, 5))],
)
def test_a_block_ends_in_a_further_line_even_if_the_last_line_has_no_end(text: str, whole: Span, value: Span) -> None:
    root = parse(text).root
    assert isinstance(root, MappingNode)
    assert (root.span, root.entries["a"][1].span) == (whole, value)


def line_of(root: Node | None, *way: str | int) -> int:
    assert root
    return find_node(root, way).value_span[0]


def test_the_places_in_a_list_too_long_to_be_kept_stay_the_same() -> None:
    root = parse("- {a: b}\n" * 10_050, DEFAULT_LIMITS).root
    lines = [line_of(root, number, "a") for number in range(10_050)]
    assert lines == [*range(1, 10_051)]
    assert [line_of(root, number, "a") for number in (0, 10_049, 5)] == [1, 10_050, 6]


def test_the_places_in_a_mapping_too_long_to_be_kept_stay_the_same() -> None:
    root = parse("".join(f"k{number}: {{a: b}}\n" for number in range(10_050)), DEFAULT_LIMITS).root
    lines = [line_of(root, f"k{number}", "a") for number in range(10_050)]
    assert lines == [*range(1, 10_051)]
    assert [line_of(root, f"k{number}", "a") for number in (0, 10_049, 5)] == [1, 10_050, 6]

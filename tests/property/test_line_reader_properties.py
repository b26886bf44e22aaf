"""The line reader returns the tree that the parser returns, or None."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pactstate.smallyaml import MappingNode, Node, SequenceNode, YamlLimits
from pactstate.smallyaml.characters import replace_suspicious
from pactstate.smallyaml.faults import DEFAULT_LIMITS
from pactstate.smallyaml.libyaml import parse_events
from pactstate.smallyaml.lines.reader import read_lines
from profiles import examples
from yaml_strategies import Data, agreements, data, loose_texts, styles, texts, written

MARKER = "pactstate:"
BOOLEAN_KEY = ("term", "renews")


def _assert_same(text: str) -> bool:
    """Whether the text was read the short way; if so, the same was read."""
    quick = read_lines(text, DEFAULT_LIMITS, MARKER, BOOLEAN_KEY)
    if quick is None:
        return False
    assert replace_suspicious(text) == (text, ())
    tree = parse_events(text, DEFAULT_LIMITS, MARKER, BOOLEAN_KEY)
    assert _ordered(quick.data) == _ordered(tree.data)
    assert (quick.complete, quick.longest_collection) == (tree.complete, tree.longest_collection)
    assert (tree.faults, tree.scalar_faults, tree.marker_spans) == ((), (), ())
    assert (quick.faults, quick.scalar_faults, quick.marker_spans) == ((), (), ())
    assert tree.root is not None
    assert quick.root is not None
    assert list(_spans(quick.root)) == list(_spans(tree.root))
    return True


def _ordered(value: Any) -> Any:
    """The same with the order of the keys."""
    if isinstance(value, dict):
        return [(key, _ordered(inner)) for key, inner in value.items()]
    return [_ordered(item) for item in value] if isinstance(value, list) else value


def _spans(node: Node) -> Any:
    yield node.span
    if isinstance(node, MappingNode):
        for key, value in node.entries.values():
            yield key.span
            yield from _spans(value)
    elif isinstance(node, SequenceNode):
        for item in node.items:
            yield from _spans(item)


@given(loose_texts)
@settings(max_examples=examples(600))
def test_any_text(text: str) -> None:
    _assert_same(text)


@given(st.dictionaries(texts, data, min_size=1), styles())
def test_any_data(value: Data, style: dict[str, Any]) -> None:
    _assert_same(written(value, style))


@given(agreements, styles())
def test_agreements(value: dict[str, Any], style: dict[str, Any]) -> None:
    _assert_same(written(value, style))


# Lines at the edges of what the short way knows, to be put below each other in any order.
_VALUES = [
    "b",
    "b c",
    "b #c",
    "b # c",
    "b#c",
    "b:c",
    "b: c",
    "b:",
    "'b'",
    '"b"',
    "'b # c'",
    "'b: c' # d",
    "'b''c'",
    "'b'#c",
    "'b'c",
    '"b\\tc"',
    '""',
    "'",
    "[b, c]",
    "[b,c, 2024-07-08]",
    "[ b , 'c' ]",
    "[b, {c: d}, [e]] # f",
    "[b]#c",
    "[b]]",
    "[b",
    "[b,]",
    "[b: c]",
    "[no]",
    "[012]",
    "[]",
    "{}",
    "{b: c, d: [e]}",
    "{ b: 'c' }",
    "{b: c, b: d}",
    "{b: c: d}",
    "{b}",
    "{b:c}",
    "{?b: c}",
    "{b: }",
    "{renews: true}",
    "|",
    "|-",
    ">",
    ">-",
    "|+",
    "|2",
    "> # c",
    "1",
    "012",
    "1.0",
    "1:30",
    "1e5",
    "1e-5",
    "+1",
    ".5",
    "...",
    "-b",
    "?b",
    ":b",
    "- b",
    "? b",
    "2024-07-08",
    "2024-07~?",
    "yes",
    "true",
    "~",
    "<<",
    "=",
    "&b c",
    "*b",
    "!b c",
    "%b",
    "@b",
    "`b`",
    "https://example.org/a?b=c&d#e",
    "pactstate: b",
    "b # pactstate: c",
    "日本",
    "b\tc",
    "b ",
    "b\u2028c",
]
_KEYS = [
    "a",
    "b",
    "c",
    "term",
    "renews",
    "a-b_C",
    "2day-a",
    "1e-5",
    "no",
    "<<",
    "a b",
    "é",
    '"a"',
    "?",
    "---",
    "-",
    "&a a",
]
_INDENTS = st.sampled_from(["", "", "  ", "  ", "  ", "    ", "      ", " ", "   ", "\t"])
_HEADS = st.builds("{}{}:".format, st.sampled_from(["", "", "- ", "-   ", "- - "]), st.sampled_from(_KEYS))
_LINES = st.one_of(
    st.builds("{}{} {}".format, _INDENTS, _HEADS, st.sampled_from(_VALUES)),
    st.builds(str.__add__, _INDENTS, _HEADS),
    st.builds("{}- {}".format, _INDENTS, st.sampled_from(_VALUES)),
    st.builds("{}{}".format, _INDENTS, st.sampled_from(["b", "# b", "#b", "-", "b c", "# pactstate: b", "---", "..."])),
    st.just(""),
)


@given(st.lists(_LINES, max_size=6), st.sampled_from(["\n", "\n", "\n", "", "\n\n", "\n  # b\n"]))
@settings(max_examples=examples(1500))
def test_lines_below_each_other(lines: list[str], end: str) -> None:
    _assert_same("\n".join(["a:", *lines]) + end)


@given(st.data())
@settings(max_examples=examples(400))
def test_a_file_with_a_line_changed(draws: st.DataObject) -> None:
    lines = _FILE.split("\n")
    number = draws.draw(st.integers(0, len(lines) - 1))
    how = draws.draw(st.sampled_from(["delete", "repeat", "move", "insert", "replace", "indent", "cut"]))
    line = lines[number]
    if how in ("insert", "replace"):
        lines[number : number + (how == "replace")] = [draws.draw(_LINES)]
    elif how == "delete":
        del lines[number]
    elif how == "indent":
        lines[number] = draws.draw(_INDENTS) + line.lstrip()
    elif how == "cut":
        at = draws.draw(st.integers(0, len(line)))
        lines[number] = line[:at] + draws.draw(st.sampled_from(["", " ", "'", ": ", " #", "]"])) + line[at + 1 :]
    else:
        other = draws.draw(st.integers(0, len(lines) - 1))
        lines.insert(other, line if how == "repeat" else lines.pop(number))
    _assert_same("\n".join(lines))


_FILE = """\
# a comment

id: jp-ph-raa
title: "Japan: an agreement"  # with a comment
parties: [JP, PH]
entry_into_force: {after: ratified, days: 30}
term:
  years: 10
  renews: true

sources:
  2day-press:
    title: 'It''s a title'
    url: https://example.org/?a=b#c
    published: 2024-07
    basis: >-
      One line,
      and another one.

    note: |
      # One line

        and another one.
    based_on:
    - a
    - b

history:
  # a comment
  - event: [signed, in_force]
    date: 2024-07-08
    reported_by:
      - 2day-press
      - {source: b, date: 2024-07-09, rejected: 'a, b'}
      - source: c
        locator: "paragraph: 1"
    announced_by:
  - event: note
"""


@pytest.mark.parametrize(
    "text",
    [
        _FILE.replace("It''s", "It is").replace("# One", "One"),
        "id: a\ntitle: A\nhistory:\n  - event: signed\n    date: 2024-07-08\n    reported_by: [a, {source: b}]\n",
        "a: {b: [c, 'd', \"e\"]}\nf: >-\n  g\n  h\n",
        "a: https://example.org/?a=1&b=2!*\nb: a&b\n",
        "a: |\n  b\n# c\n",
        "a: |\n  b\n\n    c\n\n\nd: e\n",
        "a: >\n  b\n  c\n",
        "a:\n- b\n-   c: d\n    e:\n    - f\n  # g\n-   c:\ng:\n",
        "a:\n\n  # b\n  c: d\ne: f\n",
        "term:\n  years: 1\n  renews: true\n",
        "term: {years: 1, renews: true}\n",
        "a: []\nb: {}\nc: [{d: e}, [f]]\n",
        "a: '# b' # c\nd: # e\n  f: g # h\ni: j#k\n",
        "# pactstate: ignore-file\na: b\n  # pactstate: c\n",
        "a: b # pactstate: ignore[c] d\n",
        "a: 'true'\nb: \"012\"\nc: 30\nd: ''\n",
        'a: {b: 1, c: 2024-07}\nd: [ e , "f" ]\n',
        "a: " + "b" * 65_536 + "\n",
        "".join(f"a{number}: {'b' * 100}\n" for number in range(1000)),
    ],
)
def test_what_is_read_the_short_way(text: str) -> None:
    assert _assert_same(text)


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parents[2] / "agreements").glob("*.yaml")), ids=lambda path: path.stem
)
def test_the_packaged_files_are_read_the_short_way(path: Path) -> None:
    assert _assert_same(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n# a\n",
        "a",
        "a\n",
        "a: b",
        "a: |\n  b",
        "- a\n",
        "  a: b\n",
        # What goes on below.
        "a: b\n  c\n",
        "a: b\n\n  c\n",
        "a: b\n# c\n  d\n",
        "a: b\n  c: d\n",
        "- a\n  b\n",
        "a:\n- b\n c\n",
        "a: b\nc\n",
        # What stands where it cannot.
        "a:\n  b: c\n d: e\n",
        "a:\n    b: c\n  d: e\n",
        "a: b\n- c\n",
        "a:\n  - b\n  c: d\n",
        "a:\n  - b\n - c\n",
        "a:\n  - b: c\n   d: e\n",
        "a:\nb: c\n  d: e\n",
        "a: ''\n  b: c\n",
        # What may be something else.
        "a: b: c\n",
        "a: b:\n",
        "a: 1:\n",
        "a: - b\n",
        "a: ? b\n",
        "a: -\n",
        "? a\n: b\n",
        "a:b\n",
        "a: 'b''c'\n",
        "a: 'b'c\n",
        "a: 'b\n",
        'a: "b\\tc"\n',
        '"a": b\n',
        "a: b \n",
        "a:\r\n  b: c\r\n",
        "a: b\x85\n",
        "a: b\u2028\n",
        "\ufeffa: b\n",
        "a: b\n...\n",
        "a: b\n---\n",
        "-\n",
        "a:\n- # b\n",
        "a:\n- - b\n",
        # Texts on the lines below.
        "a: |\nb: c\n",
        "a: |\n\n  b\n",
        "a: |+\n  b\n",
        "a: |2\n  b\n",
        "a: | # b\n  c\n",
        "a: |\n # b\n",
        "a: >\n  b\n\n  c\n",
        "a: >\n  b\n    c\n",
        "a: |\n    b\n  # c\n    d\n",
        "a: |\n    b\n  c\n",
        "- a: |\n  b\n",
        "b:\n- a: |\n  b\n",
        "a: |\n  pactstate: b\n",
        # In brackets.
        "a: [b]]\n",
        "a: [b]}\n",
        "a: [b]]]\n",
        "a: [b}\n",
        "a: [b\n",
        "a: [b,]\n",
        "a: [b],\n",
        "a: [b], [c]\n",
        "a: [b] c\n",
        "a: [b c]d\n",
        "a: ['b'c]\n",
        "a: [[], b]\n",
        "a: [b: c]\n",
        "a: [b, no]\n",
        "a: [b c, no]\n",
        "a: {b}\n",
        "a: {b: c, b: d}\n",
        "a: {no: b}\n",
        "a: {b: c:d}\n",
        "a: {b: c: d}\n",
        "a: {term: b, renews: true}\n",
        "x: {term: {renews: true}}\n",
        "x:\n  term: {renews: true}\n",
        "x:\n  term:\n    renews: true\n",
        "term:\n  - renews: true\n",
        "term:\n- renews: a\n  renew: b\nx:\n  renews: true\n",
        "term: {a: {renews: true}}\n",
        "a: " + "[" * 20 + "b" + "]" * 20 + "\n",
        "a: " + "b" * 65_537 + "\n",
        "a:\n" + "- b\n" * 50_001,
        "%YAML 1.2\n---\na: b\n",
        "# a\n%YAML 1.2\n---\na: b\n",
        "a: &b c\n",
        "a: !b c\n",
        "a: [*b]\n",
        "&a b: c\n",
        "a: b\n--- c\n",
        "a: [\n",
        "a: 1\na: 2\n",
        "[a]: b\n",
        "<<: a\n",
        "a: yes\n",
        "yes: a\n",
        "a: 012\n",
        "a: [012]\n",
        "renews: true\n",
        "a: {b: {renews: true}}\n",
        'a: "\\0"\n',
        "a: 'b\n  c'\n",
        "a: [b,\n  c]\n",
        "a: {b: c}#\n",
        "a: 'b'#\n",
        "a: |#\n  b\n",
        "a: |\n   \n",
        "{?a: b}\n",
        "a: '# pactstate: b'\n",
        "a: ['# pactstate: b']\n",
        "'# pactstate: b': a\n",
        f"{'a' * 1025}: b\n",
        "a: b\t\n",
        "a: b\n\tc\n",
        "a:\t b\n",
        "a: [" + "[]," * 400 + "]\n",
        "a:\n- - - - - b\n",
        "a:\n-   ?   -   -   ? b\n",
        "a: " + "b" * 20_000,
        "a: " + "[" * 64 + "]" * 64,
        "\n".join(f"{' ' * level}a:" for level in range(65)),
        "\n".join(f"{' ' * level}a:" for level in range(65)) + "\n",
    ],
)
def test_what_may_need_the_long_way(text: str) -> None:
    assert read_lines(text, DEFAULT_LIMITS, MARKER, BOOLEAN_KEY) is None


def test_other_limits_take_the_long_way() -> None:
    assert read_lines("a: b\n", YamlLimits(depth=3), MARKER, BOOLEAN_KEY) is None


def test_equal_limits_take_the_short_way() -> None:
    assert read_lines("a: b\n", YamlLimits(), MARKER, BOOLEAN_KEY) is not None


def test_a_name_that_only_folding_brings_together_takes_the_long_way() -> None:
    text = "a: >\n  b\n  c\nd: b c\n"
    assert read_lines(text, DEFAULT_LIMITS, "c b", BOOLEAN_KEY) is not None
    assert read_lines(text, DEFAULT_LIMITS, "b c", BOOLEAN_KEY) is None
    assert read_lines(text.replace("d: b c\n", "# b c\n"), DEFAULT_LIMITS, "b c", BOOLEAN_KEY) is None
    assert read_lines("b-c: d\n", DEFAULT_LIMITS, "b-c", BOOLEAN_KEY) is None

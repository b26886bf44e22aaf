"""PyYAML's parser in Python returns the same data, places and faults as libyaml."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, given, settings

from hostile import injections, shapes, texts, yaml_features
from hostile.case import Family
from pactstate.smallyaml import MappingNode, Node, SequenceNode, Tree, YamlFault, decode
from pactstate.smallyaml.characters import replace_suspicious
from pactstate.smallyaml.faults import DEFAULT_LIMITS
from pactstate.smallyaml.libyaml import PARSER, parse_events
from pactstate.smallyaml.python_parser import PythonParser
from profiles import examples
from yaml_strategies import agreements as agreement_data
from yaml_strategies import loose_texts, styles, written

TESTS = Path(__file__).parents[1]
FILES = sorted([*TESTS.glob("rules/**/*.yaml"), *TESTS.parent.glob("agreements/*.yaml")])
FAMILIES: dict[str, Family] = {
    "depth": shapes.depth,
    "size": shapes.size,
    "tags": yaml_features.tags,
    "anchors": yaml_features.anchors,
    "aliases": yaml_features.aliases,
    "merge keys": yaml_features.merge_keys,
    "documents": yaml_features.documents,
    "block headers": yaml_features.block_headers,
    "encodings": texts.encodings,
    "characters": texts.characters,
    "duplicates": texts.duplicates,
    "implicit types": texts.implicit_types,
    "injections": injections.injections,
}
EVERY = 11
"""Step through the hostile texts: the parser in Python takes milliseconds for each."""
LONGEST = 20_000
"""Longer texts are left out: the parser in Python takes seconds for each."""

needs_libyaml = pytest.mark.skipif(not yaml.__with_libyaml__, reason="this PyYAML has no libyaml to compare with")


def _read(text: str, parser: Any) -> Tree:
    return parse_events(text, DEFAULT_LIMITS, "pactstate:", ("term", "renews"), parser)


def _all_of(tree: Tree) -> Any:
    faults = [(fault.rule, fault.message, fault.span, fault.help, fault.related) for fault in tree.faults]
    scalar_faults = [(fault.rule, fault.message, fault.span, fault.help) for fault in tree.scalar_faults]
    root = tree.root
    return (
        tree.data,
        faults,
        scalar_faults,
        tree.complete,
        tree.marker_spans,
        list(_spans(root)) if root else None,
    )


def _spans(node: Node) -> Iterator[Any]:
    yield node.span
    if isinstance(node, MappingNode):
        for key, value in node.entries.values():
            yield key.span
            yield from _spans(value)
    elif isinstance(node, SequenceNode):
        for item in node.items:
            yield from _spans(item)


def _assert_same(text: str) -> Tree:
    clean, _ = replace_suspicious(text)
    tree = _read(clean, PythonParser)
    assert _all_of(tree) == _all_of(_read(clean, PARSER))
    return tree


def _text(data: bytes) -> str:
    text = decode(data)
    return data.decode("latin-1") if isinstance(text, YamlFault) else text


@needs_libyaml
def test_every_rule_example_and_agreement() -> None:
    assert len(FILES) > 100
    for path in FILES:
        _assert_same(_text(path.read_bytes()))


@needs_libyaml
@pytest.mark.parametrize("family", FAMILIES)
def test_hostile_texts(family: str) -> None:
    read = 0
    for case in islice(FAMILIES[family](), 0, None, EVERY):
        for content in case.files.values():
            # PyYAML's words about letters that no tag may have stay different from libyaml's.
            if isinstance(content, bytes) and len(content) <= LONGEST and "!é".encode() not in content:
                _assert_same(_text(content))
                read += 1
    assert read > 2


@needs_libyaml
@given(loose_texts)
@settings(max_examples=examples(400))
def test_any_text(text: str) -> None:
    assume("!" not in text)  # tags, see above
    _assert_same(text)


@needs_libyaml
@given(agreement_data, styles())
@settings(max_examples=examples(40))
def test_any_agreement(value: dict[str, Any], style: dict[str, Any]) -> None:
    assert not _assert_same(written(value, style)).faults


WELL = {
    "a tab between tokens": ("a:\tb\n", {"a": "b"}),
    "a tab before a colon": ("a\t: b\n", {"a": "b"}),
    "a tab within a text": ("a: b\tc\n", {"a": "b\tc"}),
    "a tab behind a text": ("a: b\t\nc: d\n", {"a": "b", "c": "d"}),
    "a tab behind a text in quotes": ("a: 'b'\t\nc: d\n", {"a": "b", "c": "d"}),
    "a tab within brackets": ("a: [\tb,\n  c\t]\n", {"a": ["b", "c"]}),
    "a tab behind a header": ("a: |\t\n  b\n", {"a": "b\n"}),
    "a question mark in brackets": ("a: {b: Who knows?, c: d}\n", {"a": {"b": "Who knows?", "c": "d"}}),
    "a question mark within a text in brackets": ("a: [b?c, d ?e]\n", {"a": ["b?c", "d ?e"]}),
    "an address in brackets": ("a: [https://b.example/?c=d]\n", {"a": ["https://b.example/?c=d"]}),
    "a text over lines": ("a: b\n  c\n\n  d\ne: f\n", {"a": "b c\nd", "e": "f"}),
    "a text over lines in brackets": ("a: [b\n  c, d]\n", {"a": ["b c", "d"]}),
    "a header with a number": ("a: |2-\n    b\nc: >+1\n d\n", {"a": "  b", "c": "d\n"}),
    "a hash within a text": ("a: b#c\nd: e #f\n", {"a": "b#c", "d": "e"}),
    "a document end": ("a: b\n...\n", {"a": "b"}),
    "an escape": ('a: "\\u00e9\\U0001F600\\x41\\\\ud800"\n', {"a": "é😀A\\ud800"}),
    "a value that is absent": ("a: {b: }\nc: [d: ]\n", {"a": {"b": ""}, "c": [{"d": ""}]}),
    "a tab within lines": ("a: |\n  b\n  \tc\n", {"a": "b\n\tc\n"}),
    "a line separator": ('a: "b\\Lc"\n', None),
}


@pytest.mark.parametrize(("text", "data"), WELL.values(), ids=WELL)
def test_what_libyaml_reads_is_read(text: str, data: object) -> None:
    tree = _read(text, PythonParser)
    assert not tree.faults
    assert data is None or tree.data == data
    _assert_same(text)


FAULTY = {
    "a colon before a bracket": ("a: [b:]\n", "found unexpected ':'", (1, 6)),
    "half a character": ('a: "b\\ud800"\n', "found invalid Unicode character escape code", (1, 8)),
    "half a character on the second line": ('a: "b\n  \\U0000DFFF"\n', "found invalid Unicode character", (2, 5)),
    "half a character behind a whole one": ('a: "\\u00e9\\ud83d"\n', "found invalid Unicode character", (1, 13)),
    "beyond Unicode": ('a: "b\\U00110000"\n', "found invalid Unicode character escape code", (1, 8)),
    "far beyond Unicode": ('a: "b\\UFFFFFFFF"\n', "found invalid Unicode character escape code", (1, 8)),
    "an unknown escape": ('a: "b\\q"\n', "found unknown escape character", (1, 6)),
    "a short escape": ('a: "b\\xg1"\n', "did not find expected hexdecimal number", (1, 8)),
    "a tab as indentation": ("a:\n\tb: c\n", "found character that cannot start any token", (2, 1)),
    "a tab as indentation of a text": ("a:\n  b: c\n \td\n", "found a tab character that violates indentation", (3, 2)),
    "a tab before a text": ("a: |\n\tb\n", "found a tab character where an indentation space is expected", (2, 1)),
    "a tab within a text of lines": ("a: |\n  b\n\tc\n", "found a tab character where an indentation space", (3, 1)),
    "an indentation of zero": ("a: |0\n b\n", "found an indentation indicator equal to 0", (1, 5)),
    "words behind a header": ("a: |x\n b\n", "did not find expected comment or line break", (1, 5)),
    "a key without a value": ("a: b\nc", "could not find expected ':'", (3, 1)),
    "a line without a colon": ("a: b\nc\nd: e\n", "could not find expected ':'", (3, 1)),
    "a bracket that is not closed": ("a: [b", "a bracket is opened here and not closed", (1, 4)),
    "a bracket that is not closed on a line": ("a: [b\nc: d\n", "a bracket is opened here and not closed", (1, 4)),
    "a quote that is not closed": ("a: 'b", "a quote is opened here and not closed", (1, 4)),
    "a document within quotes": ("a: 'b\n---\n'", "found unexpected document indicator", (2, 1)),
    "a key too far right": ("a: b\n c: d\n", "mapping values are not allowed in this context", (2, 3)),
    "a dash behind a key": ("a: - b\n", "block sequence entries are not allowed in this context", (1, 4)),
    "a key in question behind a key": ("a: ? b\n", "mapping keys are not allowed in this context", (1, 4)),
    "a list below a mapping": ("a: b\n- c\n", "did not find expected key", (2, 1)),
    "a mapping below a list": ("- a\nb: c\n", "did not find expected '-' indicator", (2, 1)),
    "a comma that is missing": ("a: {b: c {d}}\n", "did not find expected ',' or '}'", (1, 10)),
    "a comma too many": ("a: [, b]\n", "did not find expected node content", (1, 5)),
    "a text behind the file": ("[a]\nb", "did not find expected <document start>", (2, 1)),
    "a sign for nothing": ("a: @b\n", "found character that cannot start any token", (1, 4)),
    "an unknown handle": ("a: !b!c d\n", "found undefined tag handle", (1, 4)),
    "a tag that is not closed": ("a: !<b c\n", "did not find the expected '>'", (1, 7)),
    "an anchor without a name": ("a: & b\n", "did not find expected alphabetic or numeric character", (1, 5)),
    "a directive without a name": ("% x\n---\n", "could not find expected directive name", (1, 2)),
    "an unknown directive": ("%TAGS x\n---\n", "found unknown directive name", (1, 6)),
    "a directive with a colon": ("%a: b\n", "found unexpected non-alphabetical character", (1, 3)),
    "a tag directive without a mark": ("%TAG", "did not find expected '!'", (1, 5)),
    "a directive for another version": ("%YAML 2.0\n---\na: b\n", "found incompatible YAML document", (1, 1)),
    "a version without a number": ("%YAML 1.x\n---\na: b\n", "did not find expected version number", (1, 9)),
}


@pytest.mark.parametrize(("text", "message", "place"), FAULTY.values(), ids=FAULTY)
def test_what_libyaml_refuses_is_refused(text: str, message: str, place: tuple[int, int]) -> None:
    (fault,) = _read(text, PythonParser).faults
    assert fault.rule == "invalid-yaml"
    assert message in fault.message
    assert fault.span[:2] == place
    _assert_same(text)


DEEP = [
    "[" * 5000,
    "{" * 5000,
    "a: " + "[" * 5000,
    "{b: " * 2000,
    "- " * 5000,
    "? " * 5000,
    "[{a: " * 2000,
    "[\n" * 2000,
]


@pytest.mark.parametrize("parser", [PARSER, PythonParser], ids=["the parser", "the parser in Python"])
@pytest.mark.parametrize("text", DEEP, ids=lambda text: text[:9])
def test_our_limit_of_depth_comes_first(text: str, parser: Any) -> None:
    tree = _read(text, parser)
    assert [fault.rule for fault in tree.faults if fault.rule != "invalid-value"] == ["limit-exceeded"]
    assert tree.faults[-1].message == "nested more than 64 levels deep"
    assert not tree.complete


@pytest.mark.parametrize("parser", [PARSER, PythonParser], ids=["the parser", "the parser in Python"])
def test_many_brackets_that_are_not_deep_hide_no_error(parser: Any) -> None:
    (fault,) = _read("a: [" + "[b], " * 70 + "@]\n", parser).faults
    assert fault.rule == "invalid-yaml"
    assert "cannot start any token" in fault.message

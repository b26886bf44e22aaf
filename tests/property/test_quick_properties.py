"""The short way of reading leads to the same as the long one, or nowhere."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pactstate.reading.limits import DEFAULT, Limits
from pactstate.reading.nodes import Mapping, Node, Sequence
from pactstate.reading.quick import parse_quickly
from pactstate.reading.tree import parse
from yaml_strategies import Data, agreements, data, loose_texts, styles, texts, written

NAME = "pactstate:"


def _assert_same(text: str) -> bool:
    """Whether the text was read the short way; if so, the same was read."""
    quick = parse_quickly(text, DEFAULT, NAME)
    if quick is None:
        return False
    tree = parse(text, DEFAULT, NAME)
    assert (quick.data, quick.complete) == (tree.data, tree.complete)
    assert quick.longest == tree.longest or not tree.data
    assert (tree.faults, tree.text_faults, tree.named) == ((), (), ())
    assert (quick.faults, quick.text_faults, quick.named) == ((), (), ())
    assert tree.root is not None
    assert quick.root is not None
    assert list(_spans(quick.root)) == list(_spans(tree.root))
    return True


def _spans(node: Node) -> Any:
    yield node.span
    if isinstance(node, Mapping):
        for key, value in node.entries.values():
            yield key.span
            yield from _spans(value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _spans(item)


@given(loose_texts)
@example("{a: 1, a: 2}")
@example("a: |\n  b\n\n  c\n")
@example("a: b\nc\n")
@example("a: x\n  y\n")
@example("term: {renews: true}\nterms: {renews: true}")
@example("a: {term: {renews: true}}")
@example("a: 'b'#c")
@example("a: [b]#c")
@example("{?a: b}")
@example("a: # pactstate: b")
@example("a: '# pactstate: b'")
@settings(max_examples=600)
def test_any_text(text: str) -> None:
    _assert_same(text)


@given(st.dictionaries(texts, data, min_size=1), styles())
def test_any_data(value: Data, style: dict[str, Any]) -> None:
    _assert_same(written(value, style))


@given(agreements, styles())
def test_agreements(value: dict[str, Any], style: dict[str, Any]) -> None:
    _assert_same(written(value, style))


@pytest.mark.parametrize(
    "text",
    [
        "id: a\ntitle: A\nhistory:\n  - event: signed\n    date: 2024-07-08\n    reported_by: [a, {source: b}]\n",
        "a: {b: [c, 'd', \"e\"]}\nf: >-\n  g\n  h\n",
        "a: https://example.org/?a=1&b=2!*\nb: a&b\n",
        "a: |\n  b\n# c\n",
        "term:\n  renews: true\n",
        "{}",
    ],
)
def test_what_is_read_the_short_way(text: str) -> None:
    assert _assert_same(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "- a\n",
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
        "a:\t b\n",
        "a: [" + "[]," * 400 + "]\n",
        "a:\n- - - - - b\n",
        "a:\n-   ?   -   -   ? b\n",
        "a: " + "b" * 20_000,
        "a: " + "[" * 64 + "]" * 64,
        "\n".join(f"{' ' * level}a:" for level in range(65)),
    ],
)
def test_what_may_need_the_long_way(text: str) -> None:
    assert parse_quickly(text, DEFAULT, NAME) is None


def test_other_limits_take_the_long_way() -> None:
    assert parse_quickly("a: b\n", Limits(depth=3), NAME) is None


def test_without_the_c_parser_there_is_no_short_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pactstate.reading.quick._Composer", None)
    assert parse_quickly("a: b\n", DEFAULT, NAME) is None

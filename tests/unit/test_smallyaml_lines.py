"""Texts that the line reader reads as the parser does, and texts that it leaves to the parser."""

from __future__ import annotations

from pathlib import Path

import pytest

from pactstate.smallyaml import YamlLimits
from pactstate.smallyaml.faults import DEFAULT_LIMITS
from pactstate.smallyaml.lines.reader import read_lines
from short_way import BOOLEAN_PATHS, MARKER, SAMPLE, is_read_alike


@pytest.mark.parametrize(
    "text",
    [
        SAMPLE.replace("It''s", "It is").replace("# One", "One"),
        "id: a\ntitle: A\nhistory:\n  - event: signed\n    date: 2024-07-08\n    reported_by: [a, {source: b}]\n",
        "a: {b: [c, 'd', \"e\"]}\nf: >-\n  g\n  h\n",
        "a: https://example.org/?a=1&b=2!*\nb: a&b\n",
        "a: |\n  b\n# c\n",
        "a: |\n  b\n\n    c\n\n\nd: e\n",
        "a: |\n  X\nb: >-\n  X\n\n",
        "a:\n- |\n    b\n- >-\n    c\n    d\n",
        "\na: b\nc: d\n",
        "\n\n# a\n\nb:\n  - c\n",
        "a: >\n  b\n  c\n",
        "a:\n- b\n-   c: d\n    e:\n    - f\n  # g\n-   c:\ng:\n",
        "a:\n\n  # b\n  c: d\ne: f\n",
        "a:\n   b:\n     c: d\n   e: f\n",
        "term:\n  years: 1\n  renews: true\n",
        "term: {years: 1, renews: true}\n",
        "a: []\nb: {}\nc: [{d: e}, [f]]\n",
        "a: '# b' # c\nd: # e\n  f: g # h\ni: j#k\n",
        "# pactstate: ignore-file\na: b\n  # pactstate: c\n",
        "a: b # pactstate: ignore[c] d\n",
        "a: 'true'\nb: \"012\"\nc: 30\nd: ''\n",
        'a: {b: 1, c: 2024-07}\nd: [ e , "f" ]\n',
        "a: [[b] ]\nc: { d: [e , { f: g } ] }\n",
        "a: " + "b" * 65_536 + "\n",
        "".join(f"a{number}: {'b' * 100}\n" for number in range(1000)),
    ],
)
def test_what_is_read_the_short_way(text: str) -> None:
    assert is_read_alike(text)


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parents[2] / "agreements").glob("*.yaml")), ids=lambda path: path.stem
)
def test_the_packaged_files_are_read_the_short_way(path: Path) -> None:
    assert is_read_alike(path.read_text(encoding="utf-8"))


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
        # Values that go on below.
        "a: b\n  c\n",
        "a: b\n\n  c\n",
        "a: b\n# c\n  d\n",
        "a: b\n  c: d\n",
        "- a\n  b\n",
        "a:\n- b\n c\n",
        "a: b\nc\n",
        # Lines at a wrong column.
        "a:\n  b: c\n d: e\n",
        "a:\n    b: c\n  d: e\n",
        "a: b\n- c\n",
        "a:\n  - b\n  c: d\n",
        "a:\n  - b\n - c\n",
        "a:\n  - b: c\n   d: e\n",
        "a:\nb: c\n  d: e\n",
        "a: ''\n  b: c\n",
        # Texts with another possible meaning.
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
        "a: [no , b]\n",
        "a: [b, 012 ]\n",
        "a: {b: no }\n",
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
        "a:\n  open: true\n",
        "term:\n  a:\n    renews: true\n",
        "term:\n- renews: true\n",
        "term:\n- true\n",
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
    assert read_lines(text, DEFAULT_LIMITS, MARKER, BOOLEAN_PATHS) is None


def test_values_that_are_true_or_false_take_the_short_way() -> None:
    assert is_read_alike("open: true\nterm:\n  years: 10\n  renews: false\n")
    assert is_read_alike("open: false\nterm: {renews: true}\n")


def test_other_limits_take_the_long_way() -> None:
    assert read_lines("a: b\n", YamlLimits(depth=3), MARKER, BOOLEAN_PATHS) is None


def test_equal_limits_take_the_short_way() -> None:
    assert read_lines("a: b\n", YamlLimits(), MARKER, BOOLEAN_PATHS) is not None


def test_a_name_that_only_folding_brings_together_takes_the_long_way() -> None:
    text = "a: >\n  b\n  c\nd: b c\n"
    assert read_lines(text, DEFAULT_LIMITS, "c b", BOOLEAN_PATHS) is not None
    assert read_lines(text, DEFAULT_LIMITS, "b c", BOOLEAN_PATHS) is None
    assert read_lines(text.replace("d: b c\n", "# b c\n"), DEFAULT_LIMITS, "b c", BOOLEAN_PATHS) is None
    assert read_lines("b-c: d\n", DEFAULT_LIMITS, "b-c", BOOLEAN_PATHS) is None

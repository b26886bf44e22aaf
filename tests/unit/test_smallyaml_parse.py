"""Tree of a text: data, positions, faults and limits."""

from __future__ import annotations

import inspect
import sys

import pytest

from pactstate.smallyaml import MappingNode, SequenceNode, Tree, YamlFault, YamlLimits, find_node, parse
from pactstate.smallyaml.faults import DEFAULT_LIMITS
from yaml_strategies import Data, Way, excerpt


def _tree(text: str, limits: YamlLimits = DEFAULT_LIMITS) -> Tree:
    tree = parse(text, limits)
    assert tree.complete
    assert not tree.faults
    return tree


def _only_fault(text: str, limits: YamlLimits = DEFAULT_LIMITS) -> YamlFault:
    faults = parse(text, limits).faults
    assert len(faults) == 1, faults
    return faults[0]


@pytest.mark.parametrize(
    ("text", "data"),
    [
        (
            "a: NO\nb: 012\nc: 1:30\nd: ~\ne:\nf: 2024-02-30\n",
            {"a": "NO", "b": "012", "c": "1:30", "d": "~", "e": "", "f": "2024-02-30"},
        ),
        ("NO: on\n1: 2\n~: null\n", {"NO": "on", "1": "2", "~": "null"}),
        ("a: [x, 'y', \"z\\t\", ]\n", {"a": ["x", "y", "z\t"]}),
        ("- a\n-\n- [b, {c: d}]\n", ["a", "", ["b", {"c": "d"}]]),
        ("a: {b, c: d}\n", {"a": {"b": "", "c": "d"}}),
        ("a: [b: c]\n", {"a": [{"b": "c"}]}),
        ("a: |\n  x\n\n  y\nb: >-\n  x\n  y\n", {"a": "x\n\ny\n", "b": "x y"}),
        ("a: x\n  y\n\n  z\n", {"a": "x y\nz"}),
        ("'<<': a\n\"\": b\n? c\n: d\n", {"<<": "a", "": "b", "c": "d"}),
        ("%YAML 1.1\n--- \na: b\n...\n", {"a": "b"}),
        ("a: x\r\nb:\r\n- y\r\n", {"a": "x", "b": ["y"]}),
        ("{}", {}),
        ("[]", []),
        ("word", "word"),
    ],
)
def test_every_scalar_is_text(text: str, data: Data) -> None:
    root = _tree(text).root
    assert root is not None
    assert root.data == data


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n"])
def test_nothing_has_no_root(text: str) -> None:
    tree = _tree(text)
    assert tree.data is None
    assert tree.root is None


@pytest.mark.parametrize(
    ("text", "way", "key", "value"),
    [
        ("{a: b\nc}\n", ("a",), (1, 2, 1, 3), (1, 5, 2, 2)),
        ('a: "\\x62c"\n', ("a",), (1, 1, 1, 2), (1, 4, 1, 11)),
        ("'a': 'b'\n", ("a",), (1, 1, 1, 4), (1, 6, 1, 9)),
        ("a: b\n", ("a",), (1, 1, 1, 2), (1, 4, 1, 5)),
        ("日\U0001f600: é 日本 # x\n", ("日\U0001f600",), (1, 1, 1, 3), (1, 5, 1, 9)),
        ("a: '\U0001f600'\r\nb: 'x'\r\n", ("b",), (2, 1, 2, 2), (2, 4, 2, 7)),
        ("a:\n  b:\n  - c\n  - d: e\n", ("a", "b", 1, "d"), (4, 5, 4, 6), (4, 8, 4, 9)),
        ("{a: [日, {b: c}]}", ("a", 1, "b"), (1, 10, 1, 11), (1, 13, 1, 14)),
        ("a: |\n  x\n  y\nb: c\n", ("a",), (1, 1, 1, 2), (1, 4, 4, 1)),
        ("a: >-\r\n  x\r\n  y\r\nb: c\r\n", ("b",), (4, 1, 4, 2), (4, 4, 4, 5)),
        ('a: "x\n  y"\n', ("a",), (1, 1, 1, 2), (1, 4, 2, 5)),
        # An empty value has the place of its key.
        ("a:\nb: c\n", ("a",), (1, 1, 1, 2), (1, 1, 1, 2)),
        ("a: ''\n", ("a",), (1, 1, 1, 2), (1, 4, 1, 6)),
        ("- a\n-\n- b\n", (1,), (2, 2, 2, 2), (2, 2, 2, 2)),
        # A collection is shown by what it begins with.
        ("a:\n  b: c\n  d: e\n", ("a",), (1, 1, 1, 2), (2, 3, 2, 4)),
        ("a:\n- - b\n  - c\n", ("a",), (1, 1, 1, 2), (2, 5, 2, 6)),
        ("a: {}\nb: []\n", ("a",), (1, 1, 1, 2), (1, 4, 1, 6)),
        ("a: {}\nb: [ ]\n", ("b",), (2, 1, 2, 2), (2, 4, 2, 7)),
        ("# x\na: b\n", (), (2, 1, 2, 2), (2, 1, 2, 2)),
        # A path that leads nowhere stops at the nearest node above.
        ("a:\n  b: c\n", ("a", "x"), (1, 1, 1, 2), (2, 3, 2, 4)),
        ("a:\n  b: c\n", ("a", "x", "b"), (1, 1, 1, 2), (2, 3, 2, 4)),
        ("a: b\n", ("a", "x"), (1, 1, 1, 2), (1, 4, 1, 5)),
        ("a: [b]\n", ("a", 5), (1, 1, 1, 2), (1, 5, 1, 6)),
        ("a: [b]\n", ("a", "b"), (1, 1, 1, 2), (1, 5, 1, 6)),
        # One value stands for a list of one.
        ("a: b\n", ("a", 0), (1, 1, 1, 2), (1, 4, 1, 5)),
        ("a: {b: c}\n", ("a", 0, "b"), (1, 5, 1, 6), (1, 8, 1, 9)),
    ],
)
def test_every_node_knows_its_place(text: str, way: Way, key: tuple[int, ...], value: tuple[int, ...]) -> None:
    root = _tree(text).root
    assert root is not None
    found = find_node(root, way)
    assert (found.key_span, found.value_span) == (key, value)


def test_a_collection_spans_all_of_it() -> None:
    text = "a: [b,\n  {c: d}]\ne:\n- f\n- g\n"
    root = _tree(text).root
    assert isinstance(root, MappingNode)
    assert excerpt(text, root.span) == text
    first, second = (value for _, value in root.entries.values())
    assert isinstance(first, SequenceNode)
    assert excerpt(text, first.span) == "[b,\n  {c: d}]"
    assert excerpt(text, first.items[1].span) == "{c: d}"
    assert excerpt(text, second.span).rstrip() == "- f\n- g"


@pytest.mark.parametrize(
    ("text", "rule", "message", "place", "data"),
    [
        ("a: &x b\n", "unsafe-yaml", "an anchor ('&x') is not allowed here", (1, 4), {"a": "b"}),
        ("&x a: b\n", "unsafe-yaml", "an anchor ('&x') is not allowed here", (1, 1), {"a": "b"}),
        ("- &x\n  a: b\n", "unsafe-yaml", "an anchor ('&x') is not allowed here", (1, 3), [{"a": "b"}]),
        ("a: [*x, b]\n", "unsafe-yaml", "an alias ('*x') is not allowed here", (1, 5), {"a": ["", "b"]}),
        ("a: !!str b\n", "unsafe-yaml", "a tag ('tag:yaml.org,2002:str') is not allowed here", (1, 4), {"a": "b"}),
        ("a: !x [b]\n", "unsafe-yaml", "a tag ('!x') is not allowed here", (1, 4), {"a": ["b"]}),
        ("a: ! b\n", "unsafe-yaml", "a tag ('!') is not allowed here", (1, 4), {"a": "b"}),
        ("a: !<x> {}\n", "unsafe-yaml", "a tag ('x') is not allowed here", (1, 4), {"a": {}}),
        ("!!set {a}\n", "unsafe-yaml", "a tag ('tag:yaml.org,2002:set') is not allowed here", (1, 1), {"a": ""}),
        ("%TAG ! x:\n---\na: b\n", "unsafe-yaml", "a tag directive ('%TAG') is not allowed here", (1, 1), {"a": "b"}),
        ("a: b\n<<: {c: d}\ne: f\n", "unsafe-yaml", "a merge key ('<<') is not allowed here", (2, 1), {"a": "b", "e": "f"}),
        ("<<: a\nb: c\n", "unsafe-yaml", "a merge key ('<<') is not allowed here", (1, 1), {"b": "c"}),
        ("a: b\na: [c]\nd: e\n", "duplicate-key", "the key 'a' stands twice in one mapping", (2, 1), {"a": "b", "d": "e"}),
        ("a: {日: x, '日': y}\n", "duplicate-key", "the key '日' stands twice in one mapping", (1, 11), {"a": {"日": "x"}}),
        ("? [a, [b], {c: d}]\n: e\nf: g\n", "invalid-value", "a key must be a text, not a list or a mapping", (1, 3), {"f": "g"}),
        ("? {a: b}\n: {c: d}\nf: g\n", "invalid-value", "a key must be a text, not a list or a mapping", (1, 3), {"f": "g"}),
        ("a: {[b]: [c], d: e}\n", "invalid-value", "a key must be a text, not a list or a mapping", (1, 5), {"a": {"d": "e"}}),
    ],
)  # fmt: skip
def test_more_than_the_small_yaml_is_a_fault_and_reading_goes_on(
    text: str, rule: str, message: str, place: tuple[int, int], data: Data
) -> None:
    fault = _only_fault(text)
    assert (fault.rule, fault.message, fault.span[:2]) == (rule, message, place)
    tree = parse(text, DEFAULT_LIMITS)
    assert tree.complete
    assert tree.root is not None
    assert tree.root.data == data


def test_unsafe_yaml_comes_with_a_way_out() -> None:
    texts = ["&x a", "- *x", "!!str a", "%TAG ! x:\n---\na", "<<: a"]
    advice = [_only_fault(text).help for text in texts]
    assert all(words and ("write" in words or "leave" in words) for words in advice)
    assert len({*advice}) == len(texts)


def test_a_duplicate_points_at_the_first_one_also_the_third_time() -> None:
    faults = parse("a: b\nc: d\na: e\na: f\n", DEFAULT_LIMITS).faults
    assert [fault.span for fault in faults] == [(3, 1, 3, 2), (4, 1, 4, 2)]
    assert [fault.related for fault in faults] == [("the first one", (1, 1, 1, 2))] * 2


def test_long_names_are_cut_in_messages() -> None:
    assert f"'&{'x' * 59}...'" in _only_fault(f"&{'x' * 90} a").message
    assert f"'{'x' * 60}...'" in _only_fault(f"{'x' * 61}: a\n{'x' * 61}: b").message
    assert f"'{'x' * 60}'" in _only_fault(f"{'x' * 60}: a\n{'x' * 60}: b").message


def test_a_second_document_ends_the_reading() -> None:
    tree = parse("a: b\n---\nc: d\nc: d\n", DEFAULT_LIMITS)
    assert [(fault.rule, fault.message, fault.span[:2]) for fault in tree.faults] == [
        ("invalid-yaml", "a second document begins here", (2, 1))
    ]
    assert not tree.complete
    assert tree.root is not None
    assert tree.root.data == {"a": "b"}


def test_several_tag_directives_are_refused_before_they_are_read() -> None:
    """The parser compares each with all before it: a megabyte of them takes many seconds."""
    fault = _only_fault("%TAG !a! x:\n# b\n%TAG !c! y:\n---\nd: e\n")
    assert (fault.rule, fault.span[:2]) == ("unsafe-yaml", (3, 1))
    assert _only_fault("a: |\n  b\n%TAG\n").rule == "invalid-yaml"


def test_an_alias_may_be_a_key() -> None:
    assert [fault.rule for fault in parse("*a : b\n", DEFAULT_LIMITS).faults] == ["unsafe-yaml"]


def test_one_reading_reports_all_faults() -> None:
    text = "a: &x 1\na: 2\nb: !t 3\n<<: *x\nc: *x\nd: [\n"
    tree = parse(text, DEFAULT_LIMITS)
    assert not tree.complete
    assert [(fault.rule, fault.span[0]) for fault in tree.faults] == [
        ("unsafe-yaml", 1),
        ("duplicate-key", 2),
        ("unsafe-yaml", 3),
        ("unsafe-yaml", 4),
        ("unsafe-yaml", 4),
        ("unsafe-yaml", 5),
        ("invalid-yaml", 6),
    ]


@pytest.mark.parametrize(
    ("text", "problem", "place", "help"),
    [
        ("a: b: c\n", "mapping values are not allowed", (1, 5), "': '"),
        ("日\U0001f600: b: c\n", "mapping values are not allowed", (1, 6), "': '"),
        ("a: b\r\n  c: d\r\n", "mapping values are not allowed", (2, 4), "same indentation"),
        ("a: b\nc\n", "could not find expected ':'", (3, 1), "key: value"),
        ("a:\n\tb: c\n", "cannot start any token", (2, 1), "spaces, not tabs"),
        ("a: @b\n", "cannot start any token", (1, 4), "quote a text"),
        ("a: b\n  - c\nd: [e\n", "a bracket is opened here", (3, 4), "close the bracket"),
        ("a: {b: [\n  c,\n", "a bracket is opened here", (1, 8), "close the bracket"),
        ("a:\n  - b\n  c: d\n", "did not find expected '-' indicator", (3, 3), "every '- '"),
        ("a: b\n- c\n", "did not find expected key", (2, 1), "same indentation"),
        ("a: 'b\n", "a quote is opened here and not closed", (1, 4), "close it"),
        ("a: 'b\n---\n", "unexpected document", (2, 1), "not closed"),
        ('a: "\\q"\n', "unknown escape character", (1, 5), "backslash"),
        ("a: b\n...\nc: d\n]", "did not find expected", (3, 1), None),
        ("%YAML 9.9\n---\na: b\n", "incompatible YAML document", (1, 1), None),
    ],
)
def test_what_is_no_yaml_is_named_with_a_hint(
    text: str, problem: str, place: tuple[int, int], help: str | None
) -> None:
    tree = parse(text, DEFAULT_LIMITS)
    fault = tree.faults[-1]
    assert not tree.complete
    assert fault.rule == "invalid-yaml"
    assert fault.message.startswith("this is not YAML: ")
    assert problem in fault.message
    assert "\n" not in fault.message
    assert fault.span == (*place, *place)
    assert (fault.help is None) if help is None else (fault.help and help in fault.help)


def test_the_source_is_not_quoted_in_a_message() -> None:
    assert "secret" not in _only_fault("a: [secret\nb: secret: x").message


def test_the_place_where_a_broken_part_began_is_named() -> None:
    assert _only_fault("a: b\nc: 'd\n\n").span == (2, 4, 2, 4)


def test_suspicious_characters_are_faults_and_are_replaced_in_the_data() -> None:
    tree = parse("a: b\x00\n\u200bc: d\n")
    assert [(fault.rule, fault.span) for fault in tree.character_faults] == [
        ("suspicious-character", (1, 5, 1, 6)),
        ("suspicious-character", (2, 1, 2, 2)),
    ]
    assert (tree.data, tree.faults) == ({"a": "b\ufffd", "\ufffdc": "d"}, ())


@pytest.mark.parametrize(
    ("limits", "fits", "over", "message", "place"),
    [
        (YamlLimits(depth=3), "a: [{b: c}]", "a: [{b: []}]", "nested more than 3 levels deep", (1, 9)),
        (YamlLimits(depth=3), "- - - a", "- - - - a", "nested more than 3 levels deep", (1, 7)),
        (YamlLimits(depth=0), "a", "[]", "nested more than 0 levels deep", (1, 1)),
        (YamlLimits(nodes=5), "a: [b, c]", "a: [b, c, d]", "more than 5 values in one file", (1, 11)),
        (YamlLimits(nodes=5), "- a\n- b\n- {}\n- []", "- a\n- b\n- {}\n- []\n- []", "more than 5 values in one file", (5, 3)),
        (YamlLimits(nodes=2000), "[" + "a," * 1999 + "]", "[" + "a," * 2000 + "]", "more than 2,000 values in one file", (1, 4000)),
        (YamlLimits(scalar=4), "a: 日本日本", "a: 日本日本x", "a text of 5 characters; 4 are allowed", (1, 4)),
        (YamlLimits(scalar=3), "a: |\n  xy\n", "a: |\n  xyz\n", "a text of 4 characters; 3 are allowed", (1, 4)),
        (YamlLimits(key=4), "日本日本: a", "日本日本x: a", "a key of 5 characters; 4 are allowed", (1, 1)),
        (YamlLimits(key=1, scalar=9), "a: {b: cd}", "a: {b: cd, ef: g}", "a key of 2 characters; 1 are allowed", (1, 12)),
    ],
)  # fmt: skip
def test_limits_hold_to_the_unit(
    limits: YamlLimits, fits: str, over: str, message: str, place: tuple[int, int]
) -> None:
    _tree(fits, limits)
    fault = _only_fault(over, limits)
    assert (fault.rule, fault.message, fault.span[:2]) == ("limit-exceeded", message, place)
    assert not parse(over, limits).complete


def test_what_stands_in_a_key_that_is_no_text_counts_too() -> None:
    limits = YamlLimits(depth=3, nodes=100)
    assert [fault.rule for fault in parse("? [[]]\n: a\n", limits).faults] == ["invalid-value"]
    faults = parse("? [[[]]]\n: a\n", limits).faults
    assert [(fault.rule, fault.span[:2]) for fault in faults] == [("invalid-value", (1, 3)), ("limit-exceeded", (1, 5))]
    assert [fault.rule for fault in parse("? [a, b, c]\n: a\n", YamlLimits(nodes=4)).faults] == [
        "invalid-value",
        "limit-exceeded",
    ]


def test_aliases_count_as_values() -> None:
    def rules(text: str) -> list[str]:
        return [fault.rule for fault in parse(text, YamlLimits(nodes=3)).faults]

    assert rules("[*a, *a]") == ["unsafe-yaml"] * 2
    assert [rule for rule in rules("[*a, *a, *a, *a, *a]") if rule != "unsafe-yaml"] == ["limit-exceeded"]
    assert len(rules("[*a, *a, *a, *a, *a]")) <= 4


def test_what_was_read_before_a_limit_is_kept() -> None:
    tree = parse("a: b\nc: [d]\n", YamlLimits(nodes=5))
    assert tree.root is not None
    assert tree.root.data == {"a": "b", "c": []}


@pytest.mark.parametrize(
    ("fits", "over"),
    [
        ("[" * 64 + "]" * 64, "[" * 65 + "]" * 65),
        ("a: '" + "x" * 65_536 + "'", "a: '" + "x" * 65_537 + "'"),
        ("? " + "k" * 1024 + "\n: a", "? " + "k" * 1025 + "\n: a"),
        ("[" + "a," * 199_999 + "]", "[" + "a," * 200_000 + "]"),
    ],
    ids=["depth", "scalar", "key", "nodes"],
)
def test_the_documented_limits(fits: str, over: str) -> None:
    _tree(fits)
    assert _only_fault(over).rule == "limit-exceeded"


def test_depth_takes_no_stack() -> None:
    # Deeper than 1,000 levels libyaml 0.2.6 does not go.
    deep = 900
    text = "- " * deep + "a"
    usual = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack(0)) + 60)
    try:
        tree = _tree(text, YamlLimits(depth=deep))
        assert tree.root is not None
    finally:
        sys.setrecursionlimit(usual)
    inner, depth = tree.root, 0
    while isinstance(inner, SequenceNode):
        inner, depth = inner.items[0], depth + 1
    assert depth == deep


@pytest.mark.parametrize("text", ["[" * 100_000, "{" * 100_000, "- " * 100_000, "? " * 100_000, "[{a: " * 50_000])
def test_deep_nesting_is_one_fault_at_once(text: str) -> None:
    assert [fault.rule for fault in parse(text, DEFAULT_LIMITS).faults if fault.rule != "invalid-value"] == [
        "limit-exceeded"
    ]


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("a: [b,\nc,\n  d]\n", "this line goes on with a value", (2, 1)),
        ("a:\n  b: {c: d,\n  e: f}\n", "this line goes on with a value", (3, 3)),
        ("- [b,\nc]\n", "this line goes on with a value", (2, 1)),
        ("a: 'b\nc'\n", "this line goes on with a value", (2, 1)),
        ('a: "b\n\n\tc"\n', "this line goes on with a value", (3, 1)),
        ("a: 'b'# c\n", "a comment has white space before it", (1, 7)),
        ("a: [b]# c\n", "a comment has white space before it", (1, 7)),
        ("a: {b: c}#", "a comment has white space before it", (1, 10)),
        ("a: |# b\n  c\n", "a comment has white space before it", (1, 5)),
        ("a: >-2# b\n   c\n", "a comment has white space before it", (1, 7)),
        ("a: >\n \n  \n # b\n", "a block text holds nothing but blanks", (2, 1)),
        ("{?a: b}", "a question mark begins a key", (1, 2)),
        ("a: {b: c, ?d: e}\n", "a question mark begins a key", (1, 11)),
    ],
)
def test_what_only_the_parser_takes_is_no_yaml(text: str, message: str, place: tuple[int, int]) -> None:
    fault = _only_fault(text)
    assert (fault.rule, fault.span) == ("invalid-yaml", (*place, *place))
    assert fault.message.startswith(f"this is not YAML: {message}")
    assert fault.help


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a: [b,\n c\n]\n", {"a": ["b", "c"]}),
        ("a:\n- {b: c,\n  d: e\n}\n", {"a": [{"b": "c", "d": "e"}]}),
        ("[a,\nb]\n", ["a", "b"]),
        ("'a\nb'\n", "a b"),
        ("a: [[b,\n  c],\n  'd\n  e']\n", {"a": [["b", "c"], "d e"]}),
        ("a: 'b\n\n  c'\n", {"a": "b\nc"}),
        ("a: [b] # c\nd: 'e' # f\ng: | # h\n  i\n", {"a": ["b"], "d": "e", "g": "i\n"}),
        ("a: |\n  # b\n", {"a": "# b\n"}),
        ("a: |\n\nb: c\n", {"a": "", "b": "c"}),
        ("{? a : b, c?: d}", {"a": "b", "c?": "d"}),
    ],
)
def test_what_every_reader_takes_is_taken(text: str, data: Data) -> None:
    root = _tree(text).root
    assert root is not None
    assert root.data == data


def test_what_stands_under_a_key_that_comes_twice_is_looked_at_and_not_kept() -> None:
    tree = parse("a: 1\na: {b: yes, b: [2]}\nc: {d: 3, d: 4}\n", DEFAULT_LIMITS)
    assert tree.data == {"a": "1", "c": {"d": "3"}}
    assert [(fault.rule, fault.span[:2], fault.related and fault.related[1][:2]) for fault in tree.faults] == [
        ("duplicate-key", (2, 1), (1, 1)),
        ("duplicate-key", (2, 13), None),
        ("duplicate-key", (3, 11), (3, 5)),
    ]
    assert [(fault.rule, fault.span[:2]) for fault in tree.scalar_faults] == [("ambiguous-scalar", (2, 8))]
    assert tree.root is not None
    assert find_node(tree.root, ("c", "d")).value_span == (3, 8, 3, 9)


def test_nodes_behave_like_mappings_and_sequences() -> None:
    tree = parse("a:\n- b\n- [c, d]\n- e: f\ng: h\n")
    assert isinstance(tree.root, MappingNode)
    assert "a" in tree.root.entries
    assert "b" not in tree.root.entries
    assert (len(tree.root.entries), list(tree.root.entries)) == (2, ["a", "g"])
    with pytest.raises(KeyError):
        tree.root.entries["b"]
    items = tree.root.entries["a"][1]
    assert isinstance(items, SequenceNode)
    assert (len(items.items), [one.data for one in items.items[1:]]) == (3, [["c", "d"], {"e": "f"}])
    assert items.items[-1].data == {"e": "f"}
    assert items.items[0] is items.items[0]
    with pytest.raises(IndexError):
        items.items[3]


@pytest.mark.parametrize(
    ("text", "message", "help", "place"),
    [
        ("a: [b\nc: d\n", "a bracket is opened here and not closed", "close the bracket, or put a comma between its values", (1, 4)),
        ("a: 'b\nc: d\n", "a quote is opened here and not closed", "close it, with the same quote", (1, 4)),
        (
            "x: 1\na:\n  - b\n\n  c: d\n",
            "did not find expected '-' indicator while parsing a block collection that begins on line 3",
            "give every '- ' of a list the same indentation",
            (5, 3),
        ),
        (
            "a:\n  b: 1\n c: 2\n",
            "did not find expected key while parsing a block mapping that begins on line 1",
            "give every key of a mapping the same indentation",
            (3, 2),
        ),
    ],
)  # fmt: skip
def test_an_error_of_the_parser_says_where_the_collection_begins_and_what_to_do(
    text: str, message: str, help: str, place: tuple[int, int]
) -> None:
    (fault,) = parse(text).faults
    assert (fault.message, fault.help, fault.span) == (f"this is not YAML: {message}", help, (*place, *place))

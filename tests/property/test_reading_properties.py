"""The reader against any bytes, against PyYAML's own writer and composer, and against files made from the tables."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from pactstate.domain.agreement import Agreement
from pactstate.fileformat import convert, document
from pactstate.findings import Finding, Severity
from pactstate.smallyaml import MappingNode, find_node, parse
from pactstate.storage.limits import DEFAULT, Limits
from profiles import examples
from yaml_strategies import (
    Data,
    Way,
    agreements,
    alone,
    data,
    excerpt,
    lies_within,
    loose_texts,
    scalars,
    styles,
    texts,
    tokens,
    written,
)

_SMALL = Limits(depth=3, nodes=12, scalar=10, key=5)


# The reader never raises, and every finding lies in the file.


def _check_any(raw: bytes, limits: Limits = DEFAULT) -> None:
    text, findings = document.read("x.yaml", raw, limits)
    agreement, shape = convert.agreement_of(text)
    _, more = convert.sources_of(text)
    decoded = raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    outside = [found for found in [*findings, *shape, *more] if not lies_within(decoded, found.location)]
    assert not outside
    errors = [found for found in [*findings, *shape] if found.severity is Severity.ERROR]
    assert agreement is not None or errors, "what is not understood is an error"


@given(agreements, styles(), st.data(), st.sampled_from([DEFAULT, _SMALL]))
def test_any_damaged_file_is_read(
    value: dict[str, Any], style: dict[str, Any], more: st.DataObject, small: Limits
) -> None:
    raw = written(value, style).encode()
    for _ in range(more.draw(st.integers(1, 3))):
        start = more.draw(st.integers(0, len(raw)))
        end = more.draw(st.integers(start, min(len(raw), start + 5)))
        put = more.draw(tokens.map(str.encode) | st.binary(max_size=3) | st.just(raw[end : end + 9]))
        raw = raw[:start] + put + raw[end:]
    _check_any(raw, small)


# Text that PyYAML writes is read back, and every scalar has its place.


@given(data, styles())
@settings(max_examples=examples(300))
def test_what_is_written_is_read_back(value: Data, style: dict[str, Any]) -> None:
    text = written(value, style)
    tree = parse(text, DEFAULT)
    assert tree.complete
    assert not tree.faults
    assert tree.root is not None
    assert tree.root.data == value


@given(st.dictionaries(texts, data, min_size=1), styles())
def test_the_span_of_every_scalar_holds_it(value: Data, style: dict[str, Any]) -> None:
    text = written(value, style).replace("\r\n", "\n")
    tree = parse(text, DEFAULT)
    found = list(scalars(tree.root))
    assert [alone(excerpt(text, scalar.span)) for _, scalar, _ in found] == [scalar.data for _, scalar, _ in found]
    assert [scalar.data for path, scalar, is_key in found if not is_key] == list(_leaves(value))
    assert sum(is_key for _, _, is_key in found) == _keys(value)


@given(st.dictionaries(texts, data, min_size=1), styles())
def test_every_path_leads_to_its_scalar(value: Data, style: dict[str, Any]) -> None:
    text = written(value, style)
    root = parse(text, DEFAULT).root
    assert root is not None
    for path, scalar, is_key in scalars(root):
        found = find_node(root, path)
        assert (found.key_span if is_key else found.value_span) == scalar.span


def _leaves(value: Data) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    else:
        for inner in value if isinstance(value, list) else value.values():
            yield from _leaves(inner)


def _keys(value: Data) -> int:
    if isinstance(value, dict):
        return len(value) + sum(map(_keys, value.values()))
    return sum(map(_keys, value)) if isinstance(value, list) else 0


# The tree is what PyYAML composes, for every small YAML; the rest has a fault.


def _composed(node: yaml.Node, faults: list[str]) -> Data:
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_composed(item, faults) for item in node.value]
    pairs: dict[str, Data] = {}
    for key, value in node.value:
        inside = _composed(value, faults)
        if not isinstance(key, yaml.ScalarNode):
            faults.append("key")
        elif key.value == "<<" and not key.style:
            faults.append("merge")
        elif key.value in pairs:
            faults.append("twice")
        else:
            pairs[key.value] = inside
    return pairs


def _expected(text: str, loader: Any) -> tuple[Data | None, bool]:
    """Return what PyYAML reads, and whether the text is small YAML."""
    special = False
    for event in yaml.parse(text, Loader=loader):
        special |= isinstance(event, yaml.AliasEvent) or bool(getattr(event, "anchor", None))
        special |= getattr(event, "tag", None) is not None or bool(getattr(event, "tags", None))
    documents = list(yaml.compose_all(text, Loader=loader))
    if special or not documents:
        return None, not special
    faults: list[str] = []
    value = _composed(documents[0], faults)
    return value, not faults and len(documents) == 1


@given(loose_texts.filter(str.isprintable) | st.text("ab:-[]{},'\"|>#?&*!<% \n", max_size=30))
@example("a: ! b")
@example("{a: 1, a: 2}")
@example("? [a]\n: b\nc: d")
@example("a: |\n  b\n\n  c\n")
@example("'<<': a")
@example("<<: a")
@settings(max_examples=examples(600))
def test_the_tree_is_what_the_composer_of_the_same_parser_makes(text: str) -> None:
    tree = parse(text, DEFAULT)
    try:
        value, small = _expected(text, yaml.CBaseLoader)
    except yaml.YAMLError:
        assert tree.faults
        return
    # Texts that only libyaml accepts are refused, although they were read to their end.
    lenient = tree.complete and any(fault.rule == "invalid-yaml" for fault in tree.faults)
    assert lenient or small == (not tree.faults)
    if not tree.faults:
        assert (None if tree.root is None else tree.root.data) == value


@given(data, styles(), st.sampled_from(["", "# note\n"]), st.sampled_from(["", "\n# end", "\n...\n"]))
def test_the_tree_is_what_an_independent_parser_makes(value: Data, style: dict[str, Any], head: str, tail: str) -> None:
    text = head + written(value, style).removesuffix("...\n") + tail
    tree = parse(text, DEFAULT)
    expected, small = _expected(text, yaml.BaseLoader)
    assert small
    assert not tree.faults
    assert tree.root is not None
    assert tree.root.data == expected


# A file made from the tables is an agreement; a single fault in it is found, once, and where it is.


def _read(value: dict[str, Any], style: dict[str, Any]) -> tuple[str, Agreement | None, list[Finding]]:
    text = written(value, style)
    read, faults = document.read("x.yaml", text.encode(), DEFAULT)
    agreement, shape = convert.agreement_of(read)
    # Plain texts such as 'y' are written by PyYAML without quotes, and are an info.
    return text, agreement, [found for found in [*faults, *shape] if found.rule != "ambiguous-scalar"]


@given(agreements, styles())
def test_a_valid_file_is_an_agreement(value: dict[str, Any], style: dict[str, Any]) -> None:
    _, agreement, findings = _read(value, style)
    assert not findings
    assert agreement is not None
    assert (agreement.id, agreement.title, agreement.kind) == (value["id"], value["title"], value["kind"])
    assert list(agreement.parties) == value["parties"]
    assert {source.id: source.title for source in agreement.sources} == {
        id: source["title"] for id, source in value.get("sources", {}).items()
    }
    assert [statement.says for statement in agreement.statements] == [
        item["says"] for item in value.get("statements", [])
    ]
    assert len(agreement.history) == len(value["history"])
    for event, entry in zip(agreement.history, value["history"], strict=True):
        assert list(event.kinds) == _many(entry["event"])
        assert event.date.text == entry["date"]
        assert (event.effective and event.effective.text) == entry.get("effective")
        fields = ("party", "by", "place", "note", "of", "reason", "corrected")
        assert [getattr(event, field) for field in fields] == [entry.get(field) for field in fields]
        assert [
            (claim.role, claim.source, claim.rejected, claim.date and claim.date.text) for claim in event.claims
        ] == [
            (role, *((claim, None, None) if isinstance(claim, str) else map(claim.get, ("source", "rejected", "date"))))
            for role in ("reported", "announced", "denied")
            for claim in _many(entry.get(f"{role}_by", []))
        ]
    hash(agreement)


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _ways(value: Data, way: Way = ()) -> Iterator[tuple[Way, Data]]:
    """Every part of the data, with the way to it."""
    yield way, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield from _ways(part, (*way, key))


def _at(value: Any, way: Way) -> Any:
    for part in way:
        value = value[part]
    return value


_REQUIRED = {"id", "title", "kind", "parties", "history", "event", "date", "source", "says", "after"}
_OPTIONAL_DATE = {"reported_by", "announced_by", "denied_by", "statements"}
_WORDS = {"kind", "event", "says", "type", "reason", "after", "renews"}


def _is_required(way: Way, value: dict[str, Any]) -> bool:
    names = [part for part in way if isinstance(part, str)]
    if way[-1] not in _REQUIRED or (names[0] == "sources" and len(way) < 3):
        return False
    return names[-1] != "date" or (names[0] == "history" and not _OPTIONAL_DATE & {*names})


@given(agreements, styles(), st.data())
def test_a_missing_key_is_named_where_it_is_due(
    value: dict[str, Any], style: dict[str, Any], more: st.DataObject
) -> None:
    ways = [way for way, part in _ways(value) if way and isinstance(way[-1], str) and _is_required(way, value)]
    way = more.draw(st.sampled_from(ways))
    value = copy.deepcopy(value)
    above = _at(value, way[:-1])
    del above[way[-1]]
    text, agreement, findings = _read(value, style)
    assert agreement is None
    assert [found.rule for found in findings] == ["missing-key"]
    assert f"'{way[-1]}'" in findings[0].message
    shown = excerpt(text, findings[0].location)
    assert alone(shown) == next(iter(above)) if above else shown == "{}"


@given(agreements, styles(), st.data(), texts.filter(lambda text: len(text) < 9))
@example({"id": "a", "title": "b", "kind": "raa", "parties": ["JP", "PH"], "history": []}, {}, None, "[key]")
def test_an_unknown_key_is_named_where_it_stands(
    value: dict[str, Any], style: dict[str, Any], more: st.DataObject | None, key: str
) -> None:
    ways = [way for way, part in _ways(value) if isinstance(part, dict) and way != ("sources",)]
    way = more.draw(st.sampled_from(ways)) if more else ()
    value = copy.deepcopy(value)
    assume(key not in _at(value, way))
    _at(value, way)[key] = "x"
    text, agreement, findings = _read(value, style)
    assert agreement is None
    assert [found.rule for found in findings] == ["unknown-key"]
    assert alone(excerpt(text, findings[0].location)) == key


@given(agreements, styles(), st.data())
def test_a_misspelt_word_is_named_where_it_stands(
    value: dict[str, Any], style: dict[str, Any], more: st.DataObject
) -> None:
    ways = [
        way
        for way, part in _ways(value)
        if isinstance(part, str)
        and next(name for name in reversed(way) if isinstance(name, str)) in _WORDS
        and not (way[0] == "sources" and len(way) < 3)
        and part not in ("postponed", "terminated")
    ]
    way = more.draw(st.sampled_from(ways))
    value = copy.deepcopy(value)
    word = _at(value, way)
    place = more.draw(st.integers(0, len(word) - 1))
    wrong = word[:place] + word[place] + word[place:]
    _at(value, way[:-1])[way[-1]] = wrong
    text, agreement, findings = _read(value, style)
    assert agreement is None
    assert [found.rule for found in findings] == ["invalid-value"]
    assert alone(excerpt(text, findings[0].location)) == wrong
    assert findings[0].help == f"did you mean '{word}'?"


@given(agreements, styles(), st.data())
@pytest.mark.filterwarnings("error")
def test_a_wrong_date_is_named_where_it_stands(
    value: dict[str, Any], style: dict[str, Any], more: st.DataObject
) -> None:
    fields = ("date", "effective", "published", "updated", "accessed", "archived")
    ways = [way for way, part in _ways(value) if way and way[-1] in fields and isinstance(part, str)]
    assume(ways)
    way = more.draw(st.sampled_from(ways))
    value = copy.deepcopy(value)
    wrong = more.draw(st.sampled_from(["2024-02-30", "31/12/2024", "soon", "2024-13", "2025/2024"]))
    _at(value, way[:-1])[way[-1]] = wrong
    text, agreement, findings = _read(value, style)
    assert agreement is None
    assert [found.rule for found in findings] == ["invalid-date"]
    assert alone(excerpt(text, findings[0].location)) == wrong


@given(st.dictionaries(texts, texts, min_size=1), styles(), st.data())
def test_a_key_that_stands_twice_is_named_with_the_first(
    value: dict[str, Data], style: dict[str, Any], more: st.DataObject
) -> None:
    key = more.draw(st.sampled_from(list(value)))
    block = {**style, "default_flow_style": False, "explicit_start": False, "line_break": "\n"}
    text = written(value, block) + written({key: "again"}, block)
    tree = parse(text, DEFAULT)
    assert [fault.rule for fault in tree.faults] == ["duplicate-key"]
    assert isinstance(tree.root, MappingNode)
    assert tree.root.data == value
    related = tree.faults[0].related
    assert related is not None
    assert related[1] == tree.root.entries[key][0].span
    assert related[1] < tree.faults[0].span
    assert alone(excerpt(text, tree.faults[0].span)) == key

"""Targets that take the text of a file, or of a date: what the file says is understood whole, or refused with a reason."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
from pathlib import Path
from typing import Any, Final
from zlib import crc32

import yaml
from hypothesis import strategies as st

from clean import assert_clean
from pactstate.checks.suppression import Suppressor
from pactstate.domain.dates import DateError, PartialDate, certainly_before, compatible, possibly_before
from pactstate.fileformat import convert, document
from pactstate.fileformat.config import ConfigurationError, read_config
from pactstate.fileformat.document import Document, finding
from pactstate.fileformat.ignores import Ignore, ignores
from pactstate.findings import Finding, Location, Severity
from pactstate.rules import RULES, find_rules
from pactstate.smallyaml.characters import replace_suspicious
from pactstate.storage.limits import DEFAULT, Limits
from pactstate.text.escape import csv_cell, json_text, markdown, visible, visible_characters
from report_strategies import hostile_texts

__all__ = ["comments", "dates", "escapes", "reader", "settings", "tomls"]

_NARROW: Final = Limits(depth=4, nodes=40, scalar=60, key=8, faults=5)


def _seldom(data: bytes, one_in: int) -> bool:
    """Whether it is this input's turn for what takes its time; the same on every run."""
    return crc32(data) % one_in == 0


def _lies_within(lines: list[str], place: Location) -> bool:
    ends = ((place.line, place.column), (place.end_line, place.end_column))
    return ends[0] <= ends[1] and all(
        1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 1 for line, column in ends
    )


_UNKNOWN: Final = re.compile(r"unknown key '([a-z0-9_]{1,60})'(?: in (?:this \w+|'\w+'))?")


def _assert_places(findings: list[Finding], text: str) -> None:
    lines = text.split("\n")
    for found in findings:
        for place in (found.location, *(one.location for one in found.related)):
            assert _lies_within(lines, place), f"{found.rule} at {place} of {len(lines)} lines"
        key = _UNKNOWN.fullmatch(found.message)
        if key and found.line == found.end_line and '"' not in lines[found.line - 1]:
            assert _excerpt(lines, found.location).removesuffix("'").endswith(key[1]), "it stands elsewhere"


# The reader.


def reader(data: bytes) -> str:
    """Bytes are read as small YAML and as an agreement; some as shared sources too, some with narrow limits."""
    limits = _NARROW if _seldom(data, 5) else DEFAULT
    read, findings = document.read("x.yaml", data, limits)
    agreement, shape = convert.agreement_of(read)
    sources, more = convert.sources_of(read) if _seldom(data, 4) else ({}, [])
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    every = [*findings, *shape, *more]
    _assert_places(every, text)
    errors = {found.rule for found in (*findings, *shape) if found.severity is Severity.ERROR}
    assert agreement is not None or errors, "what is not understood is an error"
    assert read.complete or errors
    assert read.root is not None or errors
    if read.root is not None:
        _assert_within(read.root.data, limits)
        if not errors and _seldom(data, 3):
            assert _is_small(read.text), "more than small YAML"
        if not findings and limits is DEFAULT:
            other = yaml.BaseLoader if len(data) < 200 and _seldom(data, 50) else yaml.CBaseLoader
            assert read.root.data == yaml.load(text, Loader=other), "other readers read something else"
    if agreement is not None:
        return "an agreement"
    return "sources" if sources else "+".join(sorted(errors)[:2])


_LARGE: Final = (yaml.AnchorToken, yaml.AliasToken, yaml.TagToken)


def _is_small(text: str) -> bool:
    """Whether a text has no anchor, alias, tag or merge key, by its tokens."""
    tokens = list(yaml.scan(replace_suspicious(text)[0], Loader=yaml.CBaseLoader))
    merges = any(
        isinstance(before, yaml.KeyToken)
        and isinstance(token, yaml.ScalarToken)
        and token.plain
        and token.value == "<<"
        for before, token in itertools.pairwise(tokens)
    )
    return not merges and not any(isinstance(token, _LARGE) for token in tokens)


def _assert_within(value: Any, limits: Limits) -> None:
    nodes, level, depth = 0, [value], 0
    while level:
        nodes += len(level)
        assert depth <= limits.depth, "deeper than allowed"
        inner = [
            part.items() if isinstance(part, dict) else enumerate(part) for part in level if not isinstance(part, str)
        ]
        assert all(len(part) <= limits.scalar for part in level if isinstance(part, str)), "longer than allowed"
        pairs = [pair for one in inner for pair in one]
        assert all(len(key) <= limits.key for key, _ in pairs if isinstance(key, str)), "a longer key than allowed"
        level, depth = [part for _, part in pairs], depth + bool(inner)
    assert nodes <= limits.nodes, "more than allowed"


# Partial dates.

_ISO: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_OFFERED: Final = re.compile(r"\b(?:write|did you mean|or) '([0-9X][^'\s]*)'")
_DAY: Final = dt.timedelta(days=1)
_ENDS: Final = (dt.date.min, dt.date.max)


def dates(data: bytes) -> str:
    """A text is a partial date, with what must hold of one; or it is refused, with advice that is a date itself."""
    text = data.decode("utf-8", "replace")
    try:
        date = PartialDate(text)
    except DateError as error:
        return _refused(text, str(error))
    assert date.earliest <= date.latest
    assert str(date) == date.text == text
    assert PartialDate(str(date)) == date
    assert hash(PartialDate(date)) == hash(date)
    assert date.qualified == any(mark in text for mark in "?~%")
    assert compatible(date, date)
    assert not certainly_before(date, date)
    assert possibly_before(date, date) != date.is_day
    same = PartialDate.between(date.earliest, date.latest)
    assert (same.earliest, same.latest, same.qualified) == (date.earliest, date.latest, False)
    start, slash, end = text.partition("/")
    if not slash:
        twice = PartialDate(f"{text}/{text}")
        assert (twice.earliest, twice.latest) == (date.earliest, date.latest)
    _assert_bound(start, date.earliest, -_DAY)
    _assert_bound(end if slash else start, date.latest, _DAY)
    return "a day" if date.is_day else "an interval" if slash else "qualified" if date.qualified else "a longer time"


def _refused(text: str, said: str) -> str:
    assert said
    assert not (_ISO.fullmatch(text) and _is_day(text)), "a day is a date"
    # The message quotes the text, which may be anything.
    for offered in _OFFERED.findall(said.replace(text, "")):
        PartialDate(offered)
    return "refused"


def _assert_bound(atom: str, day: dt.date, beyond: dt.timedelta) -> None:
    """A bound is the first or last day of which the digits that are stated hold; a qualifier moves it outwards."""
    outer = dt.date.min if beyond < dt.timedelta(0) else dt.date.max
    if atom == "..":
        assert day == outer
        return
    bare = atom.rstrip("?~%")
    if bare != atom:
        certain = PartialDate(bare)
        inner = certain.earliest if beyond < dt.timedelta(0) else certain.latest
        assert abs(outer - day) < abs(outer - inner) or day == outer, "a qualifier widens"
        return
    stated = bare.rstrip("X-")
    assert day.isoformat().startswith(stated)
    assert day == outer or not (day + beyond).isoformat().startswith(stated)


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


# Comments.

_TODAY: Final = dt.date(2026, 11, 22)


def comments(data: bytes) -> str:
    """Comments are found where they stand, and silence what they name where they say; never a fault of form."""
    read, _ = document.read("x.yaml", data, DEFAULT)
    found = ignores(read)
    lines = read.text.split("\n")
    for one in found:
        places = [one.location, *(place for _, place in one.rules), *([one.until[1]] if one.until else [])]
        assert all(_lies_within(lines, place) for place in places)
        assert re.match(r"#+[ \t]*pactstate:", _excerpt(lines, one.location))
        assert [name for name, _ in one.rules] == [_excerpt(lines, place) for _, place in one.rules]
        assert one.until is None or one.until[0] == _excerpt(lines, one.until[1])
        assert 1 <= one.first <= len(lines)
        assert one.last <= len(lines)
    assert len({one.location.line for one in found}) == len(found)
    assert not found or read.complete
    if not found:
        return "none"
    _assert_settled(read, lines, found)
    return f"{min(len(found), 3)} {'file' if found[0].word == 'ignore-file' else 'line' if found[0].first == found[0].location.line else 'below'}"


def _excerpt(lines: list[str], place: Location) -> str:
    assert place.line == place.end_line
    return lines[place.line - 1][place.column - 1 : place.end_column - 1]


_LOUD: Final = ("missing-key", "unused-ignore", "event-removed", "limit-exceeded")
_QUIET: Final = ("skipped-step", "unsourced-event")


def _assert_settled(read: Document, lines: list[str], found: list[Ignore]) -> None:
    """With a finding of a few rules on each line."""
    made = [
        finding(rule, "x", Location("x.yaml", line + 1, 1, line + 1, 1))
        for line in range(min(len(lines), 12))
        for rule in (*_LOUD, *_QUIET)
    ]
    suppressor = Suppressor(PartialDate(_TODAY), RULES.keys())
    suppressor.add(read.path, found)
    left, silenced = [*suppressor.remaining(made)], suppressor.suppressed
    left += [*suppressor.faults, *suppressor.unused(())]
    _assert_places(left, read.text)
    assert {*map(id, made)} <= {*map(id, left), *(id(one.finding) for one in silenced)}, "a finding is lost"
    comments = {one.location: one for one in found}
    for one in silenced:
        comment = comments[one.location]
        assert one.finding.rule in _QUIET, "silenced what cannot be"
        assert any(one.finding.rule in find_rules(name) for name, _ in comment.rules)
        assert comment.first <= one.finding.line <= comment.last
        assert comment.word in ("ignore", "ignore-file")


# Settings.


class _OneFile:
    """A store that holds one file."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def find_files(self, folder: Path, limits: Limits, *, needed: bool = True) -> list[str]:
        return []

    def read_bytes(self, path: Path, limits: Limits) -> bytes:
        return self._data

    def has(self, path: Path) -> bool:
        return True


def settings(data: bytes) -> str:
    """Settings are taken whole, or refused in one line that names the file."""
    path = Path("x/pyproject.toml" if b"tool" in data else "x/pactstate.toml")
    try:
        config = read_config(path, DEFAULT, _OneFile(data))
    except ConfigurationError as error:
        return f"refused: {_in_one_line(str(error), path).partition(':')[0][:24]}"
    if config is None:
        assert path.name == "pyproject.toml"
        return "none"
    assert config.selection.names <= RULES.keys()
    assert all(Path(one).is_relative_to("x") and ".." not in Path(one).parts for one in config.paths)
    assert config.vocabulary.kinds.keys() >= config.kinds.keys()
    assert config.vocabulary.parties.keys() >= config.parties.keys()
    assert all(name == kind.name for name, kind in config.kinds.items())
    lines = data.decode("utf-8-sig").split("\n")
    for word in (*config.selection.select, *config.selection.ignore):
        assert _lies_within(lines, config.location_of(word))
    return f"{bool(config.kinds):d} {bool(config.parties):d} {bool(config.paths):d} {bool(config.selection.ignore):d}"


_TOP: Final = ("format", "paths", "select", "ignore", "kinds", "parties", "strict", "selct")
_OF_KINDS: Final = (
    "title", "expects", "expects-many", "unusual", "wrong", "legislature-unusual", "approval", "approvals",
)  # fmt: skip
_RIGHT: Final = {
    "format": "1",
    "paths": "['agreements', 'a/b']",
    "kinds": "{a = {title = 'x'}}",
    "parties": "{XX = 'x'}",
    "title": "'A kind'",
    "expects": "[['signed', 'adopted'], 'ratified']",
    "expects-many": "['adopted']",
    "unusual": "['stalled']",
    "wrong": "['terminated']",
    "legislature-unusual": "true",
    "approval": "'of all'",
    "approvals": "['*', 'JP']",
}


@st.composite
def tomls(draw: st.DrawFn) -> bytes:
    """Sound TOML, and mostly settings."""

    def seldom(one_in: int = 4) -> bool:
        return draw(st.integers(1, one_in)) == one_in

    def value(key: str) -> str:
        if not seldom(8):
            return _RIGHT.get(key, f"['PS2', 'skipped-step', {draw(_quoted)}]")
        return draw(st.sampled_from((*_OTHER_VALUES, *_RIGHT.values())) | _quoted | _quoted.map("[{}]".format))

    lines = [f"{key} = {value(key)}" for key in _TOP[: 8 if seldom() else 4] if seldom(2)]
    lines += ["[parties]", f"{draw(_quoted) if seldom() else 'XX'} = {draw(_quoted)}"] if seldom(3) else []
    for name in ("own", "raa")[: draw(st.integers(0, 2))]:
        lines += [f"[kinds.{draw(_quoted) if seldom() else name}]", f"title = {value('title')}"]
        lines += [f"{key} = {value(key)}" for key in _OF_KINDS[1:] if seldom()]
    return "\n".join(lines).encode()


_quoted: Final = hostile_texts.map(lambda text: json.dumps(text, ensure_ascii=False))
_OTHER_VALUES: Final = ("1", "[]", "{}", "['../x']", "['a/../b']", "['/x']", "1979-05-27", "inf")


def _in_one_line(said: str, path: Path) -> str:
    assert said.startswith(f"{path}: ")
    assert len(said.splitlines()) == 1
    return said.removeprefix(f"{path}: ")


# Escapes.


def escapes(data: bytes) -> str:
    """Any text, made harmless for each kind of output, says what it said."""
    text = data.decode("utf-8", "surrogateescape")
    shown = visible(text)
    assert_clean(f"{shown}\n")
    assert len(shown.splitlines()) <= 1
    assert visible(shown) == shown
    assert "".join(visible_characters(text)) == shown
    if "\\u{" not in text:
        assert re.sub(r"\\u\{([0-9a-f]+)\}", lambda match: chr(int(match[1], 16)), shown) == text, (
            "it says something else"
        )
    cell = csv_cell(text)
    assert cell.removeprefix("'") == shown.removeprefix("'")
    assert not cell.startswith(("=", "+", "-", "@"))
    assert_clean(f"x {markdown(text)}\n")
    assert_clean(json_text({"x": text}))
    return "as it is" if shown == text else "written out"

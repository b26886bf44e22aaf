"""Agreements, sources and whole reports made from decisions: sound by construction, with any text where any is allowed."""

from __future__ import annotations

import copy
import datetime as dt
import functools
import json
import re
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Any, Final, TypeVar

from fuzz.choices import Choices
from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.domain.fields import unchecked
from pactstate.domain.kinds import KINDS
from pactstate.domain.lifecycle import EventKind, State
from pactstate.domain.model import (
    FORCE_AFTER,
    Claim,
    Event,
    ForceRule,
    Period,
    Role,
    Source,
    SourceType,
    Statement,
    Term,
    TerminationReason,
)
from pactstate.domain.vocabulary import Vocabulary
from pactstate.findings import (
    Finding,
    Fix,
    Location,
    Related,
    Remark,
    RemarkKind,
    Report,
    Severity,
    Suppression,
    TextEdit,
    Unlisted,
)
from pactstate.rules import RULES

__all__ = ["Data", "agreement", "built", "cited", "junk", "report", "source", "spoilt", "written"]

Data = dict[str, Any]
"""What a file holds: texts, lists and mappings."""

_Word = TypeVar("_Word", bound=StrEnum)

IDS: Final = ("a", "b-1", "jp-ph-raa", "s0", "s1", "s2", "0")
PARTIES: Final = ("JP", "PH", "US", "AU", "EU", "NATO")
KIND_WORDS: Final = tuple(map(str, KINDS))
DATES: Final = (
    *("2024-07-08", "2025-08-12", "2025-09-11", "2025-09-12", "2025-09", "2025", "202X", "20XX", "2024-12-16"),
    *("2025-09-10/2025-09-12", "../2024-07-08", "2025-09-11/..", "2024-07?", "2024%", "2024-02-29~", "2025-XX-XX"),
    *("0001-01-01", "9999-12-31", "0001", "9999-12", "0001-01-01/9999-12-31", "../0001-01-02", "9999-12-30/.."),
)
LINKS: Final = ("https://example.org", "http://x.example/a?b=c#d", "https://example.org/)](x", "https://x/%0A::error::")


def _words(kind: Iterable[_Word]) -> tuple[str, ...]:
    return tuple(map(str, kind))


_EVENTS: Final = _words(EventKind)
_STATES: Final = _words(State)
_REASONS: Final = _words(TerminationReason)
_TYPES: Final = _words(SourceType)


def text(choices: Choices) -> str:
    """A text that is not blank."""
    text = choices.text()
    return text if text.strip() else "x"


def _date(choices: Choices) -> str:
    return choices.pick(DATES)


def _id(choices: Choices) -> str:
    return choices.pick(IDS)


def _some(choices: Choices, things: Sequence[str], least: int, most: int) -> list[str]:
    """A few different things."""
    first, count = choices.below(len(things)), least + choices.below(most - least + 1)
    step = 1 + choices.below(2)
    return list(dict.fromkeys(things[(first + step * number) % len(things)] for number in range(count)))


def _number(choices: Choices) -> str:
    return choices.pick(("1", "2", "10", "30", "0007", "99999"))


def _length(choices: Choices) -> str:
    return choices.pick(("6 months", "1 day", "180 days", "1 years", "9999 years", "9999 months"))


_Maker = Callable[[Choices], Any]


def _with(choices: Choices, sure: Data, perhaps: dict[str, _Maker]) -> Data:
    return sure | {key: make(choices) for key, make in perhaps.items() if choices.seldom()}


def _claim(choices: Choices) -> str | Data:
    if not choices.seldom():
        return _id(choices)
    return _with(choices, {"source": _id(choices)}, {"date": _date, "locator": text, "rejected": text, "note": text})


def _claims(choices: Choices) -> Any:
    return _claim(choices) if choices.seldom() else [_claim(choices) for _ in range(choices.below(3))]


def _ids(choices: Choices) -> str | list[str]:
    return _id(choices) if choices.seldom() else [_id(choices) for _ in range(choices.below(3))]


_USUAL: Final = ("negotiating", "signed", "ratified", "in_force", "terminated")


def _history(choices: Choices) -> list[Data]:
    """A few entries; most histories hold together, as far as chance may have it."""
    count = choices.below(5)
    entries = [_entry(choices, [event] if choices.below(3) else _EVENTS) for event in _USUAL[:count]]
    if not choices.seldom():
        days = sorted((entry["date"] for entry in entries), key=_last_day)
        entries = [entry | {"date": day} for entry, day in zip(entries, days, strict=True)]
    return entries


@functools.cache
def _last_day(text: str) -> dt.date:
    return PartialDate(text).latest


def _entry(choices: Choices, usual: Sequence[str]) -> Data:
    events = _some(choices, _EVENTS, 1, 2) if choices.seldom() else choices.pick(usual)
    entry = {"event": events, "date": _date(choices), "reported_by": _claims(choices)}
    if "postponed" in events:
        entry["of"] = choices.pick(_words(tuple(EventKind)))
    perhaps: dict[str, _Maker] = {
        "effective": _date,
        "party": lambda choices: choices.pick(PARTIES),
        "by": text,
        "place": text,
        "note": text,
        "corrected": text,
        "announced_by": _claims,
        "denied_by": _claims,
    }
    if "terminated" in events:
        perhaps["reason"] = lambda choices: choices.pick(_REASONS)
    return _with(choices, entry, perhaps)


def source(choices: Choices) -> Data:
    """The description of a source."""
    return _with(
        choices,
        {"title": text(choices), "published": _date(choices)},
        {
            "publisher": text,
            "author": text,
            "url": lambda choices: choices.pick(LINKS),
            "updated": _date,
            "accessed": _date,
            "archived": _date,
            "basis": text,
            "based_on": _ids,
            "type": lambda choices: choices.pick(_TYPES),
            "note": text,
            "corrected": text,
        },
    )


def _statement(choices: Choices) -> Data:
    sure = {"source": _id(choices), "says": choices.pick(_STATES)}
    return _with(choices, sure, {"date": _date, "locator": text, "rejected": text, "note": text})


def _force(choices: Choices) -> Data:
    return _with(choices, {"after": choices.pick(_words(FORCE_AFTER))}, {"days": _number, "months": _number})


def _term(choices: Choices) -> Data:
    return _with(choices, {}, {"years": _number, "renews": _true_or_false, "notice": _length})


def _true_or_false(choices: Choices) -> Data:
    return choices.pick(("true", "false"))


def agreement(choices: Choices, kinds: Sequence[str] = KIND_WORDS, parties: Sequence[str] = PARTIES) -> Data:
    """A whole agreement that breaks no rule of form."""
    return _with(
        choices,
        {
            "id": _id(choices),
            "title": text(choices),
            "kind": choices.pick(kinds),
            "parties": _some(choices, parties, 2, 4),
            "history": _history(choices),
            "sources": {_id(choices): source(choices) for _ in range(choices.below(4))},
        },
        {
            "statements": lambda choices: [_statement(choices) for _ in range(choices.below(3))],
            "formal_title": text,
            "approvals_needed": lambda choices: _some(choices, PARTIES, 0, 3),
            "consents_needed": _number,
            "entry_into_force": _force,
            "term": _term,
            "replaces": _ids,
            "replaced_by": _ids,
            "amends": _ids,
        },
    )


def built(value: Data, vocabulary: Vocabulary | None = None) -> Agreement:
    """The agreement that a file with this data describes, made without reading any."""
    rule, term = value.get("entry_into_force"), value.get("term")
    return unchecked(Agreement)(
        id=value["id"],
        title=value["title"],
        kind=value["kind"],
        parties=tuple(value["parties"]),
        history=tuple(map(_event, value["history"])),
        statements=tuple(
            unchecked(Statement)(**{**one, "says": State(one["says"]), "date": _dated(one.get("date"))})
            for one in value.get("statements", ())
        ),
        sources=tuple(_described(id, value["sources"][id]) for id in sorted(value["sources"])),
        formal_title=value.get("formal_title"),
        approvals_needed=tuple(value["approvals_needed"]) if "approvals_needed" in value else None,
        consents_needed=int(value["consents_needed"]) if "consents_needed" in value else None,
        entry_into_force=rule
        and ForceRule(EventKind(rule["after"]), int(rule.get("days", 0)), int(rule.get("months", 0))),
        term=None if term is None else _termed(term),
        **{key: tuple(_many(value.get(key, []))) for key in ("replaces", "replaced_by", "amends")},
        vocabulary=vocabulary,
    )


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@functools.cache
def _dated(text: str | None) -> PartialDate | None:
    return None if text is None else PartialDate(text)


_DAYS: Final = ("published", "updated", "accessed", "archived")
_CLAIMS: Final = (("reported_by", Role.REPORTED), ("announced_by", Role.ANNOUNCED), ("denied_by", Role.DENIED))


def _described(id: str, value: Data) -> Source:
    days = {key: _dated(value.get(key)) for key in _DAYS}
    type = SourceType(value["type"]) if "type" in value else None
    return unchecked(Source)(
        **{**value, **days, "id": id, "type": type, "based_on": tuple(_many(value.get("based_on", [])))}
    )


def _event(value: Data) -> Event:
    claims = (
        unchecked(Claim)(
            role=role, **({"source": one} if isinstance(one, str) else {**one, "date": _dated(one.get("date"))})
        )
        for key, role in _CLAIMS
        for one in _many(value.get(key, []))
    )
    return unchecked(Event)(
        kinds=tuple(map(EventKind, _many(value["event"]))),
        date=PartialDate(value["date"]),
        effective=_dated(value.get("effective")),
        **{key: value.get(key) for key in ("party", "by", "place", "note", "corrected")},
        of=EventKind(value["of"]) if "of" in value else None,
        reason=TerminationReason(value["reason"]) if "reason" in value else None,
        claims=tuple(claims),
    )


def _termed(value: Data) -> Term:
    count, unit = value["notice"].split(" ") if "notice" in value else ("", "")
    return Term(
        years=int(value["years"]) if "years" in value else None,
        renews={"true": True, "false": False}.get(value.get("renews", "")),
        notice=Period(int(count), unit.removesuffix("s") + "s") if count else None,
    )


def cited(value: Data) -> set[str]:
    """The ids of all sources that sound data names."""
    claims = [one for entry in value["history"] for key, _ in _CLAIMS for one in _many(entry.get(key, []))]
    named = {one if isinstance(one, str) else one["source"] for one in (*claims, *value.get("statements", ()))}
    return named.union(*(_many(one.get("based_on", [])) for one in value["sources"].values()))


_WRONG: Final[tuple[Any, ...]] = ("", " \t", {"zz": "zz"}, [["zz"]], {}, [{}], "\n")
"""What nothing in a file may be."""
_DAY_WORDS: Final = ("2024-13", "soon", "2025/2024", "../..")
_WRONG_THERE: Final[dict[object, tuple[str, ...]]] = {
    **dict.fromkeys(("date", "effective", *_DAYS), _DAY_WORDS),
    **dict.fromkeys(("days", "months", "years", "consents_needed"), ("123456", "-1", "1.0", "٣")),
    **dict.fromkeys(("id", "source"), ("A", "a b", "-a", "a--b", "a\n")),
    **dict.fromkeys(
        ("kind", "party", "of", "reason", "says", "type", "after", "renews", "url", "notice"), ("zz", "1 zz")
    ),
}
"""What nothing under such a key may be."""


def spoilt(choices: Choices, value: Data) -> bool:
    """Put into the data, in place, what cannot be right wherever it stands; whether there was a place for it."""
    above: Any = value
    key: Any = choices.pick(sorted(value))
    while isinstance(above[key], dict | list) and above[key] and not choices.seldom(3):
        above = above[key]
        key = choices.pick(sorted(above)) if isinstance(above, dict) else choices.below(len(above))
    wrong = copy.deepcopy(choices.pick((*_WRONG, *_WRONG_THERE.get(key, ()))))
    # An empty mapping is right where all keys may be left out, and where sources are described.
    if wrong == {} and key in ("sources", "term"):
        return False
    if choices.seldom() and isinstance(above, dict) and above is not value.get("sources"):
        above["zz"] = wrong
    else:
        above[key] = wrong
    return True


def junk(choices: Choices, depth: int = 0) -> Any:
    """Any data at all, with the format's own words here and there."""
    shape = choices.below(6) if depth < 6 else 0
    if shape == 4:
        return [junk(choices, depth + 1) for _ in range(choices.below(4))]
    if shape == 5:
        keys = ("id", "history", "event", "sources", "[key]", "reported_by", "<<", "", "0", choices.text())
        return {choices.pick(keys): junk(choices, depth + 1) for _ in range(choices.below(4))}
    return choices.pick((choices.text(), *_EVENTS, *DATES, *PARTIES, *IDS))


_PAIR: Final = re.compile(r"\\\\|\\ud([89ab]..)\\ud([c-f]..)")


def written(value: object) -> bytes:
    """The data as YAML in ASCII, by way of JSON, with all that is hostile in it brought in by escapes."""

    def whole(pair: re.Match[str]) -> str:
        if pair[1] is None:
            return pair[0]
        return f"\\U{0x10000 + (int(pair[1], 16) - 0x800 << 10) + (int(pair[2], 16) - 0xC00):08x}"

    return _PAIR.sub(whole, json.dumps(value)).encode()


# Reports.

_RULES: Final = tuple(RULES.values())
_PATHS: Final = ("agreements/a.yaml", "agreements/sources.yaml", "/x/日本 b.yaml", "a\udcff.yaml", "C:\\x.yaml")


def _place(choices: Choices) -> Location:
    path = choices.text() if choices.seldom() else choices.pick(_PATHS)
    line, column, more = 1 + choices.below(40), 1 + choices.below(30), choices.below(3)
    end = 1 + choices.below(40) if more else column + choices.below(20)
    return Location(path or "a.yaml", line, column, line + more, end)


def _finding(choices: Choices) -> Finding:
    rule = choices.pick(_RULES)
    strict = rule.severity is Severity.WARNING and choices.seldom()
    return Finding(
        rule=rule.name,
        code=rule.code,
        severity=Severity.ERROR if strict else rule.severity,
        message=choices.text(),
        location=_place(choices),
        agreement=choices.text() if choices.seldom() else None,
        help=choices.text() if choices.seldom(2) else None,
        related=tuple(Related(choices.text(), _place(choices)) for _ in range(choices.below(2))),
        excerpt=choices.text(),
        fix=Fix(choices.text(), (TextEdit(_place(choices), choices.text()),)) if choices.seldom(2) else None,
    )


UNLISTED = (Unlisted("skipped-step", Severity.WARNING, 10_000), Unlisted("unused-source", Severity.INFO, 1))


def _remark(choices: Choices) -> Remark:
    rules = [choices.pick(_RULES).name] * choices.below(2)
    return Remark(choices.pick(tuple(RemarkKind)), rules, [choices.text()] * choices.below(3), choices.text())


def report(choices: Choices) -> Report:
    """A report of a few findings of any rule, anywhere, some of them silenced, with remarks."""
    found = [_finding(choices) for _ in range(choices.below(4))]
    silenced = [
        Suppression(_finding(choices), choices.text(), _place(choices), choices.text() if choices.seldom() else None)
        for _ in range(choices.below(2))
    ]
    named = {one.path for one in (*found, *(one.finding for one in silenced))}
    remarks = [_remark(choices) for _ in range(choices.below(2))]
    return Report(found, sorted(named), silenced, UNLISTED[: choices.pick((0, 0, 0, 1, 2))], remarks)

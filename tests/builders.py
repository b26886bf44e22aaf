"""Files of agreements for tests, put together from parts; what a check finds in them; values made by constructors."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pactstate
from pactstate import (
    Agreement,
    Claim,
    Event,
    Finding,
    ForceRule,
    Period,
    Report,
    Role,
    Source,
    Statement,
    Term,
    Vocabulary,
)

_Argument = TypeVar("_Argument")
Write = Callable[..., Path]
"""The fixture ``write``, which makes a folder of files."""

TODAY = dt.date(2026, 11, 22)

# Parts of a file.


def head(
    id: str = "x",
    *,
    title: str = "X",
    kind: str = "treaty",
    parties: str = "JP, PH",
    more: str = "",
) -> str:
    """Return the keys that every agreement needs, ``more`` lines after them, and the key of the history."""
    return f"id: {id}\ntitle: {title}\nkind: {kind}\nparties: [{parties}]\n{more}history:\n"


def entry(event: str, date: str, *more: str) -> str:
    """Return one entry of a history on one line, with more keys such as ``reported_by: [s]``."""
    return f"  - {{event: {event}, date: {date}{''.join(f', {one}' for one in more)}}}\n"


def reported(event: str, date: str, *more: str) -> str:
    """Return an entry that the source ``s`` reports, unless more keys say who speaks of it."""
    return entry(event, date, *more, *([] if any("_by" in key for key in more) else ["reported_by: s"]))


def source(id: str, published: str, more: str = "") -> str:
    """Return a source on one line."""
    return f"  {id}: {{title: {id}, published: {published}{more}}}\n"


def dated(id: str, published: str) -> str:
    """Return a source with a publisher, so that nothing is missed in it."""
    return source(id, published, ", publisher: P")


def said(*statements: str) -> str:
    """Return the statements of a file, from their keys."""
    return "statements:\n" + "".join(f"  - {{{one}}}\n" for one in statements)


# Checks of one file ``x``.

SOURCES = "sources:\n  s: {title: S, publisher: P, published: 2026-01-01}\n"


def checked(
    write: Write, *entries: str, kind: str = "treaty", parties: str = "JP, PH", more: str = "", sources: str = ""
) -> Report:
    """Check a history; its source ``s``, and further ones, stand below it. The first entry is in line 6."""
    start = head(kind=kind, parties=parties, more=more)
    return pactstate.check(write(x=start + "".join(entries) + SOURCES + sources), today=TODAY)


def found(write: Write, rule: str, *entries: str, **more: str) -> list[Finding]:
    """Return what one rule finds in a history (see :func:`checked`)."""
    return [one for one in checked(write, *entries, **more).findings if one.rule == rule]


def reported_late(write: Write, *entries: str, kind: str = "treaty", parties: str = "JP, PH") -> list[Finding]:
    """Return what is found in entries written as ``event date more: keys``, all reported in 2100, and checked later."""
    lines = []
    for text in entries:
        event, date, *more = text.split(" ", 2)
        lines.append(entry(event, date, *more, *([] if "_by:" in text else ["reported_by: [paper]"])))
    paper = "sources:\n  paper: {title: Paper, publisher: P, published: 2100-01-01/2100-12-31}\n"
    text = head(kind=kind, parties=parties) + "".join(lines) + paper
    return list(pactstate.check(write(x=text), today=dt.date(2101, 1, 1)).findings)


def findings_in(
    write: Write,
    history: str,
    sources: str = "",
    *,
    kind: str = "treaty",
    parties: str = "JP, PH",
    more: str = "",
    after: str = "",
) -> list[Finding]:
    """Return what is found in a history below its source ``s`` and further ones, but for unused sources."""
    start = head(kind=kind, parties=parties, more=f"{more}sources:\n{source('s', '2026-01-01')}{sources}")
    report = pactstate.check(write(x=start + history + after), today=TODAY)
    return [one for one in report.findings if one.rule != "unused-source"]


def rules_of(findings: list[Finding]) -> list[str]:
    """Return the rules of findings."""
    return [one.rule for one in findings]


def text_at(write: Write, one: Finding) -> str:
    """Return the text at which a finding points."""
    line = (write() / "x.yaml").read_text().splitlines()[one.line - 1]
    return line[one.column - 1 : one.end_column - 1]


# Whole files, and checks of a folder.

SIGNED_IN_FORCE = ("event: [signed, in_force], date: 2010-01-10",)


def agreement_text(id: str, *entries: str, head: str = "") -> str:
    """Return a file whose entries, written as keys, are all reported by its source ``s``."""
    history = "".join(f"  - {{{one}, reported_by: [s]}}\n" for one in entries)
    sources = "sources:\n  s: {title: S, published: 2026-01-01}\n"
    return f"id: {id}\ntitle: {id}\nkind: treaty\nparties: [JP, PH]\n{head}{sources}history:\n{history}"


def history_text(*entries: str, sources: str = "s: {title: S, published: 2026-01-01}") -> str:
    """Return a file ``x`` whose entries are written as keys."""
    text = "".join(f"  - {{{one}}}\n" for one in entries)
    return f"id: x\ntitle: x\nkind: treaty\nparties: [JP, PH]\nsources: {{{sources}}}\nhistory:\n{text}"


def messages(path: Path, rule: str) -> list[str]:
    """Return the messages of a rule."""
    return [one.message for one in pactstate.check(path, today=TODAY).findings if one.rule == rule]


def helps(path: Path, rule: str) -> list[tuple[int, str]]:
    """Return the lines and the helps of a rule."""
    return [(one.line, str(one.help)) for one in pactstate.check(path, today=TODAY).findings if one.rule == rule]


def places_of(path: Path, *rules: str) -> list[tuple[str, str, str, int]]:
    """Return rule, message, file and line of the findings of some rules."""
    findings = pactstate.check(path, today=TODAY).findings
    return [(one.rule, one.message, Path(one.path).name, one.line) for one in findings if one.rule in rules]


# Values, made of the data of a file.


def collections_in(value: Any) -> list[Any]:
    """Return all lists and mappings in data, the outermost first."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    within = [one for part in parts for one in collections_in(part)]
    return [value, *within] if isinstance(value, list | dict) else within


def _made(make: Callable[..., Any], value: Any, **more: object) -> Any:
    """Return a mapping as the value that it describes; anything else as it is, for a constructor to refuse."""
    return make(**value, **more) if isinstance(value, dict) else value


def _each(make: Callable[..., Any], values: Any, **more: object) -> Any:
    return [_made(make, one, **more) for one in values] if isinstance(values, list) else _made(make, values, **more)


def _event(event: Any = (), **keys: Any) -> Event:
    for role in Role:
        if f"{role}_by" in keys:
            keys[f"{role}_by"] = _each(Claim, keys[f"{role}_by"], role=role)
    return Event(event, **keys)


def _term(notice: Any = None, **keys: Any) -> Term:
    length = re.fullmatch(r"([0-9]+) (.*)", notice or "")
    return Term(**keys, notice=Period(int(length[1]), length[2]) if length else notice)


def constructed(data: dict[str, Any], vocabulary: Vocabulary | None = None) -> Agreement:
    """Return the agreement that the constructors make of data."""
    makers = {"history": (_each, _event), "statements": (_each, Statement), "term": (_made, _term),
              "entry_into_force": (_made, ForceRule)}  # fmt: skip
    fields = {key: makers[key][0](makers[key][1], value) if key in makers else value for key, value in data.items()}
    sources = fields.pop("sources", {})
    sources = [_made(Source, one, id=id) for id, one in sources.items()] if isinstance(sources, dict) else sources
    return Agreement(**fields, sources=sources, vocabulary=vocabulary)


def unless_refused(make: Callable[[_Argument], Agreement], data: _Argument) -> Agreement | None:
    """Return the agreement that a function makes of data; None if it refuses them."""
    try:
        return make(data)
    except pactstate.PactstateError:
        return None
    except TypeError as error:
        # Python itself refuses a keyword that is missing, or that no field has.
        if "argument" not in str(error):
            raise
        return None

"""A hostile case: its files, its command, and the result that is expected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

__all__ = ["DEFAULTS", "Case", "Content", "Family", "Made", "accepted", "agreement", "either", "refused", "usage"]

Made = Callable[[bytes], None]
"""Makes what is no regular file at a path."""
Content = bytes | Made


@dataclass(frozen=True)
class Case:
    """One case. Of every one of them hold also the rules of ``held.py``: no traceback, clean output, nothing touched."""

    name: str
    files: Mapping[bytes, Content]
    codes: frozenset[int]
    """The exit codes of ``check`` that are right."""
    rules: frozenset[str] = frozenset()
    """At least one of them is found; empty: none needs to be."""
    absent: frozenset[str] = frozenset()
    """None of them is found."""
    command: tuple[bytes, ...] = (b"check", b"agreements")
    title: str | None = None
    """The title that is read, which is the text as it stands."""


Family = Callable[[], Iterator[Case]]

_TEMPLATE: Final = """\
id: {id}
title: {title}
kind: {kind}
parties:{parties_mark} [JP, {party}]
term:{term_mark} {{years: {years}, renews: {renews}, notice: {notice}}}
entry_into_force: {{after: signed, days: {days}}}
sources:{sources_mark}
  {source}:{source_mark}
    title: {source_title}
    published: {published}
    type: {type}
history:{history_mark}
  -{entry_mark} event: {event}
    date: {date}
    place: {place}
    note: {note}
    reported_by: {claim}
statements:
  - source: {stated}
    says: {says}
    locator: {locator}
"""

DEFAULTS: Final[Mapping[str, str]] = {
    "id": "a",
    "title": "An agreement",
    "kind": "raa",
    "party": "PH",
    "years": "10",
    "renews": "'true'",
    "notice": "6 months",
    "days": "30",
    "source": "s",
    "source_title": "A source",
    "published": "2024-01-02",
    "type": "press",
    "event": "signed",
    "date": "2024-01-01",
    "place": "Manila",
    "note": "a ceremony",
    "claim": "s",
    "stated": "s",
    "says": "signed",
    "locator": "paragraph 1",
    "parties_mark": "",
    "term_mark": "",
    "sources_mark": "",
    "source_mark": "",
    "history_mark": "",
    "entry_mark": "",
}


def agreement(**slots: str) -> str:
    """An agreement without a fault, but for what is put into the slots."""
    return _TEMPLATE.format_map({**DEFAULTS, **slots})


_Text = str | bytes | Mapping[bytes, Content]


def _files(content: _Text) -> Mapping[bytes, Content]:
    if isinstance(content, Mapping):
        return content
    return {b"agreements/a.yaml": content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content}


def _case(name: str, content: _Text, codes: Iterable[int], rules: Iterable[str], **more: object) -> Case:
    return Case(name, _files(content), frozenset(codes), frozenset(rules), **more)


def refused(name: str, content: _Text, *rules: str, **more: object) -> Case:
    """A file that must be found wrong, by one of the rules."""
    return _case(name, content, {1}, rules, **more)


def accepted(name: str, content: _Text, **more: object) -> Case:
    """A file that looks odd, and is well."""
    return _case(name, content, {0}, (), **more)


def either(name: str, content: _Text, *absent: str, **more: object) -> Case:
    """A file that may be well or not, but not for these reasons."""
    return _case(name, content, {0, 1}, (), absent=frozenset(absent), **more)


def usage(name: str, content: _Text, **more: object) -> Case:
    """Case that cannot be checked at all."""
    return _case(name, content, {2}, (), **more)

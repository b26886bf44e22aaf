"""Answers in sentences: the state of one agreement, why it is so or not certain, and what is expected.

A sentence is made of texts and of links to sources, so that each format writes the links in its own way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, auto
from functools import lru_cache

import attrs

from pactstate.domain.agreement import Agreement
from pactstate.domain.expectations import Why
from pactstate.domain.fields import unchecked
from pactstate.domain.lifecycle import EventKind, State
from pactstate.domain.model import Claim, Event, Role, Source
from pactstate.domain.status import Reason, Status, flag_words, in_words, state_words
from pactstate.text.escape import MarkdownText, TerminalText, markdown_link, terminal_link
from pactstate.views.tables import clipped

__all__ = [
    "Addresses",
    "Cited",
    "Sentence",
    "as_markdown",
    "as_terminal",
    "cite",
    "cited",
    "explanation",
    "opening",
    "paragraph",
]

_made_source = unchecked(Source)
_MAX_SOURCES = 3
"""Number of sources that one sentence names."""


@attrs.frozen
class Cited:
    """Source that a sentence names."""

    name: str
    """Publisher and day, as in ``Daily Tribune, 2025-09-11``; the title, if it has no publisher."""
    title: str
    url: str | None


Sentence = Sequence[str | Cited]
"""Parts of a sentence, in order. Texts may come from files: the renderers escape them."""


class Addresses(Enum):
    """Treatment of the addresses of sources on a terminal."""

    WRITTEN = auto()
    """In angle brackets after the name."""
    LINKED = auto()
    """Behind the name, as a hyperlink."""
    LEFT_OUT = auto()


def as_terminal(sentence: Sentence, addresses: Addresses = Addresses.WRITTEN) -> TerminalText:
    """Return a sentence, by default with the address of each source in angle brackets.

    >>> print(as_terminal(["Reported by ", Cited("Gazette, 2024-07-09", "Notice", "https://example.org/1"), "."]))
    Reported by Gazette, 2024-07-09 <https://example.org/1>.
    """
    return TerminalText.joined("", [_named(one, addresses) if isinstance(one, Cited) else one for one in sentence])


def _named(source: Cited, addresses: Addresses) -> str:
    if addresses is Addresses.LINKED:
        return terminal_link(source.name, source.url)
    if addresses is Addresses.WRITTEN and source.url:
        return TerminalText.of("{} <{}>", source.name, source.url)
    return source.name


def as_markdown(sentence: Sentence) -> MarkdownText:
    """Return a sentence in GitHub's Markdown with links."""
    parts = [markdown_link(part.name, part.url) if isinstance(part, Cited) else _spaced(part) for part in sentence]
    return MarkdownText.joined("", parts)


def _spaced(part: str) -> MarkdownText:
    """Return a text with the blanks at its edges, which would be lost when it is escaped with them."""
    return _short_spaced(part) if len(part) <= _SHORT else _escaped_in_blanks(part)


def _escaped_in_blanks(part: str) -> MarkdownText:
    text = part.strip(" ")
    before, after = _BLANK if part.startswith(" ") else "", _BLANK if text and part.endswith(" ") else ""
    return MarkdownText.joined("", [before, text, after])


_SHORT = 100
"""Characters of a part of which the Markdown is kept for the next time: most parts are words that repeat."""
_short_spaced = lru_cache(maxsize=1024)(_escaped_in_blanks)
_BLANK = MarkdownText.of(" ")


def cited(agreement: Agreement, ids: Iterable[str]) -> list[str | Cited]:
    """Return sources as parts of a sentence, the oldest first: ``A (2024), B (2025) and 2 more``."""
    found = [agreement.source(id) or _made_source(id=id, title=id) for id in dict.fromkeys(ids)]
    found.sort(key=lambda one: (one.published is None, one.published.latest if one.published else None, one.id))
    parts: list[str | Cited] = []
    more = len(found) - _MAX_SOURCES
    for number, source in enumerate(found[:_MAX_SOURCES], 1):
        parts += [] if number == 1 else [" and " if number == len(found) else ", "]
        parts.append(cite(source))
    return [*parts, f" and {more} more"] if more > 0 else parts


def cite(source: Source) -> Cited:
    """Return a source as a part of a sentence."""
    name = clipped(source.publisher or source.title)
    return Cited(f"{name} ({source.published or 'undated'})", source.title, source.url)


def explanation(agreement: Agreement, status: Status) -> list[Sentence]:
    """Return the sentences of an answer: the state, its evidence, why it is not certain, flags, what is expected."""
    sentences: list[Sentence] = [opening(agreement, status)]
    reasons = list(_reasons(agreement, status)) if status.state is None else []
    sentences += reasons
    sentences += _evidence(agreement, status)
    sentences += [[f"Flag: {words}."] for words in flag_words(status.flags)]
    sentences += _expected(agreement, status)
    if status.projected:
        sentences.append(["The day lies beyond what is known: this holds if nothing changes."])
    return sentences


def paragraph(sentences: Iterable[Sentence]) -> Sentence:
    """Return sentences as one."""
    joined: list[str | Cited] = []
    for sentence in sentences:
        joined += [" ", *sentence] if joined else sentence
    return joined


def opening(agreement: Agreement, status: Status, *, in_full: bool = False) -> Sentence:
    """Return the sentence with the answer itself; ``in_full``, with flags, and with what single parties have done."""
    known = f", as known by {status.known_by}" if status.known_by else ""
    name = f"{agreement.title} ({agreement.id})"
    if not status.possible:
        return [f"On {status.on}{known}, nothing is known of {name}."]
    verb = "would be" if status.projected else "is recorded as"
    if in_full:
        return [f"On {status.on}{known}, {name} {verb} {in_words(status, agreement.parties, since=True)}."]
    since = f" since {status.since}" if status.state and status.since else ""
    return [f"On {status.on}{known}, {name} {verb} {state_words(status)}{since}."]


def _reasons(agreement: Agreement, status: Status) -> Iterator[Sentence]:
    """Yield why several states are possible."""
    if status.silent:
        yield [f"The record does not follow these events: {', '.join(status.silent)}."]
    for reason in status.why:
        if _is_event(reason):
            yield from _doubt(agreement, status, reason)
    if status.presumed is State.TERMINATED:
        yield ["A notice or the term ends by that day, and no source reports the end."]


def _doubt(agreement: Agreement, status: Status, reason: Reason) -> Iterator[Sentence]:
    """Yield why one entry leaves several states: it was only announced, is disputed, or its day is not certain."""
    event = reason.event
    reports, announcements = _claims(reason, Role.REPORTED), _claims(reason, Role.ANNOUNCED)
    denials = _claims(reason, Role.DENIED)
    what = _what(event)
    if reports and denials:
        yield [
            f"{what} is reported by ",
            *_sources(agreement, reports),
            " and denied by ",
            *_sources(agreement, denials),
            ".",
        ]
    elif announcements and not reports:
        by = _sources(agreement, announcements)
        yield [f"{what} was announced for {event.date} by ", *by, "; no later report."]
    elif event.date.earliest <= status.on.latest < event.date.latest:
        yield [f"The day of {event.name} is known as {event.date} only", *_by(agreement, reports), "."]


def _by(agreement: Agreement, claims: Sequence[Claim]) -> Sentence:
    return (", from ", *_sources(agreement, claims)) if claims else ()


def _evidence(agreement: Agreement, status: Status) -> Iterator[Sentence]:
    """Yield the reports of the entry that names the certain state, and of the last entry."""
    reported = [reason for reason in status.why if _is_event(reason) and _claims(reason, Role.REPORTED)]
    named = [reason for reason in reported if str(status.state) in map(str, reason.event.kinds)][-1:]
    for reason in [*named, *(one for one in reported[-1:] if one not in named)]:
        event = reason.event
        sources = _sources(agreement, _claims(reason, Role.REPORTED))
        yield [f"{_what(event)}, {event.date}, is reported by ", *sources, "."]
    if status.why and not any(reason.claims for reason in status.why):
        yield ["No source is cited."]


def _expected(agreement: Agreement, status: Status) -> Iterator[Sentence]:
    for one in status.expected:
        claims = [claim for claim in one.claims if claim.accepted]
        by = (", by ", *_sources(agreement, claims)) if claims and one.why is Why.ANNOUNCED else ()
        notice = f"; last day for notice {one.notice_by}" if one.notice_by else ""
        yield [f"Expected ({one.why}): {one}{notice}", *by, "."]


def _is_event(reason: Reason) -> bool:
    """Return whether an entry is more than a note."""
    return any(kind is not EventKind.NOTE for kind in reason.event.kinds)


def _claims(reason: Reason, role: Role) -> list[Claim]:
    return [claim for claim in reason.claims if claim.role is role and claim.accepted]


def _sources(agreement: Agreement, claims: Sequence[Claim]) -> list[str | Cited]:
    return cited(agreement, [claim.source for claim in claims])


def _what(event: Event) -> str:
    preposition = "for" if event.name == "in_force" else "by"
    party = f" {preposition} {event.party}" if event.party else ""
    return f"'{event.name}'{party}"

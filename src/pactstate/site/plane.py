"""Plane of answers of one agreement: one for every day asked about and every day of knowledge.

The answers are those of :func:`pactstate.domain.status.answer`. They change on few days only. So a row holds the days
on which the answer changes, and there is a row for each day on which something became known. See docs/site.md.
"""

from __future__ import annotations

import bisect
import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeVar

import attrs

from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.domain.events import EventKind, State
from pactstate.domain.evidence import Evidence, LiveEntry
from pactstate.domain.known_by import publication
from pactstate.domain.model import Event
from pactstate.domain.points import Point
from pactstate.domain.readings import Prepared, prepare
from pactstate.domain.status import Status, answer
from pactstate.views.status import flag_words

__all__ = [
    "MAX_ANSWERS",
    "MAX_ROWS",
    "MAX_STEPS",
    "Answer",
    "Plane",
    "Run",
    "date_in_words",
    "in_words",
    "is_too_long",
    "plane",
    "readable",
    "to_answer",
]

MAX_ROWS: Final = 400
"""Number of days on which something became known, above which only the row of everything on file is computed."""
MAX_ANSWERS: Final = 40_000
"""Number of answers to compute, above which only the row of everything on file is computed."""
MAX_STEPS: Final = 1_000_000
"""Limit of the days asked about times the entries of a history, about a second of work."""
_MAX_WORDS: Final = 40
"""Number of flags, or of expected events, that one answer tells."""
_MAX_NAMED: Final = 4
"""Number of parties up to which the consent of each is told."""


@attrs.frozen
class Answer:
    """Answer on a page: the part of a status that does not depend on the newest source."""

    possible: tuple[State | None, ...]
    """Every possible state, in order; None stands for "nothing yet"."""
    presumed: State | None
    since: str | None
    flags: tuple[str, ...]
    expected: tuple[str, ...]
    overdue: tuple[str, ...]
    """Events whose announced day has certainly passed, and that no source reports."""
    consent: tuple[str, ...]


class Run(NamedTuple):
    """Answer that holds from a day until the next run."""

    start: dt.date
    answer: int
    """Index in the list of answers."""


@attrs.frozen
class Plane:
    """All answers of one agreement."""

    answers: tuple[Answer, ...]
    on_file: tuple[Run, ...]
    """Answers by everything on file, in order of the day asked about."""
    rows: tuple[tuple[dt.date, tuple[Run, ...]], ...]
    """Answers by what was known from a day on, in order of that day; empty if the plane is too large."""

    def row(self, known_by: dt.date | None) -> tuple[Run, ...]:
        """Return the runs of a day of knowledge; None: everything on file."""
        if known_by is None:
            return self.on_file
        return self.rows[bisect.bisect_right(self.rows, known_by, key=lambda row: row[0]) - 1][1]

    @property
    def on_the_day(self) -> tuple[Run, ...]:
        """Answers for each day by what was known on that day itself, in order; those on file if there are no rows."""
        if not self.rows:
            return self.on_file
        found: list[Run] = []
        for number, (start, runs) in enumerate(self.rows):
            first = bisect.bisect_right(runs, start, key=lambda run: run.start) - 1
            until = self.rows[number + 1][0] if number + 1 < len(self.rows) else None
            for run in runs[first:]:
                if until is not None and run.start >= until:
                    break
                if not found or found[-1].answer != run.answer:
                    found.append(Run(max(run.start, start), run.answer))
        return tuple(found)

    def at(self, on: dt.date, known_by: dt.date | None = None) -> Answer:
        """Return the answer for a day, as known by another; None: by everything on file."""
        runs = self.row(known_by)
        return self.answers[runs[bisect.bisect_right(runs, on, key=lambda run: run.start) - 1].answer]


def in_words(word: str) -> str:
    """Return a word of the files for readers, as in ``in force``."""
    return word.replace("_", " ")


_DATE: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_WHOLE: Final = re.compile(r"(\d{4})-01-01/\1-12-31")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def date_in_words(text: str) -> str:
    """Return a date for readers, as in ``11 Sep 2025``; what is less common stays as it is written.

    >>> date_in_words("2024-11")
    'Nov 2024'
    >>> date_in_words("2024-01/2024-03"), date_in_words("2024-01-01/2024-12-31")
    ('between Jan 2024 and Mar 2024', '2024')
    >>> date_in_words("../2024-05-29~")
    'until about 29 May 2024'
    """
    start, slash, end = text.partition("/")
    if not slash:
        match = _DATE.fullmatch(text.rstrip("?~%"))
        words = _named_month(match) if match else text
        return f"{'perhaps' if text.endswith('?') else 'about'} {words}" if match and text[-1] in "?~%" else words
    if start == "..":
        return f"until {date_in_words(end)}"
    if end == "..":
        return f"from {date_in_words(start)}"
    whole = _WHOLE.fullmatch(text)
    return whole[1] if whole else f"between {date_in_words(start)} and {date_in_words(end)}"


def _named_month(match: re.Match[str]) -> str:
    year, month, day = match.groups()
    return " ".join(filter(None, [day and day.lstrip("0"), month and _MONTHS[int(month) - 1], year]))


def readable(text: str) -> str:
    """Return words and dates of the library for readers, as in ``in force 11 Sep 2025``."""
    return _DATE.sub(_named_month, in_words(text).replace("+", " and "))


def _named(words: str, party: str | None, agreement: Agreement) -> str:
    """Return words of the library for readers, with the name of a party instead of its code."""
    text = readable(words)
    found = next((one for one in _ACTOR.finditer(text) if one[1] == party), None)
    return f"{text[: found.start(1)]}{agreement.party_name(found[1])}{text[found.end(1) :]}" if found else text


_ACTOR: Final = re.compile(r"\b(?:by|for|of) (\w+)")


def to_answer(agreement: Agreement, status: Status, prepared: Prepared) -> Answer:
    """Return the part of a status that a page shows."""
    states = [state for state in State if state in status.possible]
    late = [
        point
        for point in prepared.readings[0].foreseen.points
        if point.item.evidence is Evidence.ANNOUNCED and not point.is_presumed and {*point.kinds} - {EventKind.NOTE}
        if point.date.latest < status.on.earliest
    ]
    flags = [*zip(flag_words(status.flags), status.flags, strict=True)]
    return Answer(
        possible=(*((None,) if status.unbegun or not states else ()), *states),
        presumed=status.presumed if status.state is None else None,
        since=str(status.since) if status.since else None,
        flags=_few(flags, lambda pair: _named(pair[0], pair[1].party, agreement)),
        expected=_few(status.expected, lambda one: _named(str(one), one.party, agreement)),
        overdue=_few(late, lambda point: _announced(point, agreement)),
        consent=tuple(_consent(agreement, status)),
    )


_Item = TypeVar("_Item")


def _few(items: Sequence[_Item], words: Callable[[_Item], str]) -> tuple[str, ...]:
    """Return the words of the first items, and the number of the others: each of many parties may have its own."""
    more = len(items) - _MAX_WORDS
    return (*map(words, items[:_MAX_WORDS]), *([f"and {more} more"] if more > 0 else []))


def _announced(point: Point, agreement: Agreement) -> str:
    kinds, actor = in_words(" and ".join(point.kinds)), _of_party(point.event, agreement)
    return f"{kinds}{actor}, announced for {date_in_words(str(point.date))}"


def _of_party(event: Event, agreement: Agreement) -> str:
    if event.party is None:
        return ""
    return f" {'for' if EventKind.IN_FORCE in event.kinds else 'by'} {agreement.party_name(event.party)}"


def _consent(agreement: Agreement, status: Status) -> Iterator[str]:
    if len(agreement.parties) > _MAX_NAMED:
        if status.ratified:
            yield f"{len(status.ratified)} of {len(agreement.parties)} parties have consented"
        return
    needed = agreement.needs_approval_of()
    for party in agreement.parties:
        name = agreement.party_name(party)
        approved = "approved" if party in status.approved else ""
        approved = "approved in part" if party in status.approved_in_part else approved
        done = " and ".join(filter(None, [approved, "consented" if party in status.ratified else ""]))
        missing = "no approval known" if party in needed and not approved else ""
        if done or missing:
            yield f"{name} {done}" + (f", {missing}" if missing else "") if done else f"{name}: {missing}"


def is_too_long(agreement: Agreement) -> bool:
    """Return whether the answers of all days would take too long: the history has too many entries and days."""
    return len(_turns(agreement.prepared)) * len(agreement.history) > MAX_STEPS


def plane(agreement: Agreement) -> Plane:
    """Return all answers of an agreement."""
    sources = {source.id: source for source in agreement.sources}
    answers: dict[Answer, int] = {}

    def runs(prepared: Prepared) -> tuple[Run, ...]:
        def ask(day: dt.date) -> tuple[Answer, Iterable[dt.date]]:
            status = answer(prepared, sources, PartialDate(day))
            return to_answer(agreement, status, prepared), (one.date.latest for one in status.expected)

        return tuple(_merged(_asked(_turns(prepared), ask), answers))

    on_file = runs(agreement.prepared)
    rows: list[tuple[dt.date, tuple[Run, ...]]] = []
    days = _news(agreement)
    count = len(days) * len(_turns(agreement.prepared))
    if len(days) <= MAX_ROWS and count <= MAX_ANSWERS and count * len(agreement.history) <= MAX_STEPS:
        prepared: Prepared | None = None
        for day in days:
            before = prepared
            prepared = prepare(
                agreement.history, sources, agreement.terms, PartialDate(day), agreement.clauses, prepared
            )
            # Most publications repeat what was known: their readings are those of the row before.
            if before is None or [*map(id, before.readings)] != [*map(id, prepared.readings)]:
                found = runs(prepared)
                if not rows or rows[-1][1] != found:
                    rows.append((day, found))
    return Plane(tuple(answers), on_file, tuple(rows))


def _news(agreement: Agreement) -> Sequence[dt.date]:
    """Return the days on which what is known may change, and the first day of the calendar."""
    days = {dt.date.min}
    for event in agreement.history:
        for claim in event.claims:
            made = publication(claim, event, agreement.source(claim.source))
            days |= {made.earliest, made.latest}
    return sorted(days)


def _turns(prepared: Prepared) -> set[dt.date]:
    """Return the days on which the answer may change, without those on which an expectation ends."""
    days = {dt.date.min}
    # A note says nothing of the state, except that other things may have happened before and not been recorded.
    are_silent = not prepared.clauses.not_recorded

    def is_silent(item: LiveEntry) -> bool:
        return are_silent and item.evidence is Evidence.REPORTED and {*item.kinds} == {EventKind.NOTE}

    for reading in prepared.readings:
        for item in (*reading.items, *reading.refuted):
            if is_silent(item):
                continue
            effective = item.event.effective or item.date
            days |= {*item.span, item.date.earliest, item.date.latest, effective.earliest, effective.latest}
        for timeline in reading.timelines:
            for point, limit in zip(timeline.points, timeline.limits, strict=True):
                if is_silent(point.item):
                    continue
                days |= {*limit, point.date.earliest, point.date.latest}
                if point.item.evidence is Evidence.ANNOUNCED:
                    # On the day after the last one that it was announced for, it is overdue.
                    days.add(min(point.date.latest, dt.date.max - _DAY) + _DAY)
    return days


_DAY: Final = dt.timedelta(days=1)


def _asked(turns: set[dt.date], ask: Callable[[dt.date], tuple[Answer, Iterable[dt.date]]]) -> Mapping[dt.date, Answer]:
    """Return the answer for each of the days, and for each day on which something is expected to happen."""
    found: dict[dt.date, Answer] = {}
    while turns:
        more: set[dt.date] = set()
        # Answers about near days share most of their computation.
        for day in sorted(turns):
            found[day], ends = ask(day)
            more.update(ends)
        turns = more.difference(found)
    return found


def _merged(found: Mapping[dt.date, Answer], answers: dict[Answer, int]) -> Iterator[Run]:
    """Yield a run for each day on which the answer changes, and number new answers."""
    last: Answer | None = None
    for day in sorted(found):
        if found[day] != last:
            last = found[day]
            yield Run(day, answers.setdefault(last, len(answers)))

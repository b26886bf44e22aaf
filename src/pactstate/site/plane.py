"""Plane of answers of one agreement: one for every day asked about and every day of knowledge.

The answers are those of :func:`pactstate.domain.status.answer`. They change on few days only. So a row holds the days
on which the answer changes, and there is a row for each day on which something became known. See docs/site.md.
"""

from __future__ import annotations

import bisect
import calendar
import datetime as dt
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple, TypeVar

import attrs

from pactstate.domain.agreement import Agreement
from pactstate.domain.brief import Brief, Briefs
from pactstate.domain.dates import PartialDate
from pactstate.domain.events import EventKind, State
from pactstate.domain.evidence import Evidence
from pactstate.domain.expectations import Expectation, expected_on
from pactstate.domain.flags import FlagStatus, retroactive
from pactstate.domain.known_by import ends
from pactstate.domain.model import Event
from pactstate.domain.points import Point
from pactstate.domain.readings import AscendingKnowledge, Knowledge, Prepared, days_of_knowledge, knowledge
from pactstate.domain.status import Status
from pactstate.site.grounds import Grounds, GroundsMaker, Rows, Run, row_of, set_of, value_at
from pactstate.views.status import flag_words

__all__ = [
    "MAX_ANSWERS",
    "MAX_ROWS",
    "MAX_STEPS",
    "Answer",
    "Plane",
    "announced_in",
    "date_in_words",
    "expected_words",
    "in_words",
    "is_too_long",
    "knowledge_for_plane",
    "overdue_words",
    "plane",
    "plane_of",
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


class Answer(NamedTuple):
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


@attrs.frozen
class Plane:
    """All answers of one agreement."""

    answers: tuple[Answer, ...]
    on_file: tuple[Run, ...]
    """Answers by everything on file, in order of the day asked about."""
    rows: Rows
    """Answers by what was known from a day on, in order of that day; empty if the plane is too large."""
    grounds: Grounds
    """Entries on which the answers rest."""

    def row(self, known_by: dt.date | None) -> tuple[Run, ...]:
        """Return the runs of a day of knowledge; None: everything on file."""
        return self.on_file if known_by is None else row_of(self.rows, known_by)

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
                if not found or found[-1].value != run.value:
                    found.append(Run(max(run.start, start), run.value))
        return tuple(found)

    def at(self, on: dt.date, known_by: dt.date | None = None) -> Answer:
        """Return the answer for a day, as known by another; None: by everything on file."""
        return self.answers[value_at(self.row(known_by), on)]


def in_words(word: str) -> str:
    """Return a word of the files for readers, as in ``in force``."""
    return word.replace("_", " ")


_DATE: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FORMS: Final = (
    (re.compile(r"\.\./(?P<end>[^/]+)"), "{end} or earlier"),
    (re.compile(r"(?P<start>[^/]+)/\.\."), "{start} or later"),
    (re.compile(r"(?P<start>\d{4})-01-01/(?P=start)-12-31"), "{start}"),
    (re.compile(r"(?P<start>[^/]+)/(?P<end>[^/]+)"), "between {start} and {end}"),
    (re.compile(r"(?P<start>[^/]+)\?"), "perhaps {start}"),
    (re.compile(r"(?P<start>[^/]+)[~%]"), "about {start}"),
    (re.compile(r"(?P<start>[^/]+)-XX"), "{start}"),
    (re.compile(r"(?P<decade>\d{3})X"), "{decade}0s"),
    (re.compile(r"(?P<century>\d\d)XX"), "between {century}00 and {century}99"),
)
"""Forms of a date of EDTF that is no day, month or year, each with its words. The parts are put into words, too."""


@lru_cache(maxsize=1_024)
def date_in_words(text: str) -> str:
    """Return a date for readers, as in ``11 Sep 2025``.

    >>> date_in_words("2024-11"), date_in_words("2024-11-01/2024-11-30"), date_in_words("2024-01-01/2024-12-31")
    ('Nov 2024', 'Nov 2024', '2024')
    >>> date_in_words("2024-01/2024-03"), date_in_words("201X")
    ('between Jan 2024 and Mar 2024', '2010s')
    >>> date_in_words("../2024-05-29~")
    'about 29 May 2024 or earlier'
    """
    match = _DATE.fullmatch(_whole_month(text))
    if match:
        return _named_month(match)
    for form, words in _FORMS:
        found = form.fullmatch(text)
        if found:
            return words.format_map({name: date_in_words(part) for name, part in found.groupdict().items()})
    return text


def _whole_month(text: str) -> str:
    """Return the month that an interval of days is, or the text as it is."""
    match = _DAYS_OF_MONTH.fullmatch(text)
    if match and int(match[4]) == calendar.monthrange(int(match[2]), int(match[3]))[1]:
        return match[1]
    return text


_DAYS_OF_MONTH: Final = re.compile(r"((\d{4})-(\d\d))-01/\1-(\d\d)")


def _named_month(match: re.Match[str]) -> str:
    year, month, day = match.groups()
    return " ".join(filter(None, [day and day.lstrip("0"), month and _MONTHS[int(month) - 1], year]))


_ATOM: Final = r"\d\d[\dX]{2}(?:-(?:\d\d|XX)){0,2}[?~%]?"
_ANY_DATE: Final = re.compile(rf"(?:\.\./)?{_ATOM}(?:/(?:\.\.|{_ATOM}))?")


def readable(text: str) -> str:
    """Return words and dates of the library for readers, as in ``in force 11 Sep 2025``.

    >>> readable("suspended by PT since 1808/1810")
    'suspended by PT since some day between 1808 and 1810'
    """
    words = _ANY_DATE.sub(lambda match: date_in_words(match[0]), in_words(text).replace("+", " and "))
    return words.replace("since between", "since some day between")


def _named(words: str, party: str | None, agreement: Agreement) -> str:
    """Return words of the library for readers, with the name of a party instead of its code."""
    text = readable(words)
    found = next((one for one in _ACTOR.finditer(text) if one[1] == party), None)
    return f"{text[: found.start(1)]}{agreement.party_name(found[1])}{text[found.end(1) :]}" if found else text


_ACTOR: Final = re.compile(r"\b(?:by|for|of) (\w+)")


def to_answer(agreement: Agreement, found: Brief | Status, expected: Sequence[str], overdue: Sequence[str]) -> Answer:
    """Return the part of a status that a page shows, given what is expected and overdue, in words."""
    possible = found.possible
    states = [state for state in _STATES if state in possible]
    flags = [*zip(flag_words(found.flags), found.flags, strict=True)]
    return Answer(
        possible=(*((None,) if found.unbegun or not states else ()), *states),
        presumed=found.presumed if found.state is None else None,
        since=str(found.since) if found.since else None,
        flags=_few(flags, lambda pair: _named(pair[0], pair[1].party, agreement)),
        expected=tuple(expected),
        overdue=tuple(overdue),
        consent=tuple(_consent(agreement, found)),
    )


_STATES: Final = tuple(State)


def expected_words(agreement: Agreement, expected: Sequence[Expectation]) -> tuple[str, ...]:
    """Return the expected events in words."""
    return _few(expected, lambda one: _named(str(one), one.party, agreement))


def overdue_words(agreement: Agreement, announced: Sequence[Point], on: dt.date) -> tuple[str, ...]:
    """Return the events that were announced for days before a day, and that no source reports, in words."""
    late = [point for point in announced if point.date.latest < on]
    return _few(late, lambda point: _announced_words(point, agreement))


def announced_in(prepared: Prepared) -> Sequence[Point]:
    """Return the points that are only announced, without notes."""
    return [
        point
        for point in prepared.readings[0].foreseen.points
        if point.item.evidence is Evidence.ANNOUNCED and not point.is_presumed and {*point.kinds} - {EventKind.NOTE}
    ]


_Item = TypeVar("_Item")


def _few(items: Sequence[_Item], words: Callable[[_Item], str]) -> tuple[str, ...]:
    """Return the words of the first items, and the number of the others: each of many parties may have its own."""
    more = len(items) - _MAX_WORDS
    return (*map(words, items[:_MAX_WORDS]), *([f"and {more} more"] if more > 0 else []))


def _announced_words(point: Point, agreement: Agreement) -> str:
    kinds, actor = in_words(" and ".join(point.kinds)), _of_party(point.event, agreement)
    return f"{kinds}{actor}, announced for {date_in_words(str(point.date))}"


def _of_party(event: Event, agreement: Agreement) -> str:
    if event.party is None:
        return ""
    return f" {'for' if EventKind.IN_FORCE in event.kinds else 'by'} {agreement.party_name(event.party)}"


def _consent(agreement: Agreement, status: Brief | Status) -> Iterator[str]:
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
    return len(_dates(agreement)) * len(agreement.history) > MAX_STEPS


def _dates(agreement: Agreement) -> set[dt.date]:
    """Return the first and last possible days of all acts and effects."""
    days: set[dt.date] = set()
    for event in agreement.history:
        days.update(ends(event.date), *(ends(day) for day in (event.effective, event.until) if day))
        days.update(*(ends(claim.date) for claim in event.claims if claim.date))
    return days


def plane(agreement: Agreement) -> Plane:
    """Return all answers of an agreement."""
    return plane_of(agreement, knowledge_for_plane(agreement))


def knowledge_for_plane(agreement: Agreement) -> Knowledge | None:
    """Return what was known of an agreement by every day; None if it has too many days for the answers of all."""
    known = AscendingKnowledge(agreement.history, agreement.sources_by_id, agreement.prepared)
    days = len(days_of_knowledge(known.publications))
    count = days * len(_dates(agreement))
    if days > MAX_ROWS or count > MAX_ANSWERS or count * len(agreement.history) > MAX_STEPS:
        return None
    return knowledge(known)


def plane_of(agreement: Agreement, known: Knowledge | None) -> Plane:
    """Return all answers of an agreement, given what was known of it; None: only those by everything on file."""
    answers = _Answers(agreement)
    on_file = answers.runs(agreement.prepared)
    rows: list[tuple[dt.date, tuple[Run, ...]]] = []
    grounds: list[tuple[dt.date, tuple[Run, ...]]] = []
    for day, prepared in zip(known.days, known.prepared, strict=True) if known else ():
        for runs, some in zip(answers.runs(prepared), (rows, grounds), strict=True):
            if not some or some[-1][1] != runs:
                some.append((day, runs))
    return Plane(answers.numbered, on_file[0], tuple(rows), Grounds(answers.grounds.steps, on_file[1], tuple(grounds)))


class _Answers:
    """Answers of one agreement, numbered in the order in which they are first needed."""

    def __init__(self, agreement: Agreement) -> None:
        self._agreement = agreement
        self._briefs = Briefs()
        self._made: dict[Hashable, Answer] = {}
        self._known: dict[Answer, Answer] = {}
        self._numbers: dict[Answer, int] = {}
        self._indexes = {id(event): index for index, event in enumerate(agreement.history)}
        self.grounds = GroundsMaker()

    @property
    def numbered(self) -> tuple[Answer, ...]:
        """All answers, in the order of their numbers."""
        return tuple(self._numbers)

    def runs(self, prepared: Prepared) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
        """Return a run for each day on which the answer about a prepared history changes, and those of its grounds."""
        expected: dict[dt.date, int] = {}
        runs = tuple(self._merged(self._by_day(prepared, expected)))
        return runs, self.grounds.runs(prepared, expected)

    def _merged(self, found: Iterable[tuple[dt.date, Answer]]) -> Iterator[Run]:
        last: Answer | None = None
        for day, one in found:
            # Equal answers are the same object, so that their identity is enough.
            if one is not last:
                last = one
                yield Run(day, self._numbers.setdefault(one, len(self._numbers)))

    def _by_day(self, prepared: Prepared, entries: dict[dt.date, int]) -> Iterable[tuple[dt.date, Answer]]:
        """Return the answer from each day on which it may change, and add the entries that are expected then."""
        briefs = self._briefs.of(prepared)
        if not _looks_ahead(prepared):
            return [(day, self._answer(brief, (), (), ())) for day, brief in briefs]
        starts = [day for day, _ in briefs]
        announced = announced_in(prepared)
        effects = [[item for item in reading.items if item.event.effective] for reading in prepared.readings]
        found: dict[dt.date, Answer] = {}
        turns = {*starts, *_turns(prepared, announced)}
        while turns:
            more: set[dt.date] = set()
            for day in turns:
                on = _day(day)
                brief = briefs[bisect.bisect_right(starts, day) - 1][1]
                expected = [*expected_on(prepared, on, brief.states)]
                more.update(one.date.latest for one in expected)
                entries[day] = set_of(self._indexes[id(one.event)] for one in expected if one.event)
                earlier = tuple(retroactive(effects, on)) if effects[0] else ()
                late = overdue_words(self._agreement, announced, day) if announced else ()
                words = expected_words(self._agreement, expected) if expected else ()
                found[day] = self._answer(brief, earlier, words, late)
            # The day on which something is expected to happen may be none of the record.
            turns = more.difference(found)
        return sorted(found.items(), key=lambda pair: pair[0])

    def _answer(
        self, brief: Brief, earlier: tuple[FlagStatus, ...], expected: tuple[str, ...], overdue: tuple[str, ...]
    ) -> Answer:
        key = (id(brief), earlier, expected, overdue)
        if key not in self._made:
            found = brief._replace(flags=(*brief.flags, *earlier))
            answer = to_answer(self._agreement, found, expected, overdue)
            self._made[key] = self._known.setdefault(answer, answer)
        return self._made[key]


def _looks_ahead(prepared: Prepared) -> bool:
    """Return whether something is expected or overdue on some day, or takes effect from an earlier day."""
    clauses = prepared.clauses
    if clauses.term or clauses.entry_into_force:
        return True
    return any(
        item.event.effective or item.evidence is Evidence.ANNOUNCED or EventKind.NOTICE_GIVEN in item.kinds
        for reading in prepared.readings
        for item in reading.items
    )


def _turns(prepared: Prepared, announced: Iterable[Point]) -> Iterator[dt.date]:
    """Yield the days of the record on which what is expected or overdue may change."""
    first, clauses = prepared.readings[0], prepared.clauses
    # The ends of notices and of the term, and the entry into force by rule, rest on the days of reported entries.
    all_count = bool(clauses.term or clauses.entry_into_force or first.has_notices)
    for reading in prepared.readings:
        for item in reading.items:
            if item.event.effective:
                yield from (*item.span, *ends(item.date), *ends(item.event.effective))
            elif reading is first and (all_count or item.evidence is Evidence.ANNOUNCED):
                yield from (*item.span, *ends(item.date))
    for point, _ in first.ahead:
        yield from ends(point.date)
    for effect, by in first.revoked:
        yield from (*ends(effect.date), *by.span)
    for point in announced:
        # On the day after the last one that it was announced for, it is overdue.
        yield min(point.date.latest, dt.date.max - _DAY) + _DAY


# Cached, since the answers by each day of knowledge ask about the same days.
_day: Final = lru_cache(maxsize=1_024)(PartialDate)
_DAY: Final = dt.timedelta(days=1)

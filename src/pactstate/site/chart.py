"""Geometry of the charts of one agreement: bands, events, evidence, and the map of knowledge.

All places are per cent of the width, so that the browser scales a chart without scaling its texts. Time runs wider
where more is on file.
"""

from __future__ import annotations

import bisect
import datetime as dt
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import attrs

from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.domain.events import EventKind, State
from pactstate.domain.evidence import Evidence, evidence_of
from pactstate.domain.model import Event, Role, SourceType
from pactstate.site.grounds import Run
from pactstate.site.plane import Plane, in_words

__all__ = [
    "Chart",
    "Course",
    "Dot",
    "EvidenceLine",
    "Label",
    "Piece",
    "Scale",
    "Tick",
    "chart",
    "chip",
    "course",
    "shifted",
    "spark",
    "style_of",
    "ticks",
]


Course = tuple[tuple[dt.date, tuple[State | None, ...]], ...]
"""Days from which other states are possible, in order, each with these states."""

_WIDE: Final = 1_000
"""Pixels of a chart on a wide screen, for which labels are placed."""
_NARROW: Final = 250
"""Pixels of a chart on a telephone, on which labels are left out that would touch another one."""
_CHARACTER: Final = 7
"""Pixels of a character of a label, at most on average."""
_LANES: Final = 4
"""Rows of labels; a label that finds no place is left out, since the list has it."""
_MAX_STACK: Final = 6
"""Rows of marks of one kind of source; further marks share the last row."""
_MIN_BAR: Final = 1.0
"""Per cent of the width that the bar of a source takes at least: a shorter one would not be seen on a telephone."""
_MAX_CELLS: Final = 900
"""Rectangles of the map of knowledge, above which it is left out."""
_MARGIN: Final = dt.timedelta(days=60)
_MANY_DAYS: Final = 12
"""Number of busy days that get half of the width of a chart; fewer get less."""
_STATES: Final = frozenset(map(str, State))


@attrs.frozen(eq=False)
class Scale:
    """Days and their places in per cent, linear between the days that are given."""

    days: tuple[int, ...]
    """Days as ordinals, ascending."""
    places: tuple[float, ...]
    _found: dict[dt.date, float] = attrs.field(factory=dict, init=False, repr=False)
    """Cache: a chart asks for the place of the same day many times."""

    @classmethod
    def of(cls, busy: Iterable[dt.date], first: dt.date, last: dt.date) -> Scale:
        """Return a scale from ``first`` to ``last`` that gives up to half of its width to the days that are busy."""
        start, end = first.toordinal(), max(last.toordinal(), first.toordinal() + 1)
        inner = sorted(day.toordinal() for day in busy if first < day < last)
        count = max(1, min(24, len(inner)))
        # Quantiles of the busy days bound the parts; each part gets its share of the days and its share of the time.
        cuts = sorted({start, end, *(inner[len(inner) * number // count] for number in range(1, count) if inner)})
        # Few busy days get less than half, so that the day between a signature and its report does not fill a third.
        share = min(1.0, len(inner) / _MANY_DAYS) / max(1, len(inner))
        widths = [
            (right - left) / (end - start)
            + (bisect.bisect_left(inner, right) - bisect.bisect_left(inner, left)) * share
            for left, right in itertools.pairwise(cuts)
        ]
        places, total = [0.0], sum(widths)
        for width in widths:
            places.append(places[-1] + 100 * width / total)
        return cls(tuple(cuts), (*(round(place, 2) for place in places[:-1]), 100.0))

    def at(self, day: dt.date) -> float:
        """Return the place of a day; a day outside of the scale is at its end."""
        found = self._found.get(day)
        if found is None:
            found = self._found[day] = self._at(day)
        return found

    def _at(self, day: dt.date) -> float:
        number = day.toordinal()
        part = bisect.bisect_right(self.days, number)
        if not part:
            return self.places[0]
        if part == len(self.days):
            return self.places[-1]
        left, right = self.days[part - 1], self.days[part]
        share = (number - left) / (right - left)
        return round(self.places[part - 1] + share * (self.places[part] - self.places[part - 1]), 2)


class Piece(NamedTuple):
    """Rectangle of a band."""

    x: float
    width: float
    y: float
    height: float
    style: str
    label: str = ""
    narrow: bool = True
    """Whether its label has room on a telephone."""
    later: str = ""
    """Style that it has certainly turned into by its end, on some day in it."""
    is_back: bool = False
    """Whether its label ends where it begins."""


class Label(NamedTuple):
    """Event with its label."""

    x: float
    until: float
    """Place of its last possible day."""
    style: str
    text: str
    lane: int
    """Row of the label; -1 if there is no room."""
    narrow: bool
    is_note: bool
    rank: int
    """0 if it brings a state of the agreement, 1 if it does so for one party, 2 if it brings no state."""


class Dot(NamedTuple):
    """Source in a lane of evidence: a dot, or a bar for one that is not dated to the day."""

    x: float
    width: float
    y: int
    is_rejected: bool


class EvidenceLine(NamedTuple):
    """Line from a source to the event of which it speaks."""

    x1: float
    x2: float
    y2: int
    style: str


class Tick(NamedTuple):
    """Year on the axis."""

    x: float
    text: str
    narrow: bool


class Lane(NamedTuple):
    """Lane of one type of source."""

    name: str
    y: int
    height: int
    dots: tuple[Dot, ...]


class Chart(NamedTuple):
    """Everything that is drawn of an agreement."""

    scale: Scale
    first: dt.date
    last: dt.date
    ticks: tuple[Tick, ...]
    band: tuple[Piece, ...]
    flags: tuple[Piece, ...]
    events: tuple[Label, ...]
    """Events by rank: those that bring a state come first."""
    rows: int
    """Rows of labels, on a screen of any width."""
    lanes: tuple[Lane, ...]
    lines: tuple[EvidenceLine, ...]
    height: int
    """Height of the events and the evidence together, in pixels."""
    cells: tuple[Piece, ...]
    """Rectangles of the map of knowledge."""

    @property
    def line_styles(self) -> set[str]:
        """Styles of the lines that are drawn."""
        return {line.style for line in self.lines}

    @property
    def has_bars(self) -> bool:
        """Whether a source is drawn as a bar."""
        return any(dot.width for lane in self.lanes for dot in lane.dots)


def style_of(event: Event, evidence: Evidence) -> str:
    """Return the classes of the mark of an event: its state, and its evidence if it is not reported."""
    states = [str(kind) for kind in event.kinds if str(kind) in _STATES]
    return (states[-1] if states else "event") + ("" if evidence is Evidence.REPORTED else f" e-{evidence}")


def chip(states: Sequence[State | None]) -> list[str]:
    """Return the names of states for style sheets."""
    return [str(state) if state else "nothing" for state in states]


def _fits(text: str, width: float, pixels: int) -> bool:
    return len(text) * _CHARACTER + 12 <= width * pixels / 100


def course(runs: Sequence[Run], found: Plane) -> Course:
    """Return the possible states by some answers: the days on which others become possible, and these."""
    made: list[tuple[dt.date, tuple[State | None, ...]]] = []
    for run in runs:
        states = found.answers[run.value].possible
        if not made or made[-1][1] != states:
            made.append((run.start, states))
    return tuple(made)


class _Span(NamedTuple):
    """Part of a course that is drawn, with the states on both sides of it."""

    states: tuple[State | None, ...]
    x: float
    width: float
    before: tuple[State | None, ...]
    after: tuple[State | None, ...]

    @property
    def is_soft(self) -> bool:
        """Whether one state has turned into another on some day in it; else it may be either, or is certain."""
        return (
            len(self.states) == 2
            and len(self.before) == len(self.after) == 1
            and {*self.before, *self.after} == {*self.states}
        )


def _spans(some: Course, scale: Scale, first: dt.date, last: dt.date) -> Iterator[_Span]:
    for number, (start, states) in enumerate(some):
        end = some[number + 1][0] if number + 1 < len(some) else dt.date.max
        if end > first and start <= last:
            x = scale.at(start)
            before = some[number - 1][1] if number else ()
            # A change that may come after the end of the chart is no edge in it.
            after = some[number + 1][1] if number + 1 < len(some) and end <= last else ()
            yield _Span(states, x, round(scale.at(end) - x, 2), before, after)


def _band(some: Course, scale: Scale, first: dt.date, last: dt.date) -> Iterator[Piece]:
    """Yield the states by everything on file; a day on which several are possible is split."""
    for span in _spans(some, scale, first, last):
        styles = chip(span.states)
        if span.is_soft:
            earlier, later = chip((*span.before, *span.after))
            yield Piece(span.x, span.width, 0, 100, earlier, later=later)
            continue
        share = round(100 / len(styles), 2)
        for number, name in enumerate(styles):
            text = in_words(name).capitalize() if span.states[number] and len(styles) == 1 else ""
            shown = text if _fits(text, span.width, _WIDE) else ""
            yield Piece(span.x, span.width, share * number, share, name, shown, _fits(text, span.width, _NARROW))


SPARK: Final = (1_000, 12)
"""Units of the width and the height of a small band."""


def spark(some: Course, scale: Scale, first: dt.date, last: dt.date) -> Iterator[tuple[str, str]]:
    """Yield the styles of a small band, each with the path of its areas."""
    paths: dict[str, str] = {}
    across, height = SPARK
    for span in _spans(some, scale, first, last):
        styles = chip(span.states)
        left, right = round(span.x * across / 100), round((span.x + span.width) * across / 100)
        if span.is_soft:
            earlier, later = chip((*span.before, *span.after))
            paths[earlier] = paths.get(earlier, "") + f"M{left} 0H{right}L{left} {height}z"
            paths[later] = paths.get(later, "") + f"M{right} 0V{height}H{left}z"
            continue
        for number, style in enumerate(styles):
            top, bottom = (height * row / len(styles) for row in (number, number + 1))
            paths[style] = paths.get(style, "") + f"M{left} {top:g}H{right}V{bottom:g}H{left}z"
    yield from paths.items()


def _runs(runs: Sequence[Run], scale: Scale, first: dt.date, last: dt.date) -> Iterator[tuple[Run, float, float]]:
    for run, end in zip(runs, [*(one.start for one in runs[1:]), dt.date.max], strict=True):
        if end > first and run.start <= last:
            x = scale.at(run.start)
            yield run, x, round(scale.at(end) - x, 2)


def _flags(agreement: Agreement, found: Plane, scale: Scale, first: dt.date, last: dt.date) -> Iterator[Piece]:
    """Yield the flags by everything on file: without their dates, which the list has, and with codes for names."""
    if not any(answer.flags for answer in found.answers):
        return
    codes = {agreement.party_name(code): code for code in agreement.parties}
    names = re.compile("|".join(map(re.escape, sorted(codes, key=len, reverse=True))) or "$^")
    groups: list[_FlagGroup] = []
    for run, x, width in _runs(found.on_file, scale, first, last):
        flags = [_SINCE.sub("", flag) for flag in found.answers[run.value].flags]
        certain = names.sub(lambda match: codes[match.group()], "; ".join(_OR_NOT.sub("", flag) for flag in flags))
        style = "flag" if flags == [_OR_NOT.sub("", flag) for flag in flags] else "maybe"
        if not groups or groups[-1].text != certain:
            groups.append(_FlagGroup(certain, []))
        groups[-1].pieces.append((style, x, width))
    shown = [group for group in groups if group.text]
    # A label may go on beyond its flag until the next flag, or back to the end of the label before.
    end = 0.0
    for number, (text, pieces) in enumerate(shown):
        words = text if any(style == "flag" for style, *_ in pieces) else f"{text} or not"
        left = pieces[0][1]
        limit = shown[number + 1].pieces[0][1] if number + 1 < len(shown) else 100
        is_back = not _fits(words, limit - left, _WIDE) and _fits(words, left - end, _WIDE)
        room = left - end if is_back else limit - left
        has_room = _fits(words, room, _WIDE)
        end = left + (len(words) * _CHARACTER + 12) * 100 / _WIDE if has_room and not is_back else left
        yield from (Piece(x, width, 0, 100, style) for style, x, width in pieces)
        if has_room:
            # The label lies above all parts of its group.
            yield Piece(left, 0, 0, 100, "label", words, _fits(words, room, _NARROW), is_back=is_back)


class _FlagGroup(NamedTuple):
    """Neighbouring parts of the strip of flags with the same flags, some of which may not be certain."""

    text: str
    pieces: list[tuple[str, float, float]]
    """Style, place and width of each part."""


_SINCE: Final = re.compile(r" since .*")
_OR_NOT: Final = re.compile(r" or not(?:; presumed .*)?$")


def _events(agreement: Agreement, scale: Scale) -> Iterator[Label]:
    """Yield the events with the row of each label: the first one in which it touches no other.

    They are in the order of their ranks, so that the labels of states find room before others.
    """
    wide, narrow = _Rows(), _Rows()
    sources = agreement.sources_by_id
    ranked = [(_rank(event), event) for event in agreement.history]
    for rank, event in sorted(ranked, key=lambda one: (one[0], one[1].date.earliest, one[1].date.latest)):
        x = scale.at(event.date.earliest)
        is_note = {*event.kinds} == {EventKind.NOTE}
        text = in_words(" + ".join(event.kinds)).capitalize() + (f" {event.party}" if event.party else "")
        size = len(text) * _CHARACTER + 14
        # A label near the right edge ends at its event.
        back = size if x > 88 else 0
        left = x * _WIDE / 100 - back
        lane = -1 if is_note else wide.place(left, size)
        fits = False
        if lane >= 0:
            left = x * _NARROW / 100 - back
            fits = 0 <= left <= _NARROW - size and narrow.is_free(lane, left, size)
            if fits:
                narrow.rows[lane].append((left, left + size))
        yield Label(
            x,
            scale.at(event.date.latest),
            style_of(event, evidence_of(event, sources)),
            text,
            lane,
            fits,
            is_note,
            rank,
        )


def _rank(event: Event) -> int:
    if _STATES.isdisjoint(map(str, event.kinds)):
        return 2
    return 0 if event.party is None else 1


def _rows_on_a_telephone(events: Sequence[Label]) -> int:
    """Return the number of rows that the labels take on a telephone, where the script places them."""
    rows = _Rows()
    for one in events:
        if not one.is_note:
            left, size = one.x * _NARROW / 100, len(one.text) * _CHARACTER + 14
            rows.place(left if left + size <= _NARROW else left - size, size)
    return sum(map(bool, rows.rows))


class _Rows:
    """Rows of labels."""

    def __init__(self) -> None:
        self.rows: list[list[tuple[float, float]]] = [[] for _ in range(_LANES)]

    def is_free(self, row: int, left: float, size: float) -> bool:
        """Return whether a label would touch no other one of a row."""
        return all(left >= end or left + size <= start for start, end in self.rows[row])

    def place(self, left: float, size: float) -> int:
        """Put a label into the first row in which it touches no other; return its number, or -1 if there is none."""
        found = next((row for row in range(_LANES) if self.is_free(row, left, size)), -1)
        if found >= 0:
            self.rows[found].append((left, left + size))
        return found


_LANE_TOP: Final = 50
"""Pixels from the top of the events to the first lane of evidence, without the rows of labels."""
LABEL_ROW: Final = 17
"""Pixels of a row of labels."""
_ROW: Final = 13

_TYPES: Final[Mapping[SourceType | None, str]] = {
    SourceType.OFFICIAL: "Official",
    SourceType.PRESS: "Press",
    SourceType.SECONDARY: "Secondary",
    None: "Other",
}


def _lanes(
    agreement: Agreement, made: Mapping[str, PartialDate], scale: Scale, top: int
) -> tuple[list[Lane], dict[str, tuple[float, int]]]:
    """Return the lanes of evidence, and the place of each source in them."""
    lanes: list[Lane] = []
    places: dict[str, tuple[float, int]] = {}
    rejected = _rejected(agreement)
    for type, name in _TYPES.items():
        sources = [one for one in agreement.sources if one.type is type and one.id in made]
        dots: list[Dot] = []
        # Ends of what each row holds, in pixels.
        rows = [-1e9] * _MAX_STACK
        for source in sorted(sources, key=lambda one: (made[one.id].earliest, made[one.id].latest, one.id)):
            day = made[source.id]
            x = scale.at(day.earliest)
            width = 0 if day.is_day else round(max(_MIN_BAR, scale.at(day.latest) - x), 2)
            left = x * _WIDE / 100 - 6
            row = next((number for number, end in enumerate(rows) if end <= left), _MAX_STACK - 1)
            rows[row] = max(rows[row], left + 13 + width * _WIDE / 100)
            y = top + 22 + row * _ROW
            dots.append(Dot(x, width, y, source.id in rejected))
            places[source.id] = (x, y)
        if dots:
            height = max(dot.y for dot in dots) - top + 11
            lanes.append(Lane(f"{name} {len(dots)}", top, height, tuple(dots)))
            top += height + 6
    return lanes, places


def _rejected(agreement: Agreement) -> set[str]:
    claims = {claim.source for event in agreement.history for claim in event.claims if not claim.accepted}
    return claims | {one.source for one in agreement.statements if one.rejected is not None}


_STYLES: Final = {Role.REPORTED: "reported", Role.ANNOUNCED: "announced", Role.DENIED: "rejected"}


def _lines(agreement: Agreement, places: Mapping[str, tuple[float, int]], scale: Scale) -> Iterator[EvidenceLine]:
    for event in agreement.history:
        for claim in event.claims:
            if claim.source in places:
                x, y = places[claim.source]
                style = _STYLES[claim.role] if claim.accepted else "rejected"
                yield EvidenceLine(scale.at(event.date.earliest), x, y, style)


def _cells(found: Plane, scale: Scale, first: dt.date, last: dt.date) -> Iterator[Piece]:
    """Yield the states of the whole plane; equal ones of neighbouring rows are one rectangle."""
    open_cells: dict[tuple[float, float, str], float] = {}
    drawn: Course | None = None
    starts = [max(start, first) for start, _ in found.rows]
    for (_, runs), start, end in zip(found.rows, starts, [*starts, last][1:], strict=False):
        if end <= first or start >= last:
            continue
        states = course(runs, found)
        if states == drawn:
            continue
        drawn = states
        now: dict[tuple[float, float, str], float] = {}
        for span in _spans(states, scale, first, last):
            styles = chip(span.states)
            style = styles[0] if len(styles) == 1 else f"{styles[-1]} either"
            if span.width and style != "nothing":
                key = (span.x, span.width, style)
                now[key] = open_cells.pop(key, scale.at(start))
        yield from (_cell(key, low, scale.at(start)) for key, low in open_cells.items())
        open_cells = now
    yield from (_cell(key, low, 100) for key, low in open_cells.items())


def _cell(key: tuple[float, float, str], low: float, high: float) -> Piece:
    x, width, style = key
    return Piece(x, width, round(100 - high, 2), round(high - low, 2), style)


def ticks(scale: Scale, first: dt.date, last: dt.date) -> Iterator[Tick]:
    """Yield the years of an axis."""
    wide, narrow = -1e9, -1e9
    for year in range(first.year + 1, last.year + 1):
        x = scale.at(dt.date(year, 1, 1))
        if (x - wide) * _WIDE >= 4_000 and x <= 96:
            fits = (x - narrow) * _NARROW >= 4_400 and x <= 88
            wide, narrow = x, x if fits else narrow
            yield Tick(x, str(year), fits)


def chart(agreement: Agreement, found: Plane, today: dt.date) -> Chart:
    """Return the geometry of the charts of an agreement, drawn until a little after today."""
    made = {source.id: day for source in agreement.sources if (day := source.published)}
    busy = [day for event in agreement.history for day in (event.date.earliest, event.date.latest)]
    busy += [day for one in made.values() if one.is_day for day in (one.earliest,)]
    inner = [day for day in busy if dt.date.min < day < dt.date.max]
    first = shifted(min([*inner, today]), -_MARGIN)
    last = shifted(max([*(day for day in inner if day <= today), today]), _MARGIN)
    last = max([last, *(shifted(run.start, _MARGIN) for run in found.on_file if last < run.start <= _far(today))])
    scale = Scale.of(inner, first, last)
    events = tuple(_events(agreement, scale))
    rows = max(1 + max((one.lane for one in events), default=-1), _rows_on_a_telephone(events))
    top = _LANE_TOP + LABEL_ROW * rows
    lanes, places = _lanes(agreement, made, scale, top)
    cells = list(_cells(found, scale, first, last))
    return Chart(
        scale,
        first,
        last,
        tuple(ticks(scale, first, last)),
        tuple(_band(course(found.on_file, found), scale, first, last)),
        tuple(_flags(agreement, found, scale, first, last)),
        events,
        rows,
        tuple(lanes),
        tuple(_lines(agreement, places, scale)),
        (lanes[-1].y + lanes[-1].height if lanes else top - 20) + 8,
        tuple(cells if len(cells) <= _MAX_CELLS else ()),
    )


def _far(today: dt.date) -> dt.date:
    """Return the last day up to which coming changes are drawn: two years ahead."""
    return shifted(today, dt.timedelta(days=731))


def shifted(day: dt.date, by: dt.timedelta) -> dt.date:
    """Return a day moved by some time, or the same day where that leaves the calendar."""
    try:
        return day + by
    except OverflowError:
        return day

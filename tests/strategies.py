"""Strategies for the property tests, generated from the library's own tables: a new event or state is tested at once."""

from __future__ import annotations

import datetime as dt

import attrs
from hypothesis import strategies as st

from pactstate.dates import PartialDate
from pactstate.lifecycle import PARTY_POLICY, START, TABLE, Act, EventKind, PartyPolicy, State, Terms, step
from pactstate.model import Claim, Event, Role, Source

DAY = dt.timedelta(days=1)
MEMBERS = ("AU", "JP", "PH", "US")
STRANGER = "FR"
"""A party that no agreement here declares: it can only join."""

event_kinds = st.sampled_from(EventKind)
states = st.sampled_from(State)
terms = st.builds(
    Terms, st.integers(2, 4).map(lambda count: MEMBERS[:count]), st.none() | st.none() | st.integers(1, 4)
)


# Dates: texts of the grammar, and days where calendars are awkward.

days = st.one_of(
    st.dates(),
    st.dates(max_value=dt.date(12, 12, 31)),
    st.dates(min_value=dt.date(9988, 1, 1)),
    st.dates(dt.date(2023, 12, 1), dt.date(2025, 1, 31)),
    st.sampled_from([2000, 2024, 1996]).map(lambda year: dt.date(year, 2, 29)),
)
qualifiers = st.sampled_from(["", "", "?", "~", "%"])


def spellings(day: dt.date) -> list[str]:
    """Every unqualified way to write an atom that the day lies in."""
    iso = day.isoformat()
    year, month = iso[:4], iso[:7]
    return [iso, month, year, f"{year}-XX", f"{month}-XX", f"{year}-XX-XX", f"{year[:3]}X", f"{year[:2]}XX"]


@st.composite
def date_texts(draw: st.DrawFn, qualifier: st.SearchStrategy[str] = qualifiers) -> str:
    """Any text of the grammar."""

    def atom(day: dt.date) -> str:
        return draw(st.sampled_from(spellings(day))) + draw(qualifier)

    shape = draw(st.sampled_from(["atom", "atom", "both", "../", "/.."]))
    first, last = sorted([draw(days), draw(days)])
    return {
        "atom": lambda: atom(first),
        "both": lambda: f"{atom(first)}/{atom(last)}",
        "../": lambda: f"../{atom(last)}",
        "/..": lambda: f"{atom(first)}/..",
    }[shape]()


@st.composite
def broken_date_texts(draw: st.DrawFn) -> str:
    """A text of the grammar with one character changed, put in or left out: mostly not a date, sometimes another."""
    text = draw(date_texts())
    place = draw(st.integers(0, len(text)))
    return text[:place] + draw(st.text("0123459X-/.?~% T", max_size=2)) + text[place + draw(st.integers(0, 1)) :]


partial_dates = date_texts().map(PartialDate)


@st.composite
def intervals(draw: st.DrawFn, window: list[dt.date]) -> PartialDate:
    """One day, somewhere in a part of the window."""
    first, last = sorted([draw(st.sampled_from(window)), draw(st.sampled_from(window))])
    return PartialDate.between(first, last)


# Lifecycle: acts as the party policies have them, and now and then not.


@st.composite
def acts(draw: st.DrawFn, kinds: st.SearchStrategy[EventKind] = event_kinds) -> Act:
    """Any event, mostly with a party where one is needed and without one where none is allowed."""
    kind = draw(kinds)
    party = st.sampled_from((*MEMBERS, STRANGER))
    usual = {
        PartyPolicy.REQUIRED: party,
        PartyPolicy.OPTIONAL: st.none() | party,
        PartyPolicy.NOT_ALLOWED: st.none(),
    }[PARTY_POLICY[kind]]
    careless = draw(st.integers(0, 9)) == 0
    window = [dt.date(2025, 1, 1) + count * DAY for count in range(6)]
    return Act(
        kind,
        draw(st.none() | party if careless else usual),
        draw(st.none() | intervals(window)),
        draw(st.none() | intervals(window)),
    )


def legal_kinds(state: State | None) -> list[EventKind]:
    """The events that have a cell in a state."""
    return [kind for kind, cell in TABLE[state].items() if cell is not None]


# Timeline: small histories, within a window of a few days.


@attrs.frozen
class Case:
    """A small history that at least one assignment of days fits, and the days that matter to it."""

    events: tuple[Event, ...]
    sources: dict[str, Source]
    terms: Terms
    days: tuple[dt.date, ...]
    """The window, and the day before and after it, which stand for all that lie beyond."""


_WINDOWS = (dt.date.min, dt.date(2024, 2, 26), dt.date(2024, 12, 29), dt.date.max - 5 * DAY)


@st.composite
def cases(draw: st.DrawFn, longest: int = 5) -> Case:
    """Histories with claims of every role, rejected ones, undated and partly dated sources, postponements, open ends."""
    start = draw(st.sampled_from(_WINDOWS))
    window = [start + count * DAY for count in range(6)]
    agreement = draw(terms)
    events: list[Event] = []
    sources: dict[str, Source] = {}
    position, true = START, 0

    def around() -> PartialDate:
        # Days that include the true one, so that the history holds together whatever is known of it.
        slack = draw(st.sampled_from([0, 1, 2]))
        first = window[draw(st.integers(max(0, true - slack), true))]
        last = window[draw(st.integers(true, min(5, true + slack)))]
        beyond = draw(st.integers(0, 11))
        if beyond == 0 and last < dt.date.max:
            first = dt.date.min
        elif beyond == 1 and first > dt.date.min:
            last = dt.date.max
        return PartialDate.between(first, last)

    def claim(role: Role) -> Claim:
        name = f"source-{len(sources)}"
        oldest = max(0, true - 1) if role is Role.REPORTED else 0
        last = draw(st.integers(oldest, 5))
        first = draw(st.sampled_from([last, last, draw(st.integers(0, last))]))
        published = None if draw(st.integers(0, 7)) == 0 else PartialDate.between(window[first], window[last])
        sources[name] = Source(name, name, published=published)
        date = draw(st.none() | st.builds(around)) if role is Role.ANNOUNCED else None
        return Claim(name, role, date, rejected=draw(st.sampled_from([None, None, None, None, "wrong"])))

    for _ in range(draw(st.integers(0, longest))):
        true = draw(st.integers(true, 5) | st.just(true))
        likely = st.sampled_from(legal_kinds(position.state))
        kinds = [draw(st.one_of(likely, likely, likely, event_kinds))]
        if draw(st.integers(0, 5)) == 0:
            kinds.append(draw(event_kinds))
        act = draw(acts(st.just(kinds[0])))
        for kind in kinds:
            position = step(position, attrs.evolve(act, kind=kind), agreement).position
        roles = draw(st.lists(st.sampled_from([Role.REPORTED, Role.ANNOUNCED, *Role]), max_size=3))
        past = [kind for event in events for kind in event.kinds]
        events.append(
            Event(
                kinds=tuple(kinds),
                date=around(),
                effective=act.effective,
                party=act.party,
                of=draw(st.sampled_from(past)) if past and EventKind.POSTPONED in kinds else None,
                claims=tuple(claim(role) for role in roles),
            )
        )
    beyond = [
        *([start - DAY] if start > dt.date.min else []),
        *window,
        *([window[-1] + DAY] if window[-1] < dt.date.max else []),
    ]
    return Case(tuple(events), sources, agreement, tuple(beyond))

"""The log against asking for the status on every day of a small calendar, on histories of every kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterator
from copy import copy

import attrs
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from pactstate.domain.agreement import Agreement, prepared_by
from pactstate.domain.dates import PartialDate
from pactstate.domain.evidence import Known, entries_known_by
from pactstate.domain.flags import may_have_flags
from pactstate.domain.known_by import ends, publication
from pactstate.domain.known_entries import KnownEntries, View, count_readings
from pactstate.domain.lifecycle import EventKind, State
from pactstate.domain.log import KnownChange, known_changes, known_details
from pactstate.domain.model import Claim, Event, Period, Role, Source
from pactstate.domain.outcomes import only
from pactstate.domain.position import Place
from pactstate.domain.readings import AscendingKnowledge, knowledge, states_in
from pactstate.domain.status import flag_words
from pactstate.domain.timeline import prefix_counts
from profiles import examples
from strategies import DAY, Case, cases

Row = tuple[dt.date, State, PartialDate | None]
Detail = tuple[dt.date, str, PartialDate | None, str]


def _each_reported_once(case: Case, draw: st.DrawFn) -> Case:
    """The same events, each reported by a source of its own, one after the other: most logs have several changes."""
    count = len(case.events)
    days = sorted(draw(st.lists(st.sampled_from(case.days), min_size=count, max_size=count)))
    sources = {f"r{number}": Source(f"r{number}", "R", published=day) for number, day in enumerate(days)}
    claims = [(Claim(id, Role.REPORTED),) for id in sources]
    events = tuple(attrs.evolve(event, claims=one) for event, one in zip(case.events, claims, strict=True))
    return attrs.evolve(case, events=events, sources=sources)


@st.composite
def agreements(draw: st.DrawFn) -> tuple[Agreement, list[dt.date]]:
    """An agreement, at times with its entries out of order, and all days that differ for it."""
    case: Case = draw(cases(longest=6) | cases(longest=6, opening=EventKind.IN_FORCE))
    if draw(st.booleans()):
        case = _each_reported_once(case, draw)
    events = draw(st.one_of(st.just(case.events), st.just(case.events), st.permutations(case.events).map(tuple)))
    seen = st.none() | st.none() | st.sampled_from(case.days).map(PartialDate)
    sources = tuple(
        attrs.evolve(source, updated=draw(seen), accessed=draw(seen), archived=draw(seen))
        for source in case.sources.values()
    )
    agreement = Agreement(
        "x",
        "X",
        "treaty",
        case.terms.parties,
        events,
        sources=sources,
        consents_needed=case.terms.consents_needed,
        open=case.terms.open,
        term=case.clauses.term,
        not_recorded=case.clauses.not_recorded,
    )
    # A report limits an imprecise date to the day after it, which may be the day after the last one. A term of a year
    # ends a year after one of the days, or after several years if it is extended.
    terms = [Period(years, "years").after(PartialDate(day)) for day in case.days for years in range(1, len(events) + 1)]
    return agreement, sorted(
        {dt.date.min, *case.days, *(day + DAY for day in case.days if day < dt.date.max), dt.date.max}.union(
            *map(ends, terms)
        )
    )


def _tried(agreement: Agreement, days: list[dt.date]) -> Iterator[Row]:
    known = None
    for day in days:
        status = agreement.status(day, day)
        if status.state and status.state is not known:
            known = status.state
            yield day, status.state, status.since


@given(agreements())
@settings(max_examples=examples(200))
def test_the_log_is_what_asking_on_every_day_gives(drawn: tuple[Agreement, list[dt.date]]) -> None:
    agreement, days = drawn
    found = [(change.known, change.state, change.since) for change in known_changes(agreement, dt.date.max)]
    assert found == list(_tried(agreement, days))


def _tried_details(agreement: Agreement, days: list[dt.date], party: str) -> Iterator[Detail]:
    known: dict[str, PartialDate | None] = {}
    standing = ""
    for day in days:
        status = agreement.status(day, day)
        certain = [flag for flag in status.flags if flag.certain]
        now = dict(zip(flag_words([attrs.evolve(flag, since=None) for flag in certain]), certain, strict=True))
        source = status.newest_source.id if status.newest_source else ""
        yield from ((day, words, flag.since, source) for words, flag in now.items() if words not in known)
        yield from ((day, f"no longer {words}", None, source) for words in known if words not in now)
        known = dict.fromkeys(now)
        place = status.of(party)
        words = f"{party}: {place}".partition(" since ")[0]
        if place.certain not in (None, Place.NONE) and words != standing:
            standing = words
            yield day, words, place.since, source


@given(agreements(), st.sampled_from(["JP", "PH", "US"]))
@settings(max_examples=examples(200))
def test_the_log_of_flags_and_of_a_party_is_what_asking_on_every_day_gives(
    drawn: tuple[Agreement, list[dt.date]], party: str
) -> None:
    agreement, days = drawn
    found = known_details(agreement, dt.date.max, flags=True, party=party)
    assert [(one.known, one.change, one.since, one.source) for one in found] == list(
        _tried_details(agreement, days, party)
    )


@given(agreements(), st.integers(0, 9))
@settings(max_examples=examples(100))
def test_what_became_known_later_is_left_out(drawn: tuple[Agreement, list[dt.date]], place: int) -> None:
    agreement, days = drawn
    until = days[place % len(days)]
    assert list(known_changes(agreement, until)) == [
        one for one in known_changes(agreement, dt.date.max) if one.known <= until
    ]


def _reports(agreement: Agreement, change: KnownChange) -> dict[str, tuple[dt.date, dt.date]]:
    """When each report of what set the state was published, by what was reported for certain on that day."""
    day = PartialDate(change.known)
    line = prepared_by(agreement, day).readings[-1].reported
    setter = line.steps[prefix_counts(line.limits, day)[-1] - 1].since
    assert setter is not None
    event: Event = line.points[setter].event

    def made(claim: Claim) -> tuple[dt.date, dt.date]:
        published = publication(claim, event, agreement.source(claim.source))
        return published.latest, published.earliest

    return {claim.source: made(claim) for claim in event.accepted(Role.REPORTED)}


@given(agreements())
@settings(max_examples=examples(150))
def test_the_source_is_the_first_to_report_what_set_the_state(drawn: tuple[Agreement, list[dt.date]]) -> None:
    agreement, _ = drawn
    for change in known_changes(agreement, dt.date.max):
        reports = _reports(agreement, change)
        assert reports[change.source] == min(reports.values())
        assert reports[change.source][0] <= change.known
        source = agreement.source(change.source)
        assert source
        assert (change.publisher, change.published) == (source.title, source.published)


@given(agreements(), st.data())
@settings(max_examples=examples(150))
def test_an_answer_does_not_depend_on_earlier_questions(
    drawn: tuple[Agreement, list[dt.date]], data: st.DataObject
) -> None:
    agreement, days = drawn
    for _ in range(12):
        first, last = sorted(data.draw(st.lists(st.sampled_from(days), min_size=2, max_size=2)))
        on = PartialDate(first if data.draw(st.booleans()) else PartialDate.between(first, last))
        assert agreement.status(on, today=days[0]) == copy(agreement).status(on, today=days[0])


@given(agreements())
@settings(max_examples=examples(150))
def test_no_flag_stands_where_none_may(drawn: tuple[Agreement, list[dt.date]]) -> None:
    agreement, days = drawn
    if not may_have_flags(agreement.history, agreement.clauses):
        assert not any(agreement.status(day).flags or agreement.status(day, day).flags for day in days)


class _ReachedError(Exception):
    """Every kind was reached."""


def _kinds(log: list[KnownChange]) -> Iterator[str]:
    yield f"{min(len(log), 2)} changes"
    for change in log:
        yield change.state
        yield from ("no day",) * (change.since is None) + ("no publication",) * (change.published is None)
        yield from ("days later",) * bool(change.days and change.days > 0)


def test_the_strategy_reaches_changes_of_every_kind() -> None:
    missing = {*State, "0 changes", "1 changes", "2 changes", "no day", "no publication", "days later"}

    @given(agreements())
    @settings(max_examples=examples(4000), database=None, derandomize=True, phases=[Phase.generate])
    def collect(drawn: tuple[Agreement, list[dt.date]]) -> None:
        missing.difference_update(_kinds(list(known_changes(drawn[0], dt.date.max))))
        # One of the states needs three events in a row, and may be left.
        if len(missing & {*State}) <= 1 and missing <= {*State}:
            raise _ReachedError

    with pytest.raises(_ReachedError):
        collect()


def _leading(view: View | Known) -> tuple[list[Hashable], list[int]]:
    """The part of the entries that decides on the states; a later day may know more claims than tell anything."""
    return [entry.key for entry in view.live], [entry.index for entry in view.refuted]


@given(agreements())
@settings(max_examples=examples(200))
def test_what_is_known_by_one_day_after_another_is_what_asking_for_each_day_gives(
    drawn: tuple[Agreement, list[dt.date]],
) -> None:
    agreement, days = drawn
    sources = agreement.sources_by_id
    walked = KnownEntries(agreement.history, sources)
    keys: dict[Hashable, object] = {}
    for day in map(PartialDate, days):
        views, certain = list(walked.views(day)), walked.certain(day.earliest)
        afresh = list(KnownEntries(agreement.history, sources).views(day))
        assert [_leading(view) for view in views] == [_leading(view) for view in afresh]
        # The views count what tells nothing new, too.
        readings = len({view.key for view in views}) if walked.has_doubt(day.earliest) else 1
        assert readings <= count_readings(walked.publications, [day.earliest])
        for view in (*views, certain):
            assert keys.setdefault(view.key, _leading(view)) == _leading(view)
        everything, nothing = (entries_known_by(agreement.history, sources, day, counted) for counted in (None, ()))
        assert _leading(views[0]) == _leading(everything)
        assert ([*afresh[0].live], [*afresh[0].refuted]) == (everything.live, everything.refuted)
        assert _leading(certain) == _leading(nothing)
        # Certain and possible entries lead to the same states if no doubtful source tells anything new.
        assert certain.key in [view.key for view in views]
    assert len(keys) == len({str(leading) for leading in keys.values()})


def _ascending(agreement: Agreement) -> AscendingKnowledge:
    return AscendingKnowledge(agreement.history, agreement.sources_by_id, agreement.prepared)


@given(agreements())
@settings(max_examples=examples(200))
def test_ascending_knowledge_has_the_readings_of_each_day_asked_for_by_itself(
    drawn: tuple[Agreement, list[dt.date]],
) -> None:
    agreement, days = drawn
    by_day, kept = _ascending(agreement), knowledge(_ascending(agreement))
    for day in days:
        itself = prepared_by(agreement, PartialDate(day)).readings
        certain, found = by_day.certain(day), [*by_day.readings(day)]
        states = [states_in(reading, PartialDate(day)) for reading in itself]
        # Doubtful sources that tell nothing new make no readings of their own.
        for some in (found, kept.readings(day)):
            assert {states_in(reading, PartialDate(day)) for reading in some} == {*states}
            assert [reading.state_on(day) for reading in some] == [
                only(states_in(reading, PartialDate(day))) for reading in some
            ]
            assert [step.state for step in some[-1].reported.steps] == [
                step.state for step in itself[-1].reported.steps
            ]
        assert found[-1] is certain

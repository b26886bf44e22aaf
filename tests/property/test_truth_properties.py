"""Histories with a known truth: what happened on hidden days, and what sources say of it on theirs.

A true history gets no error, a planted contradiction gets its rule, and a certain answer is never false.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pactstate.checks.runner import check_folder
from pactstate.domain.lifecycle import (
    ALL,
    FLAG_STATES,
    PARTY_POLICY,
    START,
    TABLE,
    Act,
    EventKind,
    PartyPolicy,
    Position,
    State,
    Terms,
    step,
)
from pactstate.domain.model import Role
from pactstate.findings import Report, Severity
from pactstate.folder.read import Folder, read_folder
from profiles import examples

PARTIES = ("JP", "PH", "US")
FIRST = dt.date(2020, 1, 1)
TODAY = dt.date(2026, 11, 22)
File = dict[str, Any]

# A postponement needs something announced before it; the table's other events can be drawn freely.
KINDS = [kind for kind in EventKind if kind is not EventKind.POSTPONED]


@attrs.frozen
class Truth:
    """A true history, day by day, and the file that its sources give."""

    parties: tuple[str, ...]
    acts: tuple[tuple[dt.date, Act], ...]
    file: File

    def position(self, on: dt.date) -> Position:
        """True states."""
        position = START
        for day, act in self.acts:
            if day <= on:
                position = step(position, act, Terms(self.parties)).position
        return position

    def state(self, on: dt.date) -> State | None:
        """The real state."""
        return self.position(on).state


def later(day: dt.date, days: int) -> dt.date:
    return day + dt.timedelta(days=days)


@st.composite
def vague(draw: st.DrawFn, day: dt.date) -> str:
    """The day as a source may give it: to the day, to the month, to the year, or between two days."""
    form = draw(st.sampled_from(["day", "day", "day", "month", "year", "interval"]))
    if form == "month":
        return f"{day:%Y-%m}"
    if form == "year":
        return f"{day:%Y}"
    if form == "interval":
        before, after = draw(st.integers(0, 20)), draw(st.integers(1, 20))
        return f"{later(day, -before)}/{later(day, after)}"
    return f"{day}"


@st.composite
def truths(draw: st.DrawFn, *, least: int = 1) -> Truth:
    """A history that can have happened, and sources that tell it as it was."""
    parties = PARTIES[: draw(st.integers(2, 3))]
    terms = Terms(parties)
    position, day = START, FIRST
    acts: list[tuple[dt.date, Act]] = []
    for _ in range(draw(st.integers(least, 7))):
        options = []
        for kind in KINDS:
            whose: tuple[str | None, ...] = {
                PartyPolicy.REQUIRED: parties,
                PartyPolicy.OPTIONAL: (None, *parties),
                PartyPolicy.NOT_ALLOWED: (None,),
            }[PARTY_POLICY[kind]]
            options += [
                act for act in (Act(kind, party) for party in whose) if not step(position, act, terms).violation
            ]
        act = draw(st.sampled_from(options))
        position = step(position, act, terms).position
        day = later(day, draw(st.integers(1, 200)))
        acts.append((day, act))
    sources: File = {}
    history: list[File] = []
    position = START
    for day, act in acts:
        history.append(draw(told(day, act, sources)))
        position = step(position, act, terms).position
        # An announcement that never came true makes no report wrong.
        kinds = [kind for kind in KINDS if not step(position, Act(kind), terms).violation]
        if len(history) < len(acts) and draw(st.integers(0, 4)) == 0 and kinds:
            kind = draw(st.sampled_from(kinds))
            id = f"s{len(sources)}"
            sources[id] = {"title": id, "publisher": "P", "published": f"{later(day, -draw(st.integers(1, 9)))}"}
            history.append({"event": str(kind), "date": f"{day}", "announced_by": [id]})
    file: File = {"id": "x", "title": "X", "kind": "treaty", "parties": list(parties)}
    return Truth(parties, tuple(acts), file | {"sources": sources, "history": history})


@st.composite
def told(draw: st.DrawFn, day: dt.date, act: Act, sources: File) -> File:
    """An entry with the sources that report it, and perhaps one that announced it; they are added to the sources."""
    entry: File = {"event": str(act.kind), "date": draw(vague(day))}
    if act.party:
        entry["party"] = act.party

    def add(published: dt.date) -> str:
        id = f"s{len(sources)}"
        sources[id] = {"title": id, "publisher": "P", "published": draw(vague(published))}
        return id

    entry["reported_by"] = [add(later(day, draw(st.integers(0, 60)))) for _ in range(draw(st.integers(1, 2)))]
    if draw(st.booleans()):
        slipped = draw(st.integers(-5, 5))
        announcement = {"source": add(later(day, -draw(st.integers(10, 30)))), "date": f"{later(day, slipped)}"}
        entry["announced_by"] = [announcement]
    return entry


def checked(file: File, today: dt.date = TODAY) -> tuple[Folder, Report]:
    """The file read and checked."""
    with tempfile.TemporaryDirectory() as name:
        Path(name, "x.yaml").write_text(yaml.safe_dump(file, sort_keys=False, allow_unicode=True), encoding="utf-8")
        folder = read_folder(Path(name))
        return folder, check_folder(folder, today)


def rules(file: File, today: dt.date = TODAY) -> set[str]:
    return {finding.rule for finding in checked(file, today)[1].findings}


@given(truths())
def test_a_true_history_has_no_error(truth: Truth) -> None:
    _, report = checked(truth.file)
    assert [str(finding) for finding in report.findings if finding.severity is Severity.ERROR] == []


@given(truths(), st.integers(-5, 2300))
def test_a_certain_answer_is_true(truth: Truth, days: int) -> None:
    on = later(FIRST, days)
    folder, _ = checked(truth.file)
    status = folder.registry["x"].status(on)
    if status.state is not None:
        assert status.state is truth.state(on)
    assert truth.state(on) in (status.possible | {None} if status.unbegun else status.possible)


@given(truths(), st.integers(-5, 2300), st.integers(0, 2300))
def test_a_certain_answer_is_true_as_soon_as_all_until_that_day_is_reported(
    truth: Truth, days: int, until: int
) -> None:
    on, known_by = later(FIRST, days), later(FIRST, until)
    folder, _ = checked(truth.file)
    agreement = folder.registry["x"]
    reported = [event for event in agreement.history if event.accepted(Role.REPORTED)]
    for (day, _act), event in zip(truth.acts, reported, strict=True):
        reports = [agreement.source(claim.source) for claim in event.claims if claim.role == "reported"]
        if day <= on:
            assume(any(source and source.published and source.published.latest <= known_by for source in reports))
    status = agreement.status(on, known_by)
    if status.state is not None:
        assert status.state is truth.state(on)


@given(truths(), st.integers(0, 2300))
def test_a_certain_progress_is_true(truth: Truth, days: int) -> None:
    on = later(FIRST, days)
    folder, _ = checked(truth.file)
    status = folder.registry["x"].status(on)
    real = truth.position(on)
    assert set(status.approved) <= set(real.ledger.approved)
    assert set(status.ratified) <= set(real.ledger.consented)
    for one in status.flags:
        if one.certain and one.flag in FLAG_STATES:
            assert (one.party or ALL) in real.standing(one.flag)


PASSED_OVER = (
    {EventKind.IN_FORCE},
    {EventKind.RATIFIED},
    {EventKind.RATIFIED, EventKind.IN_FORCE},
    {EventKind.TERMINATED},
    {EventKind.TERMINATED, EventKind.WITHDRAWN},
    {EventKind.APPROVED, EventKind.AMENDED},
)


@given(truths(least=3), st.integers(0, 2300), st.sampled_from(PASSED_OVER))
def test_what_a_record_does_not_follow_makes_no_answer_false(
    truth: Truth, days: int, passed_over: set[EventKind]
) -> None:
    """Events of some kinds are left out of a true history, and the record says so."""
    on = later(FIRST, days)
    reported = [entry for entry in truth.file["history"] if "reported_by" in entry]
    assume(0 < sum(act.kind in passed_over for _, act in truth.acts) < len(reported))
    # Before the first entry nothing is asked: talks may have been held at any time.
    assume(on >= min(day for day, act in truth.acts if act.kind not in passed_over))
    # Days are exact here: what an inexact one allows is for the other properties.
    whole = [
        {key: entry[key] for key in ("event", "party") if key in entry} | {"date": f"{day}"}
        for entry, (day, _) in zip(reported, truth.acts, strict=True)
    ]
    kept = [entry for entry in whole if entry["event"] not in passed_over]
    file = truth.file | {"sources": {}}
    full = checked(file | {"history": whole})[0].registry["x"].status(on)
    folder, report = checked(file | {"history": kept, "not_recorded": [str(kind) for kind in passed_over]})
    assume(not any(finding.severity is Severity.ERROR for finding in report.findings))
    status = folder.registry["x"].status(on)
    assert truth.state(on) in (status.possible | {None} if status.unbegun else status.possible)
    # A record without consents does not tell which of many parties had consented: force binds all then.
    for one in full.standing if EventKind.RATIFIED not in passed_over or len(truth.parties) == 2 else ():
        assert one.possible <= status.of(one.party).possible


@given(truths(), st.data())
def test_a_true_statement_is_not_called_wrong(truth: Truth, data: st.DataObject) -> None:
    day = data.draw(st.integers(0, 1500).map(lambda days: later(FIRST, days)))
    says = truth.state(day)
    assume(says)
    truth.file["sources"]["article"] = {"title": "A", "publisher": "P", "published": data.draw(vague(day))}
    truth.file["statements"] = [{"source": "article", "says": str(says)}]
    assert rules(truth.file).isdisjoint({"stale-statement", "premature-statement"})


# Contradictions, each planted into a history that was true. A plant changes the file in place.


def _exact(file: File, index: int) -> dt.date:
    """Make an entry's day exact, and return it."""
    entry = file["history"][index]
    text = str(entry["date"])
    assume(text.count("-") == 2 and "/" not in text)
    return dt.date.fromisoformat(text)


def _source(file: File, published: object, **more: object) -> str:
    file["sources"]["planted"] = {"title": "planted", "publisher": "P", "published": f"{published}", **more}
    return "planted"


def _append(file: File, event: EventKind, **more: object) -> None:
    day = dt.date(2026, 1, 1)
    file["history"].append({"event": str(event), "date": f"{day}", "reported_by": [_source(file, day)], **more})


def illegal(truth: Truth) -> None:
    state = truth.state(TODAY)
    kinds = [kind for kind in KINDS if TABLE[state][kind] is None and PARTY_POLICY[kind] is not PartyPolicy.REQUIRED]
    assume(kinds)
    _append(truth.file, kinds[0])


def disordered(truth: Truth) -> None:
    assume(len(truth.acts) > 1)
    truth.file["history"][-1]["date"] = "2019"
    truth.file["history"][-1].pop("announced_by", None)


def too_early(truth: Truth) -> None:
    day = _exact(truth.file, -1)
    truth.file["history"][-1]["reported_by"].append(_source(truth.file, later(day, -2)))


def a_day_early(truth: Truth) -> None:
    day = _exact(truth.file, -1)
    truth.file["history"][-1]["reported_by"].append(_source(truth.file, later(day, -1)))


def late(truth: Truth) -> None:
    day = _exact(truth.file, -1)
    truth.file["history"][-1]["announced_by"] = [_source(truth.file, later(day, 1))]


def otherwise_dated(truth: Truth) -> None:
    day = _exact(truth.file, -1)
    claim = {"source": _source(truth.file, later(day, 50)), "date": f"{later(day, 3)}"}
    truth.file["history"][-1]["reported_by"].append(claim)


def dated_by_nobody(truth: Truth) -> None:
    day = _exact(truth.file, -1)
    claim = {"source": _source(truth.file, later(day, 50)), "date": f"{later(day, 3)}"}
    truth.file["history"][-1]["reported_by"] = [claim]
    truth.file["history"][-1].pop("announced_by", None)


def denied(truth: Truth) -> None:
    truth.file["history"][-1]["denied_by"] = [_source(truth.file, "2026")]


def stale(truth: Truth) -> None:
    assume(truth.state(TODAY) not in (State.PROPOSED, None))
    truth.file["statements"] = [{"source": _source(truth.file, "2026-11-01"), "says": "proposed"}]


def premature(truth: Truth) -> None:
    assume(truth.state(TODAY) is not State.TERMINATED)
    assume(all("reported_by" in entry for entry in truth.file["history"]))  # an end may have been announced
    truth.file["statements"] = [{"source": _source(truth.file, "2026-11-01"), "says": "terminated"}]


def unheard_of(truth: Truth) -> None:
    truth.file["history"][-1]["reported_by"].append("nobody")


def in_the_future(truth: Truth) -> None:
    day = later(TODAY, 1)
    source = _source(truth.file, f"{TODAY}/2030-01-01")
    truth.file["history"].append({"event": "note", "date": f"{day}", "reported_by": [source]})


def published_in_the_future(truth: Truth) -> None:
    truth.file["history"][-1]["reported_by"].append(_source(truth.file, later(TODAY, 1)))


def passed_unreported(truth: Truth) -> None:
    source = _source(truth.file, "2026-09-01")
    truth.file["history"].append({"event": "note", "date": f"{later(TODAY, -1)}", "announced_by": [source]})


def backdated(truth: Truth) -> None:
    assume(truth.acts[-1][1].kind is not EventKind.IN_FORCE)
    truth.file["history"][-1]["effective"] = "2019"


def by_a_stranger(truth: Truth) -> None:
    _append(truth.file, EventKind.NOTE, party="FR")


def by_nobody(truth: Truth) -> None:
    assume(TABLE[truth.state(TODAY)][EventKind.APPROVED])
    _append(truth.file, EventKind.APPROVED)


def by_one_for_all(truth: Truth) -> None:
    assume(TABLE[truth.state(TODAY)][EventKind.AMENDED])
    _append(truth.file, EventKind.AMENDED, party="JP")


def without_a_source(truth: Truth) -> None:
    del truth.file["history"][-1]["reported_by"]
    truth.file["history"][-1].pop("announced_by", None)


def undated(truth: Truth) -> None:
    del truth.file["sources"]["s0"]["published"]


def unused(truth: Truth) -> None:
    _source(truth.file, "2026")


def read_before_it_was_written(truth: Truth) -> None:
    truth.file["history"][-1]["reported_by"].append(_source(truth.file, "2026-05-05", accessed="2026-05-04"))


def from_one_mouth(truth: Truth) -> None:
    root = truth.file["history"][-1]["reported_by"][0]
    copy = _source(truth.file, "2026", based_on=[root])
    truth.file["history"][-1]["reported_by"] = [root, copy]


def rejected_for_nothing(truth: Truth) -> None:
    claim = {"source": _source(truth.file, "2026"), "rejected": "no reason"}
    truth.file["history"][-1]["reported_by"].append(claim)


def to_nowhere(truth: Truth) -> None:
    truth.file["replaces"] = ["y"]


PLANTS: dict[str, Callable[[Truth], None]] = {
    "illegal-transition": illegal,
    "out-of-order": disordered,
    "report-before-event": too_early,
    "report-a-day-early": a_day_early,
    "late-announcement": late,
    "date-conflict": otherwise_dated,
    "unsupported-date": dated_by_nobody,
    "denied-event": denied,
    "stale-statement": stale,
    "premature-statement": premature,
    "unknown-source": unheard_of,
    "future-event": in_the_future,
    "source-from-future": published_in_the_future,
    "unconfirmed-announcement": passed_unreported,
    "retroactive": backdated,
    "undeclared-party": by_a_stranger,
    "party-required": by_nobody,
    "party-not-allowed": by_one_for_all,
    "unsourced-event": without_a_source,
    "undated-source": undated,
    "unused-source": unused,
    "source-clock": read_before_it_was_written,
    "single-witness": from_one_mouth,
    "needless-rejection": rejected_for_nothing,
    "dangling-link": to_nowhere,
}


@pytest.mark.parametrize("rule", PLANTS)
@settings(max_examples=examples(25), suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(truth=truths())
def test_a_planted_contradiction_gets_its_rule(rule: str, truth: Truth) -> None:
    assume(rule not in rules(truth.file))
    PLANTS[rule](truth)
    assert rule in rules(truth.file)


@settings(max_examples=examples(60))
@given(truths(least=2), st.data())
def test_the_odd_one_out_is_named(truth: Truth, data: st.DataObject) -> None:
    """One entry too many, anywhere: leaving out what is named makes the history consistent again."""
    assume(all("reported_by" in entry for entry in truth.file["history"]))
    place = data.draw(st.integers(1, len(truth.file["history"])))
    kind = data.draw(st.sampled_from([kind for kind in KINDS if PARTY_POLICY[kind] is not PartyPolicy.REQUIRED]))
    day = truth.acts[place - 1][0]
    truth.file["history"].insert(
        place, {"event": str(kind), "date": f"{day}", "reported_by": [_source(truth.file, "2026")]}
    )
    _, report = checked(truth.file)
    faults = [
        one for one in report.findings if one.rule in ("illegal-transition", "repeated-event", "nothing-to-act-on")
    ]
    assume(faults)
    named = [finding for finding in faults if "the history is consistent" in str(finding.help)]
    assert named == faults

"""The rules: what each finds, where it points, and what it leaves alone."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pactstate
from builders import head
from pactstate import Finding
from pactstate.checks.outliers import in_order as in_their_order
from pactstate.domain.dates import PartialDate, certainly_before
from pactstate.domain.evidence import LiveEntry, live
from pactstate.domain.lifecycle import EventKind
from pactstate.domain.model import Event

SOURCES = "sources:\n  paper: {title: Paper, publisher: P, published: 2100-01-01/2100-12-31}\n"
TODAY = dt.date(2101, 1, 1)

Write = Callable[..., Path]


def findings(write: Write, *entries: str, kind: str = "treaty", parties: str = "JP, PH") -> list[Finding]:
    """The findings on a history, each entry written as ``event date more: keys``; all in one late report."""
    lines = []
    for entry in entries:
        event, date, *more = entry.split(" ", 2)
        keys = [f"event: {event}", f"date: {date}", *more]
        keys += [] if "_by:" in entry else ["reported_by: [paper]"]
        lines.append(f"  - {{{', '.join(keys)}}}\n")
    text = head(kind=kind, parties=parties) + "".join(lines) + SOURCES
    return list(pactstate.check(write(x=text), today=TODAY).findings)


def marked(write: Write, finding: Finding) -> str:
    """The text that a finding points at."""
    line = (write() / "x.yaml").read_text().splitlines()[finding.line - 1]
    return line[finding.column - 1 : finding.end_column - 1]


def test_the_first_event_may_be_illegal_too(write: Write) -> None:
    (found,) = findings(write, "stalled 2020")
    assert found.rule == "illegal-transition"
    assert found.message == "'stalled' cannot be the first event of a history"
    assert found.related == ()
    assert marked(write, found) == "stalled"


def test_an_illegal_event_names_since_when_the_state_is(write: Write) -> None:
    (found,) = findings(write, "signed 2020", "note 2021", "in_force 2022", "note 2023", "negotiating 2024")
    assert found.message == "'negotiating' cannot follow in_force (since 2022, line 8)"
    assert [(related.message, related.location.line) for related in found.related] == [("in_force since 2022", 8)]
    assert str(found.help).startswith(
        "without this entry the history is consistent; possible here: postponed, signed, approved, ratified, in_force, provisional"
    )


def test_after_the_end_nothing_is_possible(write: Write) -> None:
    (found,) = findings(write, "in_force 2020", "terminated 2021 reason: agreed", "amended 2022", kind="arrangement")[
        1:
    ]
    assert found.message == "'amended' cannot follow terminated (since 2021, line 7)"


def test_an_event_that_its_own_entry_makes_illegal(write: Write) -> None:
    (found,) = findings(write, "[signed,negotiating] 2020")
    assert found.message == "'negotiating' cannot follow signed"
    assert marked(write, found) == "negotiating"


def test_a_repetition_names_the_entry_of_the_same_party(write: Write) -> None:
    (found,) = findings(
        write, "signed 2019", "ratified 2020 party: JP", "ratified 2021 party: PH", "ratified 2022 party: JP"
    )
    assert found.rule == "repeated-event"
    assert found.message == "'ratified' by JP is recorded already (2020, line 7)"


def test_a_signature_for_all_after_the_consent_comes_too_late(write: Write) -> None:
    _, found = findings(write, "ratified 2019", "signed 2020")
    assert found.rule == "repeated-event"
    assert found.message.startswith("'signed' for all comes too late, it is ratified already; a further one names")
    assert found.related == ()


def test_an_interval_of_one_day_may_be_out_of_order(write: Write) -> None:
    (found,) = findings(write, "note 2024-03-01", "note 2024-02-07/2024-02-07", "note 2024-08-01")
    assert found.help == "day and month seem swapped: '2024-07-02' would be in order"


def test_what_is_rejected_is_not_replayed(write: Write) -> None:
    sources = "sources:\n  paper: {title: Paper, published: 2025}\nhistory:\n"
    rejected = "  - {event: negotiating, date: 2024, reported_by: [{source: paper, rejected: wrong}]}\n"
    text = head().replace("history:\n", sources)
    signed = "  - {event: signed, date: 2023, reported_by: [paper]}\n"
    assert pactstate.check(write(x=text + signed + rejected)).findings == ()
    (found,) = pactstate.check(write(x=text + signed + rejected.replace(", rejected: wrong", ""))).findings
    assert found.rule == "illegal-transition"


# order


def test_an_entry_out_of_order_points_at_its_date(write: Write) -> None:
    (found,) = findings(write, "proposed 2020-05-01", "note 2019", "note 2021")
    assert found.rule == "out-of-order"
    assert found.message == "'note' on 2019 is before 'proposed' on 2020-05-01, which is above it (line 6)"
    assert marked(write, found) == "2019"


def test_the_odd_one_may_stand_first(write: Write) -> None:
    (found,) = findings(write, "proposed 2030", "note 2019", "note 2021", "note 2022")
    assert found.line == 6
    assert found.message == "'proposed' on 2030 is after 'note' on 2019, which is below it (line 7)"
    assert found.help == (
        "move the whole entry below 'note' on 2022 (line 9), or correct its date: the list is oldest first"
    )


@pytest.mark.parametrize(
    ("dates", "advice"),
    [
        (("2024-01-05", "2024-03-01", "2024-07-02", "2024-08-01"), None),
        (("2024-03-01", "2024-02-07", "2024-08-01"), "day and month seem swapped: '2024-07-02' would be in order"),
        (
            ("2024-03-15", "2024-02-07", "2024-05-01", "2024-06-01"),
            "move the whole entry above 'note' on 2024-03-15 (line 6), or",
        ),
        (("2024-03-15", "2024-02-13", "2024-08-01"), "move the whole entry above"),
        (("2024-03-15", "2024-02-02", "2024-08-01"), "move the whole entry above"),
        (("2024-03-15", "2024-02", "2024-08-01"), "move the whole entry above"),
    ],
)
def test_swapping_day_and_month_is_advised_where_it_repairs(
    write: Write, dates: tuple[str, ...], advice: str | None
) -> None:
    found = findings(write, *(f"note {date}" for date in dates))
    assert [finding.rule for finding in found] == (["out-of-order"] if advice else [])
    if advice:
        assert str(found[0].help).startswith(advice)


def test_the_other_entry_may_be_the_swapped_one(write: Write) -> None:
    (found,) = findings(write, "signed 2011-12-03", "ratified 2011-05-01")
    assert found.line == 7
    assert found.help == "day and month of 'signed' (line 6) seem swapped: '2011-03-12' would be in order"


def test_many_entries_are_judged_one_by_one(write: Write) -> None:
    found = findings(write, "note 2030", *(f"note 2020-{1 + n % 12:02d}" for n in range(600)))
    assert len(found) == 600


SHORT = st.lists(
    st.tuples(st.integers(1, 6), st.integers(0, 2)).map(lambda days: (days[0], min(6, days[0] + days[1]))), max_size=6
)


@given(SHORT)
def test_as_few_entries_are_named_as_can_be(spans: list[tuple[int, int]]) -> None:
    """Against every selection of entries: no larger one is in order."""
    events = [
        Event((EventKind.NOTE,), PartialDate.between(dt.date(2024, 1, first), dt.date(2024, 1, last)))
        for first, last in spans
    ]
    entries = live(events, {})

    def in_order(chosen: tuple[LiveEntry, ...]) -> bool:
        return not any(certainly_before(b.date, a.date) for a, b in itertools.combinations(chosen, 2))

    sizes = [
        len(chosen)
        for size in range(len(entries) + 1)
        for chosen in itertools.combinations(entries, size)
        if in_order(chosen)
    ]
    kept = in_their_order(entries)
    assert in_order(tuple(kept))
    assert len(kept) == max(sizes)


# kinds


@pytest.mark.parametrize(
    ("kind", "parties", "events", "missing"),
    [
        ("raa", "JP, PH", ("in_force 2020",), ["'signed'", "'ratified'"]),
        ("raa", "JP, PH", ("signed 2019", "in_force 2020"), ["'ratified'"]),
        ("raa", "JP, PH", ("ratified 2020",), ["'signed'"]),
        ("raa", "JP, PH", ("signed 2019", "terminated 2020 reason: agreed"), []),
        ("acsa", "JP, PH", ("signed 2019", "in_force 2020"), ["'ratified'"]),
        ("gsoia", "JP, PH", ("[signed,in_force] 2019",), []),
        ("gsoia", "JP, PH", ("in_force 2019",), ["'signed'"]),
        ("equipment_transfer", "JP, PH", ("signed 2019", "in_force 2020"), []),
        ("treaty", "JP, PH", ("adopted 2019", "in_force 2020"), []),
        ("treaty", "JP, PH, US", ("adopted 2019", "in_force 2020"), []),
        ("treaty", "JP, PH, US", ("in_force 2020", "in_force 2021 party: US"), ["'adopted' or 'signed'"]),
        ("arrangement", "JP, PH", ("adopted 2019", "in_force 2020"), []),
        ("arrangement", "JP, PH", ("in_force 2020",), ["'text_agreed' or 'adopted'"]),
        ("arrangement", "JP, PH", ("text_agreed 2019", "signed 2020"), []),
    ],
)
def test_a_skipped_step_is_as_the_kind_has_it(
    write: Write, kind: str, parties: str, events: tuple[str, ...], missing: list[str]
) -> None:
    found = [
        finding for finding in findings(write, *events, kind=kind, parties=parties) if finding.rule == "skipped-step"
    ]
    assert [finding.message.partition(" without ")[2].partition(" before")[0] for finding in found] == missing
    assert {finding.severity for finding in found} <= {pactstate.Severity.WARNING}


@pytest.mark.parametrize(
    ("kind", "event", "severity", "shown"),
    [
        ("raa", "provisional 2020", "info", "provisional"),
        ("treaty", "provisional 2020", None, ""),
        ("arrangement", "ratified 2020", "warning", "ratified"),
        ("gsoia", "approved 2020 party: JP, by: House of Representatives", "info", "House of Representatives"),
        ("gsoia", "approved 2020 party: JP, by: Cabinet", None, ""),
        ("gsoia", "approved 2020 party: JP", None, ""),
        ("equipment_transfer", "approved 2020 party: PH, by: Senate", "info", "Senate"),
        ("raa", "approved 2020 party: PH, by: Senate", None, ""),
    ],
)
def test_unusual_events_are_as_the_kind_has_them(
    write: Write, kind: str, event: str, severity: str | None, shown: str
) -> None:
    signed = ("text_agreed 2018", "signed 2019")
    found = [finding for finding in findings(write, *signed, event, kind=kind) if finding.rule == "unusual-event"]
    assert [finding.severity for finding in found] == ([severity] if severity else [])
    assert [marked(write, finding) for finding in found] == ([shown] if severity else [])


# evidence


def test_a_source_described_elsewhere_is_pointed_to(write: Write) -> None:
    text = head()
    first = text.replace("id: x", "id: a").replace("history:\n", "sources:\n  paper: {title: Paper}\nhistory:\n")
    second = text + "  - {event: signed, date: 2020, reported_by: [paper]}\n"
    report = pactstate.check(write(a=first + "  []\n", x=second))
    (found,) = [finding for finding in report.findings if finding.rule == "unknown-source"]
    assert found.help == "it is described in a.yaml: move it to sources.yaml, where others can cite it"


def test_every_kind_of_citation_is_looked_up(write: Write) -> None:
    text = head()
    entry = (
        "  - {event: signed, date: 2020, reported_by: [one, {source: two}], announced_by: three, denied_by: [four]}\n"
        "statements:\n  - {source: five, says: signed}\n"
    )
    report = pactstate.check(write(x=text + entry))
    found = [finding for finding in report.findings if finding.rule == "unknown-source"]
    assert [marked(write, finding) for finding in found] == ["one", "two", "three", "four", "five"]
    assert all(str(finding.help).startswith("describe it under 'sources:' with this line") for finding in found)


def test_findings_come_in_the_order_of_the_lines(write: Write) -> None:
    found = findings(write, "stalled 2020", "note 2019", "stalled 2018", "signed 2017-02", "note 2015")
    assert [finding.line for finding in found] == sorted(finding.line for finding in found)


def test_a_witness_that_two_ways_lead_to_is_one(tmp_path: Path) -> None:
    folder = tmp_path / "agreements"
    folder.mkdir()
    (folder / "a.yaml").write_text(
        "id: a\ntitle: A\nkind: treaty\nparties: [JP, PH]\nsources:\n"
        "  root: {title: R, published: 2024}\n"
        "  one: {title: S, published: 2024, based_on: root}\n"
        "  two: {title: S, published: 2024, based_on: root}\n"
        "  both: {title: S, published: 2024, based_on: [one, two]}\n"
        "  apart: {title: S, published: 2024, based_on: [both, elsewhere]}\n"
        "  elsewhere: {title: S, published: 2024}\n"
        "  this: {title: S, published: 2024, based_on: that}\n"
        "  that: {title: S, published: 2024, based_on: this}\n"
        "history:\n"
        "- {event: signed, date: 2024-01-01, reported_by: [both, one]}\n"
        "- {event: ratified, date: 2024-01-02, reported_by: [both, apart]}\n"
        "- {event: in_force, date: 2024-01-03, reported_by: [this, that]}\n"
    )
    found = [one for one in pactstate.check(folder).findings if one.rule == "single-witness"]
    assert [(one.line, one.message) for one in found] == [
        (15, "all 2 reports of 'signed' on 2024-01-01 go back to 'root'")
    ]

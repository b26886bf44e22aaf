"""Rules on what the kind expects: skipped steps and unusual events."""

from __future__ import annotations

import pytest

import pactstate
from builders import (
    Write,
    entry,
    findings_in,
    found,
    reported,
    reported_late,
    rules_of,
    text_at,
)


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
        finding
        for finding in reported_late(write, *events, kind=kind, parties=parties)
        if finding.rule == "skipped-step"
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
    found = [finding for finding in reported_late(write, *signed, event, kind=kind) if finding.rule == "unusual-event"]
    assert [finding.severity for finding in found] == ([severity] if severity else [])
    assert [text_at(write, finding) for finding in found] == ([shown] if severity else [])


def test_steps_may_be_missed_again_after_talks_were_given_up(write: Write) -> None:
    history = [
        reported("signed", "2020-01-01"),
        reported("ratified", "2020-02-01"),
        reported("abandoned", "2020-03-01"),
        reported("negotiating", "2021-01-01"),
        reported("in_force", "2021-03-01"),
    ]
    told = found(write, "skipped-step", *history, kind="raa")
    assert [one.message.split(" before")[0] for one in told] == [
        "in_force without 'signed'",
        "in_force without 'ratified'",
    ]
    assert {text_at(write, one) for one in told} == {"in_force"}


def test_a_step_that_leads_to_one_of_two_states_is_missed_after_the_further_one(write: Write) -> None:
    told = found(write, "skipped-step", reported("ratified", "2020"), reported("in_force", "2021"), kind="arrangement")
    assert [one.message.partition(" without")[0] for one in told] == ["ratified"]


@pytest.mark.parametrize(
    "organ",
    [
        "National Assembly", "Bundestag", "Chamber of Deputies", "Congress", "Council of State", "Diet",
        "House of Representatives", "Knesset", "legislature", "Parliament", "Riksdag", "Senate",
    ],
)  # fmt: skip
def test_an_approval_by_a_legislature_is_known_by_its_name(write: Write, organ: str) -> None:
    history = [reported("signed", "2020"), reported("approved", "2021", "party: JP", f"by: {organ}")]
    assert len(found(write, "unusual-event", *history, kind="gsoia")) == 1
    history = [reported("signed", "2020"), reported("approved", "2021", "party: JP", "by: Cabinet")]
    assert found(write, "unusual-event", *history, kind="gsoia") == []


def test_steps_and_consents_are_not_missed_while_force_is_only_announced(write: Write) -> None:
    history = (
        entry("signed", "2026-01-01", "reported_by: s")
        + entry("ratified", "2026-01-01", "party: JP, reported_by: s")
        + entry("in_force", "2027-01-01", "announced_by: s")
    )
    assert rules_of(findings_in(write, history, kind="raa")) == []

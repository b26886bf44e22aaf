"""Output of ``log``: the day on which each state was known, and the source."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builders import head
from pactstate.cli.log import command
from pactstate.cli.output import CannotRunError
from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.domain.events import State
from pactstate.domain.log import (
    KnownChange,
    KnownDetail,
    LongHistoryError,
    knowledge_for_log,
    known_changes,
    known_details,
)
from pactstate.domain.model import Claim, Event, Role, Source
from pactstate.domain.readings import AscendingKnowledge, knowledge
from pactstate.folder.read import read_folder
from pactstate.views import log as view

TODAY = "2026-11-22"
HEAD = head()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, ["--today", TODAY, *arguments], standalone_mode=False)


def told(
    write: Callable[..., Path], history: str, *, until: str = TODAY, more: str = "", **published: str
) -> list[tuple[str, ...]]:
    """The log of one agreement, of which the sources are given by their days."""
    sources = "".join(f"{id}: {{title: T, {', '.join(days.split(', '))}}}\n" for id, days in published.items())
    folder = write(x=head(more=more) + history, sources=sources or "{}\n")
    agreements = read_folder(folder).registry.agreements
    log = view.record(agreements, dt.date.fromisoformat(until), dt.date(2026, 11, 22))
    # The site has computed what was known by every day already, and gets the same log from it.
    (agreement,) = agreements
    known = knowledge(AscendingKnowledge(agreement.history, agreement.sources_by_id, agreement.prepared))
    assert [*known_changes(agreement, dt.date.fromisoformat(until), known)] == list(log.changes)
    return [(str(one.known), str(one.state), str(one.since or ""), one.source) for one in log.changes]


def notes(folder: Path, until: str = TODAY, today: str = TODAY) -> tuple[str, ...]:
    days = (dt.date.fromisoformat(until), dt.date.fromisoformat(today))
    return view.record(read_folder(folder).registry.agreements, *days).notes


# The worked example of domain.md, section 4.


def test_the_raa_is_known_to_be_in_force_from_the_day_itself(agreements: Path) -> None:
    lines = [line.split("  ") for line in run("jp-ph-raa", "--data", str(agreements)).output.splitlines()]
    rows = {line[2].strip(): (line[0], " ".join(line)) for line in lines if line[1:2] == ["jp-ph-raa"]}
    assert list(rows) == ["proposed", "negotiating", "signed", "ratified", "in_force"]
    assert rows["ratified"][0] == "2025-08-12"
    assert "manila-bulletin-2025-08-12" in rows["ratified"][1]
    assert rows["in_force"][0] == "2025-09-11"
    assert "tribune-2025-09-11" in rows["in_force"][1]


# When something becomes known.


def test_a_late_report_makes_the_state_known_late(write: Callable[..., Path]) -> None:
    history = "  - {event: signed, date: 2020-01-05, reported_by: [a]}\n"
    assert told(write, history, a="published: 2020-02-05") == [("2020-02-05", "signed", "2020-01-05", "a")]


def test_a_report_a_day_early_is_certain_on_the_day(write: Callable[..., Path]) -> None:
    history = "  - {event: signed, date: 2020-01-05, reported_by: [a]}\n"
    assert told(write, history, a="published: 2020-01-04") == [("2020-01-05", "signed", "2020-01-05", "a")]


def test_a_month_is_certain_when_the_report_says_that_it_has_happened(write: Callable[..., Path]) -> None:
    # The report caps the day at its own and one more; the source may lie west of the event.
    history = "  - {event: signed, date: 2020-01, reported_by: [a]}\n"
    assert told(write, history, a="published: 2020-01-10") == [("2020-01-11", "signed", "2020-01-01/2020-01-11", "a")]


def test_an_announcement_alone_makes_nothing_known(write: Callable[..., Path]) -> None:
    history = "  - {event: signed, date: 2020-01-05, announced_by: [a]}\n"
    assert told(write, history, a="published: 2020-01-01") == []


def test_a_source_that_was_only_possibly_published_makes_nothing_known(write: Callable[..., Path]) -> None:
    history = "  - {event: signed, date: 2020-01-05, reported_by: [a, b]}\n"
    days = {"a": "published: 2020-01-06/2020-03-01, basis: page", "b": "published: 2020-02"}
    assert told(write, history, **days) == [("2020-02-29", "signed", "2020-01-05", "b")]


def test_what_may_be_known_already_keeps_an_older_state_out(write: Callable[..., Path]) -> None:
    history = (
        "  - {event: signed, date: 2020-01-01, reported_by: [a]}\n"
        "  - {event: in_force, date: 2020-01-05, reported_by: [b]}\n"
    )
    days = {"a": "published: 2020-01-15", "b": "published: 2020-01-10/2020-01-20, basis: page"}
    assert told(write, history, **days) == [("2020-01-20", "in_force", "2020-01-05", "b")]


def test_of_two_announcements_of_one_day_either_may_count(write: Callable[..., Path]) -> None:
    history = (
        "  - {event: negotiating, date: 2020-01-05, reported_by: [c]}\n"
        "  - {event: signed, date: 2020-05-01, announced_by: [a, {source: b, date: 2020-03-01}]}\n"
    )
    days = {"a": "published: 2020-01-10", "b": "published: 2020-01-10", "c": "published: 2020-04-01"}
    assert told(write, history, **days) == []
    assert told(write, history, **(days | {"a": "published: 2020-01-11"})) == [
        ("2020-04-01", "negotiating", "2020-01-05", "c")
    ]


def test_entries_out_of_order_are_certain_once_both_readings_agree(write: Callable[..., Path]) -> None:
    history = (
        "  - {event: signed, date: 2020-03-01/2020-05-01, reported_by: [a]}\n"
        "  - {event: in_force, date: 2020-02-01, reported_by: [a]}\n"
    )
    assert told(write, history, a="published: 2020-02-01") == [("2020-03-01", "in_force", "2020-02-01", "a")]


def test_an_update_counts_from_its_own_day(write: Callable[..., Path]) -> None:
    history = "  - {event: signed, date: 2020-01-05, reported_by: [a]}\n"
    days = "published: 2020-01-01, updated: 2020-01-09"
    assert told(write, history, a=days) == [("2020-01-09", "signed", "2020-01-05", "a")]


def test_an_undated_page_is_known_by_the_day_on_which_somebody_saw_it(write: Callable[..., Path]) -> None:
    history = "  - {event: signed, date: 2020-01-05, reported_by: [a]}\n"
    assert told(write, history, a="accessed: 2020-02-01") == [("2020-02-01", "signed", "2020-01-05", "a")]


def test_what_is_uncertain_in_between_makes_no_row(write: Callable[..., Path]) -> None:
    history = (
        "  - {event: signed, date: 2020-01-05, reported_by: [a]}\n"
        "  - {event: in_force, date: 2020-03-01, announced_by: [a]}\n"
        "  - {event: postponed, of: in_force, date: 2020-04-01, reported_by: [b]}\n"
    )
    days = {"a": "published: 2020-01-05", "b": "published: 2020-04-02"}
    assert told(write, history, **days) == [("2020-01-05", "signed", "2020-01-05", "a")]


def test_what_is_called_off_before_it_was_announced_leaves_no_trace(write: Callable[..., Path]) -> None:
    history = (
        "  - {event: negotiating, date: 2020-01-05, reported_by: [a]}\n"
        "  - {event: signed, date: 2020-03-01, announced_by: [c]}\n"
        "  - {event: postponed, of: signed, date: 2020-02-01, reported_by: [b]}\n"
    )
    days = {"a": "published: 2020-01-05", "b": "published: 2020-02-01", "c": "published: 2020-02-10"}
    assert told(write, history, **days) == [("2020-01-05", "negotiating", "2020-01-05", "a")]


def test_only_the_latest_of_two_announcements_is_called_off(write: Callable[..., Path]) -> None:
    # The second announcement takes the place of the first, and the postponement takes it back: no signing is announced.
    history = (
        "  - {event: negotiating, date: 2020-01-05, reported_by: [f]}\n"
        "  - {event: signed, date: 2020-02-01, announced_by: [a]}\n"
        "  - {event: signed, date: 2020-02-02, announced_by: [c]}\n"
        "  - {event: postponed, of: signed, date: 2020-01-20, reported_by: [b]}\n"
        "  - {event: text_agreed, date: 2020-04-01, reported_by: [d]}\n"
        "  - {event: in_force, date: 2020-05-01, reported_by: [e]}\n"
    )
    days = {
        "a": "published: 2020-01-05",
        "b": "published: 2020-01-20",
        "c": "published: 2020-02-05",
        "d": "published: 2020-04-01",
        "e": "published: 2020-05-01",
        "f": "published: 2020-02-10",
    }
    assert told(write, history, **days) == [
        ("2020-02-10", "negotiating", "2020-01-05", "f"),
        ("2020-05-01", "in_force", "2020-05-01", "e"),
    ]


def test_what_is_called_off_already_is_not_called_off_again(write: Callable[..., Path]) -> None:
    # The first postponement takes the whole second entry back, so that the other one is for the first entry.
    history = (
        "  - {event: negotiating, date: 2020-01-05, reported_by: [a]}\n"
        "  - {event: in_force, date: 2020-03-01, announced_by: [a]}\n"
        "  - {event: [signed, in_force], date: 2020-03-02, announced_by: [a]}\n"
        "  - {event: postponed, of: signed, date: 2020-01-20, reported_by: [b]}\n"
        "  - {event: postponed, of: in_force, date: 2020-01-20, reported_by: [b]}\n"
        "  - {event: abandoned, date: 2020-05-01, reported_by: [c]}\n"
    )
    days = {"a": "published: 2020-01-05", "b": "published: 2020-01-20", "c": "published: 2020-05-01"}
    assert told(write, history, **days) == [
        ("2020-01-05", "negotiating", "2020-01-05", "a"),
        ("2020-05-01", "abandoned", "2020-05-01", "c"),
    ]


@pytest.mark.parametrize("between", ["", "  - {event: note, date: 2020-02-15, reported_by: [b]}\n"])
def test_a_state_is_certain_once_what_made_it_doubtful_is_called_off(write: Callable[..., Path], between: str) -> None:
    # On 1 March nothing is certain: the signing that was announced for February may have taken place.
    history = (
        "  - {event: negotiating, date: 2020-01-05, reported_by: [b]}\n"
        "  - {event: signed, date: 2020-02-01, announced_by: [a]}\n"
        f"{between}"
        "  - {event: postponed, of: signed, date: 2020-06, reported_by: [c]}\n"
    )
    days = {"a": "published: 2020-01-04", "b": "published: 2020-03-01", "c": "published: 2020-05-31"}
    assert told(write, history, **days) == [("2020-05-31", "negotiating", "2020-01-05", "b")]


def test_a_restart_that_was_announced_is_known_once_it_is_reported(write: Callable[..., Path]) -> None:
    history = (
        "  - {event: negotiating, date: 2020-01-05, reported_by: [a]}\n"
        "  - {event: abandoned, date: 2020-03-01, reported_by: [b]}\n"
        "  - {event: negotiating, date: 2020-05-01, announced_by: [b], reported_by: [c]}\n"
    )
    days = {"a": "published: 2020-01-05", "b": "published: 2020-04-02", "c": "published: 2020-06-01"}
    assert told(write, history, **days) == [
        ("2020-01-05", "negotiating", "2020-01-05", "a"),
        ("2020-04-02", "abandoned", "2020-03-01", "b"),
        ("2020-06-01", "negotiating", "2020-05-01", "c"),
    ]


def test_what_one_source_tells_at_once_is_one_row(write: Callable[..., Path]) -> None:
    history = (
        "  - {event: signed, date: 2020-01-05, reported_by: [b]}\n"
        "  - {event: ratified, date: 2020-03-01, reported_by: [b]}\n"
        "  - {event: in_force, date: 2020-05-01, reported_by: [a]}\n"
    )
    days = {"a": "published: 2020-06-01", "b": "published: 2020-07-01"}
    assert told(write, history, **days) == [("2020-06-01", "in_force", "2020-05-01", "a")]


def test_a_rejected_or_later_report_is_not_the_source(write: Callable[..., Path]) -> None:
    history = "  - {event: signed, date: 2020-01-05, reported_by: [c, {source: a, rejected: no}, b]}\n"
    days = {
        "a": "published: 2020-01-06",
        "b": "published: 2020-01-07",
        "c": "published: 2020-01-08",
        "d": "published: 2020-01-05",
    }
    assert told(write, history, **days) == [("2020-01-07", "signed", "2020-01-05", "b")]


@pytest.mark.parametrize("until", ["2020-01-06", "2020-01-07"])
def test_until_takes_its_own_day_in(write: Callable[..., Path], until: str) -> None:
    history = "  - {event: signed, date: 2020-01-05, reported_by: [a]}\n"
    assert len(told(write, history, until=until, a="published: 2020-01-07")) == (until == "2020-01-07")


def test_days_are_counted_only_from_a_day(write: Callable[..., Path]) -> None:
    history = "  - {event: signed, date: DAY, reported_by: [a]}\n"
    for day, days in (("2020-01-05", 3), ("2020-01", None)):
        folder = write(x=HEAD + history.replace("DAY", day), sources="a: {title: T, published: 2020-01-08}\n")
        (change,) = known_changes(read_folder(folder).registry["x"], dt.date(2020, 12, 31))
        assert change.days == days


def test_a_source_that_is_not_described_is_known_at_the_end_of_time(write: Callable[..., Path]) -> None:
    folder = write(x=HEAD + "  - {event: signed, date: 2020-01-05, reported_by: [nobody]}\n")
    (change,) = known_changes(read_folder(folder).registry["x"], dt.date.max)
    assert (change.known, change.source, change.publisher, change.published) == (dt.date.max, "nobody", None, None)
    assert view.cells(change)[5:] == ("nobody", "", "")


# Notes below the table.


def test_a_state_that_was_never_known_by_a_day_is_said(write: Callable[..., Path]) -> None:
    folder = write(
        x=HEAD + "  - {event: signed, date: 2020-01-05, reported_by: [a]}\n  - {event: in_force, date: 2020-02-01}\n",
        sources="a: {title: A, published: 2020-01-06}\n",
    )
    note = (
        "x: in_force by all that the file holds, but not for certain by what had been published by 2026-11-22; "
        "a source without any date makes nothing known by a day"
    )
    assert notes(folder) == (note,)
    assert run("--data", str(folder)).output.splitlines()[-2:] == ["1 change in 1 agreement", note]


def test_nothing_is_said_where_the_log_reaches_the_present_state(write: Callable[..., Path]) -> None:
    sources = "a: {title: A, published: 2020-01-06}\nb: {title: B, published: 2021-01-06}\n"
    folder = write(
        x=HEAD
        + "  - {event: signed, date: 2020-01-05, reported_by: [a]}\n"
        + "  - {event: in_force, date: 2020-02-01, reported_by: [b]}\n",
        sources=sources,
    )
    assert notes(folder) == notes(folder, until="2020-01-10") == notes(folder, until="2022-01-01", today=TODAY) == ()
    # A state that becomes known after today is no news of today, even if --until is later.
    assert len(notes(folder, until="2022-01-01", today="2020-12-01")) == 1


def test_nothing_is_said_of_an_agreement_without_a_certain_state(write: Callable[..., Path]) -> None:
    assert notes(write(x=HEAD + "  - {event: signed, date: 2020/.., reported_by: [a]}\n")) == ()


# The command.


def test_the_rows_of_several_agreements_are_one_list(write: Callable[..., Path]) -> None:
    text = HEAD + "  - {event: signed, date: 2020-01-05, reported_by: [a]}\n"
    late = text.replace("id: x", "id: a").replace("[a]", "[b]")
    folder = write(
        x=text,
        y=text.replace("id: x", "id: y"),
        a=late,
        sources="a: {title: A, published: 2020-01-06}\nb: {title: B, published: 2020-01-07}\n",
    )
    told = json.loads(run("y", "a", "x", "--format", "json", "--data", str(folder)).output)
    assert told["version"] == 1
    assert [(one["known"], one["agreement"]) for one in told["changes"]] == [
        ("2020-01-06", "x"),
        ("2020-01-06", "y"),
        ("2020-01-07", "a"),
    ]
    fields = ["known", "agreement", "state", "since", "days", "source", "publisher", "published"]
    assert all(list(one) == [*fields[:3], "change", *fields[3:], "url"] for one in told["changes"])
    records = list(csv.DictReader(io.StringIO(run("x", "--format", "csv", "--data", str(folder)).output)))
    assert [[name for name in one if not name.endswith(("_earliest", "_latest"))] for one in records] == [fields]
    assert [name for name in records[0] if name.startswith("since")] == ["since", "since_earliest", "since_latest"]
    assert records[0]["publisher"] == "A"


def test_until_takes_a_partial_date_to_its_end(agreements: Path) -> None:
    def states(*arguments: str) -> list[str]:
        told = json.loads(run("jp-ph-raa", "--format", "json", "--data", str(agreements), *arguments).stdout)
        return [one["state"] for one in told["changes"]]

    assert states("--until", "2025-09-10")[-1] == "ratified"
    assert states("--until", "2025-09")[-1] == "in_force"
    assert states("--today", "2025-09-10")[-1] == "ratified"


def test_a_terminal_gets_a_table_that_fits_it(agreements: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    result = run("jp-ph-raa", "--data", str(agreements))
    plain = re.sub("\x1b\\[[0-9;]*m", "", result.output)
    assert plain != result.output
    assert max(map(len, plain.splitlines())) <= 80
    assert plain.splitlines()[-1] == "5 changes in 1 agreement"


def test_no_agreement_makes_an_empty_table(write: Callable[..., Path]) -> None:
    assert run("--data", str(write(sources="{}\n"))).output.splitlines() == [
        "  ".join(view.COLUMNS),
        "",
        "0 changes in 0 agreements",
    ]


def test_errors_in_the_files_are_said_and_give_the_exit_code(write: Callable[..., Path]) -> None:
    result = run("--data", str(write(x=HEAD + "  - {event: signed, date: 2020-01-05, reported_by: [nobody]}\n")))
    assert result.return_value == 1
    assert "1 error in" in result.output


def test_an_unknown_agreement_cannot_be_shown(agreements: Path) -> None:
    error = run("jp-ph-rsa", "--data", str(agreements)).exception
    assert isinstance(error, CannotRunError)
    assert "jp-ph-raa" in str(error)


# Texts of strangers.


def test_no_text_of_a_file_does_anything(write: Callable[..., Path]) -> None:
    folder = write(
        x=HEAD + "  - {event: signed, date: 2020-01-05, reported_by: [a]}\n",
        sources='a: {title: A, publisher: "=1+1|::error::\\e[31m@x", published: 2020-01-06}\n',
    )
    outputs = {
        form: run("--data", str(folder), "--format", form).output for form in ("table", "json", "csv", "markdown")
    }
    for output in outputs.values():
        assert "\x1b" not in output
        assert not re.search(r"^\s*::", output, re.MULTILINE)
    assert ",'=1+1" in outputs["csv"]
    assert "=1+1\\|" in outputs["markdown"]
    assert "\n::" not in outputs["table"]


def test_a_history_that_would_take_minutes_is_left_out(
    write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two entries with a claim each, published on two days. The other agreements are still listed."""
    other = HEAD.replace("id: x", "id: y") + "  - {event: signed, date: 2020-01-05, reported_by: [one]}\n"
    folder = write(x=HEAD + TWO, y=other, sources=DATED)
    monkeypatch.setattr("pactstate.domain.log.MAX_STEPS", 8)
    whole = run("--data", str(folder), "--format", "json")
    assert [one["agreement"] for one in json.loads(whole.stdout)["changes"]] == ["x", "y", "x"]
    assert whole.stderr == ""
    monkeypatch.setattr("pactstate.domain.log.MAX_STEPS", 7)
    part = run("--data", str(folder), "--format", "json")
    assert part.exit_code == 0
    answer = json.loads(part.stdout)
    assert [one["agreement"] for one in answer["changes"]] == ["y"]
    assert answer["notes"] == ["x: not in the log, since 4 entries and claims, published on 2 days, are too many"]
    assert part.stderr == "pactstate: not in the log, since their histories are too long: x\n"
    # Days that are not asked for cost nothing.
    assert "not in the log" not in run("--data", str(folder), "--until", "2020-01-06", "--today", "2020-01-06").stderr


def test_a_later_effect_is_a_change_of_its_own(write: Callable[..., Path]) -> None:
    """The day of effect is a turn of the history although nothing is published on it."""
    acts = """\
  - {event: signed, date: 2020-01-01, reported_by: [one]}
  - {event: ratified, date: 2020-01-02, reported_by: [one]}
  - {event: in_force, date: 2020-01-04, effective: 2020-03-01, reported_by: [one]}
"""
    found = json.loads(run("--data", str(write(x=HEAD + acts, sources=DATED)), "--format", "json").stdout)
    assert [(one["known"], one["state"]) for one in found["changes"]] == [
        ("2020-01-05", "ratified"),
        ("2020-03-01", "in_force"),
    ]
    assert found["notes"] == []


TWO = """\
  - {event: negotiating, date: 2020-01-01, reported_by: [one]}
  - {event: signed, date: 2020-02-01, reported_by: [two]}
"""
DATED = """\
one: {title: One, published: 2020-01-05}
two: {title: Two, published: 2020-02-05}
"""


def test_a_report_that_repeats_another_changes_nothing(write: Callable[..., Path]) -> None:
    once = "  - {event: signed, date: 2020-01-01, reported_by: [one]}\n"
    again = "  - {event: signed, date: 2020-01-01, reported_by: [one, year, late]}\n"
    published = {"one": "published: 2020-01-05", "year": "published: 2020", "late": "published: 2020-03-01"}
    found = told(write, again, **published)
    # The source of some day of the year may have been the first to report it, and that is not certain.
    assert found == told(write, once, one="published: 2020-01-05") == [("2020-01-05", "signed", "2020-01-01", "one")]
    agreement = read_folder(write(x=HEAD + again)).registry["x"]
    for day in ("2019-12-31", "2020-01-01", "2020-01-04", "2020-01-05", "2020-02", "2020-12-31"):
        status = agreement.status(day, day)
        assert (status.unbegun, status.state) == {
            "2019-12-31": (True, None),
            "2020-01-01": (True, None),
            "2020-01-04": (True, None),
        }.get(day, (False, "signed"))


@pytest.mark.parametrize("reporters", ["b, c", "c, b"])
def test_of_two_reports_that_were_surely_public_by_a_day_the_older_one_is_named(
    write: Callable[..., Path], reporters: str
) -> None:
    history = f"  - {{event: signed, date: 2020-01-05, reported_by: [{reporters}]}}\n"
    days = {"b": "published: 2020-02-29", "c": "published: 2020-02"}
    assert told(write, history, **days) == [("2020-02-29", "signed", "2020-01-05", "c")]


def test_a_source_that_is_surely_public_makes_no_other_one_certain(write: Callable[..., Path]) -> None:
    history = (
        "  - {event: signed, date: 2020-01-05, reported_by: [a]}\n"
        "  - {event: in_force, date: 2020-01-10, reported_by: [b]}\n"
    )
    days = {"a": "published: 2020-01/2020-02, basis: page", "b": "published: 2020-02/2020-04, basis: page"}
    # At the end of February it is signed or in force.
    assert told(write, history, **days) == [("2020-04-30", "in_force", "2020-01-10", "b")]


def test_one_of_several_doubtful_sources_makes_a_state_uncertain(write: Callable[..., Path]) -> None:
    history = (
        "  - {event: signed, date: 2020-01-05, reported_by: [a]}\n"
        "  - {event: approved, party: JP, date: 2020-01-07, reported_by: [b]}\n"
        "  - {event: in_force, date: 2020-01-10, reported_by: [c]}\n"
    )
    # Whether the approval is known changes no state; whether the force is known does.
    for b, c in (("2020-01-20/2020-04", "2020-02/2020-04"), ("2020-02/2020-04", "2020-01-20/2020-04")):
        days = {"b": f"published: {b}, basis: page", "c": f"published: {c}, basis: page"}
        assert told(write, history, a="published: 2020-01-06", **days) == [
            ("2020-01-06", "signed", "2020-01-05", "a"),
            ("2020-04-30", "in_force", "2020-01-10", "c"),
        ]


def test_an_entry_that_nobody_reports_hides_none_behind_it(write: Callable[..., Path]) -> None:
    history = "  - {event: negotiating, date: 2019-01-05}\n  - {event: signed, date: 2020-01-05, reported_by: [a]}\n"
    assert told(write, history, a="published: 2020-01-06") == [("2020-01-06", "signed", "2020-01-05", "a")]


def test_what_silence_leaves_open_is_not_known(write: Callable[..., Path]) -> None:
    history = (
        "  - {event: signed, date: 2020-01-05, reported_by: [a]}\n"
        "  - {event: terminated, date: 2020-03-01, reported_by: [b]}\n"
    )
    days = {"a": "published: 2020-01-06", "b": "published: 2020-03-02"}
    ended = ("2020-03-02", "terminated", "2020-03-01", "b")
    assert told(write, history, **days) == [("2020-01-06", "signed", "2020-01-05", "a"), ended]
    assert told(write, history, more="not_recorded: [in_force]\n", **days) == [ended]


# Flags, and where a party stands.

VFA = """\
  - {event: signed, date: 2020-01-05, party: JP, reported_by: [a]}
  - {event: signed, date: 2020-01-05, party: PH, reported_by: [a]}
  - {event: in_force, date: 2020-02-01, reported_by: [b]}
  - {event: suspended, date: 2020-03-01, party: PH, reported_by: [c]}
  - {event: resumed, date: 2020-06-01, party: PH, reported_by: [d]}
"""
PUBLISHED = (
    "a: {title: A, published: 2020-01-06}\n"
    "b: {title: B, publisher: Mail, url: 'https://example.org/b', published: 2020-02-03}\n"
    "c: {title: C, published: 2020-03-04}\n"
    "d: {title: D, published: 2020-06-05}\n"
)


def changes(write: Callable[..., Path], *options: str) -> list[tuple[str, str | None, str]]:
    folder = write(x=HEAD + VFA, sources=PUBLISHED)
    told = json.loads(run("--data", str(folder), "--format", "json", *options).stdout)
    return [(one["known"], one["state"] or one["change"], one["source"]) for one in told["changes"]]


def test_the_log_follows_flags(write: Callable[..., Path]) -> None:
    states = [("2020-01-06", "signed", "a"), ("2020-02-03", "in_force", "b")]
    assert changes(write) == states
    assert changes(write, "--flags") == [
        *states,
        ("2020-03-04", "suspended by PH", "c"),
        ("2020-06-05", "no longer suspended by PH", "d"),
    ]


def test_a_flag_may_begin_on_a_day_on_which_nothing_is_published(write: Callable[..., Path]) -> None:
    history = VFA.replace("date: 2020-03-01", "date: 2020-03-01, effective: 2020-05-01").replace(
        "2020-06-01", "2020-06-04"
    )
    folder = write(x=HEAD + history, sources=PUBLISHED)
    told = json.loads(run("--data", str(folder), "--format", "json", "--flags").stdout)
    assert ("2020-05-01", "suspended by PH") in [(one["known"], one["change"]) for one in told["changes"]]


def test_no_flag_is_certain_from_the_end_of_a_term_on(write: Callable[..., Path]) -> None:
    suspended = VFA[: VFA.index("  - {event: resumed")]
    folder = write(x=head(more="term: {years: 1, renews: false}\n") + suspended, sources=PUBLISHED)
    told = json.loads(run("--data", str(folder), "--format", "json", "--flags").stdout)
    assert [(one["known"], one["change"]) for one in told["changes"] if one["change"]] == [
        ("2020-03-04", "suspended by PH"),
        ("2021-02-01", "no longer suspended by PH"),
    ]


def test_a_change_has_all_that_is_known_of_its_source(write: Callable[..., Path]) -> None:
    agreement = read_folder(write(x=HEAD + VFA, sources=PUBLISHED)).registry["x"]
    sources = {
        "a": {"source": "a", "publisher": "A", "title": "A", "url": None, "published": PartialDate("2020-01-06")},
        "b": {
            "source": "b",
            "publisher": "Mail",
            "title": "B",
            "url": "https://example.org/b",
            "published": PartialDate("2020-02-03"),
        },
    }
    signed = {"known": dt.date(2020, 1, 6), "agreement": "x", "since": PartialDate("2020-01-05"), **sources["a"]}
    force = {"known": dt.date(2020, 2, 3), "agreement": "x", "since": PartialDate("2020-02-01"), **sources["b"]}
    until = dt.date(2020, 2, 28)
    assert [*known_changes(agreement, until)] == [
        KnownChange(state=State.SIGNED, **signed),
        KnownChange(state=State.IN_FORCE, **force),
    ]
    assert [*known_details(agreement, until, party="PH")] == [
        KnownDetail(change="PH: signed", **signed),
        KnownDetail(change="PH: bound", **force),
    ]
    # A page that somebody saw on a day makes something known, and has no day of publication.
    seen = read_folder(write(x=HEAD + VFA, sources="a: {title: A, accessed: 2020-01-06}\n")).registry["x"]
    nothing = {"source": "", "publisher": None, "title": None, "url": None, "published": None}
    assert [*known_details(seen, until, party="PH")] == [KnownDetail(change="PH: signed", **signed | nothing)]
    # Neither flags nor a party were asked for.
    assert [*known_details(agreement, dt.date.max)] == []


def test_each_reading_of_a_doubtful_source_counts(write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Two entries with a claim each: on two days there is one reading, and on two days each source may be known."""
    vague = DATED.replace("2020-01-05", "2020-01-05/2020-02-06, basis: b")
    vague = vague.replace("2020-02-05", "2020-02-05/2020-02-07, basis: b")
    agreement = read_folder(write(x=HEAD + TWO, sources=vague)).registry["x"]
    monkeypatch.setattr("pactstate.domain.log.MAX_STEPS", 36)
    assert [one.state for one in known_changes(agreement, dt.date.max)] == ["signed"]
    monkeypatch.setattr("pactstate.domain.log.MAX_STEPS", 35)
    with pytest.raises(LongHistoryError, match="published on 4 days"):
        [*known_changes(agreement, dt.date.max)]


def test_too_many_days_of_flags_and_entries_are_refused(
    write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five entries with a claim each, published on four days."""
    agreement = read_folder(write(x=HEAD + VFA, sources=PUBLISHED)).registry["x"]
    monkeypatch.setattr("pactstate.domain.log.MAX_STEPS", 40)
    assert len([*known_details(agreement, dt.date.max, flags=True)]) == 2
    monkeypatch.setattr("pactstate.domain.log.MAX_STEPS", 39)
    says = "x: not in the log, since 10 entries and claims, published on 4 days, are too many"
    with pytest.raises(LongHistoryError, match=says):
        [*known_details(agreement, dt.date.max, flags=True)]
    # The last day counts.
    with pytest.raises(LongHistoryError, match=says):
        [*known_changes(agreement, dt.date(2020, 6, 5))]
    assert len([*known_changes(agreement, dt.date(2020, 6, 4))]) == 2


def test_the_log_follows_a_party(write: Callable[..., Path]) -> None:
    assert changes(write, "--party", "philippines") == [
        ("2020-01-06", "signed", "a"),
        ("2020-01-06", "PH: signed", "a"),
        ("2020-02-03", "in_force", "b"),
        ("2020-02-03", "PH: bound", "b"),
    ]
    assert ("2020-01-06", "US: signed", "a") not in changes(write, "--party", "US")
    folder = write(x=HEAD + VFA, sources=PUBLISHED)
    assert str(run("--data", str(folder), "--party", "Austra").exception) == (
        "no party 'Austra': write a code or a name, as in 'JP' or 'Japan'"
    )


def test_a_long_history_is_left_out_with_flags_too(write: Callable[..., Path]) -> None:
    history = "".join(
        f"  - {{event: note, date: {dt.date(2020, 1, 7) + dt.timedelta(days=2 * n)}, announced_by: [a]}}\n"
        for n in range(1000)
    )
    folder = write(x=HEAD + history, sources="a: {title: A, published: 2020-01-06}\n")
    for words in ((), ("--flags",)):
        # No event begins a flag, so that there is nothing to follow.
        assert run("--data", str(folder), *words).stderr == ""
    folder = write(x=f"not_recorded: [stalled]\n{HEAD}{history}", sources="a: {title: A, published: 2020-01-06}\n")
    assert run("--data", str(folder)).stderr == ""
    result = run("--data", str(folder), "--flags")
    assert "not in the log, since their histories are too long: x" in result.stderr


def test_markdown_has_titles_and_links(write: Callable[..., Path]) -> None:
    folder = write(x=HEAD + VFA, sources=PUBLISHED)
    lines = run("--data", str(folder), "--format", "markdown").stdout.splitlines()
    assert lines[3] == (
        "| 2020-02-03 | X (x) | in\\_force | 2020-02-01 | 2 | [B](https://example.org/b) | Mail | 2020-02-03 |"
    )


def test_a_change_of_a_flag_has_its_day_and_its_newest_source(write: Callable[..., Path]) -> None:
    folder = write(x=HEAD + VFA, sources=PUBLISHED)
    told = json.loads(run("--data", str(folder), "--format", "json", "--flags", "--until", "2020-06-05").stdout)
    *_, suspended, resumed = told["changes"]
    assert (suspended["since"], suspended["days"], suspended["published"]) == ("2020-03-01", 3, "2020-03-04")
    assert (suspended["source"], suspended["publisher"]) == ("c", "C")
    assert (resumed["known"], resumed["since"], resumed["published"]) == ("2020-06-05", None, "2020-06-05")
    lines = run("--data", str(folder), "--format", "markdown", "--flags", "--party", "PH").stdout.splitlines()
    (bound,) = [line for line in lines if "PH: bound" in line]
    assert "[B](https://example.org/b) | Mail | 2020-02-03 |" in bound


def test_without_a_dated_source_nothing_becomes_known(write: Callable[..., Path]) -> None:
    folder = write(x=HEAD + VFA, sources="a: {title: A}\nb: {title: B}\nc: {title: C}\nd: {title: D}\n")
    assert json.loads(run("--data", str(folder), "--format", "json", "--flags").stdout)["changes"] == []


# A later report may change what earlier entries led to, though they stay the same.


@pytest.mark.parametrize(
    ("parties", "history", "details"),
    [
        # An own consent of 2012 shows that the force for all of 2011 did not bind the party.
        (
            "JP PH US",
            "signed 2010-01-01 2015 | in_force 2011-01-01 2016 | ratified 2012-01-01 2017 US",
            ["US: signed", "US: bound", "US: consented"],
        ),
        # Another party took over on the day on which one of two left: the treaty did not end.
        (
            "US PH",
            "signed 2010-01-01 2015 | in_force 2011-01-01 2016 | withdrawn 2012-01-01 2017 PH | in_force 2012-01-01 2018 JP",
            ["US: signed", "US: bound", "US: no longer bound: the agreement is over", "US: bound"],
        ),
        # The first of two entries that differ in the party only is reported last.
        (
            "JP PH US",
            "signed 2010-01-01 2015 | ratified 2011-01-01 2017 US | ratified 2011-01-01 2016 PH",
            ["US: signed", "US: consented"],
        ),
    ],
)  # fmt: skip
def test_a_later_report_changes_where_a_party_stood(parties: str, history: str, details: list[str]) -> None:
    events, sources = [], []
    for number, text in enumerate(history.split(" | ")):
        kinds, date, year, *more = text.split()
        party, of = (None, more[1]) if more[:1] == ["of"] else (more[0] if more else None, None)
        events.append(Event(kinds.split("+"), date, party=party, of=of, claims=[Claim(f"s{number}", Role.REPORTED)]))
        sources.append(Source(f"s{number}", "S", published=f"{year}-01-01"))
    agreement = Agreement("x", "X", "treaty", tuple(parties.split()), events, sources=sources)
    found = [one.change for one in known_details(agreement, dt.date(2030, 1, 1), party="US")]
    assert found == details


def test_force_that_was_presumed_is_reported_later(write: Callable[..., Path]) -> None:
    """The effect of a consent is no force any more when an entry into force becomes known."""
    history = (
        "  - {event: signed, date: 2020-01-10, reported_by: [p]}\n"
        "  - {event: ratified, party: JP, date: 2021-02-20, effective: 2021-03-01, reported_by: [p]}\n"
        "  - {event: in_force, date: 2022-03-30, reported_by: [q]}\n"
        "  - {event: amended, date: 2030-03-30, announced_by: [p]}\n"
    )
    assert told(write, history, p="published: 2021-02-21", q="published: 2022-04-01") == [
        ("2021-02-21", "signed", "2020-01-10", "p"),
        ("2022-04-01", "in_force", "2022-03-30", "q"),
    ]


@pytest.mark.parametrize(("flags", "party"), [(True, None), (False, "PH"), (True, "JP")])
def test_what_is_computed_once_for_all_days_says_the_same_as_day_by_day(
    agreements: Path, flags: bool, party: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = 0
    for agreement in read_folder(agreements).registry.agreements:
        known = knowledge_for_log(agreement, flags=flags, party=party)
        shared += known is not None
        for until in (dt.date(2026, 11, 22), dt.date(2024, 7, 8)):
            assert [*known_changes(agreement, until, known)] == [*known_changes(agreement, until)]
            details = [*known_details(agreement, until, known, flags=flags, party=party)]
            assert details == [*known_details(agreement, until, flags=flags, party=party)]
    assert shared
    assert knowledge_for_log(agreement) is None
    monkeypatch.setattr("pactstate.domain.log.MAX_STEPS", 1)
    assert knowledge_for_log(agreement, flags=flags, party=party) is None


def test_a_long_history_is_followed_to_its_end() -> None:
    count = 300
    days = [dt.date(2020, 1, 1) + dt.timedelta(days=number) for number in range(count)]
    kinds = ["signed", *["note"] * (count - 2), "in_force"]
    history = [Event(kind, day, reported_by=f"s{day}") for kind, day in zip(kinds, days, strict=True)]
    sources = [Source(f"s{day}", "S", published=day) for day in days]
    agreement = Agreement("x", "X", "treaty", ["JP", "PH"], history, sources=sources)
    assert [(one.known, one.state, one.source) for one in known_changes(agreement, days[-1])] == [
        (days[0], State.SIGNED, f"s{days[0]}"),
        (days[-1], State.IN_FORCE, f"s{days[-1]}"),
    ]

"""Tables, histories, logs, diagrams and reports cost twice as much for twice the input, and no more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from counted import assert_linear
from pactstate import PartialDate, loads
from pactstate.domain.agreement import Agreement
from pactstate.domain.events import EventKind, State
from pactstate.domain.model import Claim, Event, Role, Source, Statement
from pactstate.domain.vocabulary import Vocabulary, common
from pactstate.findings import Finding, Location, Report, Severity
from pactstate.reports import FORMATS, render
from pactstate.views import agenda, diagrams, history, history_json, log, sources, status
from pactstate.views.known_record import elsewhere
from pactstate.views.status import Row

TODAY = dt.date(2026, 11, 22)
LONG = PartialDate("1900/2100")
SIZE = 45


def days(number: int) -> PartialDate:
    return PartialDate(dt.date(1950, 1, 1) + dt.timedelta(days=number))


def notes(size: int) -> Agreement:
    """Many entries on days of their own, which one source reports."""
    source = Source("s", "S", published=PartialDate("2024-01-01"))
    claims = (Claim("s", Role.REPORTED),)
    events = tuple(Event((EventKind.NOTE,), days(number), claims=claims) for number in range(size))
    signed = Event((EventKind.SIGNED,), days(0), claims=claims)
    return Agreement("a", "A", "raa", ("JP", "PH"), (signed, *events), sources=(source,))


def named(size: int) -> Agreement:
    """A publisher whose name is as long as the rest, with each entry."""
    source = Source("s", "S", published=PartialDate("2024-01-01"), publisher="x" * 50 * size)
    return Agreement("a", "A", "raa", ("JP", "PH"), notes(size).history, sources=(source,))


def said(size: int) -> Agreement:
    """Many statements beside many entries, each of an interval of days."""
    texts = tuple(
        Statement("s", State.SIGNED, date=PartialDate.between(days(number).earliest, TODAY)) for number in range(size)
    )
    plain = notes(size)
    return Agreement("a", "A", "raa", ("JP", "PH"), plain.history, texts, plain.sources)


def joined(size: int) -> Agreement:
    """Many parties, each of which has signed."""
    codes = tuple(f"P{number}" for number in range(size))
    events = tuple(Event((EventKind.SIGNED,), days(number), party=code) for number, code in enumerate(codes))
    words = Vocabulary(parties=dict(zip(codes, codes, strict=True)))
    return Agreement("a", "A", "treaty", codes, events, open=True, vocabulary=words)


def announced(size: int) -> Agreement:
    """Many announcements of one source, for days ahead."""
    source = Source("s", "S", published=PartialDate("2024-01-01"))
    claims = (Claim("s", Role.ANNOUNCED),)
    ahead = dt.date(2027, 1, 1)
    events = tuple(
        Event((EventKind.AMENDED,), PartialDate(ahead + dt.timedelta(days=number)), claims=claims)
        for number in range(size)
    )
    return Agreement("a", "A", "raa", ("JP", "PH"), events, sources=(source,))


def contradicted(size: int) -> Agreement:
    """Many sources of one event, half of them rejected or denying it."""
    listed = [Source(f"s{number}", "S", published=PartialDate("2024-01-01")) for number in range(4 * size)]
    roles = (Role.REPORTED, Role.REPORTED, Role.REPORTED, Role.DENIED)
    claims = tuple(
        Claim(source.id, roles[number % 4], rejected="no" if number % 4 == 1 else None)
        for number, source in enumerate(listed)
    )
    event = Event((EventKind.SIGNED,), days(0), claims=claims)
    return Agreement("a", "A", "raa", ("JP", "PH"), (event,), sources=tuple(listed))


def misstated(size: int) -> Agreement:
    """Many statements that name an earlier state, each report of which came out on a day of its own."""
    sources = tuple(Source(f"s{number}", "S", published=days(number)) for number in range(size))
    kinds = (EventKind.NEGOTIATING, EventKind.STALLED)
    events = tuple(
        Event((kinds[number % 2],), days(number), claims=(Claim(f"s{number}", Role.REPORTED),))
        for number in range(size)
    )
    signed = Event((EventKind.SIGNED,), days(size), claims=(Claim("s0", Role.REPORTED),))
    said = tuple(Statement("z", State.PROPOSED, date=days(2 * number + 1)) for number in range(size))
    late = Source("z", "Z", published=PartialDate(TODAY))
    return Agreement("a", "A", "raa", ("JP", "PH"), (*events, signed), said, (*sources, late))


FAMILIES = (notes, named, said, joined, announced, contradicted)
OTHER = Agreement("b", "B", "raa", ("JP", "PH"), sources=(Source("s", "S", published=PartialDate("2024-01-01")),))


def answered(agreement: Agreement, on: PartialDate) -> Row:
    return Row.of(agreement, agreement.status(on, today=TODAY))


def by_party(rows: list[Row], on: PartialDate) -> str:
    groups = status.grouped(rows, "party", common())
    last_line = status.summary_of_groups(groups, rows, on, None)
    return status.render_groups_plain(groups, last_line) + status.render_groups_markdown(groups, last_line)


QUESTIONS: dict[str, Callable[[Agreement, PartialDate], str]] = {
    "status": lambda one, on: status.render_plain([answered(one, on)], on, None),
    "status markdown": lambda one, on: status.render_markdown([answered(one, on)], on, None),
    "status json": lambda one, on: status.render_json([answered(one, on)], on, None),
    "status csv": lambda one, on: status.render_csv([answered(one, on)], on, None),
    "status by party": lambda one, on: by_party([answered(one, on)], on),
    "show": lambda one, on: history.render_text(one, one.status(on), 100),
    "show markdown": lambda one, on: history.render_markdown(one, one.status(on)),
    "show json": lambda one, on: history_json.render_json(one, one.status(on)),
    "show json, elsewhere": lambda one, on: history_json.render_json(
        one, one.status(on), list(elsewhere(OTHER, [one]))
    ),
    "graph": lambda one, on: diagrams.render_mermaid(diagrams.of_path(one, one.status(on))),
    "sources": lambda one, on: sources.render_markdown(sources.records([one])),
    "sources by publisher": lambda one, on: sources.render_publishers_json(sources.publishers(sources.records([one]))),
    "sources json": lambda one, on: sources.render_json(sources.records([one])),
}


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_answers_about_an_interval_grow_with_the_agreement(family: Callable[[int], Agreement], question: str) -> None:
    def make(size: int) -> Callable[[], object]:
        agreement = family(size)
        return lambda: QUESTIONS[question](agreement, LONG)

    assert_linear(make, SIZE, memory=False)


@pytest.mark.parametrize("family", [notes, named, joined], ids=lambda family: family.__name__)
def test_the_log_of_one_publication_grows_with_the_history(family: Callable[[int], Agreement]) -> None:
    def make(size: int) -> Callable[[], object]:
        agreement = family(size)
        return lambda: log.render_json(log.record([agreement], TODAY, TODAY))

    assert_linear(make, SIZE, memory=False)


@pytest.mark.parametrize("question", ["show", "show json", "sources"])
def test_since_when_the_contrary_was_public_grows_with_the_file(question: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Below the limit, each day of publication is tried.
    monkeypatch.setattr("pactstate.domain.statements.MAX_STEPS", 3_000)

    def make(size: int) -> Callable[[], object]:
        agreement = misstated(size)
        return lambda: QUESTIONS[question](agreement, PartialDate(TODAY))

    assert_linear(make, SIZE, memory=False)


def test_many_agreements_that_share_their_sources() -> None:
    def make(size: int) -> Callable[[], object]:
        one = notes(1)
        rows = [
            answered(Agreement(f"a{n}", "A", "raa", one.parties, one.history, sources=one.sources), PartialDate(TODAY))
            for n in range(size)
        ]
        agreements = [row.agreement for row in rows]

        def call() -> str:
            return (
                status.render_plain(rows, PartialDate(TODAY), None)
                + status.render_json(rows, PartialDate(TODAY), None)
                + sources.render_plain(sources.records(agreements), in_detail=False)
                + sources.render_json(sources.records(agreements))
                + log.render_plain(log.record(agreements, TODAY, TODAY))
            )

        return call

    assert_linear(make, SIZE, memory=False)


def test_one_long_cell_does_not_lengthen_every_row() -> None:
    def make(size: int) -> Callable[[], object]:
        rows = [answered(notes(1), PartialDate(TODAY)) for _ in range(size)]
        rows.append(
            answered(
                Agreement("x" * min(50 * size, 200), "A" * min(50 * size, 1000), "raa", ("JP", "PH")),
                PartialDate(TODAY),
            )
        )
        return lambda: status.render_plain(rows, PartialDate(TODAY), None)

    assert_linear(make, SIZE, memory=False)


def finding(number: int) -> Finding:
    place = Location("a.yaml", number, 1, number, 5)
    return Finding("skipped-step", "PS205", Severity.WARNING, f"message {number}", place, excerpt="x" * 50)


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_grows_with_its_findings(form: str) -> None:
    def make(size: int) -> Callable[[], object]:
        findings = [finding(number) for number in range(1, size + 1)]
        report = Report(findings, paths=["a.yaml"])
        return lambda: render(form, report)

    assert_linear(make, SIZE, memory=False)


@pytest.mark.parametrize("form", ["json", "csv"])
def test_items_of_many_parties_do_not_each_list_all_of_them(form: str) -> None:
    def make(size: int) -> Callable[[], object]:
        parties = [f"X{number}" for number in range(size)]
        entries = "".join(f"  - {{event: ratified, party: {one}, date: 2090, announced_by: s}}\n" for one in parties)
        text = f"id: x\ntitle: X\nkind: treaty\nparties: [{', '.join(parties)}]\nopen: true\n"
        text += f"sources: {{s: {{title: S, published: 2024}}}}\nhistory:\n{entries}"
        agreement = loads(text, vocabulary=Vocabulary(parties=dict.fromkeys(parties, "x")))
        render = agenda.render_json if form == "json" else agenda.render_csv
        return lambda: render(agenda.collect([agreement], TODAY))

    assert_linear(make, 60)
    assert '"X0",' in str(make(40)()) or form == "csv"

"""Publication of claims, and the day of an event as the claims of a day give it."""

from __future__ import annotations

import pytest

from pactstate import Agreement, Claim, Event, PartialDate, Source, Statement
from pactstate.domain.contradictions import contradictions
from pactstate.domain.known_by import claims_known_by, date_known, doubtful_sources, ends, publication, publications
from pactstate.domain.position import Terms
from pactstate.domain.readings import prepare


def report(date: str | None = None) -> Claim:
    return Claim("s", "reported", date)


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ([], "2024-07-08"),
        ([None], "2024-07-08"),
        (["2024-07"], "2024-07"),
        (["2024-07", None], "2024-07-08"),
        (["2024-07", "2024-07-08"], "2024-07-08"),
        (["2024-07", "2024-07-05/2024-08-10"], "2024-07-05/2024-07-31"),
        (["2024-07-05/2024-07-09", "2024-07-09/2024-07-12"], "2024-07-09"),
        (["2024-06", "2024-08-10"], "2024-06-01/2024-08-10"),
        (["2024-06", "2024-06-29", "2024-09"], "2024-06-01/2024-09-30"),
        (["0001-01-01/9999-12-31"], "0001-01-01/9999-12-31"),
    ],
)
def test_the_day_of_an_event_is_that_of_its_reports(dates: list[str | None], expected: str) -> None:
    """Return the days that all claims allow; all days of the claims, if they contradict each other."""
    event = Event("signed", "2024-07-08", reported_by="s")
    found = date_known(event, [report(date) for date in dates]) if dates else event.date
    assert found.same_days(expected)


@pytest.mark.parametrize(
    ("source", "event", "role", "expected"),
    [
        ({"published": "2024-07-08"}, "2024-07-10", "reported", "2024-07-08"),
        ({"published": "2024-07"}, "2024-07-10", "announced", "2024-07"),
        ({"published": "2024-07"}, "2024-07-10", "reported", "2024-07-09/2024-07-31"),
        ({"published": "2024-07"}, "2024-07-02", "reported", "2024-07"),
        ({"published": "2024-07"}, "2024-08-01", "reported", "2024-07-31"),
        ({"published": "2024-07"}, "2024-08-02", "reported", "2024-07"),
        ({}, "2024-07-10", "announced", "../2024-07-10"),
        ({"accessed": "2024-07-05"}, "2024-07-10", "announced", "../2024-07-05"),
        ({}, "2024-07-10", "reported", "2024-07-09/.."),
        ({"archived": "2024-07-20", "accessed": "2024-07-30"}, "2024-07-10", "reported", "2024-07-09/2024-07-20"),
        ({"published": "2024-07-01", "updated": "2024-07-20"}, "2024-07-10", "reported", "2024-07-20"),
        ({"published": "2024-07-01", "updated": "2024-07-20"}, "2024-07-02", "reported", "2024-07-01/2024-07-20"),
        ({"published": "2024-07-01", "updated": "2024-07-20"}, "2024-07-01", "reported", "2024-07-01"),
        ({"published": "2024-07-01", "updated": "2024-07-20"}, "2024-07-10", "announced", "2024-07-01"),
        ({"published": "9999-12-31"}, "0001-01-01", "reported", "9999-12-31"),
        ({}, "0001-01-01", "reported", "0001-01-01/9999-12-31"),
        ({"published": "9999", "updated": "9999-12-31"}, "9999-12-31", "reported", "9999-12-30/9999-12-31"),
    ],
)
def test_a_claim_is_published_when_its_source_can_have_made_it(
    source: dict[str, str], event: str, role: str, expected: str
) -> None:
    made = publication(Claim("s", role), Event("signed", event), Source("s", "S", **source))
    assert made.same_days(expected)


def test_a_source_that_is_not_described_is_undated() -> None:
    event = Event("signed", "2024-07-10")
    assert publication(Claim("gone", "announced"), event, None).same_days("../2024-07-10")
    assert publication(Claim("gone", "reported"), event, None).same_days("2024-07-09/..")


def test_doubtful_sources_are_in_order_of_their_publication() -> None:
    days = {
        "a": "2024-07",
        "b": "2024-06-20/2024-07-05",
        "c": "2024",
        "d": "2024-07-01",
        "e": "2024-07-02",
        "f": "2024",
    }
    sources = {id: Source(id, "S", published=day) for id, day in days.items()}
    event = Event("signed", "2024-01-01", announced_by=list(days))
    made = publications(event, sources)
    known_by = PartialDate("2024-07-01")
    days = ends(known_by)
    assert doubtful_sources([made], known_by) == ["c", "f", "b", "a"]
    assert [claim.source for claim in claims_known_by(made, days, [])] == ["d"]
    assert [claim.source for claim in claims_known_by(made, days, ["a"])] == ["a", "d"]
    assert [claim.source for claim in claims_known_by(made, days)] == ["a", "b", "c", "d", "f"]


@pytest.mark.parametrize(("known_by", "count"), [("2024-07-08", 0), ("2024-07-09", 2), ("2024-07", 2)])
def test_a_contradiction_is_known_from_the_day_of_its_publication(known_by: str, count: int) -> None:
    rejected = Claim("s", "announced", rejected="It names another day.")
    agreement = Agreement(
        "x",
        "X",
        "treaty",
        ["FR", "NO"],
        [Event("signed", "2024-07-20", claims=[rejected])],
        statements=[Statement("s", "terminated", rejected="It means another one.")],
        sources=[Source("s", "S", published="2024-07-09")],
    )
    assert len([*contradictions(agreement, PartialDate(known_by))]) == count


def test_a_denial_is_against_every_affirming_source_and_names_itself_never() -> None:
    ids = [f"s{number:02}" for number in range(14)]
    event = Event("signed", "2024", reported_by=ids[:13], denied_by=["s00", "s13"])
    first, second = contradictions(Agreement("x", "X", "treaty", ["FR", "NO"], [event]))
    assert first.against == tuple(ids[1:11])
    assert second.against == tuple(ids[:10])


@pytest.mark.parametrize(("entries", "readings"), [(6, 64), (780, 64), (2_000, 7), (20_000, 3)])
def test_a_long_history_has_fewer_readings(entries: int, readings: int) -> None:
    """All readings together have some 50,000 entries, however many sources are of no known day."""
    sources = {f"s{number}": Source(f"s{number}", "S", published="2024/2025") for number in range(6)}
    events = [Event("note", "2023", reported_by=f"s{number % 6}") for number in range(entries)]
    found = prepare(events, sources, Terms(("JP", "PH")), PartialDate("2024-06-01")).readings
    assert len(found) == readings
    assert [len(found[place].items) for place in (0, -1)] == [entries, 0]

"""Cost of an answer: proportional to the history, whatever repeats in it. Steps are counted, not seconds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial

import pytest

from counted import assert_linear
from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.domain.model import Claim, Event, Role, Source
from pactstate.domain.parties import PARTIES
from pactstate.domain.points import presumed_ends
from pactstate.domain.readings import prepare
from pactstate.domain.vocabulary import Vocabulary

FIRST = dt.date(1900, 1, 1)
ALL_DAYS = PartialDate.between(FIRST, dt.date(2100, 1, 1))
A_YEAR = PartialDate("2000")

History = tuple[Sequence[str], list[Event]]


def day(number: int) -> PartialDate:
    return PartialDate(FIRST + dt.timedelta(number))


def codes(count: int) -> tuple[str, ...]:
    return tuple(f"P{number}" for number in range(count))


def announced(number: int) -> tuple[Claim, ...]:
    return (Claim(f"s{number}", Role.ANNOUNCED),)


def acts_of_many(size: int) -> History:
    parties = codes(size)
    return parties, [
        Event(kind, day(place * size + number), party=party)
        for place, kind in enumerate(("signed", "ratified", "withdrawn"))
        for number, party in enumerate(parties)
    ]


def accessions(size: int) -> History:
    parties = codes(size)
    late = [Event("ratified", day(2 + number), party=party) for number, party in enumerate(parties)]
    return parties, [Event(["adopted"], day(0)), Event("in_force", day(1)), *late]


def distinct_days(size: int) -> History:
    return ("JP", "PH"), [Event("signed", day(0)), *(Event("note", day(number)) for number in range(size))]


def notes_of_one_year(size: int) -> History:
    return codes(size), [Event(["signed", "in_force"], day(0)), *(Event("note", A_YEAR) for _ in range(size))]


def applied_again_and_again(size: int) -> History:
    kinds = ("provisional", "provisional_ended")
    return codes(size), [Event("signed", day(0)), *(Event(kinds[one % 2], A_YEAR) for one in range(size))]


def dropped_again_and_again(size: int) -> History:
    kinds = ("abandoned", "resumed")
    return codes(size), [Event("signed", day(0)), *(Event(kinds[one % 2], A_YEAR) for one in range(size))]


def left_and_resumed_by_many(size: int) -> History:
    kinds = ("abandoned", "resumed")
    again = [Event(kinds[one % 2], day(one)) for one in range(size)]
    return codes(size), [*(Event("signed", day(0), party=party) for party in codes(size)), *again]


def joined_and_left_by_many(size: int) -> History:
    kinds = ("in_force", "withdrawn")
    again = [Event(kinds[one % 2], day(one), party="P0") for one in range(size)]
    return codes(size), [
        *(Event("ratified", day(0), party=party) for party in codes(size)[1:]),
        Event("in_force", day(0)),
        *again,
    ]


def suspended_again_and_again(size: int) -> History:
    kinds = ("suspended", "resumed")
    again = [Event(kinds[one % 2], A_YEAR, party="JP") for one in range(size)]
    return ("JP", "PH"), [Event(["signed", "in_force"], day(0)), *again]


def postponed_one_by_one(size: int) -> History:
    plans = [Event("signed", day(60_000 + one), claims=announced(one)) for one in range(size)]
    return ("JP", "PH"), [*plans, *(Event("postponed", day(one), of="signed") for one in range(2 * size))]


def postponed_effects(size: int) -> History:
    acts = [Event("suspended", day(one), day(one + 10), party=f"P{one}") for one in range(size)]
    return ("JP", "PH"), [*acts, *(Event("postponed", day(9_000 + one), of="suspended") for one in range(size))]


def revoked_one_by_one(size: int) -> History:
    ends = [Event("withdrawn", day(one), day(60_000), party=party) for one, party in enumerate(codes(size))]
    revoked = [Event("notice_revoked", day(9_000), party=party) for party in codes(size)]
    return ("JP", "PH"), [Event(["signed", "in_force"], day(0)), *ends, *revoked]


def announced_vaguer_and_vaguer(size: int) -> History:
    around = [
        PartialDate.between(dt.date(2000, 1, 1) - dt.timedelta(one), dt.date(2000, 1, 1) + dt.timedelta(one))
        for one in range(size)
    ]
    return ("JP", "PH"), [Event("signed", date, claims=announced(one)) for one, date in enumerate(around)]


def claims_of_one_entry(size: int) -> History:
    claims = tuple(Claim(f"s{one}", Role.ANNOUNCED, date=day(60_000 + one)) for one in range(size))
    return ("JP", "PH"), [Event("signed", PartialDate("2050"), claims=claims)]


def notices(size: int) -> History:
    given = [Event("notice_given", day(one), day(60_000), party=party) for one, party in enumerate(codes(size))]
    later = [Event("amended", day(9_000)) for _ in range(size)]
    return ("JP", "PH"), [Event(["signed", "in_force"], day(0)), *given, *later]


FAMILIES = (
    acts_of_many,
    accessions,
    distinct_days,
    notes_of_one_year,
    applied_again_and_again,
    dropped_again_and_again,
    joined_and_left_by_many,
    left_and_resumed_by_many,
    suspended_again_and_again,
    postponed_one_by_one,
    postponed_effects,
    revoked_one_by_one,
    announced_vaguer_and_vaguer,
    claims_of_one_entry,
    notices,
)


def agreement(history: History) -> Agreement:
    parties, events = history
    cited = dict.fromkeys(claim.source for event in events for claim in event.claims)
    sources = tuple(Source(name, name, published=day(int(name[1:]))) for name in cited)
    named = {*parties, *(event.party for event in events if event.party)}
    words = Vocabulary(parties={code: code for code in named if code not in PARTIES})
    return Agreement("x", "X", "treaty", parties, tuple(events), sources=sources, vocabulary=words)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
@pytest.mark.parametrize("on", [ALL_DAYS, A_YEAR, day(50_000)], ids=["all days", "a year", "a day"])
def test_an_answer_takes_time_in_proportion_to_the_history(family: Callable[[int], History], on: PartialDate) -> None:
    assert_linear(lambda size: partial(agreement(family(size)).status, on), 60, memory=False)


def test_notices_that_outlived_their_day_are_passed_once() -> None:
    def make(size: int) -> Callable[[], object]:
        whole = agreement(notices(size))
        items = prepare(whole.history, {}, whole.terms).readings[0].items
        return partial(presumed_ends, items, whole.terms, whole.clauses)

    assert_linear(make, 60, memory=False)


def test_a_long_chain_of_doubtful_sources_makes_no_more_readings() -> None:
    def make(size: int) -> Callable[[], object]:
        events = [Event("note", day(one), claims=(Claim(f"s{one}", Role.REPORTED),)) for one in range(size)]
        sources = {
            f"s{one}": Source(f"s{one}", "S", published=PartialDate.between(day(one).earliest, dt.date(2020, 1, 1)))
            for one in range(size)
        }
        whole = agreement((("JP", "PH"), events))
        return partial(prepare, whole.history, sources, whole.terms, PartialDate("2010"))

    assert_linear(make, 70, memory=False)

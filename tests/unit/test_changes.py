"""Changes to recorded histories: matching of entries, rewrites, reasons."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

import attrs
import pytest

from pactstate.compare.agreements import AgreementChange, SourceChange, compare_agreements, compare_sources
from pactstate.compare.matching import CLAIMS, ENTRIES, STATEMENTS, in_order, pairs
from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.domain.lifecycle import EventKind, State
from pactstate.domain.model import Claim, Event, Role, Source, Statement, TerminationReason


def event(name: str, date: str, *claims: str | Claim, **more: object) -> Event:
    """An entry; a claim that is only named is a report."""
    return Event(name.split("+"), date, claims=[claim(one) if isinstance(one, str) else one for one in claims], **more)


def claim(source: str, date: str | None = None, role: Role = Role.REPORTED, **more: str) -> Claim:
    return Claim(source, role, date, **more)


def source(id: str = "a", **more: str) -> Source:
    return Source(id, **{"title": "A", **more})


def agreement(*history: Event, **more: object) -> Agreement:
    return Agreement("x", "X", "treaty", ("JP", "PH"), history, **more)


def change(before: Iterable[Event], after: Iterable[Event]) -> AgreementChange:
    (found,) = compare_agreements({"x": agreement(*before)}, {"x": agreement(*after)})
    return found


def told(before: Iterable[Event], after: Iterable[Event]) -> list[str]:
    """Every change of an entry in a few words; what rewrites is marked with an exclamation mark."""
    lines = []
    for one in change(before, after).entries:
        if one.before is None:
            words = ["+"]
        elif one.after is None:
            words = ["-"]
        else:
            words = [f"{part.field}{'!' * part.rewrites}" for part in one.altered]
            for said in one.claims:
                name = (said.before or said.after or claim("?")).source
                sign = "+" if said.before is None else "-" if said.after is None else "="
                words.append(f"{sign}{name}{'!' * said.rewrites}")
            words += ["moved"] * one.moved
        entry = one.after or one.before
        assert entry
        ended = " corrected" * one.corrected
        lines.append(f"{one.index} {entry.name} {entry.date}: {' '.join(words)}{ended}")
        assert one.rewrites is (one.before is not None and any(word[-1:] in "-!d" for word in words))
    return lines


def rewritten(before: Event, after: Event) -> bool:
    """Whether an entry that stands alone is told to be rewritten without a reason."""
    found = compare_agreements({"x": agreement(before)}, {"x": agreement(after)})
    return any(one.rewrites and not one.corrected for each in found for one in each.entries)


SIGNED = event("signed", "2020-01-10", "a")
RATIFIED = event("ratified", "2021-02-20", "b")
FORCE = event("in_force", "2022-03-30", "c")


# Matching of old and new entries.

ONE = event("signed", "2020-01-10", "a", party="JP", effective="2020-02-01")
LIKE = [
    ONE,
    attrs.evolve(ONE, note="in other words", claims=(claim("b"), claim("a"))),
    attrs.evolve(ONE, claims=(claim("b"),)),
    event("signed", "2020-01-10", "b", party="JP"),
    event("signed", "2019", "b", "a", party="JP"),
    event("signed", "2019", "a", party="PH"),
    event("adopted", "2020-01-10", "a", party="PH"),
    event("signed", "2019", "b", party="JP"),
    event("signed", "2020-01-10", "b", party="PH"),
    event("adopted", "2019", "a", party="PH"),
    event("adopted", "2020-01-10", "b", party="PH"),
]
"""Entries from the most to the least like the first one, by one sign each."""
UNLIKE = event("adopted", "2019", "b", party="PH")


@pytest.mark.parametrize("best", range(len(LIKE)))
def test_the_surest_likeness_decides_wherever_it_stands(best: int) -> None:
    others = [UNLIKE, *LIKE[:best:-1]]
    assert pairs([ONE], [*others, LIKE[best]], ENTRIES) == [(0, len(others))]
    assert pairs([ONE], [LIKE[best], *others], ENTRIES) == [(0, 0)]
    assert pairs([LIKE[best]], [*others, ONE], ENTRIES)[0][0] == 0


def test_what_has_nothing_in_common_is_another_entry() -> None:
    assert pairs([ONE], [UNLIKE], ENTRIES) == []
    assert told([ONE], [UNLIKE]) == ["None signed 2020-01-10: -", "0 adopted 2019: +"]


def test_the_surest_likeness_decides_over_the_place_before_too() -> None:
    """The one that reads as before takes its own, and leaves the rest to those that come first."""
    later = attrs.evolve(SIGNED, date=PartialDate("2021"))
    assert pairs([later, SIGNED], [SIGNED], ENTRIES) == [(1, 0)]


def test_another_event_of_the_same_day_may_be_a_correction_though_no_source_tells_of_it() -> None:
    before, after = event("signed", "2020"), event("adopted", "2020", corrected="it was open for signature")
    assert told([before], [after]) == ["0 adopted 2020: event! corrected"]


def test_a_date_is_known_by_its_days_however_it_is_spelled() -> None:
    assert pairs(
        [event("signed", "2020-01", "a"), event("signed", "2020-02", "a")],
        [event("signed", "2020-02-01/2020-02-29", "a"), event("signed", "2020-01-XX", "a")],
        ENTRIES,
    ) == [(0, 1), (1, 0)]


def test_where_several_are_alike_the_first_ones_meet() -> None:
    assert pairs([SIGNED] * 3, [SIGNED] * 2, ENTRIES) == [(0, 0), (1, 1)]
    assert pairs([SIGNED] * 2, [SIGNED] * 3, ENTRIES) == [(0, 0), (1, 1)]


def test_where_several_are_alike_the_preferred_one_comes_first() -> None:
    first, second = (event("signed", "2020", "a", note=note) for note in ("first", "second"))
    assert pairs([SIGNED], [first, second], ENTRIES, lambda one: one.note == "second") == [(0, 1)]
    assert pairs([SIGNED], [first, second], ENTRIES) == [(0, 0)]
    # Preference is not likeness.
    assert pairs([SIGNED], [SIGNED, second], ENTRIES, lambda one: one.note == "second") == [(0, 0)]


def test_one_is_taken_once_though_it_has_several_marks() -> None:
    both = event("signed", "2020", "a", "b")
    assert pairs([event("in_force", "2021", "a"), event("ratified", "2022", "b")], [both], ENTRIES) == [(0, 0)]
    # An entry with two sources is found by the second one if the first is taken.
    assert pairs(
        [event("in_force", "2021", "a"), event("ratified", "2022", "a", "b")],
        [event("signed", "2019", "a"), event("adopted", "2018", "b")],
        ENTRIES,
    ) == [(0, 0), (1, 1)]


def test_those_that_others_have_taken_are_passed_over() -> None:
    before = [event("signed", "2001", "x"), event("in_force", "2002", "y"), event("ratified", "2003", "p")]
    after = [event("note", "2011", "x", "p"), event("amended", "2012", "y", "p"), event("extended", "2013", "p")]
    assert pairs(before, after, ENTRIES) == [(0, 0), (1, 1), (2, 2)]


def test_claims_are_known_by_source_and_role_then_by_their_date() -> None:
    old = claim("a", "2020")
    same, dateless = claim("a", "2020-XX-XX", rejected="why"), claim("a")
    assert pairs([old], [dateless, same, old], CLAIMS) == [(0, 2)]
    assert pairs([old], [dateless, same], CLAIMS) == [(0, 1)]
    assert pairs([old], [dateless], CLAIMS) == [(0, 0)]
    assert pairs([old], [claim("b", "2020"), claim("a", "2020", Role.ANNOUNCED)], CLAIMS) == []


def test_statements_are_known_by_what_they_say() -> None:
    old = Statement("a", State.SIGNED, PartialDate("2020-01"))
    same = attrs.evolve(old, date=PartialDate("2020-01-XX"), note="in other words")
    assert pairs([old], [attrs.evolve(same, rejected="why"), same], STATEMENTS) == [(0, 1)]
    assert pairs([old], [attrs.evolve(same, rejected="why")], STATEMENTS) == [(0, 0)]
    others = [attrs.evolve(old, source="b"), attrs.evolve(old, says=State.RATIFIED), attrs.evolve(old, date=None)]
    assert pairs([old], others, STATEMENTS) == []


@pytest.mark.parametrize("count", range(7))
def test_the_longest_run_in_one_order_is_found(count: int) -> None:
    def rising(places: Sequence[int]) -> bool:
        return all(one < two for one, two in itertools.pairwise(places))

    for places in itertools.permutations(range(count)):
        found = in_order(list(enumerate(places)))
        runs = (run for size in range(count, -1, -1) for run in itertools.combinations(places, size) if rising(run))
        assert len(found) == len(next(runs))
        assert rising([after for _, after in found])
        assert rising([before for before, _ in found])
        assert set(found) <= set(enumerate(places))


# Details of a changed entry.


def test_what_is_as_it_was_is_no_change() -> None:
    assert compare_agreements({"x": agreement(SIGNED)}, {"x": agreement(SIGNED)}) == ()
    assert change([SIGNED, FORCE], [SIGNED, RATIFIED, FORCE]).entries[0].after is RATIFIED


OWNERS = {"of": event("withdrawn", "2020-01-10", "a"), "reason": event("terminated", "2020-01-10", "a")}
"""Entries that take a field which others do not."""


@pytest.mark.parametrize(
    ("field", "new"),
    [
        ("effective", PartialDate("2020-02-01")),
        ("by", "Diet"),
        ("place", "Tokyo"),
        ("note", "in the morning"),
        ("of", EventKind.SIGNED),
        ("reason", TerminationReason.OTHER),
    ],
)
def test_what_is_added_to_an_entry_is_free(field: str, new: object) -> None:
    entry = OWNERS.get(field, SIGNED)
    more = attrs.evolve(entry, **{field: new})
    (one,) = change([entry], [more]).entries
    (part,) = one.altered
    assert (part.field, part.before, part.after, part.rewrites) == (field, None, str(new), False)
    assert not rewritten(entry, more)


@pytest.mark.parametrize(
    ("field", "old", "new"),
    [
        ("date", "2020-01-10", "2020-01-11"),
        ("date", "2020-01-10", "2020-01"),
        ("date", "2020-01", "2020-01-10"),
        ("date", "2020-01-09/2020-01-11", "2020-01-10~"),
        ("effective", "2020-02-01", "2020-02-02"),
        ("effective", "2020-02-01", None),
        ("party", "JP", "PH"),
        ("party", "JP", None),
        ("party", None, "JP"),
        ("of", EventKind.SIGNED, EventKind.RATIFIED),
        ("of", EventKind.SIGNED, None),
        ("reason", TerminationReason.OTHER, TerminationReason.AGREED),
        ("reason", TerminationReason.OTHER, None),
    ],
)
def test_what_happened_and_when_is_rewritten(field: str, old: str | None, new: str | None) -> None:
    dated = field in ("date", "effective")
    entry = OWNERS.get(field, SIGNED)
    before, after = (
        attrs.evolve(entry, **{field: PartialDate(value) if dated and value else value}) for value in (old, new)
    )
    (one,) = change([before], [after]).entries
    (part,) = one.altered
    assert (part.field, part.before, part.after, part.rewrites) == (field, old, new, True)
    assert rewritten(before, after)
    assert not rewritten(before, attrs.evolve(after, corrected="why"))


@pytest.mark.parametrize("other", ["in_force", "signed+in_force"])
def test_another_event_is_reported_under_its_key(other: str) -> None:
    (one,) = change([SIGNED], [event(other, "2020-01-10", "a")]).entries
    (part,) = one.altered
    assert (part.field, part.before, part.after, part.rewrites) == ("event", "signed", other.replace("+", ", "), True)


def test_the_order_of_events_in_an_entry_was_recorded_too() -> None:
    assert rewritten(event("signed+in_force", "2020", "a"), event("in_force+signed", "2020", "a"))


@pytest.mark.parametrize(("field", "old", "new"), [("by", "Diet", "Senate"), ("place", "x", None), ("note", "x", "y")])
def test_another_wording_is_reported_and_needs_no_reason(field: str, old: str, new: str | None) -> None:
    before, after = (attrs.evolve(SIGNED, **{field: value}) for value in (old, new))
    assert told([before], [after]) == [f"0 signed 2020-01-10: {field}"]


@pytest.mark.parametrize("spelling", ["2020-01-XX", "2020-01-01/2020-01-31", "2020-01-01/2020-01"])
def test_another_spelling_of_a_date_is_no_change(spelling: str) -> None:
    before = event("signed", "2020-01", claim("a", "2020-01"), effective="2020-01")
    after = event("signed", spelling, claim("a", spelling), effective=spelling)
    assert change([before], [after]).entries == ()
    old, new = source(published="2020-01", updated="2020-01"), source(published=spelling, updated=spelling)
    assert compare_sources([old], [new]) == ()


def test_doubt_is_no_spelling() -> None:
    assert rewritten(event("signed", "2019-12-31/2020-01-02", "a"), event("signed", "2020-01-01?", "a"))


def test_claims_are_added_and_rejected_freely() -> None:
    after = event("signed", "2020-01-10", claim("a", rejected="why"), "b", claim("c", "2020-01", Role.ANNOUNCED))
    (one,) = change([SIGNED], [after]).entries
    assert [(said.rejected, said.reinstated, said.redated, said.rewrites) for said in one.claims] == [
        (True, False, False, False),
        (False, False, False, False),
        (False, False, False, False),
    ]
    assert told([SIGNED], [after]) == ["0 signed 2020-01-10: =a +b +c"]


def test_a_claim_that_is_added_as_rejected_is_marked_as_rejected() -> None:
    (one,) = change([SIGNED], [event("signed", "2020-01-10", "a", claim("b", rejected="why"))]).entries
    assert [(said.before, said.rejected, said.rewrites) for said in one.claims] == [(None, True, False)]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ([claim("a")], [], "-a!"),
        ([claim("a"), claim("b")], [claim("b")], "-a!"),
        ([claim("a"), claim("a", "2020")], [claim("a")], "-a!"),
        ([claim("a")], [claim("a", "2020")], "=a!"),
        ([claim("a", "2020")], [claim("a")], "=a!"),
        ([claim("a", "2020")], [claim("a", "2020-01")], "=a!"),
        ([claim("a", "2020")], [claim("a", "2021", rejected="why")], "=a!"),
        ([claim("a", rejected="why")], [claim("a")], "=a!"),
        ([claim("a")], [claim("a", role=Role.ANNOUNCED)], "-a! +a"),
        ([claim("a", role=Role.DENIED)], [claim("a", role=Role.ANNOUNCED)], "-a! +a"),
        ([claim("a")], [claim("b")], "-a! +b"),
    ],
)
def test_a_claim_that_is_gone_redated_or_reinstated_is_rewritten(
    old: list[Claim], new: list[Claim], words: str
) -> None:
    before, after = event("signed", "2020-01-10", *old), event("signed", "2020-01-10", *new)
    assert told([before], [after]) == [f"0 signed 2020-01-10: {words}"]
    assert rewritten(before, after)
    assert not rewritten(before, attrs.evolve(after, corrected="why"))


def test_the_order_of_claims_is_free() -> None:
    assert change([event("signed", "2020", "a", "b")], [event("signed", "2020", "b", "a")]).entries == ()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (claim("a", rejected="why"), claim("a", rejected="because"), [("rejected", "why", "because")]),
        (claim("a"), claim("a", rejected="why"), [("rejected", None, "why")]),
        (claim("a", locator="1"), claim("a", note="x"), [("locator", "1", None), ("note", None, "x")]),
        (claim("a", "2020"), claim("a", "2021"), []),
    ],
)
def test_another_wording_of_a_claim_is_reported_and_needs_no_reason(
    old: Claim, new: Claim, words: list[tuple[str, str | None, str | None]]
) -> None:
    (entry,) = change([event("signed", "2020", old)], [event("signed", "2020", new)]).entries
    (said,) = entry.claims
    assert [(part.field, part.before, part.after) for part in said.altered] == words
    assert {part.rewrites for part in said.altered} <= {False}
    assert entry.rewrites is (not words)


def test_what_is_gone_comes_where_it_stood() -> None:
    first, last = event("proposed", "2018", "p"), event("terminated", "2030", "t")
    assert told([first, SIGNED, RATIFIED, last], [SIGNED, last]) == [
        "None proposed 2018: -",
        "0 ratified 2021-02-20: -",
    ]
    assert told([SIGNED, RATIFIED, FORCE], [SIGNED]) == ["0 ratified 2021-02-20: -", "0 in_force 2022-03-30: -"]
    assert told([SIGNED], []) == ["None signed 2020-01-10: -"]
    assert told([SIGNED, RATIFIED], [FORCE, SIGNED]) == ["0 in_force 2022-03-30: +", "1 ratified 2021-02-20: -"]


def test_entries_are_added_anywhere() -> None:
    assert told([RATIFIED], [SIGNED, RATIFIED, FORCE]) == ["0 signed 2020-01-10: +", "2 in_force 2022-03-30: +"]


def test_a_second_one_of_the_same_words_is_gone_when_there_is_one_left() -> None:
    assert told([SIGNED, SIGNED, FORCE], [SIGNED, FORCE]) == ["0 signed 2020-01-10: -"]
    assert told([SIGNED, FORCE], [SIGNED, SIGNED, FORCE]) == ["1 signed 2020-01-10: +"]


def test_as_few_as_possible_are_reported_to_have_moved() -> None:
    assert told([SIGNED, RATIFIED, FORCE], [RATIFIED, FORCE, SIGNED]) == ["2 signed 2020-01-10: moved"]
    assert told([SIGNED, RATIFIED, FORCE], [FORCE, SIGNED, RATIFIED]) == ["0 in_force 2022-03-30: moved"]
    assert len(told([SIGNED, RATIFIED, FORCE], [FORCE, RATIFIED, SIGNED])) == 2


def test_two_on_one_day_stand_in_an_order_too() -> None:
    one, two = event("signed", "2020", "a", party="JP"), event("signed", "2020", "a", party="PH")
    assert told([one, two], [two, one]) == ["1 signed 2020: moved"]


def test_to_swap_the_dates_of_two_is_to_move_or_to_rewrite() -> None:
    one, two = event("note", "2020", "a", note="x"), event("note", "2021", "b", note="y")
    after = [attrs.evolve(one, date=two.date), attrs.evolve(two, date=one.date)]
    assert any(entry.rewrites for entry in change([one, two], after).entries)


def test_a_move_beside_what_is_added_is_seen() -> None:
    assert told([SIGNED, FORCE], [FORCE, RATIFIED, SIGNED]) == [
        "1 ratified 2021-02-20: +",
        "2 signed 2020-01-10: moved",
    ]


# Changes that need no reason.


def test_a_new_reason_excuses_whatever_it_is_given_for() -> None:
    after = event("in_force", "2022-04-01", "d", by="Diet", corrected="why")
    assert told([SIGNED, FORCE], [after, SIGNED]) == ["0 in_force 2022-04-01: date! by -c! +d corrected"]
    (one,) = change([FORCE], [after]).entries
    assert (one.corrected, one.reason) == (True, "why")


def test_an_old_reason_excuses_nothing() -> None:
    before, after = (event("signed", date, "a", corrected="why") for date in ("2020", "2021"))
    (one,) = change([before], [after]).entries
    assert (one.rewrites, one.corrected, one.reason) == (True, False, None)


@pytest.mark.parametrize(
    ("reason", "altered"),
    [
        ("why", ["date"]),
        ("Why", ["date"]),
        (" why\n", ["date"]),
        ("another old one", ["date", "corrected"]),
        ("-?", ["date", "corrected"]),
        ("\u3164", ["date", "corrected"]),
    ],
)
def test_a_reason_that_is_old_or_says_nothing_excuses_nothing(reason: str, altered: list[str]) -> None:
    """An old one is one that stood anywhere in the history, in whatever letter case and spacing."""
    other = event("in_force", "2030", "z", corrected="Another  old one")
    before = event("signed", "2020", "a", corrected="why")
    after = event("signed", "2021", "a", corrected=reason)
    one = change([before, other], [after, other]).entries[0]
    assert (one.rewrites, one.corrected, one.reason) == (True, False, None)
    assert [part.field for part in one.altered if part.rewrites] == altered
    old, more = source(corrected="why", published="2020"), source("b", corrected="Another  old one")
    (found,) = compare_sources([old, more], [source(corrected=reason, published="2021"), more])
    assert (found.rewrites, found.corrected) == (True, False)


def test_other_words_for_a_reason_are_free_and_count_as_a_new_one() -> None:
    before, after = (event("signed", "2020", "a", corrected=why) for why in ("why", "because"))
    (one,) = change([before], [after]).entries
    assert (one.rewrites, one.corrected, one.altered, one.reason) == (False, True, (), "because")
    assert not rewritten(before, attrs.evolve(after, date=PartialDate("2021")))


def test_a_deleted_reason_is_rewritten() -> None:
    before, after = event("signed", "2020", "a", corrected="why"), event("signed", "2020", "a")
    (one,) = change([before], [after]).entries
    (part,) = one.altered
    assert (part.field, part.before, part.after, part.rewrites) == ("corrected", "why", None, True)
    assert rewritten(before, after)


def test_a_reason_without_a_change_is_reported() -> None:
    assert told([SIGNED], [attrs.evolve(SIGNED, corrected="why")]) == ["0 signed 2020-01-10:  corrected"]


def test_of_two_alike_the_one_with_a_new_reason_is_what_has_become_of_it() -> None:
    plain, corrected = event("signed", "2020-02", "a"), event("signed", "2020-03", "a", corrected="why")
    assert told([SIGNED], [plain, corrected]) == ["0 signed 2020-02: +", "1 signed 2020-03: date! corrected"]
    # One that stood there before is no sign.
    old = event("in_force", "2030", "z", corrected="why")
    assert told([SIGNED, old], [plain, corrected, old]) == ["0 signed 2020-02: date!", "1 signed 2020-03: +"]


def test_to_lose_a_reason_is_no_sign_either() -> None:
    before = event("signed", "2020", "a", corrected="why")
    after = [event("signed", "2021", "a"), event("signed", "2022", "a", corrected="because")]
    assert told([before], after) == ["0 signed 2021: +", "1 signed 2022: date! corrected"]


def test_that_a_corrected_entry_moved_makes_no_other_one_move() -> None:
    corrected = attrs.evolve(FORCE, date=PartialDate("2019"), corrected="why")
    assert told([SIGNED, RATIFIED, FORCE], [corrected, SIGNED, RATIFIED]) == ["0 in_force 2019: date! corrected"]
    assert told([SIGNED, RATIFIED, FORCE], [corrected, RATIFIED, SIGNED]) == [
        "0 in_force 2019: date! corrected",
        "2 signed 2020-01-10: moved",
    ]


MONTH = event("signed", "2020-01", "b")


@pytest.mark.parametrize(
    "other", [event("signed", "2019", "a"), event("signed", "2020-01-10/2020-02-10"), event("signed", "2020", "a", "b")]
)
def test_what_is_gone_is_excused_by_a_corrected_entry_that_tells_of_it(other: Event) -> None:
    """By one that names its event and has all of its claims; if it had none, by one of a day that may be the same."""
    kept = event("signed", "2020-01-10", "a", "b", corrected="recorded twice")
    for before in ([SIGNED, other], [other, SIGNED]):
        gone = [one for one in change(before, [kept]).entries if one.after is None]
        assert [(one.merged, one.corrected, one.reason) for one in gone] == [(kept, True, "recorded twice")]


@pytest.mark.parametrize(
    "other",
    [
        event("signed", "2020-01-10", "z"),
        event("signed", "2020-01-10", "a", "z"),
        event("signed", "2020-01-10", claim("a", role=Role.ANNOUNCED)),
        event("signed", "2019"),
        event("in_force", "2020-01-10", "a"),
        event("signed+in_force", "2020-01-10", "a"),
    ],
)
def test_what_is_gone_is_not_excused_by_an_entry_that_does_not_tell_of_it(other: Event) -> None:
    kept = attrs.evolve(SIGNED, corrected="recorded twice")
    gone = [one for one in change([SIGNED, other], [kept]).entries if one.after is None]
    assert [(one.merged, one.corrected, one.rewrites) for one in gone] == [(None, False, True)]


@pytest.mark.parametrize(
    ("gone", "kept", "excused"),
    [("JP", "JP", True), ("JP", None, False), ("JP", "PH", False), (None, "PH", False), (None, None, True)],
)
def test_what_is_gone_is_not_excused_by_what_another_party_did(
    gone: str | None, kept: str | None, excused: bool
) -> None:
    left = event("ratified", "2021-05", "a", party=kept)
    corrected = attrs.evolve(left, date=PartialDate("2021-06"), corrected="a month later")
    found = change([event("ratified", "2021-02", "a", party=gone), left], [corrected]).entries
    assert [one.corrected for one in found if one.after is None] == [excused]


def test_what_is_gone_is_not_excused_by_an_old_reason() -> None:
    kept = attrs.evolve(SIGNED, corrected="why")
    assert told([kept, MONTH], [kept]) == ["0 signed 2020-01: -"]


def test_what_is_gone_is_excused_by_a_new_entry_with_a_reason() -> None:
    """Two that were one are recorded as one, which may be like neither."""
    both = event("signed+in_force", "2020-01", corrected="on one day")
    before = [event("in_force", "2020-01-10"), event("signed", "2020-01-10")]
    assert [line.split(": ")[1] for line in told(before, [both])] == ["- corrected", "- corrected", "+ corrected"]


def test_one_that_is_split_keeps_the_likelier_part() -> None:
    both = event("signed+in_force", "2020-01-10", "a", "b")
    apart = [event("signed", "2020-01-10", "a"), event("in_force", "2020-01-10", "b")]
    assert told([both], apart) == ["0 signed 2020-01-10: event! -b!", "1 in_force 2020-01-10: +"]


def test_the_corrected_one_is_sought_among_the_first_hundred() -> None:
    unlike = [event("note", f"{year}", f"s{year}", corrected=f"{year}") for year in range(1900, 2000)]
    kept, twin = attrs.evolve(SIGNED, corrected="recorded twice"), event("signed", "2019", "a")
    excused = {
        number: change([SIGNED, twin], [*unlike[:number], kept]).entries[-1].corrected for number in (0, 99, 100)
    }
    assert excused == {0: True, 99: True, 100: False}


# Statements, sources, and what the agreement says of itself.


def statements(before: list[Statement], after: list[Statement]) -> list[tuple[Statement | None, Statement | None]]:
    found = compare_agreements({"x": agreement(statements=tuple(before))}, {"x": agreement(statements=tuple(after))})
    return [(one.before, one.after) for change in found for one in change.statements]


def test_statements_are_added_gone_or_judged_otherwise() -> None:
    one, two = Statement("a", State.SIGNED), Statement("b", State.SIGNED)
    rejected = attrs.evolve(one, rejected="why")
    assert statements([one], [two, one]) == [(None, two)]
    assert statements([one, two], [two]) == [(one, None)]
    assert statements([one], [rejected]) == [(one, rejected)]
    assert statements([rejected], [one]) == [(rejected, one)]
    assert statements([one, two], [two, one]) == []
    assert statements([one], [attrs.evolve(one, says=State.RATIFIED)]) == [
        (one, None),
        (None, attrs.evolve(one, says=State.RATIFIED)),
    ]


def test_another_wording_of_a_statement_is_reported() -> None:
    one = Statement("a", State.SIGNED, rejected="why")
    two = attrs.evolve(one, note="x", rejected="because")
    (found,) = compare_agreements({"x": agreement(statements=(one,))}, {"x": agreement(statements=(two,))})
    (told,) = found.statements
    assert [(part.field, part.before, part.after, part.rewrites) for part in told.altered] == [
        ("note", None, "x", False),
        ("rejected", "why", "because", False),
    ]
    (gone,) = compare_agreements({"x": agreement(statements=(one,))}, {"x": agreement()})
    assert [part.altered for part in gone.statements] == [()]


def only(before: Source | None, after: Source | None) -> SourceChange:
    (found,) = compare_sources([before] if before else [], [after] if after else [])
    return found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"published": "2020"}, {"published": "2021"}),
        ({"published": "2020"}, {"published": "2020-05"}),
        ({"published": "2020"}, {}),
        ({"updated": "2020-05"}, {"updated": "2020-04"}),
        ({"updated": "2020-05"}, {"updated": "2020-05-01"}),
        ({"updated": "2020-05"}, {"updated": "2020-05-31/2020-07"}),
        ({"updated": "2020-05"}, {}),
        ({"corrected": "why"}, {}),
    ],
)
def test_a_source_of_another_day_is_rewritten(old: dict[str, str], new: dict[str, str]) -> None:
    found = only(source(**old), source(**new))
    (part,) = found.altered
    (field,) = old
    assert (part.field, part.before, part.after, part.rewrites) == (field, old[field], new.get(field), True)
    assert (found.rewrites, found.corrected) == (True, False)
    excused = only(source(**old), source(**{**new, "corrected": "a new reason"}))
    assert excused.corrected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({}, {"published": "2020"}),
        ({}, {"updated": "2020"}),
        ({"updated": "2020-05"}, {"updated": "2020-06"}),
        ({}, {"accessed": "2020"}),
        ({"accessed": "2021"}, {"accessed": "2020"}),
        ({"archived": "2021"}, {}),
        ({"title": "A"}, {"title": "B"}),
        ({"publisher": "A"}, {"publisher": "B"}),
        ({"author": "A"}, {}),
        ({}, {"url": "https://example.org"}),
        ({"basis": "A"}, {"basis": "B"}),
        ({"type": "press"}, {"type": "official"}),
        ({"based_on": ("b",)}, {"based_on": ("c", "d")}),
    ],
)
def test_other_fields_of_a_source_are_reported_and_need_no_reason(old: dict[str, str], new: dict[str, str]) -> None:
    found = only(source(**old), source(**new))
    (part,) = found.altered
    assert part.field in {*old, *new}
    assert not found.rewrites
    assert not found.corrected


def test_lists_and_empty_values_are_put_in_words() -> None:
    (part,) = only(source(based_on=("b", "c")), source()).altered
    assert (part.before, part.after) == ("b, c", None)


def test_a_note_on_a_source_is_no_change() -> None:
    assert compare_sources([source(note="x")], [source(note="y")]) == ()


def test_sources_are_added_and_gone_by_their_ids() -> None:
    one, two = source("one"), source("two")
    found = compare_sources([two, source("same")], [source("same"), one])
    assert [(change.id, change.before, change.after, change.rewrites, change.corrected) for change in found] == [
        ("one", None, one, False, False),
        ("two", two, None, True, False),
    ]


def test_an_old_reason_of_a_source_excuses_nothing() -> None:
    assert not only(source(published="2020", corrected="why"), source(published="2021", corrected="why")).corrected
    told = only(source(corrected="why"), source(corrected="because"))
    assert (told.altered, told.rewrites, told.corrected) == ((), False, True)
    assert only(None, source(corrected="why")).corrected


@pytest.mark.parametrize(
    ("field", "old", "new"),
    [
        ("title", "X", "Y"),
        ("formal_title", None, "Y"),
        ("kind", "treaty", "raa"),
        ("parties", ("JP", "PH"), ("JP", "PH", "US")),
        ("approvals_needed", None, ("JP",)),
        ("consents_needed", None, 1),
        ("replaces", (), ("y",)),
        ("replaced_by", ("y",), ()),
        ("amends", (), ("y", "z")),
    ],
)
def test_fields_of_an_agreement_are_reported_and_need_no_reason(field: str, old: object, new: object) -> None:
    before, after = (attrs.evolve(agreement(SIGNED), **{field: value}) for value in (old, new))
    (found,) = compare_agreements({"x": before}, {"x": after})
    (part,) = found.altered
    assert (part.field, part.rewrites) == (field, False)
    assert (part.before, part.after) == tuple(
        ", ".join(value) or None if isinstance(value, tuple) else value and str(value) for value in (old, new)
    )
    assert found.entries == ()


def test_agreements_are_reported_in_the_order_of_their_ids() -> None:
    gone, kept, new = (attrs.evolve(agreement(SIGNED, sources=(source(),)), id=id) for id in ("c", "b", "a"))
    found = compare_agreements({"c": gone, "b": kept}, {"b": kept, "a": new})
    assert [(change.id, change.before, change.after, change.altered) for change in found] == [
        ("a", None, new, ()),
        ("c", gone, None, ()),
    ]
    assert [(entry.before, entry.after) for change in found for entry in change.entries] == [
        (None, SIGNED),
        (SIGNED, None),
    ]
    assert [(one.before, one.after) for change in found for one in change.sources] == [
        (None, source()),
        (source(), None),
    ]
    assert [change.retreat for change in found] == [None, None]


# The state on the same day.


def retreat(before: Agreement, after: Agreement) -> tuple[str, str | None, str | None] | None:
    (found,) = compare_agreements({"x": before}, {"x": after})
    back = found.retreat
    return back and (str(back.day), back.before.state, back.after.state)


def test_the_first_day_on_which_the_state_went_back_is_reported() -> None:
    bare = [attrs.evolve(one, claims=()) for one in (SIGNED, RATIFIED, FORCE)]
    assert retreat(agreement(*bare), agreement(bare[0])) == ("2021-02-20", "ratified", "signed")
    assert retreat(agreement(*bare), agreement(*bare[:2])) == ("2022-03-30", "in_force", "ratified")
    later = attrs.evolve(bare[0], date=PartialDate("2020-01-11"))
    assert retreat(agreement(*bare), agreement(later, *bare[1:])) == ("2020-01-10", "signed", None)


def test_the_state_does_not_go_back_where_more_is_known() -> None:
    bare = [attrs.evolve(one, claims=()) for one in (SIGNED, RATIFIED, FORCE)]
    assert retreat(agreement(*bare[:2]), agreement(*bare)) is None
    assert retreat(agreement(bare[1]), agreement(bare[0], bare[1])) is None
    assert retreat(agreement(), agreement(*bare)) is None


def test_only_what_is_certain_on_both_sides_is_a_step_back() -> None:
    """A wider date leaves the former state possible, and so does one that was open before."""
    day, month = event("signed", "2020-01-10"), event("signed", "2020-01")
    assert retreat(agreement(day), agreement(month)) is None
    later = event("signed", "2020-01-20")
    assert retreat(agreement(month), agreement(later)) is None
    assert retreat(agreement(month), agreement(event("signed", "2020-02"))) == ("2020-01-31", "signed", None)


def test_a_day_on_which_the_former_state_was_open_is_passed_over() -> None:
    signed, note = event("signed", "2020-01-10"), event("note", "2020-01-10")
    for before, first in ((event("ratified", "2020-01/2020-06"), signed), (event("signed", "2020-01/2020-06"), note)):
        after = attrs.evolve(before, date=PartialDate("2020-08"))
        back = retreat(agreement(first, before), agreement(first, after))
        assert back
        assert back[:2] == ("2020-06-30", before.name)


def test_what_was_only_announced_is_no_state_to_go_back_from() -> None:
    announced = event("signed", "2020-01-10", claim("a", role=Role.ANNOUNCED))
    told = (source(published="2019"),)
    assert retreat(agreement(announced, sources=told), agreement(sources=told)) is None


def test_talks_that_begin_anew_are_no_way_back() -> None:
    given_up = [event("signed", "2020"), event("abandoned", "2021"), event("note", "2025")]
    anew = event("negotiating", "2023")
    assert retreat(agreement(*given_up), agreement(*given_up[:2], anew, given_up[2])) is None
    # To be given up is further than to be ratified, and less far than to be in force.
    assert retreat(agreement(event("ratified", "2020"), given_up[2]), agreement(*given_up)) == (
        "2020-12-31",
        "ratified",
        "signed",
    )
    ratified, force = event("ratified", "2020"), event("in_force", "2022")
    assert retreat(agreement(ratified, given_up[2]), agreement(ratified, given_up[1], given_up[2])) is None
    assert retreat(agreement(force), agreement(ratified, given_up[1])) == ("2022-12-31", "in_force", "abandoned")


def test_the_state_goes_back_when_more_consents_are_needed() -> None:
    one = event("ratified", "2020-01-10", party="JP")
    before, after = (agreement(one, consents_needed=count) for count in (1, 2))
    assert retreat(before, after) == ("2020-01-10", "ratified", "signed")


def test_a_step_back_that_comes_from_a_correction_is_explained() -> None:
    late = attrs.evolve(FORCE, date=PartialDate("2022-04-01"), claims=())
    bare = [attrs.evolve(one, claims=()) for one in (SIGNED, RATIFIED, FORCE)]
    corrected = attrs.evolve(late, corrected="the notes say so")
    assert retreat(agreement(*bare), agreement(*bare[:2], late)) == ("2022-03-30", "in_force", "ratified")
    assert retreat(agreement(*bare), agreement(*bare[:2], corrected)) is None
    # A reason given for something else explains nothing.
    aside = attrs.evolve(bare[1], note="x", corrected="by exchange of notes")
    assert retreat(agreement(*bare), agreement(bare[0], aside, late)) == ("2022-03-30", "in_force", "ratified")
    added = event("note", "2021", corrected="why")
    assert retreat(agreement(*bare), agreement(bare[0], bare[1], added, late)) == ("2022-03-30", "in_force", "ratified")
    # Nor does a reason for one of two steps explain the other.
    assert retreat(agreement(*bare), agreement(bare[0], corrected)) == ("2021-02-20", "ratified", "signed")


def test_a_step_back_is_reported_with_the_state_after_its_corrections() -> None:
    bare = [attrs.evolve(one, claims=()) for one in (SIGNED, RATIFIED, FORCE)]
    later = attrs.evolve(bare[1], date=PartialDate("2023"), corrected="the notes say so")
    assert retreat(agreement(*bare), agreement(bare[0], later)) == ("2022-03-30", "in_force", "signed")


@pytest.mark.parametrize("day", ["2019-12-31", "2020-06", "2021-06-30"])
def test_another_day_of_a_source_alone_takes_no_step_back(day: str) -> None:
    """The change makes a state more or less certain, and never another one."""
    history = (event("signed", "2020", "a"), event("in_force", "2020/2021", "a"))
    before, after = (agreement(*history, sources=(source(published=one),)) for one in ("2020-12-01", day))
    assert retreat(before, after) is None


def test_what_was_only_added_takes_no_step_back() -> None:
    """Talks that were given up in between, as became known later, are an addition."""
    signed, note = event("signed", "2020"), event("note", "2025")
    known = agreement(signed, event("abandoned", "2021"), event("negotiating", "2023"), note)
    assert retreat(agreement(signed, note), known) is None


def test_the_state_goes_back_when_its_only_report_is_younger() -> None:
    """The evidence bounds the day: what a report of January tells of January was so in January."""
    month = event("signed", "2020", "a")
    before, after = (agreement(month, sources=(source(published=day),)) for day in ("2020-01-31", "2021-06-30"))
    assert retreat(before, after) is None
    assert retreat(agreement(month, sources=(source(published="2020-01-31"),)), agreement()) == (
        "2020-02-01",
        "signed",
        None,
    )


@pytest.mark.parametrize("count", [1, 49, 50, 51, 52, 99, 100, 101, 102, 150])
def test_of_a_long_history_the_last_day_is_asked_about_always(count: int) -> None:
    notes = [event("note", f"{1800 + number}-01-01") for number in range(count - 1)]
    signed, force = event("signed", "1700-01-01"), event("in_force", "2000-01-01")
    before = agreement(signed, *notes, force)
    assert retreat(before, agreement(signed, *notes)) == ("2000-01-01", "in_force", "signed")


@pytest.mark.parametrize(("count", "most"), [(40, 40), (50, 50), (500, 50)])
def test_of_a_long_history_fifty_days_are_asked_about(count: int, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    notes = [event("note", f"{1000 + number}-01-01") for number in range(count)]
    asked: list[str] = []
    whole = Agreement.states_on

    def states_on(self: Agreement, on: PartialDate) -> object:
        asked.append(str(on))
        return whole(self, on)

    monkeypatch.setattr(Agreement, "states_on", states_on)
    assert change(notes, [attrs.evolve(notes[0], note="x"), *notes[1:]]).retreat is None
    days = dict.fromkeys(asked)
    assert len(asked) == 2 * len(days)
    assert most / 2 <= len(days) <= most
    assert max(days) == f"{1000 + count - 1}-01-01"


# Changes that additions alone explain.


def test_an_addition_that_resembles_what_was_recorded_moves_nothing() -> None:
    before = [event("signed", "2022-05", "p"), event("note", "2022", "p", note="one")]
    after = [
        event("note", "2022", "p", note="two"),
        event("signed", "2022-05", "p"),
        event("note", "2022", "p", note="one", place="Tokyo"),
    ]
    assert told(before, after) == ["0 note 2022: +", "2 note 2022: place"]


def test_where_no_reading_is_growth_the_nearest_likeness_counts() -> None:
    before = [event("signed", "2022-05", "p"), event("note", "2022", "p"), event("note", "2023", "q")]
    after = [event("note", "2022", "p"), event("signed", "2022-05", "p"), event("note", "2024", "q")]
    assert told(before, after) == ["1 signed 2022-05: moved", "2 note 2024: date!"]


def test_a_list_of_parties_that_is_opened_is_a_change() -> None:
    for before, after, words in ((False, True, (None, "true")), (True, False, ("true", None))):
        (found,) = compare_agreements({"x": agreement(open=before)}, {"x": agreement(open=after)})
        assert [(one.field, one.before, one.after) for one in found.altered] == [("open", *words)]

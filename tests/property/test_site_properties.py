"""The plane of the site against asking the library on every day of a small calendar, on histories of every kind."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.domain.events import EventKind
from pactstate.domain.model import Event, Role
from pactstate.domain.readings import prepare
from pactstate.site.plane import announced_in, expected_words, overdue_words, plane, to_answer
from profiles import examples
from strategies import Case, cases


def _is_denied(event: Event) -> bool:
    return any(claim.role is Role.DENIED for claim in event.claims)


@settings(max_examples=examples(100))
@given(cases(longest=5) | cases(longest=5, opening=EventKind.IN_FORCE), st.booleans())
def test_the_plane_answers_what_the_library_answers(case: Case, has_parties: bool) -> None:
    agreement = Agreement(
        "x",
        "X",
        "treaty",
        case.terms.parties,
        case.events,
        sources=tuple(case.sources.values()),
        consents_needed=case.terms.consents_needed,
        term=case.clauses.term,
        not_recorded=case.clauses.not_recorded,
        approvals_needed=case.terms.parties[:1] if has_parties else None,
    )
    found = plane(agreement)
    for known_by in (None, *case.days):
        by = PartialDate(known_by) if known_by else None
        prepared = prepare(agreement.history, case.sources, agreement.terms, by, agreement.clauses)
        for on in case.days:
            status, late = agreement.status(on, known_by), overdue_words(agreement, announced_in(prepared), on)
            expected = to_answer(agreement, status, expected_words(agreement, status.expected), late)
            assert found.at(on, known_by) == expected, (on, known_by)
            grounds = found.grounds.at(on, known_by)
            entries = [one.event for one in (*status.why, *status.expected) if one.event]
            used = {place for place, event in enumerate(agreement.history) if any(event is one for one in entries)}
            assert used <= grounds, (on, known_by)
            # An announcement that was denied is told of, although nothing follows from it.
            assert all(_is_denied(agreement.history[place]) for place in grounds - used), (on, known_by)
            if on == known_by:
                last = [run for run in found.on_the_day if run.start <= on][-1]
                assert found.answers[last.value] == expected

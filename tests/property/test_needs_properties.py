"""A rule finds nothing in an agreement that lacks the rule's triggers, and so need not run on it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pactstate.checks.case import Case
from pactstate.checks.context import FolderContext
from pactstate.checks.rule import Rule
from pactstate.checks.rules import AGREEMENT_CHECKS
from pactstate.domain.agreement import Agreement
from pactstate.domain.kinds import KINDS
from pactstate.domain.lifecycle import State
from pactstate.domain.model import FORCE_AFTER, Claim, Event, ForceRule, Period, Source, Statement, Term
from pactstate.fileformat.config import Config
from pactstate.fileformat.document import Document
from pactstate.folder.files import OpenFolder
from profiles import examples
from strategies import MEMBERS, cases, intervals

seldom = st.sampled_from([False, False, False, True])


@st.composite
def _claims(draw: st.DrawFn, claim: Claim, window: list[dt.date], names: list[str]) -> Claim:
    if draw(seldom):
        claim = attrs.evolve(claim, date=draw(intervals(window)))
    if draw(seldom):
        claim = attrs.evolve(claim, source=draw(st.sampled_from(names)))
    return claim


@st.composite
def _sources(draw: st.DrawFn, source: Source, window: list[dt.date], names: list[str]) -> Source:
    later = {name: draw(intervals(window)) for name in ("updated", "accessed", "archived") if draw(seldom)}
    based_on = (draw(st.sampled_from(names)),) if draw(seldom) else ()
    return attrs.evolve(source, based_on=based_on, **later)


@st.composite
def agreements(draw: st.DrawFn) -> tuple[Agreement, dt.date]:
    """Return an agreement with few or many features, and a day to check it on."""
    case = draw(cases())
    window = list(case.days)
    names = [*case.sources, "unknown"]
    bold = draw(st.booleans())
    history: tuple[Event, ...] = case.events
    sources = tuple(case.sources.values())
    if bold:
        history = tuple(
            attrs.evolve(
                event,
                claims=tuple(
                    draw(_claims(claim, window, names))
                    # A few entries cite a source twice.
                    for claim in (*event.claims, *(event.claims[:1] if draw(seldom) else ()))
                ),
            )
            for event in history
        )
        sources = tuple(draw(_sources(source, window, names)) for source in sources)
    said = st.builds(
        Statement,
        st.sampled_from(names),
        st.sampled_from(State),
        st.none() | intervals(window),
        rejected=st.sampled_from([None, "wrong"]),
    )
    term = st.builds(
        Term, st.sampled_from([None, 1]), st.sampled_from([None, False]), st.sampled_from([None, Period(3, "days")])
    )
    rule = st.builds(ForceRule, st.sampled_from(FORCE_AFTER), st.integers(0, 3), st.integers(0, 1))
    links = {name: ("another",) for name in ("replaces", "replaced_by", "amends") if draw(seldom)}
    agreement = Agreement(
        id="one",
        title="One",
        kind=draw(st.sampled_from(sorted(KINDS))),
        parties=case.terms.parties,
        history=history,
        statements=tuple(draw(st.lists(said, max_size=2))) if bold else (),
        sources=tuple(sorted(sources, key=lambda source: source.id)),
        approvals_needed=(draw(st.sampled_from(MEMBERS)),) if draw(seldom) else None,
        consents_needed=case.terms.consents_needed,
        entry_into_force=draw(st.none() | rule),
        term=draw(st.none() | term),
        **links,
    )
    return agreement, draw(st.sampled_from(window))


def _case(agreement: Agreement, today: dt.date) -> Case:
    """Return the agreement as a case without a text, so that no finding has a location."""
    nowhere = Document("one.yaml", "", None, complete=False)
    return Case(agreement, FolderContext(OpenFolder(Path(), Config()), today), nowhere)


def _speaks(check: Rule[Case], case: Case) -> bool:
    try:
        return any(True for _ in check.body(case))
    except KeyError:  # it found something, and looked for the location in a text that is not there
        return True


@settings(max_examples=examples(1000), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(agreements())
def test_a_rule_finds_nothing_where_it_lacks_what_it_needs(made: tuple[Agreement, dt.date]) -> None:
    case = _case(*made)
    for check in AGREEMENT_CHECKS:
        if not check.needs <= case.triggers:
            assert not _speaks(check, case), (check.info.name, check.needs - case.triggers)

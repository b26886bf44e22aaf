"""Every value that constructors accept is written and read back equal; what they refuse, the reader refuses, too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st

import pactstate
from builders import collections_in, constructed, unless_refused
from pactstate import (
    Agreement,
    Claim,
    Event,
    EventKind,
    ForceRule,
    Manner,
    Period,
    Registry,
    Role,
    Source,
    SourceType,
    State,
    Statement,
    Term,
    TerminationReason,
)
from pactstate.domain.events import TAKEN_BACK
from pactstate.domain.model import FORCE_AFTER
from pactstate.fileformat.config import Config
from pactstate.folder.write import read_texts, texts_of
from profiles import examples
from strategies import partial_dates


def _accepted(text: str) -> str:
    """Return the text, or another one if constructors refuse it. A filter would refuse too many."""
    try:
        return Source("s", text).title
    except pactstate.ValueRefusedError:
        return "refused"


# Texts that YAML could take for something else, and any others.
_awkward = st.lists(
    st.sampled_from(["#", ": ", " #", "-", "- ", "?", "{", "}", "[", "]", ",", "&a", "*a", "!", "|", ">", "'", '"', "%",
                     "@", "`", "\\", "\n", "\n\n", "\t", " ", "  ", "yes", "NO", "null", "~", "1", "0x1", "1_0", "1.0",
                     "2024", "2024-07-08", "12:30", "=", "<<", "...", "---", "word", "a long word " * 12, "\u201c",
                     "\u00a0", "\u00e9", "\U0001f600", "pactstate: ignore[x] y", "\r\n", "\ufeff", "\u2028"]),
    min_size=1,
    max_size=5,
).map("".join)  # fmt: skip
texts = (_awkward | st.text(min_size=1, max_size=20)).map(_accepted)
ids = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)
links = st.sampled_from(["https://example.org/", "http://example.org/a?b=c#d,[e]"])
_maybe = st.none()
codes = st.sampled_from(["FR", "JP", "NO", "PH", "US"])
claims = st.builds(
    Claim, ids, st.sampled_from(Role), _maybe | partial_dates, _maybe | texts, _maybe | texts, _maybe | texts
)


@st.composite
def events(draw: st.DrawFn) -> Event:
    kinds = draw(st.lists(st.sampled_from(EventKind), min_size=1, max_size=3, unique=True))
    of = None
    if EventKind.WITHDRAWN in kinds:
        of = draw(st.sampled_from(sorted(TAKEN_BACK, key=str)))
    elif EventKind.POSTPONED in kinds:
        of = draw(st.sampled_from(EventKind))
    more: dict[str, Any] = {
        "of": of,
        "manner": draw(_maybe | st.sampled_from(Manner)) if EventKind.RATIFIED in kinds else None,
        "partial": EventKind.APPROVED in kinds and draw(st.booleans()),
        "until": draw(_maybe | partial_dates) if EventKind.EXTENDED in kinds else None,
        "reason": draw(_maybe | st.sampled_from(TerminationReason)) if EventKind.TERMINATED in kinds else None,
    }
    for name in ("by", "place", "note", "corrected"):
        more[name] = draw(_maybe | texts)
    return Event(
        kinds,
        draw(partial_dates),
        draw(_maybe | partial_dates),
        draw(_maybe | codes),
        claims=draw(st.lists(claims, max_size=3)),
        **more,
    )


sources = st.builds(
    Source,
    ids,
    texts,
    *(_maybe | texts for _ in range(2)),
    _maybe | links,
    _maybe | partial_dates,
    _maybe | texts,
    *(_maybe | partial_dates for _ in range(3)),
    _maybe | links,
    st.lists(ids, max_size=2),
    _maybe | st.sampled_from(SourceType),
    *(_maybe | texts for _ in range(2)),
)
_links = st.lists(ids, max_size=2)
agreements = st.builds(
    Agreement,
    ids,
    texts,
    st.sampled_from(sorted(pactstate.all_kinds())),
    st.lists(codes, min_size=2, max_size=4, unique=True),
    history=st.lists(events(), max_size=3),
    statements=st.lists(
        st.builds(Statement, ids, st.sampled_from(State), _maybe | partial_dates, *(_maybe | texts for _ in range(3))),
        max_size=2,
    ),
    sources=st.lists(sources, max_size=3, unique_by=lambda source: source.id),
    formal_title=_maybe | texts,
    approvals_needed=_maybe | st.lists(codes, max_size=2, unique=True),
    consents_needed=_maybe | st.integers(1, 99_999),
    entry_into_force=_maybe
    | st.builds(ForceRule, st.sampled_from(FORCE_AFTER), st.integers(0, 99_999), st.integers(0, 99_999)),
    term=_maybe
    | st.builds(
        Term,
        _maybe | st.integers(1, 99_999),
        _maybe | st.booleans(),
        _maybe | st.builds(Period, st.integers(1, 9_999), st.sampled_from(["days", "months", "years"])),
    ),
    replaces=_links,
    replaced_by=_links,
    amends=_links,
    supplements=_links,
    formerly=_links,
    open=st.booleans(),
    not_recorded=st.lists(st.sampled_from(EventKind), max_size=2, unique=True),
    identifiers=st.dictionaries(texts, texts, max_size=2),
)


@given(agreements)
def test_every_agreement_is_read_back_from_its_text_and_its_data(agreement: Agreement) -> None:
    assert pactstate.loads(pactstate.dumps(agreement)) == agreement
    assert pactstate.from_dict(pactstate.to_dict(agreement)) == agreement


@given(st.lists(agreements, min_size=1, max_size=3, unique_by=lambda one: one.id))
def test_every_registry_is_read_back_from_its_files(found: list[Agreement]) -> None:
    registry = Registry(found)
    again = read_texts(texts_of(registry.agreements, Config()), Path("x"), Config())
    assert again.registry.agreements == registry.agreements


# Data of a file with one change, which may be a fault.

_changes = st.sampled_from(
    ["", " ", "x", "a-b", "A b", "a\n", "a\u200b", "a\x00", "\ud800", "\ufeffa", "2024-02-30", "2024-07", "../2024", "JP",
     "jp", "Japan", "QQQ", "*", "raa", "pact", "signed", "singed", "terminated", "in_force", "accession", "expired",
     "press", "https://example.org/a", "https://exa mple", "example.org", "0 months", "1 year", "9999 days", "10000 days",
     "6 fortnights", "a" * 200, "a" * 201, "T" * 1_001, "n" * 70_000]
) | st.text(max_size=10) | _awkward  # fmt: skip
_numbers = st.sampled_from([-1, 0, 1, 9_999, 10_000, 99_999, 100_000])


@st.composite
def changed(draw: st.DrawFn) -> dict[str, Any]:
    """Return the data of an agreement with one other value."""
    data: dict[str, Any] = pactstate.to_dict(draw(agreements))
    place = draw(st.sampled_from([part for part in collections_in(data) if part]))
    key = draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
    match place[key]:
        case bool():
            place[key] = not place[key]
        case int():
            place[key] = draw(_numbers)
        case _:
            place[key] = draw(_changes)
    return data


@settings(max_examples=examples(600))
@given(changed())
def test_constructors_and_files_take_the_same(data: dict[str, Any]) -> None:
    read = unless_refused(pactstate.from_dict, data)
    event("taken" if read else "refused")
    assert unless_refused(constructed, data) == read

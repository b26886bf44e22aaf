"""Values that another process has made, with other hashes of texts, are equal and found in sets and mappings.

A value that kept a hash, or the order of a set, would be another one after a pickle: a registry sent to a worker, say.
"""

from __future__ import annotations

import copy
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import attrs
import pytest

import pactstate
from pactstate import lifecycle
from patience import HANGS

ROOT = Path(__file__).parents[2]
PROGRAM = """
import pickle, sys
from process.test_values_across_processes import values
sys.stdout.buffer.write(pickle.dumps(values()))
"""


def finding() -> pactstate.Finding:
    place = pactstate.Location("a.yaml", 3)
    related = [pactstate.Related("the first one", place)]
    return pactstate.Finding("past-term", "PS320", pactstate.Severity.WARNING, "message", place, related=related)


def values() -> Mapping[str, object]:
    """Values of every public class that is made by the library or by its users, by name."""
    registry = pactstate.load(ROOT / "agreements")
    raa = registry["jp-ph-raa"]
    statuses = registry.status(on="2025-03-01")
    event = pactstate.Event("signed", "2024-07-08", party="JP", reported_by=["s"])
    wrong = pactstate.Agreement("a", "A", "acsa", ["FR", "NO"], [event, pactstate.Event("negotiating", "2026")])
    position, act = lifecycle.Position(), lifecycle.Act("signed")
    taken = lifecycle.step(position, act, lifecycle.Terms(["JP", "PH"], open=True))
    vocabulary = pactstate.Vocabulary([pactstate.Kind("fisheries", "F", expects=[["signed"]])], {"ODDORG": "Odd"})
    return {
        "registry": registry,
        "agreements": tuple(registry.values()),
        "statuses": statuses,
        "answers": tuple(row.status for row in statuses),
        "party": raa.status(on="2025-03-01", party="PH"),
        "spells": raa.spells(),
        "judgement": raa.judge("negotiating", on="2026-05-29"),
        "dates": tuple(map(pactstate.PartialDate, ("2024", "2024-07?", "../2024", "2024-01/2024-03"))),
        "words": tuple(word for name in pactstate.model.__all__ for word in getattr(pactstate, name)),
        "kinds": tuple(pactstate.all_kinds().values()),
        "vocabulary": vocabulary,
        "rule": pactstate.ForceRule("ratified", days=30),
        "term": pactstate.Term(10, renews=True, notice=pactstate.Period(6, "months")),
        "report": pactstate.check(wrong, today="2027-01-01"),
        "remark": pactstate.Remark(pactstate.RemarkKind.KNOWN, count=3),
        "position": taken.position,
        "transition": taken,
        "act": act,
        "terms": lifecycle.Terms(["JP", "PH"], open=True),
        "flags": lifecycle.Flags(suspended=["JP"], notices=[lifecycle.Notice("JP", False, None)]),
        "ledger": lifecycle.Ledger(signed=["JP"]),
        "flag": pactstate.FlagStatus("stalled"),
        "fix": pactstate.Fix("write it", [pactstate.TextEdit(pactstate.Location("a.yaml", 3), "x")]),
        "statement": pactstate.Statement("s", "signed", "2024"),
        "expectation": raa.status(on="2025-08-20", known_by="2025-08-20").expected[0],
        "suppression": pactstate.Suppression(found := finding(), "why", found.location),
        "unlisted": pactstate.Unlisted("past-term", "warning", 3),
        "violation": lifecycle.step(taken.position, lifecycle.Act("proposed"), lifecycle.Terms(["JP", "PH"])),
    }


def test_values_of_another_process_are_the_same() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        capture_output=True,
        check=False,
        timeout=HANGS,
        env={**os.environ, "PYTHONPATH": str(ROOT / "tests"), "PYTHONHASHSEED": "1"},
    )
    assert done.returncode == 0, done.stderr.decode()
    made = pickle.loads(done.stdout)
    for name, value in values().items():
        other = made[name]
        assert other == value, name
        assert hash(other) == hash(value), name
        assert {value: name}[other] == name
        assert repr(other) == repr(value) or "frozenset" in repr(value), name
    first, second = made["registry"]["jp-ph-raa"], pactstate.load(ROOT / "agreements")["jp-ph-raa"]
    assert first.status(on="2025-03-01") == second.status(on="2025-03-01")


def test_values_are_copied() -> None:
    for name, value in values().items():
        for again in (copy.copy(value), copy.deepcopy(value)):
            assert again == value, name
            assert hash(again) == hash(value), name


@pytest.mark.skipif(sys.version_info < (3, 13), reason="copy.replace is new in Python 3.13")
def test_replaced_fields_are_converted_and_checked() -> None:
    replace: Callable[..., Any] = getattr(copy, "replace")  # noqa: B009 - older versions of Python lack it
    agreement = pactstate.Agreement("a", "A", "acsa", ["FR", "NO"])
    assert replace(agreement, history=[pactstate.Event("signed", "2024")]).history[0].kinds == ("signed",)
    assert replace(pactstate.Event("signed", "2024"), party="PH", date="2025").date == pactstate.PartialDate("2025")
    assert replace(lifecycle.Terms(["JP", "PH"]), open=True).parties == ("JP", "PH")
    with pytest.raises(pactstate.ValueRefusedError, match="at least two parties"):
        replace(agreement, parties=["FR"])
    for name, value in values().items():
        if attrs.has(type(value)):
            assert replace(value) == value, name


def test_values_are_matched_by_position_and_by_name() -> None:
    match pactstate.Source("gazette", "Gazette", published="2024-07"), pactstate.Period(6, "months"):
        case pactstate.Source(id, title, published=pactstate.PartialDate(text=text)), pactstate.Period(count, unit):
            assert (id, title, text, count, unit) == ("gazette", "Gazette", "2024-07", 6, "months")
        case _:
            pytest.fail("it is not matched")
    match lifecycle.step(lifecycle.Position(), lifecycle.Act("suspended"), lifecycle.Terms(["JP", "PH"])):
        case lifecycle.Transition(_, lifecycle.Violation(rule)):
            assert rule == "illegal-transition"
        case _:
            pytest.fail("it is not matched")


ERRORS = (
    pactstate.PactstateError("m"),
    pactstate.ValueRefusedError("m"),
    pactstate.TypeRefusedError("m"),
    pactstate.DateError("m", says_nothing=True),
    pactstate.FolderError("m"),
    pactstate.ConfigurationError("m"),
    pactstate.RevisionError("m\x1b"),
    pactstate.UnknownAgreementError("m"),
    pactstate.MissingLibraryError("m"),
    pactstate.AgreementError(pactstate.check_text("id: a").findings),
)


def test_every_error_is_among_them() -> None:
    public = (getattr(pactstate, name) for name in pactstate.__all__)
    assert {one for one in public if isinstance(one, type) and issubclass(one, Exception)} == set(map(type, ERRORS))


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_errors_come_back_from_a_worker(error: pactstate.PactstateError) -> None:
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(again) is type(error)
        assert (str(again), vars(again)) == (str(error), vars(error))

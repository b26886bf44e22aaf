"""Histories with the answers that they must get: acts and effects, flags, standing, evidence, silence.

The histories stand in ``tests/answers.yaml``. Unless a case says otherwise it is a treaty between JP and PH with one
source ``a``, published on 2026-01-01, and today is 2026-11-22.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import pactstate
from pactstate.domain.standing import Standing
from pactstate.domain.status import Status
from pactstate.views.status import flag_words, in_words

TODAY = dt.date(2026, 11, 22)
CASES: list[dict[str, Any]] = yaml.load(
    (Path(__file__).parents[1] / "answers.yaml").read_text(encoding="utf-8"), yaml.BaseLoader
)
NAMES = [case["name"] for case in CASES]
SOURCE = "  a: {title: A, published: 2026-01-01, type: official}\n"


def document(case: dict[str, Any]) -> str:
    """The file of a case, with the id ``x``."""
    sources = "".join(f"  {line}\n" for line in case.get("sources", "").splitlines()) or SOURCE
    history = "".join(f"  {line}\n" for line in case["history"].splitlines())
    parties = ", ".join(case.get("parties", ["JP", "PH"]))
    return (
        f"id: x\ntitle: X\nkind: {case.get('kind', 'treaty')}\nparties: [{parties}]\n{case.get('head', '')}\n"
        f"sources:\n{sources}history:\n{history}"
    )


@pytest.fixture
def folder(write: Callable[..., Path], request: pytest.FixtureRequest) -> tuple[dict[str, Any], Path]:
    case = CASES[NAMES.index(request.param)]
    return case, write(x=document(case))


def _wrong(case: dict[str, Any], ask: dict[str, Any], status: Status) -> Iterator[tuple[str, object, object]]:
    """What an answer has, beside what it should have, where they differ."""
    party = status.of(ask["party"]) if "party" in ask else None
    if party and "flags" in ask:
        yield "flags", [str(one.flag) for one in party.flags if one.certain], [ask["flags"]]
    elif "flags" in ask:
        yield "flags", "; ".join(flag_words(status.flags)), ask["flags"]
    if "state" in ask:
        yield "state", str(status.state or "null"), ask["state"]
    if "since" in ask:
        yield "since", str(status.since), ask["since"]
    if "possible" in ask:
        yield "possible", {str(state) for state in status.possible}, set(ask["possible"])
    if "not_possible" in ask:
        yield "not possible", {str(state) for state in status.possible} & set(ask["not_possible"]), set()
    if "presumed" in ask:
        yield "presumed", str(status.presumed), ask["presumed"]
    if "expected" in ask:
        yield "expected", [str(one) for one in status.expected], [ask["expected"]] if ask["expected"] else []
    if "projected" in ask:
        yield "projected", str(status.projected).lower(), ask["projected"]
    if "newest" in ask:
        yield "newest", status.newest_source and status.newest_source.id, ask["newest"]
    if "words" in ask:
        parties = case.get("parties", ["JP", "PH"])
        yield "words", in_words(status, parties, since="since" in ask["words"]), ask["words"]
    if party and "standing" in ask:
        words = str(party)
        yield "standing", words if "since" in ask["standing"] else words.partition(" since ")[0], ask["standing"]


@pytest.mark.parametrize("folder", [case["name"] for case in CASES if "ask" in case], indirect=True)
def test_the_answer_is_right(folder: tuple[dict[str, Any], Path]) -> None:
    case, path = folder
    agreement = pactstate.load(path)["x"]
    for ask in case["ask"]:
        status = agreement.status(ask["on"], ask.get("known_by"), today=TODAY)
        assert [(what, found) for what, found, right in _wrong(case, ask, status) if found != right] == [], ask
        if "party" in ask:
            standing: Standing = agreement.status(ask["on"], ask.get("known_by"), party=ask["party"], today=TODAY)
            assert standing == status.of(ask["party"])


@pytest.mark.parametrize("folder", NAMES, indirect=True)
def test_the_check_finds_what_it_should_and_no_error_beside(folder: tuple[dict[str, Any], Path]) -> None:
    case, path = folder
    found = pactstate.check(path, today=TODAY).findings
    rules = {(one.rule, str(one.severity)) for one in found}
    for wanted in case.get("findings", ()):
        assert any(
            rule == wanted["rule"] and wanted.get("severity", severity) == severity for rule, severity in rules
        ), (wanted, rules)
    assert not {rule for rule, _ in rules} & set(case.get("findings_not", ()))
    wanted = {one["rule"] for one in case.get("findings", ())}
    assert {rule for rule, severity in rules if severity == "error"} <= wanted, rules

"""The triggers that rules name: all is found that is found without them, and agreements are searched for them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs
import pytest

from pactstate.checks import runner
from pactstate.checks.rules import AGREEMENT_CHECKS
from pactstate.checks.runner import check_folder
from pactstate.checks.triggers import TRIGGERS
from pactstate.compare import Base
from pactstate.domain.lifecycle import EventKind
from pactstate.domain.model import Role
from pactstate.fileformat.config import Config
from pactstate.folder.read import read_folder
from pactstate.rules import RULES

TESTS = Path(__file__).parent.parent
TODAY = dt.date(2026, 11, 22)
FOLDERS = [
    TESTS.parent / "agreements",
    TESTS / "sample",
    *(TESTS / "rules" / name / which for name in RULES for which in ("ok", "bad")),
]


@pytest.mark.parametrize("path", FOLDERS, ids=lambda path: "-".join(path.parts[-2:]))
def test_all_is_found_that_is_found_when_every_rule_is_put_to_everything(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = read_folder(path, config=Config())
    there = path.parent / "base"
    base = Base("origin/main", None, read_folder(there, config=Config())) if there.exists() else None
    found = check_folder(folder, TODAY, base=base)
    every = tuple(attrs.evolve(one, needs=frozenset()) for one in AGREEMENT_CHECKS)
    monkeypatch.setattr(runner, "AGREEMENT_CHECKS", every)
    assert check_folder(folder, TODAY, base=base) == found


def test_what_rules_need_is_what_agreements_are_searched_for() -> None:
    needed = {word for check in AGREEMENT_CHECKS for word in check.needs}
    assert needed <= TRIGGERS
    assert TRIGGERS - needed <= {*EventKind, *Role}

"""Files of a folder that are read by several processes."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from pactstate.checks.runner import check_folder
from pactstate.fileformat.config import Config
from pactstate.folder import jobs as workers
from pactstate.folder.files import open_folder
from pactstate.rules import RULES
from unit.test_rules_recorded import TEXT, Compare, compare, recorded  # noqa: F401 - a fixture

TODAY = dt.date(2026, 11, 22)
ROOT = Path(__file__).parents[2]
FOLDERS = [
    *(ROOT / "tests" / "rules" / name / "bad" for name, rule in RULES.items() if not rule.base),
    ROOT / "agreements",
    ROOT / "tests" / "sample",
]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.parent.name)
def test_two_processes_find_the_same_as_one(folder: Path) -> None:
    one, two = (check_folder(open_folder(folder, config=Config(), keeps=False), TODAY, jobs=jobs) for jobs in (1, 2))
    assert one == two
    assert [found.excerpt for found in one.findings] == [found.excerpt for found in two.findings]


@pytest.mark.parametrize(("items", "expected"), [(1, 1), (2, 2), (3, 2)])
def test_further_processes_are_for_many_files(monkeypatch: pytest.MonkeyPatch, items: int, expected: int) -> None:
    monkeypatch.setattr(workers, "MIN_ITEMS_FOR_WORKERS", 2)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    seen = list(workers.spread(lambda _: os.getpid(), range(items), None))
    assert len(set(seen)) == expected
    assert (os.getpid() in seen) == (expected == 1)


def test_rules_that_compare_with_a_base_find_the_same_with_several_processes(compare: Compare) -> None:
    def named(text: str, id: str) -> str:
        for one in "pqu":
            text = text.replace(f" {one}:", f" {one}-{id}:").replace(f"source: {one}", f"source: {one}-{id}")
            text = text.replace(f"[{one}", f"[{one}-{id}").replace(f", {one}]", f", {one}-{id}]")
        return text.replace("id: a", f"id: {id}")

    was = {f"{id}.yaml": named(TEXT, id) for id in "abcd"}
    now = {name: text[: text.index("  - event: in_force")] + "statements: []\n" for name, text in was.items()}
    alone, shared = compare(was, now), compare(was, now, jobs=2)
    assert alone == shared
    assert {found.rule for found in recorded(alone)} == {"event-removed", "state-moved-back"}

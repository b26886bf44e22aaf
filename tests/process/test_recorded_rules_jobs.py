"""Rules that compare with a base find the same with several processes."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pactstate.checks.runner import check_folder
from pactstate.compare import Base
from pactstate.fileformat.config import Config
from pactstate.findings import Finding, Report
from pactstate.folder.read import read_folder
from pactstate.rules import RULES

TODAY = dt.date(2026, 11, 22)

HEAD = """\
id: a
title: Agreement A
kind: treaty
parties: [JP, PH]
sources:
  p: {title: P, published: 2024-05-05}
  q: {title: Q, published: 2024-06-06}
  u: {title: U}
"""
TEXT = f"""\
{HEAD}history:
  - event: signed
    date: 2020-01-10
    reported_by: [p, q]
  - event: ratified
    date: 2021-02-20
    effective: 2021-03-01
    party: JP
    reported_by:
      - {{source: p, date: 2021-02}}
      - {{source: q, rejected: It has another day.}}
  - event: in_force
    date: 2022-03-30
    reported_by: [p, q]
  - event: [terminated]
    date: 2023-04-04
    reason: agreed
    announced_by: [u]
    reported_by: [p]
statements:
  - {{source: q, says: terminated}}
"""


Files = str | Mapping[str, str]
Compare = Callable[..., Report]


def files(given: Files) -> Mapping[str, str]:
    return {"a.yaml": given} if isinstance(given, str) else given


@pytest.fixture
def compare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Compare:
    """Check a folder ``now`` against the folder ``base``; only what concerns the rules here is returned."""
    monkeypatch.chdir(tmp_path)

    def held(before: Files, after: Files, **options: object) -> Report:
        for side, given in (("base", before), ("now", after)):
            shutil.rmtree(tmp_path / side, ignore_errors=True)
            for name, text in files(given).items():
                path = tmp_path / side / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
        base = Base("main", None, read_folder(Path("base"), config=Config()))
        return check_folder(read_folder(Path("now"), config=Config()), TODAY, base=base, **options)

    return held


def recorded(report: Report) -> list[Finding]:
    return [found for found in report.findings if RULES[found.rule].base]


def test_several_processes_find_the_same(compare: Compare) -> None:
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


# As the command has it.

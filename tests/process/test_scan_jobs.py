"""A folder that is checked by several processes: the findings are those of one."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from pactstate.checks.runner import check_folder
from pactstate.fileformat.config import Config
from pactstate.findings import Severity
from pactstate.folder import jobs as parallel
from pactstate.folder.registry import open_shelf, read_folder
from pactstate.rules import RULES

TODAY = dt.date(2026, 11, 22)
ROOT = Path(__file__).parents[2]
FOLDERS = [
    *(ROOT / "tests" / "rules" / name / "bad" for name, rule in RULES.items() if not rule.base),
    ROOT / "agreements",
    ROOT / "tests" / "sample",
]
SOURCE = "s: {title: S, publisher: P, published: 2024-07-09}\n"


def agreement(id: str, more: str = "", event: str = "signed", source: str = "s") -> str:
    history = f"history:\n- {{event: {event}, date: 2024-07-08, reported_by: {source}}}\n"
    return f"id: {id}\ntitle: T\nkind: treaty\nparties: [JP, PH]\n{more}{history}"


def fill(folder: Path, *texts: str) -> Path:
    """Agreements a0, a1 and so on, and the source that they cite."""
    folder.mkdir(exist_ok=True)
    (folder / "sources.yaml").write_text(SOURCE)
    for number, text in enumerate(texts):
        (folder / f"a{number}.yaml").write_text(text)
    return folder


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.parent.name)
@pytest.mark.parametrize("jobs", [1, 2])
def test_one_after_the_other_the_same_is_found(folder: Path, jobs: int) -> None:
    whole = check_folder(read_folder(folder, config=Config()), TODAY)
    assert check_folder(open_shelf(folder, config=Config(), keeps=False), TODAY, jobs=jobs) == whole
    assert [one.excerpt for one in whole.findings] == [
        one.excerpt for one in check_folder(open_shelf(folder, config=Config(), keeps=False), TODAY, jobs=jobs).findings
    ]


def test_what_goes_beyond_what_is_told_is_counted_as_it_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """But for the files in which a comment may silence something."""
    monkeypatch.setattr("pactstate.checks.gathered.MOST", 2)
    wrong = [agreement(f"a{number}", event="resumed") for number in range(5)]
    folder = fill(tmp_path, *wrong)
    (folder / "a4.yaml").write_text(f"# pactstate: ignore[undated-source] said elsewhere\n{wrong[4]}")
    report = check_folder(open_shelf(folder, keeps=False), TODAY)
    assert [Path(one.path).stem for one in report.findings if one.severity is Severity.ERROR] == ["a0", "a1", "a4"]
    assert report.dropped == 2
    assert len(check_folder(open_shelf(folder, keeps=False), TODAY, jobs=2).findings) == len(report.findings)


@pytest.mark.parametrize(("things", "expected"), [(1, 1), (2, 2), (3, 2)])
def test_further_processes_are_for_many_files(monkeypatch: pytest.MonkeyPatch, things: int, expected: int) -> None:
    monkeypatch.setattr(parallel, "_MANY", 2)
    monkeypatch.setattr(parallel, "_usable_cores", lambda: 2)
    seen = list(parallel.spread(lambda _: [os.getpid()], range(things), None))
    assert len(set(seen)) == expected
    assert (os.getpid() in seen) == (expected == 1)

"""The files of a folder, read one after the other: what is kept of them, and that the same is found."""

from __future__ import annotations

import datetime as dt
import gc
import os
import tracemalloc
import weakref
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import pytest

from builders import entry, head
from pactstate.checks.runner import check_folder
from pactstate.cli import main
from pactstate.domain.vocabulary import common
from pactstate.fileformat.config import Config
from pactstate.fileformat.document import Document
from pactstate.findings import Severity
from pactstate.folder import jobs as parallel
from pactstate.folder.files import MAX_TOGETHER, Draft, grouped, open_folder
from pactstate.folder.jobs import Progress
from pactstate.folder.read import read_folder
from pactstate.rules import RULES, Selection
from pactstate.storage.disk import FolderError

TODAY = dt.date(2026, 11, 22)
ROOT = Path(__file__).parents[2]
FOLDERS = [
    *(ROOT / "tests" / "rules" / name / "bad" for name, rule in RULES.items() if not rule.base),
    ROOT / "agreements",
    ROOT / "tests" / "sample",
]
SOURCE = "s: {title: S, publisher: P, published: 2024-07-09}\n"

_Thing = TypeVar("_Thing")


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
def test_files_that_are_not_kept_have_the_same_findings(folder: Path) -> None:
    whole = check_folder(read_folder(folder, config=Config()), TODAY)
    streamed = check_folder(open_folder(folder, config=Config(), keeps=False), TODAY)
    assert streamed == whole
    assert [one.excerpt for one in streamed.findings] == [one.excerpt for one in whole.findings]


@pytest.fixture
def alive() -> Callable[[], int]:
    """Count the documents made since. What is there already is frozen: it takes no time to pass over."""

    def count() -> int:
        gc.collect()
        return sum(isinstance(one, Document) for one in gc.get_objects())

    gc.collect()
    gc.freeze()
    return count


@pytest.mark.parametrize("keeps", [True, False])
def test_what_was_looked_at_is_not_kept_unless_that_is_asked_for(
    tmp_path: Path, alive: Callable[[], int], keeps: bool
) -> None:
    opened = open_folder(fill(tmp_path, *(agreement(f"a{number}") for number in range(200))), keeps=keeps)
    before = alive()
    most = 0

    def progress(things: Sequence[_Thing], doing: str) -> Iterator[_Thing]:
        nonlocal most
        for number, thing in enumerate(things):
            if number % 30 == 29:
                most = max(most, alive() - before)
            yield thing

    assert check_folder(opened, TODAY, progress=progress).files == 201
    assert (most > 150) is keeps
    assert (alive() - before == 200) is keeps


def test_a_file_is_let_go_before_its_agreement_is_taken(tmp_path: Path, alive: Callable[[], int]) -> None:
    opened = open_folder(fill(tmp_path, agreement("a1"), agreement("a2")), keeps=False)
    before = alive()
    counts: list[int] = []
    check_folder(opened, TODAY, taking=lambda file: counts.append(alive() - before))
    assert max(counts) == 0


def test_a_check_leaves_nothing_behind_that_only_the_collector_would_find(tmp_path: Path) -> None:
    """The collector is off while a command runs: garbage of several folders would add up."""
    folder = fill(
        tmp_path,
        agreement("a0").replace("2024-07-08", "2024-02-30"),
        agreement("a1", event="sealed"),
        agreement("a2", "replaces: nobody\n", source="unknown"),
        agreement("a2"),
        "id: [",
    )
    opened = open_folder(folder, keeps=False)
    collects = gc.isenabled()
    gc.disable()
    try:
        rules = {one.rule for one in check_folder(opened, TODAY).findings}
        gone = weakref.ref(opened)
        del opened
        assert {
            "invalid-date",
            "invalid-value",
            "invalid-yaml",
            "duplicate-id",
            "dangling-link",
            "unknown-source",
        } <= rules
        assert gone() is None
    finally:
        (gc.enable if collects else gc.disable)()


def after(change: Callable[[], object]) -> Progress:
    def progress(things: Sequence[_Thing], doing: str) -> Iterator[_Thing]:
        yield from things
        change()

    return progress


def test_a_file_is_read_once_for_a_link_that_leads_nowhere(tmp_path: Path) -> None:
    """The link is reported after all files are known, at its place in the file as it was read."""
    folder = fill(tmp_path, agreement("a0", "replaces: nobody\n"))
    change = after(lambda: (folder / "a0.yaml").write_text("id: a0\n"))
    found = check_folder(open_folder(folder, keeps=False), TODAY, progress=change).findings
    assert [(one.line, one.excerpt) for one in found if one.rule == "dangling-link"] == [(5, "replaces: nobody")]


def test_a_statement_that_cites_an_unknown_source_is_found_at_its_place(tmp_path: Path) -> None:
    folder = fill(tmp_path, agreement("a0", "statements:\n- {source: nowhere, says: signed}\n"))
    found = check_folder(open_folder(folder, keeps=False), TODAY).findings
    (unknown,) = [one for one in found if one.rule == "unknown-source"]
    assert (unknown.line, unknown.marked, unknown.agreement) == (6, "nowhere", "a0")


def test_a_file_with_a_duplicate_id_that_changes_meanwhile_ends_the_check(tmp_path: Path) -> None:
    """Both files are read once more for the place of the id."""
    folder = fill(tmp_path, agreement("a0"), agreement("a0"))
    file = folder / "a0.yaml"
    same = check_folder(open_folder(folder, keeps=False), TODAY, progress=after(file.touch))
    assert [(one.rule, one.line) for one in same.findings if one.rule == "duplicate-id"] == [("duplicate-id", 1)]
    with pytest.raises(FolderError, match=r"a0\.yaml has changed while it was read"):
        check_folder(open_folder(folder, keeps=False), TODAY, progress=after(lambda: file.write_text("id: a0\n")))


def test_a_file_that_changes_meanwhile_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = fill(tmp_path / "agreements", agreement("a0"), agreement("a0"))
    monkeypatch.setattr("pactstate.cli.check.with_progress", after(lambda: (folder / "a0.yaml").write_text("id: a0\n")))
    assert main(["check", str(folder)]) == 2
    assert capsys.readouterr().err == f"pactstate: {folder}/a0.yaml has changed while it was read\n"


def test_findings_beyond_the_cap_are_counted_as_they_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pactstate.checks.runner.MAX_FINDINGS", 2)
    wrong = [agreement(f"a{number}", event="resumed") for number in range(5)]
    folder = fill(tmp_path, *wrong)
    (folder / "a0.yaml").write_text(f"# pactstate: ignore-file[PS201] said elsewhere\n{wrong[0]}")
    report = check_folder(open_folder(folder, keeps=False), TODAY)
    assert [Path(one.path).stem for one in report.findings] == ["a1", "a2"]
    assert (report.count(Severity.ERROR), report.dropped, len(report.suppressed)) == (4, 2, 1)


def test_an_undated_source_that_another_file_describes_with_a_date(tmp_path: Path) -> None:
    own = "sources:\n  own: {title: S, publisher: P%s}\n"
    folder = fill(
        tmp_path,
        agreement("a0", own % ", published: 2024-07-09", source="own"),
        agreement("a1", own % "", source="own"),
    )
    found = check_folder(open_folder(folder, keeps=False), TODAY).findings
    (undated,) = [one for one in found if one.rule == "undated-source"]
    assert (Path(undated.path).name, undated.marked) == ("a1.yaml", "own")


def test_a_source_that_is_shared_and_described_once_more_is_cited(tmp_path: Path) -> None:
    folder = fill(tmp_path, agreement("a0", "sources:\n  s: {title: S, publisher: P, published: 2024-07-09}\n"))
    assert [one.rule for one in check_folder(open_folder(folder), TODAY).findings if one.rule != "skipped-step"] == [
        "duplicate-id"
    ]


def test_a_process_that_is_kept_to_some_cores_uses_these(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 3, 5}, raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    assert parallel._usable_cores() == 3


@pytest.mark.parametrize(("cores", "expected"), [(3, 3), (None, 1)])
def test_where_a_process_cannot_ask_for_its_cores_those_of_the_machine_count(
    monkeypatch: pytest.MonkeyPatch, cores: int | None, expected: int
) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    assert parallel._usable_cores() == expected


def test_the_size_of_a_folder_is_that_of_its_files_and_their_names(tmp_path: Path) -> None:
    folder = tmp_path / "agreements"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.yaml").write_text(head(name), encoding="utf-8")
    names = sum(len(str(folder / f"{name}.yaml")) for name in ("a", "b"))
    opened = open_folder(folder)
    assert sum(opened.sizes()) == names + len(head("a")) + len(head("b"))
    (folder / "b.yaml").unlink()
    assert sum(opened.sizes()) == names + len(head("a"))
    with_draft = open_folder(folder, draft=Draft(b"# 9 bytes", "<stdin>", folder / "a.yaml"))
    assert sum(with_draft.sizes()) == len("<stdin>") + 9


def test_of_findings_between_files_those_of_the_first_file_are_described(tmp_path: Path) -> None:
    folder = tmp_path / "agreements"
    folder.mkdir()
    for name in ("a", "b"):
        own = f"sources:\n  {name}1: {{title: S, published: 2020}}\n  {name}2: {{title: S, published: 2020}}\n"
        (folder / f"{name}.yaml").write_text(head(name, more=own) + entry("signed", "2020-01-01"), encoding="utf-8")
    report = check_folder(open_folder(folder), dt.date(2026, 1, 1), RULES_OF_SOURCES, most=1)
    assert [one.message for one in report.findings] == ["nothing in this file cites 'a1'"]
    assert report.by_rule == {"unused-source": 4}


RULES_OF_SOURCES = Selection(select=["unused-source"])


def test_files_that_are_read_together_have_the_findings_of_each_alone(tmp_path: Path) -> None:
    own = "sources:\n  late: {title: S, published: 2030-01-01}  # pactstate: ignore[source-from-future] a draft\n"
    texts = [
        agreement("a0", event="proposed")
        + "- {event: terminated, date: 2024-07-07}\n- {event: resumed, date: 2024-08}\n",
        "\N{REPLACEMENT CHARACTER}: [",
        agreement("a2", more=own),
        agreement("a3", event="stalled") + "- {event: withdrawn, date: 2029}\n- {event: signed, date: 2023}\n",
    ]
    folder = fill(tmp_path / "agreements", *texts)
    together = check_folder(open_folder(folder, keeps=False), TODAY, most=1)
    alone = [
        check_folder(open_folder(folder, keeps=False), TODAY, most=1, only=path.__eq__).findings
        for path in open_folder(folder).paths
    ]
    assert len({one.rule for one in together.findings}) == 4
    assert [one.finding.rule for one in together.suppressed] == ["source-from-future"]
    assert sorted(map(str, together.findings)) == sorted(str(one) for some in alone for one in some)


def test_agreements_of_many_parties_are_replayed_one_after_the_other(tmp_path: Path) -> None:
    again = "- {event: [signed, ratified, abandoned, negotiating], date: 2024, reported_by: s}\n" * 60
    parties = ", ".join(f'"{code}"' for code in list(common().parties)[:200])

    def peak(count: int) -> int:
        texts = [f"id: a{n}\ntitle: T\nkind: treaty\nparties: [{parties}]\nhistory:\n{again}" for n in range(count)]
        opened = open_folder(fill(tmp_path / str(count), *texts), keeps=False)
        tracemalloc.start()
        check_folder(opened, TODAY)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert peak(5) < 1.5 * peak(1)


def test_items_are_grouped_by_their_size() -> None:
    assert list(grouped([3, 3, 5, 9, 1], int, 6)) == [[3, 3], [5], [9], [1]]


def test_files_that_are_large_together_are_read_one_after_the_other(tmp_path: Path) -> None:
    padding = "# \n" * (MAX_TOGETHER // 6)
    texts = {"a": head("a") + padding, "b": head("b") + padding, "c": head("c"), "d": head("d") + padding * 3}
    for id, text in texts.items():
        (tmp_path / f"{id}.yaml").write_text(text, encoding="utf-8", newline="\n")
    opened = open_folder(tmp_path, keeps=False)
    together = [[Path(file.path).stem for file in group] for group in opened.read_together(opened.paths)]
    assert together == [["a"], ["b", "c"], ["d"]]

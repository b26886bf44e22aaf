"""``pactstate diff`` against revisions of a git repository."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from process.repositories import git
from unit.test_diff import RAA, run


@pytest.fixture
def history(write: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository without agreements at HEAD, and a folder of them beside."""
    folder = write(x=RAA)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "commit", "--quiet", "--allow-empty", "--message", "Begin")
    monkeypatch.chdir(tmp_path)
    return folder


def test_where_there_was_nothing_all_is_new(history: Path) -> None:
    text = run("HEAD").stdout
    assert "x: X\n  state      not recorded; now signed since 2024-07-08\n" in text
    assert text.endswith("\nthere were no agreements in agreements then\n")
    assert "\nthere were no agreements in agreements then\n\n| Agreement" in run("HEAD", "--format", "markdown").stdout
    assert json.loads(run("HEAD", "--format", "json").stdout)["not_compared"] == []


def test_without_a_path_a_deleted_folder_anywhere_is_missed(history: Path, tmp_path: Path) -> None:
    (tmp_path / "more" / "agreements").mkdir(parents=True)
    (tmp_path / "more" / "agreements" / "z.yaml").write_text(RAA.replace("id: x", "id: z"))
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "Record")
    shutil.rmtree(tmp_path / "more")
    for arguments in (("HEAD",), ("HEAD", ".")):
        assert str(run(*arguments).exception).startswith("more/agreements held agreements at 'HEAD', and is gone: ")
    for arguments in (("HEAD", "agreements"), ("HEAD", "--data", "agreements")):
        assert run(*arguments).return_value == 0
    shutil.move(history, tmp_path / "treaties")
    done = run("HEAD", "treaties")
    assert done.return_value == 0
    assert "nothing has changed since 'HEAD'" in done.stdout
    assert done.stdout.endswith("\ntreaties stood in agreements then\n")

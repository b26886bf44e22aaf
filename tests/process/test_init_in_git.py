"""``pactstate init`` in a git repository: files for other programs are at its top, and fit its host."""

from __future__ import annotations

from pathlib import Path

import pytest

from pactstate.cli import main
from process.repositories import git


@pytest.mark.parametrize(
    ("address", "made"),
    [
        ("git@github.com:owner/records.git", ".github/workflows/agreements.yml"),
        ("https://gitlab.com/owner/records.git", ".gitlab-ci.yml"),
        ("https://codeberg.org/owner/records.git", None),
        (None, None),
    ],
)
def test_the_remote_decides(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    address: str | None,
    made: str | None,
) -> None:
    git(tmp_path, "init", "--quiet")
    if address:
        git(tmp_path, "remote", "add", "another", "https://example.org/github")
        git(tmp_path, "remote", "add", "origin", address)
    (tmp_path / "law").mkdir()
    monkeypatch.chdir(tmp_path / "law")
    assert main(["init"]) == 0
    there = {".github/workflows/agreements.yml", ".gitlab-ci.yml"}
    assert {name for name in there if (tmp_path / name).exists()} == ({made} if made else set())
    assert (tmp_path / ".pre-commit-config.yaml").is_file()
    assert (tmp_path / "law" / "pactstate.toml").is_file()
    assert "created ../.pre-commit-config.yaml" in capsys.readouterr().out
    monkeypatch.chdir(tmp_path)
    assert main(["check", "law/agreements", "--strict", "--today", "2026-11-30"]) == 0


def test_a_repository_that_git_refuses_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    assert main(["init"]) == 2
    assert "git cannot read the repository" in capsys.readouterr().err
    assert [one.name for one in tmp_path.iterdir()] == [".git"]

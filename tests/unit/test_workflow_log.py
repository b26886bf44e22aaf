"""Two colons are text everywhere, but in the log of a workflow no line begins with them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pactstate.cli import main
from pactstate.cli.output import emit, write_file

TEXT = """id: a
title: "Accord A::B"
kind: raa
parties: [JP, PH]
history:
  - {event: in_force, date: 2024-07-08, note: "x A::B y", reported_by: [s]}
sources:
  s: {title: "S::T", publisher: P, published: 2024-07-09}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "agreements"
    path.mkdir()
    (path / "a.yaml").write_text(TEXT, encoding="utf-8")
    return path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("in_log", [False, True])
@pytest.mark.parametrize(
    "command",
    [
        ("show", "a"),
        ("show", "a", "--format", "markdown"),
        ("sources",),
        ("status", "--format", "csv"),
        ("graph", "a", "--format", "dot"),
        ("check", "--format", "text"),
        ("check", "--format", "junit", "--verbose"),
    ],
)
def test_two_colons_in_a_title_are_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], in_log: bool
) -> None:
    if in_log:
        monkeypatch.setenv("GITHUB_ACTIONS", "true")
    main(command)
    out = capsys.readouterr().out
    assert out
    assert "u{3a}" not in out
    if command[0] in ("show", "status", "graph"):
        assert "A::B" in out


def test_a_title_that_begins_with_two_colons_is_no_command(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.yaml").write_text(TEXT.replace("Accord A", "").replace("S::T", "::error::x"), encoding="utf-8")
    for command in (["show", "a"], ["status"], ["sources"], ["check", "--format", "concise"]):
        main(command)
        assert not re.search(r"^\s*::", capsys.readouterr().out, re.MULTILINE)


def test_a_line_that_is_broken_is_no_command_in_the_log(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = "a title that is folded\n    ::error::x\n"
    emit(broken)
    assert capsys.readouterr().out == broken
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    emit(broken)
    assert capsys.readouterr().out == broken.replace("::e", ":\\u{3a}e")
    emit(broken, commands=True)
    assert capsys.readouterr().out == broken
    write_file(str(tmp_path / "report.txt"), broken)
    assert (tmp_path / "report.txt").read_text() == broken


def test_our_own_commands_stay_commands_in_the_log(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    main(["check", str(folder)])
    assert capsys.readouterr().out.startswith("::warning file=")

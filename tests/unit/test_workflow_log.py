"""No line of an output is a workflow command, except the commands of the github format.

GitHub's runner reads standard output and standard error. It takes ``::name`` at the start of a line, after white space,
and ``##[name`` anywhere in a line.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from pactstate.cli import main
from pactstate.cli.output import emit, emit_aside, write_file
from pactstate.text.escape import TerminalText

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


@pytest.mark.parametrize("in_log", [False, True])
@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("    ::error::x", "    :\\u{3a}error::x"),
        ("\u3000::error::x", "\u3000:\\u{3a}error::x"),
        (":::error::x", ":\\u{3a}:error::x"),
        ("\x1b[1m:\x1b[0m:error::x", "\x1b[1m:\x1b[0m\\u{3a}error::x"),
        ("a ##[group]x", "a #\\u{23}[group]x"),
        ("#\x1b[0m#vso[task.x]", "#\x1b[0m\\u{23}vso[task.x]"),
        ("a::b # c ## d [e]", "a::b # c ## d [e]"),
    ],
)
def test_a_line_of_a_composed_text_is_no_command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, line: str, written: str, in_log: bool
) -> None:
    # Lines that are wrapped, and templates whose values become a command only together. The environment does not
    # matter: tox and sudo remove GITHUB_ACTIONS from it.
    monkeypatch.setenv("GITHUB_ACTIONS", "true" if in_log else "")
    text = str.__new__(TerminalText, f"a title that is folded\n{line}\n")
    emit(text)
    emit_aside(text)
    expected = f"a title that is folded\n{written}\n"
    assert capsys.readouterr() == (expected, expected)


def test_only_commands_of_our_own_stay(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = str.__new__(TerminalText, "::error::x\n")
    emit(text, commands=True)
    assert capsys.readouterr().out == text
    # A file is no log.
    write_file(str(tmp_path / "report.txt"), text)
    assert (tmp_path / "report.txt").read_text() == text


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="this system has no /dev/fd")
def test_a_report_in_a_pipe_has_no_commands(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    write_file(f"/dev/fd/{writer}", str.__new__(TerminalText, "::error::x\n"))
    os.close(writer)
    with os.fdopen(reader) as pipe:
        assert pipe.read() == ":\\u{3a}error::x\n"


@pytest.mark.parametrize("width", [40, 60, 80])
@pytest.mark.parametrize(
    "command", [("show", "a"), ("sources",), ("sources", "s"), ("status",), ("log",), ("graph", "a")]
)
def test_a_wrapped_title_is_no_command(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...],
    width: int,
) -> None:
    words = " ".join("word"[: number % 4 + 1] + " ::error::x ##[group]" for number in range(30))
    (folder / "a.yaml").write_text(TEXT.replace("Accord A::B", words).replace("S::T", words), encoding="utf-8")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", str(width))
    main(command)
    out, err = capsys.readouterr()
    assert out
    assert not re.search(r"^(?:\s|\x1b\[[0-9;]*m)*::|##\w*\[", out + err, re.MULTILINE)


def test_our_own_commands_stay_commands_in_the_log(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    main(["check", str(folder)])
    assert capsys.readouterr().out.startswith("::warning file=")

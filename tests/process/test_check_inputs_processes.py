"""Inputs of ``pactstate check`` that only a process of its own can show: locales, and a closed standard input."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import pactstate
from pactstate.cli import main

TODAY = "2026-11-22"
HEAD = "id: {id}\ntitle: A\nkind: treaty\nparties: [JP, PH]\nhistory:\n"
CITED = HEAD + "  - {{event: signed, date: 2020-05-05, reported_by: [s]}}\n"
ALONE = CITED.replace("history:", "sources:\n  {id}-1: {{title: P, published: 2020-06-01}}\nhistory:").replace(
    "[s]", "[{id}-1]"
)
WARNED = ALONE.replace("signed", "in_force")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run the check on a fixed day in an empty folder, with or without something on standard input."""
    for name in ("GITHUB_ACTIONS", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PACTSTATE_TODAY", TODAY)
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str | Path, stdin: str | bytes | None = None) -> tuple[int, str, str]:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data or b"")))
            code = main(["check", "--format", "json", *map(str, arguments)])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def put(name: str | Path, content: str | bytes, id: str | None = None) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, str):
        content = content.format(id=id or path.stem).encode() if "{id}" in content else content.encode()
    path.write_bytes(content)
    return path


def test_standard_input_that_is_closed_by_the_shell(tmp_path: Path) -> None:
    command = f"exec '{sys.executable}' -m pactstate check - <&-"
    environment = {**os.environ, "PYTHONPATH": str(Path(pactstate.__file__).parents[1])}
    done = subprocess.run(
        ["sh", "-c", command], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "pactstate: cannot read standard input: it is closed\n"


@pytest.mark.parametrize(
    ("named", "form"), [([], "text"), (["agreements/é"], "json"), (["agreements/é/a.yaml"], "sarif")]
)
def test_names_are_the_same_in_any_locale(run: Run, named: list[str], form: str) -> None:
    put("agreements/é/a.yaml", WARNED)
    put("agreements/z.yaml", WARNED)
    command = [sys.executable, "-m", "pactstate", "check", *named, "--format", form, "--output", "report.json"]
    locales = ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"LC_ALL": "C.UTF-8"})
    here = {
        "PYTHONPATH": str(Path(pactstate.__file__).parents[1]),
        "PACTSTATE_TODAY": TODAY,
        "GITHUB_WORKSPACE": str(Path.cwd()),
    }
    done = [
        subprocess.run(command, env={**os.environ, **here, **locale}, capture_output=True, check=False)
        for locale in locales
    ]
    assert done[0].stdout == done[1].stdout
    assert (done[0].returncode, done[0].stderr) == (done[1].returncode, done[1].stderr) == (0, b"")
    assert "é".encode() in done[0].stdout

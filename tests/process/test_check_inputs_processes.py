"""Inputs of ``pactstate check`` that only a process of its own can show: locales, and a closed standard input."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import pactstate
from unit.test_check_inputs import TODAY, WARNED, Run, put, run  # noqa: F401 - a fixture


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
@pytest.mark.usefixtures("run")
def test_names_are_the_same_in_any_locale(named: list[str], form: str) -> None:
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

"""Report files where standard output is a file or a pipe, and on a full disk."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import pactstate

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(pactstate.__file__).parents[1]), "PACTSTATE_TODAY": "2026-11-22"}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_disk_that_fills_up_leaves_the_old_file(tmp_path: Path) -> None:
    """A limit on the size of files stands for the full disk."""
    (tmp_path / "file").write_text("old")
    program = (
        "import resource, signal, sys\n"
        "from pactstate.cli.output import CannotRunError, write_file\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try:\n    write_file('file', 'x' * 100_000)\n"
        "except CannotRunError as error:\n    print(error)\n"
    )
    # Coverage could not write its file either.
    unmeasured = {name: value for name, value in ENVIRONMENT.items() if not name.startswith("COVERAGE")}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=unmeasured, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("cannot write file: file too large\n", "")
    assert (tmp_path / "file").read_text() == "old"
    assert names(tmp_path) == ["file"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "agreements").mkdir()
    (tmp_path / "agreements" / "a.yaml").write_text("[")
    return tmp_path


def check(folder: Path, output: str, **streams: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pactstate", "check", "--format", "json", "--output", output]
    return subprocess.run(command, cwd=folder, env=ENVIRONMENT, text=True, check=False, **streams)


@pytest.mark.parametrize("output", ["/dev/stdout", "/proc/self/fd/1"])
def test_standard_output_that_is_a_pipe(folder: Path, output: str) -> None:
    done = check(folder, output, capture_output=True)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("{\n")
    assert done.stdout.endswith("\n1 error in 1 file\n")


@pytest.mark.parametrize("output", ["/dev/stdout", "/proc/self/fd/1"])
def test_standard_output_that_is_a_file(folder: Path, output: str) -> None:
    """Text written to the screen afterwards goes to the same file, not to one that has been replaced."""
    with (folder / "out.txt").open("w") as stream:
        done = check(folder, output, stdout=stream, stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (1, "")
    written = (folder / "out.txt").read_text()
    assert '"version": 1' in written
    assert written.endswith("\n1 error in 1 file\n")
    assert names(folder) == ["agreements", "out.txt"]


def test_standard_output_that_is_a_file_without_a_name(folder: Path) -> None:
    with (folder / "out.txt").open("w+") as stream:
        (folder / "out.txt").unlink()
        done = check(folder, "/dev/stdout", stdout=stream, stderr=subprocess.PIPE)
        stream.seek(0)
        written = stream.read()
    assert (done.returncode, done.stderr) == (1, "")
    assert '"version": 1' in written
    assert names(folder) == ["agreements"]


def test_standard_error_that_is_a_file(folder: Path) -> None:
    """Errors written afterwards go to the same file, not to one that has been replaced."""
    command = [sys.executable, "-m", "pactstate", "check", "--statistics", "--output", "/dev/stderr"]
    environment = {**ENVIRONMENT, "GITHUB_ACTIONS": "true"}
    with (folder / "err.txt").open("w") as stream:
        done = subprocess.run(
            command, cwd=folder, env=environment, check=False, stderr=stream, stdout=subprocess.DEVNULL
        )
    assert done.returncode == 1
    written = (folder / "err.txt").read_text()
    assert written.startswith("error[invalid-yaml]")
    assert written.endswith("\n1  PS002  invalid-yaml\n")
    assert names(folder) == ["agreements", "err.txt"]

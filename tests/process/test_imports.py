"""``import pactstate`` and short commands import no heavy module."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from patience import HANGS

SAMPLE = str(Path(__file__).parents[1] / "sample")
HEAVY = {
    "attr", "click", "jinja2", "json", "multiprocessing", "pathlib", "pydantic", "rich", "subprocess", "tarfile",
    "tempfile", "yaml",
}  # fmt: skip
FOR_FEW = {"multiprocessing", "subprocess", "tarfile", "tempfile", "xml"}
"""Modules that a command needs only with certain options."""
# Measuring coverage would import these modules in the process, too.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
PROGRAM = """
import io, sys
from pactstate.cli import main
sys.stdout = io.StringIO()
code = main(sys.argv[1:])
sys.stdout = sys.__stdout__
print(*sorted(sys.modules), sep="\\n")
sys.exit(code)
"""


def imported(*words: str) -> set[str]:
    """Return the modules that a command has imported."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", PROGRAM, *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=HANGS,
        env=ENVIRONMENT,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_the_version_needs_no_heavy_module() -> None:
    assert not imported("--version") & HEAVY


def test_the_help_needs_neither_a_reader_nor_a_table() -> None:
    assert not imported("--help") & (FOR_FEW | {"pydantic", "rich", "yaml"})


@pytest.mark.parametrize("words", [("status", "--data", SAMPLE), ("check", SAMPLE, "--exit-zero")])
def test_a_command_imports_no_module_of_another_one(words: tuple[str, ...]) -> None:
    assert not imported(*words) & (FOR_FEW | {"rich"})


def test_the_library_imports_nothing_until_it_is_asked() -> None:
    program = "import sys, pactstate; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-P", "-c", program],
        capture_output=True,
        text=True,
        check=True,
        timeout=HANGS,
        env=ENVIRONMENT,
    )
    assert not (HEAVY | {"re", "typing"}).intersection(done.stdout.split())

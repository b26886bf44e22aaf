"""Every command imports only what it needs: the lists are kept, so that a new line in one is seen."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from patience import HANGS

GOLDEN = Path(__file__).parents[1] / "golden" / "imports"
SAMPLE = str(Path(__file__).parents[1] / "sample")
COMMANDS = {
    "version": ["--version"],
    "help": ["--help"],
    "status": ["status", "--data", SAMPLE],
    "check": ["check", SAMPLE, "--exit-zero"],
}
OTHERS = (
    "attr",
    "click",
    "csv",
    "difflib",
    "html",
    "json",
    "multiprocessing",
    "pathlib",
    "pydantic",
    "pydantic_core",
    "re",
    "rich",
    "subprocess",
    "tarfile",
    "tempfile",
    "tomllib",
    "typing",
    "xml",
    "yaml",
)
# Who measures the coverage of this would have it imported in the process too, with much else.
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


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_imports_what_it_needs(name: str, golden: Callable[[Path, str], None]) -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-c", PROGRAM, *COMMANDS[name]],
        capture_output=True,
        text=True,
        check=False,
        timeout=HANGS,
        env=ENVIRONMENT,
    )
    assert done.returncode == 0, done.stderr
    known = [one for one in done.stdout.split() if one in OTHERS or one.partition(".")[0] == "pactstate"]
    golden(GOLDEN / f"{name}.txt", "".join(f"{one}\n" for one in known))


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
    assert not set(OTHERS).intersection(done.stdout.split())

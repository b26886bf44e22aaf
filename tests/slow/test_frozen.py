"""Programs for machines without Python or without packages: made by PyInstaller and shiv from what is installed."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import pactstate
from patience import HANGS

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys

import pactstate
from pactstate.cli import main

if __name__ == "__main__":
    if sys.argv[1:] != ["as", "library"]:
        raise SystemExit(main())
    print(pactstate.load()["jp-ph-raa"].status(on="2025-03-01"))
"""
SETTINGS = {**os.environ, "NO_COLOR": "1"}

pytestmark = pytest.mark.skipif(
    Path(pactstate.__file__).is_relative_to(ROOT / "src"), reason="needs the installed package, with its data"
)


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    done = subprocess.run(
        command,
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        env={**SETTINGS, **environment},
        timeout=20 * HANGS,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2_000:] + done.stderr[-2_000:]
    return done.stdout


def try_out(*program: str | Path, cwd: Path, **environment: str) -> None:
    """Run what needs packaged data, modules that are imported by name, templates, git, and workers."""
    folder = cwd / "agreements"
    pactstate.dump(list(pactstate.load().values()), folder)
    for arguments, says in (
        (["--version"], f"pactstate {pactstate.__version__}\n"),
        (["status", "jp-ph-raa", "--on", "2025-03-01"], "is recorded as signed since"),
        (["rule", "illegal-transition"], "# PS201 illegal-transition"),
        (["schema"], '"$schema"'),
        (["check", "agreements", "--jobs", "2", "--exit-zero"], " files"),
        (["check", "agreements", "--format", "sarif", "--exit-zero"], '"runs"'),
        (["due", "--format", "ics"], "BEGIN:VCALENDAR"),
        (["site", "out"], "files in out"),
    ):
        assert says in run(*program, *arguments, cwd=cwd, **environment), arguments


@pytest.mark.skipif(not importlib.util.find_spec("PyInstaller"), reason="PyInstaller is not installed")
def test_a_program_made_by_pyinstaller(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(PROGRAM, encoding="utf-8")
    options = ["--noconfirm", "--collect-all", "pactstate", *others()]
    run(sys.executable, "-m", "PyInstaller", *options, "program.py", cwd=tmp_path)
    program = tmp_path / "dist" / "program" / "program"
    assert run(program, "as", "library", cwd=tmp_path) == "signed; approved by PH\n"
    try_out(program, cwd=tmp_path)


@pytest.mark.skipif(not importlib.util.find_spec("shiv"), reason="shiv is not installed")
def test_an_archive_made_by_shiv(tmp_path: Path) -> None:
    for name in with_requirements("pactstate"):
        for file in metadata.files(name) or ():
            if ".." not in file.parts and "__pycache__" not in file.parts:
                copy = tmp_path / "site" / file
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(file.locate().read_bytes())  # type: ignore[attr-defined]  # it is a path
    run(sys.executable, "-m", "shiv", "-c", "pactstate", "-o", "pactstate.pyz", "--site-packages", "site", cwd=tmp_path)
    # -I keeps the packages of this environment out.
    try_out(sys._base_executable, "-I", "pactstate.pyz", cwd=tmp_path, SHIV_ROOT=str(tmp_path / "unpacked"))


def others() -> Iterator[str]:
    """Exclude the packages that pactstate can do without. An environment made for the program would not have them."""
    needed = {name.lower() for name in with_requirements("pactstate")}
    for package, names in metadata.packages_distributions().items():
        if package.isidentifier() and needed.isdisjoint(name.lower().replace("_", "-") for name in names):
            yield from ("--exclude-module", package)


def with_requirements(name: str) -> set[str]:
    """Return the names of a package and of all that it needs, without extras."""
    found: set[str] = set()
    pending = [name]
    while pending:
        if (one := pending.pop()) not in found:
            found.add(one)
            needs = (Requirement(text) for text in metadata.requires(one) or ())
            pending += [need.name for need in needs if not need.marker or need.marker.evaluate({"extra": ""})]
    return found

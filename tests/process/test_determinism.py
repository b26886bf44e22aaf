"""The same bytes, whatever the hash seed, the time zone, the locale, the number of jobs and the order of the disk.

Rule: safety.md, promise 8. Each command runs in each world; all of them must print the same. Three hash seeds, time
zones, locales and numbers of jobs are tried in nine worlds, in which each of any two meets each of the other.
"""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from hostile.case import agreement
from patience import HANGS

SCRIPT: Final = Path(sysconfig.get_path("scripts"), "pactstate")
ROOT: Final = Path(__file__).parent.parent.parent
TODAY: Final = ("--today", "2026-11-22")

CHECK: Final = ("check", "agreements", "--verbose", "--statistics")
FORMATS: Final = ("concise", "json", "github", "sarif", "junit", "rdjson", "gitlab", "markdown")
"""Formats that the first check writes to files, besides the text that it prints."""
COMMANDS: Final[tuple[tuple[str, ...], ...]] = (
    CHECK,
    *(("status", "--format", form) for form in ("table", "json", "csv", "markdown")),
    *(("show", "jp-ph-raa", "--format", form) for form in ("text", "json", "markdown")),
    *(("sources", "--format", form) for form in ("table", "json", "csv", "markdown")),
    *(("log", "--format", form) for form in ("table", "json", "csv", "markdown")),
    *(("diff", "./base", "agreements", "--format", form) for form in ("text", "json", "markdown")),
    *(("graph", "jp-ph-raa", "--format", form) for form in ("mermaid", "dot")),
    ("status", "--group-by", "party"),
    ("check", "agreements", "--against", "./base", "--format", "json"),
)

_SEEDS: Final = ("0", "1", "4294967295")
_ZONES: Final = (
    # The same moment is another day in each of them.
    {"TZ": "UTC"},
    {"TZ": "Pacific/Kiritimati", "COLUMNS": "40"},
    {"TZ": "Etc/GMT+12", "COLUMNS": "500"},
)
_LOCALES: Final = (
    {"LC_ALL": "C.UTF-8"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr", "PYTHONIOENCODING": "latin-1"},
)
_JOBS: Final = ("1", "2", "4")


class World(NamedTuple):
    """Variables and options that may differ from run to run."""

    environment: Mapping[str, str]
    jobs: str


WORLDS: Final = tuple(
    World({"PYTHONHASHSEED": _SEEDS[one], **_ZONES[other], **_LOCALES[(one + other) % 3]}, _JOBS[(one + 2 * other) % 3])
    for one in range(3)
    for other in range(3)
)
_USUAL: Final = WORLDS[0]


def _print(command: tuple[str, ...], cwd: Path, world: World) -> tuple[int, bytes, bytes]:
    env = {"PATH": os.environ["PATH"], **world.environment}
    jobs = ("--jobs", world.jobs) if command[0] == "check" else ()
    done = subprocess.run(
        [SCRIPT, *command, *TODAY, *jobs], cwd=cwd, env=env, capture_output=True, check=False, timeout=HANGS
    )
    return done.returncode, done.stdout, done.stderr


# All commands in one process, since starting one takes most of the time; the hash seed is that of the process. The first
# check writes all formats, since the check itself takes most of the rest.
_ALL: Final = """
import contextlib, hashlib, io, json, pathlib, sys, tempfile
from pactstate.cli import main

def digest(data):
    return hashlib.sha256(data).hexdigest()

with tempfile.TemporaryDirectory() as folder:
    for command, forms in json.loads(sys.argv[1]):
        files = {form: pathlib.Path(folder, form) for form in forms}
        options = [part for form, file in files.items() for part in ("--output", f"{form}:{file}")]
        out, err = io.TextIOWrapper(io.BytesIO()), io.TextIOWrapper(io.BytesIO())
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main([*command, *options])
        out.flush(), err.flush()
        print(code, *(digest(stream.buffer.getvalue()) for stream in (out, err)), *command)
        for form, file in files.items():
            print(code, digest(file.read_bytes()), "file", form)
"""


def _all(cwd: Path, world: World) -> list[str]:
    commands = [
        ([*command, *TODAY, *(("--jobs", world.jobs) if command[0] == "check" else ())], FORMATS * (command is CHECK))
        for command in COMMANDS
    ]
    done = subprocess.run(
        [sys.executable, "-P", "-c", _ALL, json.dumps(commands)],
        cwd=cwd,
        env={"PATH": os.environ["PATH"], **world.environment},
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=HANGS,
    )
    assert done.returncode == 0, done.stderr
    return [line.replace(f" --jobs {world.jobs}", "") for line in done.stdout.splitlines()]


def _lay_out(folder: Path, names: list[Path], *, spoilt: bool) -> None:
    """The data set, with some faults in it if wanted; files are made in the order given."""
    for path in names:
        text = path.read_text(encoding="utf-8")
        if spoilt and path.parent.name == "agreements":
            text = text.replace("event: signed", "event: singed", 1) if hash_of(path.name) % 3 == 0 else text
            text = text.replace("date: 2", "date: 3", 1) if hash_of(path.name) % 3 == 1 else text
        place = folder / path.relative_to(ROOT / "agreements")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    extra = agreement(id="odd", title="Übereinkunft 条約", source="odd-s", claim="odd-s", stated="odd-s")
    for name in ("odd", "Odd", "ödd", "o\u0308dd", "ODD", "ıdd", "idd", "Idd", "İdd") if spoilt else ():
        (folder / f"{name}.yaml").write_text(extra, encoding="utf-8")


def hash_of(name: str) -> int:
    """A number of a name that is the same in every run."""
    return sum(map(ord, name))


@pytest.fixture(scope="session")
def worlds(once: Callable[..., tuple[Path, object]]) -> Path:
    """Two trees of the same files, made in opposite orders, and what they print as usual."""

    def fill(folder: Path) -> list[str]:
        every = sorted((ROOT / "agreements").rglob("*.yaml"))
        names = [path for path in every if path.stem in ("sources", "jp-ph-raa") or hash_of(path.name) % 20 == 0]
        for tree, order in (("one", names), ("other", names[::-1])):
            _lay_out(folder / tree / "agreements", order, spoilt=True)
            _lay_out(folder / tree / "base", order, spoilt=False)
            (folder / tree / ".git").mkdir()
        return _all(folder / "one", _USUAL)

    return once("determinism", fill)[0]


@pytest.fixture(scope="session")
def usual(once: Callable[..., tuple[Path, object]], worlds: Path) -> object:
    """Output of all commands in the usual environment, with exit codes."""
    return once("determinism", lambda folder: None)[1]


def test_the_matrix_sees_findings_of_every_command(usual: list[str]) -> None:
    assert len(usual) == len(COMMANDS) + len(FORMATS)
    # No two of them print the same: each has something to say.
    assert len({tuple(line.split()[:2]) for line in usual}) == len(usual)
    assert {line.split()[0] for line in usual} == {"1"}


def test_each_of_any_two_meets_each_of_the_other() -> None:
    parts = [
        (
            world.environment["PYTHONHASHSEED"],
            world.environment["TZ"],
            world.environment["LC_ALL"],
            world.jobs,
        )
        for world in WORLDS
    ]
    for one, other in itertools.combinations(range(4), 2):
        assert len({(part[one], part[other]) for part in parts}) == 9


@pytest.mark.parametrize("world", WORLDS[1:], ids=lambda world: "-".join((*world.environment.values(), world.jobs)))
def test_the_same_bytes_in_any_world(world: World, worlds: Path, usual: list[str]) -> None:
    assert _all(worlds / "one", world) == usual


def test_the_same_bytes_whatever_the_order_of_the_disk(worlds: Path, usual: list[str]) -> None:
    assert _all(worlds / "other", _USUAL) == usual


@pytest.mark.parametrize("command", [CHECK, COMMANDS[1]], ids=" ".join)
def test_the_same_bytes_from_the_command_itself(command: tuple[str, ...], worlds: Path) -> None:
    printed = {_print(command, worlds / "one", world) for world in WORLDS[::4]}
    assert len(printed) == 1

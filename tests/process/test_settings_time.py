"""Settings of a stranger take little time to read."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import pactstate
from patience import HANGS

HEAD = (
    "id: a\ntitle: A\nkind: {kind}\nparties: [{parties}]\nsources:\n  paper: {{title: P, published: 2024}}\nhistory:\n"
)

Write = Callable[..., Path]


def agreement(*entries: str, kind: str = "treaty", parties: str = "JP, PH") -> str:
    """A file whose entries are written as ``event date more: keys``, all of them reported."""
    lines = [HEAD.format(kind=kind, parties=parties)]
    for entry in entries:
        event, date, *more = entry.split(" ", 2)
        lines.append(f"  - {{{', '.join([f'event: {event}', f'date: {date}', *more])}, reported_by: [paper]}}\n")
    return "".join(lines)


GOOD = agreement("signed 2020")


def put(folder: Path, text: str | bytes, name: str = "pactstate.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.mark.parametrize("line", ['\\"' * 120_000, '"\\' * 120_000, "a " * 120_000, "'' " * 80_000])
def test_no_settings_take_too_long_to_read(write: Write, line: str) -> None:
    """With 16,000 quotes after backslashes it took five seconds; a file has room for thirty times as many."""
    folder = write(a=GOOD)
    put(folder, f"ignore = ['zzz']\nkinds.fish.title = '''\n{line}\n'''\n")
    # The test's own patience: whoever waits for ever dies of the alarm.
    program = (
        f"import signal, sys, pactstate\nsignal.alarm({HANGS})\n"
        "try:\n    pactstate.check(sys.argv[1])\nexcept pactstate.ConfigurationError as error:\n    print(str(error)[-30:])\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(pactstate.__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder)], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "500" in done.stdout

"""Settings of a stranger take little time to read."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import pactstate
from patience import HANGS
from unit.test_config import GOOD, Write, put


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

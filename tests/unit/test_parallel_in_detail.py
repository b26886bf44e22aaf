"""Workers that have more to say than a pipe holds, when nobody listens any more."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pactstate
from patience import HANGS

# Coverage cannot be written down by whoever is killed.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
PROGRAM = """
import os, signal
from pactstate.checks.parallel import spread

def look(thing):
    return [f"{os.getpid()} {'x' * 1_000_000}"]

pids = set()
for found in spread(look, range(40), 2):
    pids.add(found.partition(" ")[0])
    if len(pids) == 2:
        print(*pids, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
"""


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_workers_with_much_left_to_say_do_not_outlive_the_one_they_say_it_to(tmp_path: Path) -> None:
    with (tmp_path / "out").open("w") as stream:  # not a pipe, which the workers would hold
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env=ENVIRONMENT | {"PYTHONPATH": str(Path(pactstate.__file__).parents[1])},
            stdout=stream,
            check=False,
        )
    assert done.returncode == -signal.SIGKILL
    pids = [int(pid) for pid in (tmp_path / "out").read_text().split()]
    assert len(pids) == 2
    for _ in range(10 * HANGS):
        if not any(map(alive, pids)):
            return
        time.sleep(0.1)
    left = [pid for pid in pids if alive(pid)]
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert left == []

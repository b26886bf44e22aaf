"""Workers whose results do not fit into a pipe end when their parent has ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pactstate

# Coverage cannot be written down by whoever is killed.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
PROGRAM = """
import os, signal
from pactstate.folder.jobs import spread

def look(item):
    return f"{os.getpid()} {'x' * 1_000_000}"

pids = set()
for found in spread(look, range(40), 2):
    pids.add(found.partition(" ")[0])
    if len(pids) == 2:
        print(*pids, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
"""


def test_workers_with_unsent_results_end_with_their_parent() -> None:
    # The pipe ends when the last process that holds it has ended; after five minutes nobody believes in it any more.
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        env=ENVIRONMENT | {"PYTHONPATH": str(Path(pactstate.__file__).parents[1])},
        stdout=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            out, _ = process.communicate(timeout=300)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    assert process.returncode == -signal.SIGKILL
    assert len(out.split()) == 2

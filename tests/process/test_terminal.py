"""Ctrl-C on a terminal."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from patience import HANGS

INTERRUPTED = """
import os, signal
from pactstate.interruption import take_signals
take_signals()
os.kill(os.getpid(), signal.SIGINT)
"""


def test_ctrl_c_ends_the_line_that_the_terminal_has_begun() -> None:
    pty = pytest.importorskip("pty")
    terminal, other = pty.openpty()
    try:
        command = [sys.executable, "-c", INTERRUPTED]
        done = subprocess.run(command, stdin=other, stdout=other, stderr=other, check=False, timeout=HANGS)
        shown = os.read(terminal, 1000)
    finally:
        os.close(terminal)
        os.close(other)
    assert (done.returncode, shown) == (130, b"\r\n")

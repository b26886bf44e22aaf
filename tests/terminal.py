"""A person at a terminal, for tests in this process: answers questions, and sees both streams."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence

import pytest

from pactstate.cli import main

__all__ = ["Terminal"]


class _Stream(io.StringIO):
    def isatty(self) -> bool:
        return True


class Terminal:
    """Streams that are terminals for as long as the test runs."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self.left = ""
        """Answers that nobody has asked for."""

    def run(self, words: Sequence[str], answers: Sequence[str] = ()) -> tuple[int, str, str]:
        """Run a command; return its exit code, and what it has written to standard output and standard error."""
        stdin, out, err = _Stream("".join(f"{one}\n" for one in answers)), _Stream(), _Stream()
        with self._monkeypatch.context() as patch:
            for name, stream in (("stdin", stdin), ("stdout", out), ("stderr", err)):
                patch.setattr(sys, name, stream)
            # A prompt would set the terminal of the test run.
            patch.setenv("TERM", "dumb")
            code = main(list(words))
        self.left = stdin.read()
        return code, out.getvalue(), err.getvalue()

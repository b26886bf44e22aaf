"""Writing to the standard streams, which may be closed, full, a terminal or a pipe, in any encoding."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TextIO

from pactstate.escape import visible

__all__ = ["CannotRunError", "complain", "emit", "on_terminal", "wants_colour", "width"]


class CannotRunError(Exception):
    """The command cannot do its work; the message is the one line that says why. Exit code 2."""


def emit(text: str) -> None:
    """Write to standard output, in UTF-8 whatever the locale. A reader that has gone away is no error.

    Raises :class:`CannotRunError` when the text cannot be written.
    """
    if sys.stdout is None:
        raise CannotRunError("cannot write to standard output: it is closed")
    try:
        _as_utf8(sys.stdout)
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _silence(sys.stdout)
    except (OSError, ValueError) as error:
        _silence(sys.stdout)
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is closed"
        raise CannotRunError(f"cannot write to standard output: {reason.lower()}") from None


def complain(message: str, *, prefix: str = "pactstate: ") -> None:
    """Write a message of our own to standard error, as far as that is possible."""
    if sys.stderr is None:
        return
    try:
        _as_utf8(sys.stderr)
        lines = message.split("\n") if not prefix else [message]
        sys.stderr.write("".join(f"{prefix}{visible(line)}\n" for line in lines))
        sys.stderr.flush()
    except (OSError, ValueError):
        _silence(sys.stderr)


def on_terminal() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout is not None and not sys.stdout.closed and sys.stdout.isatty()


def wants_colour() -> bool:
    """Whether to write colours: on a terminal, unless ``NO_COLOR`` is set; anywhere, if ``FORCE_COLOR`` is."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (on_terminal() and os.environ.get("TERM") != "dumb")


def width(fallback: int) -> int:
    """How many columns there are: the terminal's, or the fallback where there is none."""
    return max(40, shutil.get_terminal_size((fallback, 24)).columns) if on_terminal() else fallback


def _as_utf8(stream: TextIO) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(encoding="utf-8", errors="backslashreplace")


def _silence(stream: TextIO) -> None:
    """Keep the interpreter from failing at exit when it flushes a stream that cannot be written."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)
    except (OSError, ValueError):
        pass

"""Writing to the standard streams and to files. A stream may be closed, full, a terminal or a pipe, in any encoding.

The functions take text that :mod:`pactstate.text.escape` has made; :func:`complain` escapes its message itself. GitHub
and Azure obey commands in the log of a workflow, and a program cannot tell for sure whether it writes to such a log.
So no line that is written to a stream is a command, unless the caller says that the commands are ours.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final, LiteralString, TypeVar

from pactstate.interruption import undoing
from pactstate.text.escape import SafeText, TerminalText, visible, visible_lines, without_commands
from pactstate.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import TextIO

_Thing = TypeVar("_Thing")

__all__ = [
    "CannotRunError",
    "can_ask",
    "complain",
    "draws_tables",
    "emit",
    "emit_aside",
    "knows_links",
    "on_terminal",
    "print_version",
    "silence",
    "standard_output",
    "wants_colour",
    "width",
    "with_progress",
    "write_file",
]

_MIN_FILES_FOR_PROGRESS: Final = 500
"""Number of files from which a run is long enough for a progress bar."""
_MIN_WIDTH: Final = 40
"""Columns that a terminal is taken to have at least; some report 0."""

_SHOW_CURSOR: Final = b"\x1b[?25h"
"""DECTCEM of VT220 terminals: undoes the hiding of the cursor by a progress bar."""


class CannotRunError(Exception):
    """The command cannot do its work: exit code 2. The message is the one line that says why."""


def standard_output() -> TextIO:
    """Return standard output.

    Raises:
        CannotRunError: It was closed before the start.
    """
    if sys.stdout is None:
        raise CannotRunError("cannot write to standard output: it is closed")
    return sys.stdout


def emit(text: SafeText, *, commands: bool = False) -> None:
    """Write to standard output, in UTF-8 whatever the locale. A reader that has gone away is no error.

    Args:
        text: Text to write.
        commands: Whether the lines in it that are workflow commands are ours, and stay commands.

    Raises:
        CannotRunError: The text cannot be written.
    """
    stream = standard_output()
    try:
        _write(stream, text if commands else without_commands(text))
    except BrokenPipeError:
        silence(stream)
    except (OSError, ValueError) as error:
        silence(stream)
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is closed"
        raise CannotRunError(f"cannot write to standard output: {reason.lower()}") from None


def emit_aside(text: SafeText) -> None:
    """Write to standard error, in UTF-8. Nothing happens if that is impossible."""
    if sys.stderr is None:
        return
    try:
        _write(sys.stderr, without_commands(text))
    except (OSError, ValueError):
        silence(sys.stderr)


def complain(message: str, *, prefix: LiteralString = "pactstate: ") -> None:
    """Write a message, escaped, to standard error: on one line after the prefix, or without one with its own lines."""
    emit_aside(TerminalText.of("{}{}\n", TerminalText.of(prefix), message if prefix else visible_lines(message)))


def print_version() -> int:
    """Write the version to standard output, and return the exit code."""
    emit(TerminalText.of("pactstate {}\n", __version__))
    return 0


def write_file(path: str, text: SafeText, *, commands: bool = False) -> None:
    """Write a file in UTF-8, whole or not at all; write to a stream, a pipe or a device as :func:`emit` does.

    Raises:
        CannotRunError: The file cannot be written.
    """
    from pathlib import Path

    from pactstate.storage.disk import link_on_the_way
    from pactstate.storage.replace import replace_file

    target = Path(path)
    streamed = text if commands else without_commands(text)
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None and _leads_to(target, stream):
                _write(stream, streamed)
                return
        if target.exists() and not target.is_file():
            target.write_text(streamed, encoding="utf-8", errors="backslashreplace", newline="\n")
            return
        # A pull request can bring a link that leads to any file of this machine.
        link = link_on_the_way(target)
        if link:
            raise CannotRunError(f"cannot write {path}: {link} is a link, and links are not followed")
        replace_file(Path(os.path.abspath(target)), text.encode("utf-8", "backslashreplace"))
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise CannotRunError(f"cannot write {path}: {reason.lower()}") from None


def _leads_to(path: Path, stream: TextIO) -> bool:
    """Return whether a path such as ``/dev/stdout`` is the file of a stream, which must not be replaced."""
    try:
        return os.path.samestat(path.stat(), os.fstat(stream.fileno()))
    except (OSError, ValueError):
        return False


def on_terminal() -> bool:
    """Return whether standard output is a terminal."""
    return sys.stdout is not None and not sys.stdout.closed and sys.stdout.isatty()


def can_ask() -> bool:
    """Return whether a person can be asked: all three streams are terminals."""
    return all(
        stream is not None and not stream.closed and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)
    )


def wants_colour() -> bool:
    """Return whether to write colours: on a terminal, unless ``NO_COLOR`` is set; anywhere, if ``FORCE_COLOR`` is.

    See https://no-color.org and https://force-color.org.
    """
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (on_terminal() and os.environ.get("TERM") != "dumb")


def draws_tables() -> bool:
    """Return whether tables are fitted to the width and coloured; pipes get plain ones."""
    return on_terminal() or wants_colour()


_LINKING_PROGRAMS: Final = frozenset({"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio"})
"""Values of ``TERM_PROGRAM`` of terminals with hyperlinks."""
_LINKING_MARKS: Final = ("WT_SESSION", "KITTY_WINDOW_ID", "DOMTERM", "KONSOLE_VERSION", "ALACRITTY_WINDOW_ID")
"""Variables that only terminals with hyperlinks set."""
_FIRST_VTE_WITH_LINKS: Final = 5000
"""GNOME's terminals know hyperlinks since VTE 0.50."""


def knows_links() -> bool:
    """Return whether the terminal shows hyperlinks (OSC 8). ``FORCE_HYPERLINK`` decides if it is set; 0 means no.

    Inside tmux and screen the variables are those of the outer terminal, so that they prove nothing.
    """
    forced = os.environ.get("FORCE_HYPERLINK")
    if forced:
        return forced != "0"
    if not on_terminal() or os.environ.get("TERM", "").startswith(("dumb", "screen", "tmux")):
        return False
    vte = os.environ.get("VTE_VERSION", "")
    return (
        os.environ.get("TERM_PROGRAM") in _LINKING_PROGRAMS
        or any(os.environ.get(name) for name in _LINKING_MARKS)
        or (vte.isdecimal() and int(vte[:9]) >= _FIRST_VTE_WITH_LINKS)
    )


def with_progress(things: Sequence[_Thing], doing: str) -> Iterator[_Thing]:
    """Yield the things; if there are many, show a progress bar on standard error of a person at a terminal."""
    is_seen = sys.stderr is not None and sys.stderr.isatty() and on_terminal()
    if len(things) < _MIN_FILES_FOR_PROGRESS or not is_seen:
        yield from things
        return
    import click

    with (
        undoing(lambda: os.write(2, _SHOW_CURSOR)),
        click.progressbar(things, label=visible(doing), file=sys.stderr) as bar,
    ):
        yield from bar


def width(fallback: int) -> int:
    """Return the number of columns of the terminal; the fallback where there is no terminal."""
    import shutil

    return max(_MIN_WIDTH, shutil.get_terminal_size((fallback, 24)).columns) if on_terminal() else fallback


def _write(stream: TextIO, text: str) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(encoding="utf-8", errors="backslashreplace")
    stream.write(text)
    stream.flush()


def silence(stream: TextIO) -> None:
    """Redirect a stream that cannot be written to the null device, since the interpreter flushes it at exit."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)
    except (OSError, ValueError):
        pass

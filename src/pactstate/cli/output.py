"""Writing to the standard streams, which may be closed, full, a terminal or a pipe, in any encoding.

What is written is text that :mod:`pactstate.text.escape` has made; messages to standard error are escaped here.
"""

from __future__ import annotations

import os
import sys

from pactstate.interruption import undoing

# As typing has it, whose import would take longer than to tell the version.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import LiteralString, TextIO, TypeVar

    from pactstate.text.escape import SafeText

    _Thing = TypeVar("_Thing")

__all__ = [
    "CannotRunError",
    "complain",
    "emit",
    "emit_aside",
    "on_terminal",
    "silence",
    "wants_colour",
    "watched",
    "width",
    "write_file",
]

_MANY = 500
"""From so many files on a run is long enough for a progress bar."""

_SHOW_CURSOR = b"\x1b[?25h"
"""What a terminal must be sent after a progress bar, which hides the cursor."""


class CannotRunError(Exception):
    """The command cannot do its work; the message is the one line that says why. Exit code 2."""


def opened() -> TextIO:
    """Standard output. Raises :class:`CannotRunError` when it was closed before the start."""
    if sys.stdout is None:
        raise CannotRunError("cannot write to standard output: it is closed")
    return sys.stdout


def _logged(text: SafeText) -> SafeText:
    """The text for a standard stream: in a workflow of GitHub, whose log obeys commands, no line of it is one."""
    if os.environ.get("GITHUB_ACTIONS") != "true":
        return text
    from pactstate.text.escape import for_log

    return for_log(text)


def emit(text: SafeText, *, commands: bool = False) -> None:
    """Write to standard output, in UTF-8 whatever the locale. A reader that has gone away is no error.

    In the log of a workflow no line of it is a command, unless it holds ``commands`` of our own.

    Raises :class:`CannotRunError` when the text cannot be written.
    """
    stream = opened()
    try:
        _as_utf8(stream)
        stream.write(text if commands else _logged(text))
        stream.flush()
    except BrokenPipeError:
        silence(stream)
    except (OSError, ValueError) as error:
        silence(stream)
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is closed"
        raise CannotRunError(f"cannot write to standard output: {reason.lower()}") from None


def write_file(path: str, text: SafeText, *, commands: bool = False) -> None:
    """Write a file in UTF-8, whole or not at all; into a pipe or a device, as it comes; to a stream, as :func:`emit`.

    Raises :class:`CannotRunError` when it cannot be written.
    """
    from pathlib import Path

    from pactstate.storage.disk import link_on_the_way

    target = Path(path)
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None and _leads_to(target, stream):
                _as_utf8(stream)
                stream.write(text if commands else _logged(text))
                stream.flush()
                return
        if target.exists() and not target.is_file():
            target.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
            return
        # A link may be a stranger's, and lead to any file of this machine.
        link = link_on_the_way(target)
        if link:
            raise CannotRunError(f"cannot write {path}: {link} is a link, and links are not followed")
        _replace(Path(os.path.abspath(target)), text)
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise CannotRunError(f"cannot write {path}: {reason.lower()}") from None


def _replace(path: Path, text: str) -> None:
    """Write a draft beside the file, and put it in the file's place in one step. Nothing else is left behind."""
    # The name is known before the file exists, so that there is no moment in which a draft could not be removed.
    draft = path.with_name(f".pactstate.{os.urandom(8).hex()}")

    def remove() -> None:
        draft.unlink(missing_ok=True)

    with undoing(remove):
        try:
            with draft.open("xb") as stream:
                stream.write(text.encode("utf-8", "backslashreplace"))
            draft.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
            draft.replace(path)
        except BaseException:
            remove()
            raise


def _leads_to(path: Path, stream: TextIO) -> bool:
    """Whether a path, such as ``/dev/stdout``, is where a stream goes: to replace it would part the two."""
    try:
        return os.path.samestat(path.stat(), os.fstat(stream.fileno()))
    except (OSError, ValueError):
        return False


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def complain(message: str, *, prefix: LiteralString = "pactstate: ") -> None:
    """Write a message, escaped, to standard error as far as that is possible; without a prefix, line by line."""
    from pactstate.text.escape import TerminalText, visible_lines

    emit_aside(TerminalText.of("{}{}\n", TerminalText.of(prefix), message if prefix else visible_lines(message)))


def emit_aside(text: SafeText) -> None:
    """Write to standard error, in UTF-8, as far as that is possible."""
    if sys.stderr is None:
        return
    try:
        _as_utf8(sys.stderr)
        sys.stderr.write(text)
        sys.stderr.flush()
    except (OSError, ValueError):
        silence(sys.stderr)


def on_terminal() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout is not None and not sys.stdout.closed and sys.stdout.isatty()


def wants_colour() -> bool:
    """Whether to write colours: on a terminal, unless ``NO_COLOR`` is set; anywhere, if ``FORCE_COLOR`` is."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (on_terminal() and os.environ.get("TERM") != "dumb")


def watched(things: Sequence[_Thing], doing: str) -> Iterator[_Thing]:
    """Hand over the things, with a progress bar on standard error if there are many and a person is looking."""
    if len(things) < _MANY or sys.stderr is None or not sys.stderr.isatty() or not on_terminal():
        yield from things
        return
    import click

    from pactstate.text.escape import visible

    with (
        undoing(lambda: os.write(2, _SHOW_CURSOR)),
        click.progressbar(things, label=visible(doing), file=sys.stderr) as bar,
    ):
        yield from bar


def width(fallback: int) -> int:
    """How many columns there are: the terminal's, or the fallback where there is none."""
    import shutil

    return max(40, shutil.get_terminal_size((fallback, 24)).columns) if on_terminal() else fallback


def _as_utf8(stream: TextIO) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(encoding="utf-8", errors="backslashreplace")


def silence(stream: TextIO) -> None:
    """Keep the interpreter from failing at exit when it flushes a stream that cannot be written."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)
    except (OSError, ValueError):
        pass

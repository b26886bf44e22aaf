"""Report of an exception that ends a command: one line on standard error, and with ``--debug`` its traceback.

Imports only the standard library and modules of ours that do the same: the error may be a missing dependency.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator, Sequence
from types import FrameType
from typing import Final

from pactstate.cli import CANNOT_RUN, INTERRUPTED, NO_MEMORY
from pactstate.cli.output import CannotRunError, complain, silence, standard_output

__all__ = ["DEBUG", "reinstall", "report"]

DEBUG: Final = "--debug"
"""Flag that shows the traceback. It is searched for among the words, since click may be missing."""

_UNWRITABLE: Final = (None, errno.ENOSPC, errno.EIO, errno.EBADF, errno.EFBIG)
"""Numbers of errors that only writing can have. None comes from click when standard output is closed."""

_DISTRIBUTIONS: Final = {"yaml": "PyYAML", "attr": "attrs", "markdown_it": "markdown-it-py"}
"""Name of the distribution by name of the module, where they differ."""

_NO_MEMORY: Final = "failed to map segment from shared object"
"""Message of the loader of Linux (glibc) when memory is short for an extension module."""

_MAX_MESSAGE: Final = 300
"""Length up to which an exception's own message is shown, in characters."""


def report(error: Exception, words: Sequence[str]) -> int:
    """Report an exception on standard error and return the exit code."""
    if any(isinstance(one, KeyboardInterrupt) for one in _chain(error)):
        # Until Python 3.12, __set_name__ wraps a KeyboardInterrupt; a callback of an extension module may do so too.
        return INTERRUPTED
    is_debugging = DEBUG in words
    if is_debugging:
        complain(_traceback(error).rstrip("\n"), prefix="")
    if isinstance(error, BrokenPipeError):
        return 0
    complain(_explain(error, "above" if is_debugging else f"with {DEBUG}"))
    return CANNOT_RUN


def reinstall(distribution: str = "pactstate") -> str:
    """Return the command that installs a distribution again."""
    return f"pip install --force-reinstall {distribution}"


def _explain(error: Exception, where: str) -> str:
    """Return what is wrong and what to do. For a bug of ours, ``where`` says where the traceback is shown."""
    if isinstance(error, CannotRunError):
        return str(error)
    if _is_out_of_memory(error):
        return NO_MEMORY
    module = _unloaded(error)
    if module:
        return _explain_module(error, module)
    if isinstance(error, OSError):
        return _explain_system(error)
    return (
        f"unexpected {_name(error)} at {_place(error)}; this is a bug in pactstate: please report it with the "
        f"traceback, shown {where}"
    )


def _is_out_of_memory(error: Exception) -> bool:
    """Return whether memory has run out, for the system or for the loader of extension modules."""
    if isinstance(error, OSError) and error.errno == errno.ENOMEM:
        return True
    # A function in C that gets no memory may return without an exception.
    told = {ImportError: _NO_MEMORY, SystemError: "without exception set"}
    return any(isinstance(error, kind) and text in str(error) for kind, text in told.items())


def _explain_module(error: Exception, module: str) -> str:
    top = module.partition(".")[0]
    what = "is missing" if isinstance(error, ModuleNotFoundError) else f"cannot be loaded ({_name(error)})"
    if top in sys.stdlib_module_names:
        return f"the module '{module}', a part of Python, {what}: install Python again"
    # An extension module may name itself with a leading underscore, and without its package: _pydantic_core.
    name = top.strip("_")
    distribution = _DISTRIBUTIONS.get(name, name.replace("_", "-"))
    return f"the module '{module}' {what}: run '{reinstall(distribution)}'"


def _explain_system(error: OSError) -> str:
    reason = (error.strerror or "it is closed").lower()
    path = error.filename if isinstance(error.filename, str) else ""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH120 - pathlib is not needed yet
    if path.startswith(package + os.sep):
        return f"{path}, a part of pactstate, cannot be read ({reason}): run '{reinstall()}'"
    if error.errno in _UNWRITABLE:
        # click has written by itself, as it does for --help.
        silence(standard_output())
        return f"cannot write to standard output: {reason}"
    return f"cannot run: {reason}{f': {path}' if path else ''}"


def _name(error: Exception) -> str:
    """Return the exception's type, and its message on one line."""
    message = " ".join(str(error).split())
    clipped = message if len(message) <= _MAX_MESSAGE else f"{message[:_MAX_MESSAGE]}..."
    return f"{type(error).__name__}{f': {clipped}' if clipped else ''}"


def _frames(error: BaseException) -> Iterator[tuple[FrameType, int]]:
    """Yield the frames of the traceback with their lines, the innermost first."""
    import traceback  # imported here, since most commands end without an error

    frames = list(traceback.walk_tb(error.__traceback__))
    return reversed(frames)


def _unloaded(error: Exception) -> str:
    """Return the module that could not be imported, or an empty text if the error is of another kind."""
    if isinstance(error, ImportError) and error.name:
        return error.name
    if isinstance(error, SyntaxError) and error.filename:
        return _module_of(error.filename)
    modules = (
        str(frame.f_globals.get("__name__")) for frame, _ in _frames(error) if frame.f_code.co_name == "<module>"
    )
    return next((module for module in modules if module != "__main__"), "")


def _module_of(file: str) -> str:
    """Return the name of the module in a file of the search path; the file itself if it is elsewhere."""
    # The longest path first: the working directory may lie above the others.
    for folder in sorted(sys.path, key=len, reverse=True):
        if folder and file.startswith(folder + os.sep) and file.endswith(".py"):
            name = file[len(folder) + 1 : -len(".py")].replace(os.sep, ".")
            return name.removesuffix(".__init__")
    return file


def _place(error: Exception) -> str:
    """Return the module and line of the error: the innermost frame of ours, else the innermost of all."""
    places = [(str(frame.f_globals.get("__name__")), line) for frame, line in _frames(error)]
    ours = [place for place in places if place[0].partition(".")[0] == "pactstate"]
    in_worker = getattr(error.__cause__, "place", None)
    module, line = in_worker or (ours or places)[0]
    return f"{module}:{line}"


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield the exception and those that caused it, including those that ``raise ... from None`` hides."""
    following: BaseException | None = error
    while following is not None:
        yield following
        following = following.__cause__ or following.__context__


def _traceback(error: BaseException) -> str:
    """Return the traceback, with the exceptions that ``raise ... from None`` hides."""
    import traceback  # imported here, since most commands end without an error

    for one in _chain(error):
        one.__suppress_context__ = one.__cause__ is not None
    return "".join(traceback.format_exception(error))

"""``pactstate --version``, for which nothing else needs to be imported."""

from __future__ import annotations

from pactstate.cli.output import CannotRunError, complain, emit
from pactstate.version import __version__

__all__ = ["tell"]


def tell() -> int:
    """Print the version; the exit code."""
    from pactstate.escape import TerminalText

    try:
        emit(TerminalText.of("pactstate {}\n", __version__))
    except CannotRunError as error:
        complain(str(error))
        return 2
    return 0

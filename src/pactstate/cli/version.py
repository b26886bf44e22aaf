"""``pactstate --version``, for which nothing else needs to be imported."""

from __future__ import annotations

from pactstate.cli.output import emit
from pactstate.version import __version__

__all__ = ["tell"]


def tell() -> int:
    """Print the version and return the exit code."""
    from pactstate.text.escape import TerminalText

    emit(TerminalText.of("pactstate {}\n", __version__))
    return 0

"""The command line: the only place that prints, reads the clock or looks at the environment."""

from __future__ import annotations

import sys

# As typing has it, whose import would take longer than to tell the version.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]

INTERRUPTED = 130
"""The exit code, as shells have it: 128 and the number of the signal."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; interrupted at any point, also while importing, it is 130."""
    try:
        if (sys.argv[1:] if arguments is None else list(arguments)) == ["--version"]:
            from pactstate.cli.version import tell

            return tell()
        from pactstate.cli.process import run

        return run(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED

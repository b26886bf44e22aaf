"""Write ``docs/commands.md``: the help of every command. Run as ``python docs/make_commands.py``."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from pactstate.cli.app import app

__all__ = ["PAGE", "main", "page"]

PAGE: Final = Path(__file__).parent / "commands.md"
_WIDTH: Final = 100


def page() -> str:
    """Return the page."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    context = _context(app, "pactstate")
    yield from (
        "# Commands",
        "",
        "Help of `pactstate` and of each of its commands, written by `docs/make_commands.py`.",
        "",
    )
    yield from _help(app, context)
    for name in app.list_commands(context):
        command = app.get_command(context, name)
        if command is None:
            raise ValueError(name)
        inner = _context(command, name, context)
        yield from (f"## {name}", "")
        yield from _help(command, inner)
        if isinstance(command, click.Group):
            for part in command.list_commands(inner):
                below = command.get_command(inner, part)
                if below is None:
                    raise ValueError(part)
                yield from (f"### {name} {part}", "")
                yield from _help(below, _context(below, part, inner))


def _context(command: click.Command, name: str, parent: click.Context | None = None) -> click.Context:
    names = ["-h", "--help"]
    return click.Context(command, info_name=name, parent=parent, terminal_width=_WIDTH, help_option_names=names)


def _help(command: click.Command, context: click.Context) -> Iterator[str]:
    # click keeps the first help option that it makes: a command that was run alone before has no -h.
    fresh = copy.copy(command)
    vars(fresh)["_help_option"] = None
    yield from ("```text", fresh.get_help(context).rstrip(), "```", "")


def main() -> None:
    """Write the page anew."""
    PAGE.write_text(page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()

"""Questions to a person at a terminal: one at a time, with suggestions. Nothing is asked in a pipe."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final, TypeVar

import attrs
import click

from pactstate.cli.output import CannotRunError, complain, emit_aside, width
from pactstate.errors import PactstateError
from pactstate.smallyaml.characters import suspicious_names
from pactstate.text.escape import SafeText, TerminalText

__all__ = ["Choice", "ask", "edit", "may_edit_again", "may_write"]

_WIDTH: Final = 80
"""Columns of a terminal that does not say how many it has."""
_INDENT: Final = "        "
"""Beginning of the further lines of a suggestion."""

_Answer = TypeVar("_Answer")


@attrs.frozen
class Choice:
    """Answer that a question suggests."""

    word: str
    meaning: str = ""


def ask(
    question: str,
    read: Callable[[str], _Answer],
    choices: Sequence[Choice] = (),
    *,
    default: str | None = None,
) -> _Answer:
    """Ask a question until the answer can be read.

    Args:
        question: Question, without a sign at its end.
        read: Function that returns the meaning of an answer, or raises an error that says what to write.
        choices: Suggestions, which are numbered; the number of one is an answer, too.
        default: Meaning of an empty answer. Without it, an answer is needed.
    """
    with suppress(ImportError):
        # With it, arrow keys move in an answer, and what is pasted stays as it is. Windows has its own.
        import readline  # noqa: F401  # imported for its effect on input()
    longest = max((len(one.word) for one in choices), default=0)
    for number, one in enumerate(choices, 1):
        line = TerminalText.of("  {}  {}", f"{number:>2}  {one.word:<{longest}}", one.meaning).trimmed()
        emit_aside(TerminalText.of("{}\n", TerminalText.joined("\n", line.wrapped(width(_WIDTH), rest=_INDENT))))
    numbers = {str(number): one.word for number, one in enumerate(choices, 1)}
    words = TerminalText.of("{} [{}]", question, default) if default else TerminalText.of("{}", question)
    while True:
        typed: str = click.prompt(words, default=default or "", show_default=False)
        answer = typed.strip()
        if not answer and default is None:
            complain("an answer is needed; Ctrl-C gives up, and nothing is changed", prefix="  ")
            continue
        hidden = next(suspicious_names(answer), None)
        if hidden:
            complain(
                f"the answer has {hidden}, which does not show: type it anew, or paste it as plain text", prefix="  "
            )
            continue
        try:
            return read(numbers.get(answer, answer))
        except (CannotRunError, PactstateError) as error:
            complain(str(error), prefix="  ")


def may_write(change: SafeText) -> bool:
    """Show a change, and ask whether to write it."""
    emit_aside(change)
    return click.confirm("Write this", default=True, err=True)


def may_edit_again() -> bool:
    """Ask whether to open the editor again, with what was typed."""
    return click.confirm("Edit it again", default=True, err=True)


def edit(text: str) -> str:
    """Return a text as it comes back from the editor of $VISUAL or $EDITOR.

    Raises:
        click.ClickException: The editor cannot be run.
    """
    return (click.edit(text, extension=".yaml", require_save=False) or "").replace("\r\n", "\n")

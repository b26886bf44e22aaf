"""Questions to a person at a terminal: one at a time, with suggestions. Nothing is asked in a pipe."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import attrs
import click

from pactstate.cli.output import CannotRunError, complain, emit_aside
from pactstate.errors import PactstateError
from pactstate.text.escape import SafeText, TerminalText

__all__ = ["Choice", "ask", "edit", "may_edit_again", "may_write"]

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
    width = max((len(one.word) for one in choices), default=0)
    for number, one in enumerate(choices, 1):
        emit_aside(TerminalText.of("  {}  {}\n", f"{number:>2}  {one.word:<{width}}".rstrip(), one.meaning))
    numbers = {str(number): one.word for number, one in enumerate(choices, 1)}
    words = TerminalText.of("{} [{}]", question, default) if default else TerminalText.of("{}", question)
    while True:
        answer: str = click.prompt(words, default=default, show_default=False, err=True)
        try:
            return read(numbers.get(answer.strip(), answer.strip()))
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

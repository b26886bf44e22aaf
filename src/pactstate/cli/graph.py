"""Command ``pactstate graph``."""

from __future__ import annotations

import datetime as dt

import click

from pactstate.cli.completion import agreements_and_kinds
from pactstate.cli.options import (
    DATE,
    Records,
    choose_folder,
    data_option,
    like_described,
    open_records,
    select_one,
    today_option,
    warn_of_errors,
)
from pactstate.cli.output import CannotRunError, emit
from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.fileformat import usual
from pactstate.fileformat.find import find_agreements
from pactstate.fileformat.suggest import usual_word
from pactstate.text.suggest import clip
from pactstate.views import diagrams as view

__all__ = ["command"]

_FORMATS = {"mermaid": view.render_mermaid, "dot": view.render_dot}


@click.command(name="graph")
@click.argument("word", metavar="[ID|KIND]", required=False, shell_complete=agreements_and_kinds)
@click.option("--on", type=DATE, metavar="DATE", help="With an ID: the day of the state.  [default: today]")
@click.option(
    "--known-by",
    type=DATE,
    metavar="DATE",
    help="With an ID: count only sources published by this day.  [default: all]",
)
@click.option("--format", "form", type=click.Choice(list(_FORMATS)), default="mermaid", show_default=True)
@data_option
@today_option
def command(
    word: str | None,
    on: PartialDate | None,
    known_by: PartialDate | None,
    form: str,
    data: str | None,
    today: dt.date,
) -> int:
    """Draw the states, and the events that lead from one to another, as a diagram.

    With the ID of an agreement: the path that it has taken, event by event, to its state, or to all its possible states
    if that is not certain. With a KIND: every possible event, and which of them are expected or unusual for this kind
    of agreement. A word that is both is read as an ID. With neither: every possible event.

    GitHub draws Mermaid in Markdown, between '```mermaid' and '```'; Graphviz draws DOT.

    \b
    Examples:
      pactstate graph jp-ph-raa
      pactstate graph jp-ph-raa --on 2025-09-20 --known-by 2025-08-20
      pactstate graph acsa --format dot | dot -Tsvg -o acsa.svg
    """
    draw = _FORMATS[form]
    folder = None if word is None else open_records(choose_folder(data), today)
    if folder and word is not None and (word in folder.registry or word not in folder.config.vocabulary.kinds):
        code = warn_of_errors(folder)
        agreement = _agreement(folder, word)
        emit(draw(view.of_path(agreement, agreement.status(on or today, known_by, today=today))))
        return code
    if on or known_by:
        raise CannotRunError("--on and --known-by go with the ID of an agreement")
    emit(draw(view.of_kind(folder.config.vocabulary.kinds[word]) if folder and word else view.of_table()))
    return 0


def _agreement(folder: Records, word: str) -> Agreement:
    if not find_agreements(word, folder.registry.agreements, folder.config.vocabulary.parties):
        hint = like_described(folder, word) or usual_word(word, folder.config.vocabulary.kinds, usual.KINDS)
        raise CannotRunError(f"no agreement or kind '{clip(word)}'" + (f": {hint}" if hint else ""))
    return select_one(folder, word)

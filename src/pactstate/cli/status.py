"""Command ``pactstate status``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from pactstate.cli import completion
from pactstate.cli.options import (
    AGE,
    DATE,
    Records,
    choose_folder,
    data_option,
    one_question,
    open_records,
    party_code,
    select,
    today_option,
    warn_of_errors,
)
from pactstate.cli.output import CannotRunError, draws_tables, emit, knows_links, wants_colour, width
from pactstate.domain.dates import PartialDate
from pactstate.domain.lifecycle import State
from pactstate.domain.model import Period
from pactstate.fileformat import usual
from pactstate.fileformat.find import find_agreements, meant, split_day
from pactstate.fileformat.suggest import usual_word
from pactstate.text.escape import MarkdownText, SafeText, TerminalText
from pactstate.text.suggest import clip
from pactstate.views import status as view
from pactstate.views.status import Group, Row

__all__ = ["command"]

_Renderer = Callable[[Sequence[Row], PartialDate, PartialDate | None], SafeText]
_GroupRenderer = Callable[[Sequence[Group], str], SafeText]


def _table(rows: Sequence[Row], on: PartialDate, known_by: PartialDate | None) -> TerminalText:
    if not draws_tables():
        return view.render_plain(rows, on, known_by)
    from pactstate.cli.table import render_status

    return render_status(rows, on, known_by, width=width(80), colour=wants_colour())


_FORMATS: dict[str, _Renderer] = {
    "table": _table,
    "json": view.render_json,
    "csv": view.render_csv,
    "markdown": view.render_markdown,
}


def _tables(groups: Sequence[Group], summary: str) -> TerminalText:
    if not draws_tables():
        return view.render_groups_plain(groups, summary)
    from pactstate.cli.table import render_groups

    return render_groups(groups, summary, width=width(80), colour=wants_colour())


def _sentences(row: Row) -> TerminalText:
    from pactstate.views.explain import Addresses, as_terminal, explanation, paragraph

    sentences = explanation(row.agreement, row.status)
    addresses = Addresses.LINKED if knows_links() else Addresses.WRITTEN
    lines = as_terminal(paragraph(sentences), addresses).wrapped(width(100))
    return TerminalText.of("{}\n", TerminalText.joined("\n", lines))


def _markdown_sentences(row: Row) -> MarkdownText:
    from pactstate.views.explain import as_markdown, explanation, paragraph

    return MarkdownText.of("{}\n", as_markdown(paragraph(explanation(row.agreement, row.status))))


_IN_SENTENCES: dict[str, Callable[[Row], SafeText]] = {
    "table": _sentences,
    "markdown": _markdown_sentences,
}
"""Formats in which a single agreement is answered in sentences."""

_IN_GROUPS: dict[str, _GroupRenderer] = {"table": _tables, "markdown": view.render_groups_markdown}


# Generic for type checkers; in the first releases of click 8.2 it is not generic at run time.
if TYPE_CHECKING:
    _Choice = click.Choice[str]
else:
    _Choice = click.Choice


class _StateWord(_Choice):
    """Name of a state. Another word is refused, with the state that it may mean."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the state."""
        known = meant(value, self.choices, usual.STATES)
        if known is None:
            hint = usual_word(value, self.choices, usual.STATES)
            if hint:
                self.fail(f"no state '{clip(value)}': {hint}", param, ctx)
        return super().convert(known or value, param, ctx)


@click.command(name="status")
@click.argument("ids", metavar="[ID]...", nargs=-1, shell_complete=completion.agreement_ids)
@click.option("--on", type=DATE, metavar="DATE", help="Day of the states.  [default: today]")
@click.option("--known-by", type=DATE, metavar="DATE", help="Count only sources published by this day.  [default: all]")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    metavar="KIND",
    help="Only agreements of this kind; repeated: of any of these kinds.",
    shell_complete=completion.kinds,
)
@click.option(
    "--party",
    "parties",
    multiple=True,
    metavar="CODE",
    help="Only agreements of this party, with its state among three or more; repeated: of all these parties.",
    shell_complete=completion.parties,
)
@click.option(
    "--state",
    "states",
    multiple=True,
    type=_StateWord([*map(str, State), *view.ANSWERS]),
    help="Only agreements that are, or may be, in this state, or whose answer is uncertain, rests on a disputed event, "
    "or has something expected; repeated: any of these.",
)
@click.option(
    "--stale-older-than",
    "age",
    type=AGE,
    metavar="2y",
    help="Only agreements whose newest source is older: days, weeks, months or years, as in '90d', '6m', '2y'.",
)
@click.option(
    "--sort",
    "order",
    type=click.Choice(list(view.SORTS)),
    help="Order of the rows.  [default: as named, else by id]",
)
@click.option(
    "--group-by",
    type=click.Choice(list(view.WAYS)),
    help="Print a table for each kind, party or state; for table and markdown.",
)
@click.option("--format", "form", type=click.Choice(list(_FORMATS)), default="table", show_default=True)
@data_option
@today_option
def command(
    ids: tuple[str, ...],
    on: PartialDate | None,
    known_by: PartialDate | None,
    kinds: tuple[str, ...],
    parties: tuple[str, ...],
    states: tuple[str, ...],
    age: Period | None,
    order: str | None,
    group_by: str | None,
    form: str,
    data: str | None,
    today: dt.date,
) -> int:
    """Show the state of every agreement: one row each, with the newest source; of a single one, a paragraph.

    DATE is a day, or a month, a year or an interval: '2025-09-20', '2025-09', '2025-09/2025-12'.

    \b
    Examples:
      pactstate status --party PH --kind acsa
      pactstate status --state uncertain --stale-older-than 2y --sort newest
      pactstate status --party JP --group-by state
      pactstate status jp-ph-raa --on 2025-09-20 --known-by 2025-08-20 --format json
    """
    if group_by and form not in _IN_GROUPS:
        raise CannotRunError(f"--group-by is for {' and '.join(_IN_GROUPS)}")
    folder = open_records(choose_folder(data), today)
    known = folder.config.vocabulary
    kinds = _understood("kind", kinds, known.kinds, usual.KINDS)
    parties = tuple(party_code(word, known.parties) for word in parties)
    code = warn_of_errors(folder)
    ids, on = _question(folder, ids, on)
    day = on or PartialDate(today)
    chosen = [
        agreement
        for agreement in select(folder, ids)
        if (not kinds or agreement.kind in kinds) and set(parties) <= set(agreement.parties)
    ]
    asked = parties[0] if len(parties) == 1 else None
    answers = [(agreement, agreement.status(day, known_by, today=today)) for agreement in chosen]
    rows = [
        Row.of(agreement, status, asked)
        for agreement, status in answers
        if (not states or view.is_so(status, states)) and (age is None or view.is_older(status, age, today))
    ]
    rows = view.sort_rows(rows, order) if order else rows
    if len(ids) == 1 and len(rows) == 1 and form in _IN_SENTENCES and not group_by:
        emit(_IN_SENTENCES[form](rows[0]))
    elif group_by:
        groups = view.grouped(rows, group_by, folder.config.vocabulary)
        emit(_IN_GROUPS[form](groups, view.summary_of_groups(groups, rows, day, known_by)))
    else:
        emit(_FORMATS[form](rows, day, known_by))
    return code


def _question(
    folder: Records, words: Sequence[str], on: PartialDate | None
) -> tuple[tuple[str, ...], PartialDate | None]:
    """Return what is asked for, and the day: that of the question itself if it has one and no agreement fits it."""
    asked = tuple(one_question(folder, words))
    agreements, parties = folder.registry.agreements, folder.config.vocabulary.parties
    together = " ".join(asked)
    if on is not None or not asked or all(find_agreements(word, agreements, parties) for word in asked):
        return asked, on
    split = split_day(together)
    return ((split[0],), split[1]) if split and find_agreements(split[0], agreements, parties) else (asked, on)


def _understood(
    what: str, words: Sequence[str], known: Mapping[str, object], table: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """Return the words of the format that a person means; refuse one that matches nothing.

    A mistyped filter would look like an empty answer.
    """
    found = [meant(word, known, table) for word in words]
    for word, one in zip(words, found, strict=True):
        if one is None:
            hint = usual_word(word, known, table)
            raise CannotRunError(f"no {what} '{clip(word)}'" + (f": {hint}" if hint else ""))
    return tuple(filter(None, found))

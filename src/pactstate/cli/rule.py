"""Command ``pactstate rule``."""

from __future__ import annotations

from collections.abc import Collection

import click

from pactstate.checks.pages import FAMILIES, PAGES, Page, page_file
from pactstate.cli.completion import rules
from pactstate.cli.output import CannotRunError, emit
from pactstate.cli.uncaught import reinstall
from pactstate.rules import RULES, find_rules
from pactstate.text.escape import TerminalText, visible_lines
from pactstate.text.suggest import clip, did_you_mean, question

__all__ = ["command"]


@click.command(name="rule")
@click.argument("word", metavar="[NAME|CODE]", required=False, shell_complete=rules)
def command(word: str | None) -> int:
    """Explain what a rule checks, why, and what to do.

    Prints the page of a rule: what it finds, why that matters, an example with the output of the check, and what to
    write instead. The beginning of codes, such as PS3, lists the rules with these codes; without a word, all rules are
    listed.

    \b
    Examples:
      pactstate rule report-before-event
      pactstate rule PS204
      pactstate rule PS3
    """
    meant = RULES if word is None else _meant(word)
    emit(_list(meant) if len(meant) > 1 else _page(*meant))
    return 0


def _meant(word: str) -> Collection[str]:
    meant = find_rules(word)
    if not meant:
        known = [*RULES, *(rule.code for rule in RULES.values())]
        begins = [name for name in RULES if word and name.startswith(word.casefold())]
        hint = (question(begins) if begins else did_you_mean(word, known)) or "'pactstate rule' lists them all"
        raise CannotRunError(f"no rule '{clip(word)}': {hint}")
    return meant


def _page(name: str) -> TerminalText:
    try:
        return visible_lines(page_file(name).read_text(encoding="utf-8"))
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        place = page_file(name)
        raise CannotRunError(f"{place}, a part of pactstate, cannot be read ({reason}): run '{reinstall()}'") from None


def _list(names: Collection[str]) -> TerminalText:
    pages = [page for name, page in PAGES.items() if name in names]
    families = [
        TerminalText.of("{}: {}\n{}", prefix, subject, TerminalText.joined("", map(_row, family)))
        for prefix, subject in FAMILIES.items()
        if (family := [page for page in pages if page.rule.code.startswith(prefix)])
    ]
    return TerminalText.joined("\n", families)


def _row(page: Page) -> TerminalText:
    rule = page.rule
    clock = ", depends on today" if rule.clock else ""
    return TerminalText.of("\n{} {} ({}{})\n  {}\n", rule.code, rule.name, rule.severity, clock, page.headline)

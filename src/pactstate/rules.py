"""Catalogue of rules: name, code, severity, whether a rule depends on today, and whether it can be silenced.

Everything that names a rule uses this table. See docs/rules/README.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Final

import attrs

from pactstate.domain.fields import repr_as_call
from pactstate.findings import Severity

__all__ = ["RULES", "RuleInfo", "Selection", "find_rules"]


@attrs.frozen
class RuleInfo:
    """Fixed properties of a rule.

    >>> RULES["skipped-step"].code
    'PS205'
    """

    code: str
    name: str
    severity: Severity
    clock: bool = False
    """Whether its findings depend on today."""
    base: bool = False
    """Whether it compares with a base, and has no findings without one."""
    fixable: bool = False
    """Whether some of its findings have a fix."""
    form: bool = False
    """Whether a file with such a finding cannot be understood completely.

    Such a finding cannot be silenced, since exit code 0 means that all files were understood.
    """

    __repr__ = repr_as_call

    @property
    def silenceable(self) -> bool:
        """Whether a comment may silence it.

        A comment may not silence rules on the form, rules on comments, and errors that only ``corrected`` excuses.
        """
        return not (self.form or self.code.startswith("PS9") or (self.base and self.severity is Severity.ERROR))


_TABLE: Final = """
PS001 unreadable-file            error    form
PS002 invalid-yaml               error    form fix
PS003 duplicate-key              error    form fix
PS004 limit-exceeded             error    form
PS005 suspicious-character       error fix
PS006 unsafe-yaml                error    form fix
PS101 unknown-key                error    form fix
PS102 missing-key                error    form fix
PS103 invalid-value              error    form fix
PS104 invalid-date               error    form fix
PS105 ambiguous-scalar           info fix
PS106 unknown-party-code         error    form fix
PS107 file-name                  error
PS201 illegal-transition         error
PS202 repeated-event             error fix
PS203 nothing-to-act-on          error
PS204 out-of-order               error
PS205 skipped-step               warning
PS206 incomplete-consent         warning
PS207 notice-already-effective   error
PS208 short-notice               warning
PS209 force-offset               warning
PS210 past-term                  warning  clock
PS211 retroactive                error
PS212 undeclared-party           error
PS213 party-required             error
PS214 future-event               error    clock
PS215 party-not-allowed          error
PS216 unusual-event              info
PS217 unreported-end             warning  clock
PS218 split-report               warning fix
PS301 report-before-event        error
PS302 report-a-day-early         warning
PS303 date-narrowed              info
PS304 late-announcement          warning
PS305 unconfirmed-announcement   warning  clock
PS306 announcement-slipped       info
PS307 undated-source             warning
PS308 unsourced-event            warning
PS309 unknown-source             error fix
PS310 unused-source              info
PS311 source-from-future         error    clock
PS312 source-clock               error
PS313 date-conflict              warning
PS314 unsupported-date           error
PS315 stale-statement            warning
PS316 premature-statement        warning
PS317 denied-event               warning
PS318 needless-rejection         info     clock
PS319 single-witness             info
PS401 duplicate-id               error    form fix
PS402 dangling-link              error fix
PS403 link-mismatch              warning fix
PS501 event-removed              error    base
PS502 event-rewritten            error    base
PS503 agreement-removed          error    base
PS504 state-moved-back           warning  base
PS505 source-redated             error    base
PS901 ignore-without-reason      error
PS902 unused-ignore              warning fix
PS903 expired-ignore             error    clock
PS904 unknown-rule               error fix
"""


def _read_table(text: str) -> Mapping[str, RuleInfo]:
    rows = [line.split() for line in text.strip().splitlines()]
    rules = [
        RuleInfo(code, name, Severity(severity), "clock" in marks, "base" in marks, "fix" in marks, "form" in marks)
        for code, name, severity, *marks in rows
    ]
    return MappingProxyType({rule.name: rule for rule in rules})


RULES: Final = _read_table(_TABLE)
"""All rules by name, in the order of their codes."""


def find_rules(word: str) -> Mapping[str, int]:
    """Return the names of the rules that a word means, each with the number of characters of the code that match.

    The word is a name (``skipped-step``), a code (``PS205``) or the beginning of codes (``PS2``), in any letter case.

    >>> find_rules("ps205")
    {'skipped-step': 5}
    >>> find_rules("PS8")
    {}
    """
    folded = word.strip().casefold()
    if folded in RULES:
        return {folded: len(RULES[folded].code)}
    if not folded.startswith("ps"):
        return {}
    return {name: len(folded) for name, rule in RULES.items() if rule.code.casefold().startswith(folded)}


@attrs.frozen
class Selection:
    """Choice of the rules that apply: all but the ignored ones, or only the selected ones.

    >>> sorted(Selection(select=("PS205",), ignore=("PS2",)).names & {"skipped-step", "repeated-event"})
    ['skipped-step']
    """

    select: tuple[str, ...] = ()
    """Names, codes or beginnings of codes; empty for all rules."""
    ignore: tuple[str, ...] = ()
    """Names, codes or beginnings of codes. If a rule is selected and ignored, the longer word wins, then ``ignore``."""
    ignores_settings: bool = False
    """Whether the choice of the settings does not count."""

    __repr__ = repr_as_call

    def with_settings(self, settings: Selection) -> Selection:
        """Return this choice combined with that of settings: ``select`` replaces theirs, ``ignore`` adds to theirs."""
        if self.ignores_settings:
            return self
        return Selection(self.select or settings.select, (*settings.ignore, *self.ignore))

    @cached_property
    def names(self) -> frozenset[str]:
        """Names of the rules that apply. Rules on the form always apply: see :attr:`RuleInfo.form`."""
        return self.chosen | {name for name, rule in RULES.items() if rule.form}

    @cached_property
    def chosen(self) -> frozenset[str]:
        """Names of the rules that are chosen, with or without those on the form."""
        selected = _meant(self.select) if self.select else dict.fromkeys(RULES, 0)
        ignored = _meant(self.ignore)
        return frozenset(name for name, exactness in selected.items() if exactness > ignored.get(name, -1))


def _meant(words: tuple[str, ...]) -> dict[str, int]:
    """Return every rule that one of the words means, with the most characters that match."""
    meant: dict[str, int] = {}
    for word in words:
        for name, exactness in find_rules(word).items():
            meant[name] = max(exactness, meant.get(name, 0))
    return meant

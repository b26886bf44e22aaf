"""What comments silence, and what is wrong with the comments themselves. Rule: format.md, domain.md PS901 to PS904."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import attrs

from pactstate.domain.dates import DateError, PartialDate
from pactstate.fileformat.document import finding
from pactstate.fileformat.ignores import WHOLE_FILE, Ignore
from pactstate.findings import Finding, Location, Severity, Suppression
from pactstate.rules import RULES, find_rules
from pactstate.storage.limits import DEFAULT
from pactstate.text.suggest import Suggestions, clip, did_you_mean

__all__ = ["settle", "unknown_words"]

_LIST = "'pactstate rule' lists the rules"
_END = "until=2027-01-31"


@attrs.define(eq=False, repr=False)
class _Comment:
    """A comment before the findings: whether it holds today, and which of its rules have silenced something."""

    ignore: Ignore
    rules: Mapping[str, Location]
    """The rules that it means, by name."""
    holds: bool
    used: set[str] = attrs.Factory(set)

    def silences(self, found: Finding) -> bool:
        return self.holds and found.rule in self.rules and self.ignore.first <= found.line <= self.ignore.last


def settle(
    findings: Iterable[Finding],
    comments: Mapping[str, Sequence[Ignore]],
    today: dt.date,
    names: Collection[str],
    unjudged: Iterable[str] = (),
) -> tuple[list[Finding], list[Suppression]]:
    """What is left of the findings when only some rules speak and comments have silenced theirs, and what these are.

    The comments are given by file; to what is left belongs what is wrong with them. Of the files that are ``unjudged``
    nothing can be said of what is used.
    """
    said = [found for found in findings if found.rule in names]
    by_file: dict[str, list[_Comment]] = {}
    may_suggest = Suggestions()
    for path, said_here in comments.items():
        if len(said_here) > DEFAULT.ignores:
            message = f"more than {DEFAULT.ignores} ignores in one file"
            help = "the limits are listed in SECURITY.md"
            said.append(finding("limit-exceeded", message, said_here[DEFAULT.ignores].place, help=help))
            unjudged = {*unjudged, path}
        for ignore in said_here[: DEFAULT.ignores]:
            comment, faults = _judged(ignore, PartialDate(today), may_suggest)
            by_file.setdefault(path, []).append(comment)
            said += [fault for fault in faults if fault.rule in names]
    left: list[Finding] = []
    silenced: list[Suppression] = []
    for found in said:
        by = _silencing(found, by_file.get(found.path, ()))
        if by is None:
            left.append(found)
            continue
        by.used.add(found.rule)
        until = by.ignore.until[0] if by.ignore.until else None
        silenced.append(Suppression(found, by.ignore.reason, by.ignore.place, until))
    if "unused-ignore" in names:
        passed_over = {*unjudged}
        judged = [comments for path, comments in by_file.items() if path not in passed_over]
        left += [fault for comments in judged for fault in _unused(comments, names)]
    return left, silenced


def _silencing(found: Finding, comments: Iterable[_Comment]) -> _Comment | None:
    if not RULES[found.rule].silenceable:
        return None
    # The nearest comment above is meant; one for the whole file only where there is no other.
    fitting = [comment for comment in comments if comment.silences(found)]
    return min(fitting, key=lambda comment: comment.ignore.last - comment.ignore.first, default=None)


def _judged(ignore: Ignore, today: PartialDate, may_suggest: Suggestions) -> tuple[_Comment, list[Finding]]:
    """A comment as it is understood, and what is wrong with it by itself."""
    faults: list[Finding] = []
    rules: dict[str, Location] = {}
    if ignore.word not in ("ignore", WHOLE_FILE):
        # Not the word for the whole file: who takes that advice for a typing error silences more than was meant.
        words = (WHOLE_FILE,) if ignore.word.casefold().endswith("file") else ("ignore",)
        help = did_you_mean(ignore.word, words) or "write 'ignore[rule] reason', or 'ignore-file[rule] reason'"
        message = f"'{clip(ignore.word)}' says nothing to the check"
        faults.append(finding("unknown-rule", message, ignore.place, help=help))
        return _Comment(ignore, rules, holds=False), faults
    if ignore.open:
        help = f"close the bracket: '{ignore.word}[skipped-step] reason'"
        faults.append(finding("unknown-rule", "the bracket after this ignore is not closed", ignore.place, help=help))
    elif not ignore.rules:
        help = f"name the rule, as in '{ignore.word}[skipped-step] reason'; {_LIST}"
        faults.append(finding("unknown-rule", "this ignore names no rule", ignore.place, help=help))
    if len(ignore.rules) > DEFAULT.ignores:
        message, place = f"more than {DEFAULT.ignores} rules in one ignore", ignore.rules[DEFAULT.ignores][1]
        faults.append(finding("limit-exceeded", message, place, help="name those that are found here"))
    for word, place in ignore.rules[: DEFAULT.ignores]:
        meant = list(find_rules(word))
        if len(meant) > 1:
            message = f"'{clip(word)}' means {len(meant)} rules: a comment silences what it names"
            faults.append(finding("unknown-rule", message, place, help=f"name the rule itself; {_LIST}"))
        elif not meant and word.casefold().startswith("until"):
            help = f"write the last day once, as '{_END}'"
            faults.append(finding("unknown-rule", f"'{clip(word)}' is no rule", place, help=help))
        elif not meant:
            faults.append(_unknown(word, place, "this ignore names", may_suggest))
        else:
            rules[meant[0]] = place
    if "pactstate:" in ignore.reason:
        help = "name several rules in one bracket, or put each comment on a line of its own"
        faults.append(
            finding("unknown-rule", "a second ignore in the same comment is not heeded", ignore.place, help=help)
        )
    if not any(character.isalnum() for character in ignore.reason):
        help = "say why after the brackets, as in 'ignore[skipped-step] the notes were never published'"
        faults.append(finding("ignore-without-reason", "this ignore gives no reason", ignore.place, help=help))
    holds = True
    if ignore.until:
        text, place = ignore.until
        try:
            holds = today.earliest <= PartialDate(text).latest
        except DateError as error:
            faults.append(finding("invalid-date", str(error), place))
        if not holds:
            help = f"mend what it silenced, or look at it again and write another day, as in '{_END}'"
            faults.append(finding("expired-ignore", f"this ignore held until {text}", place, help=help))
        elif ignore.trailing:
            named = ", ".join([*(word for word, _ in ignore.rules), f"until={text}"])
            message = f"'until {text}' at the end of a reason is read as the last day of this ignore"
            help = f"write the day in the brackets: '{clip(f'{ignore.word}[{named}]')}' and then the reason"
            faults.append(finding("unknown-rule", message, place, help=help, severity=Severity.WARNING))
    return _Comment(ignore, rules, holds), faults


def _unused(comments: Iterable[_Comment], names: Collection[str]) -> Iterator[Finding]:
    for comment in comments:
        for name, place in comment.rules.items():
            if name in comment.used or not comment.holds or name not in names:
                continue
            if RULES[name].silenceable:
                message, help = f"'{name}' is not found here: nothing is silenced", "delete it"
                if comment.ignore.last < comment.ignore.first:
                    help = "put it above the entry that it means, indented like that, or at the end of the line"
            else:
                message, help = f"'{name}' cannot be silenced", "mend the fault, and delete this"
            yield finding("unused-ignore", message, place, help=help)


def unknown_words(words: Iterable[str], place: Mapping[str, Location], who: str) -> Iterator[Finding]:
    """What is wrong with the words of a selection, made by a flag or by settings; ``who`` says by which."""
    may_suggest = Suggestions()
    yield from (_unknown(word, place[word], who, may_suggest) for word in words if not find_rules(word))


def _unknown(word: str, place: Location, who: str, may_suggest: Suggestions) -> Finding:
    names = [*RULES, *(rule.code for rule in RULES.values())]
    message = f"{who} '{clip(word)}', which is no rule"
    return finding("unknown-rule", message, place, help=(did_you_mean(word, names) if may_suggest() else None) or _LIST)

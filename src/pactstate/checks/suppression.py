"""Suppression of findings by comments, and errors in these comments (PS901 to PS904). See docs/format.md."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial

import attrs

from pactstate.domain.dates import DateError, PartialDate
from pactstate.fileformat.document import finding
from pactstate.fileformat.ignores import WHOLE_FILE, Ignore
from pactstate.findings import Finding, Fix, Location, Severity, Suppression, TextEdit
from pactstate.rules import RULES, find_rules
from pactstate.storage.limits import DEFAULT
from pactstate.text.suggest import Suggestions, clip, did_you_mean

__all__ = ["Suppressor", "unknown_words"]

_LIST = "'pactstate rule' lists the rules"
_END = "until=2027-01-31"


@attrs.define(eq=False, repr=False)
class _Comment:
    """Comment that suppresses findings, as it applies today."""

    ignore: Ignore
    rules: Mapping[str, Location]
    """Rules that the comment names, with the location of each name."""
    is_valid: bool
    """Whether it suppresses anything today."""
    used: set[str] = attrs.Factory(set)
    """Rules of which it has suppressed a finding."""

    def suppresses(self, rule: str) -> bool:
        return self.is_valid and rule in self.rules


@attrs.frozen(eq=False, repr=False)
class _Cover:
    """Comments on one rule in a file, arranged so that the nearest one to a line is found by bisection."""

    starts: Sequence[int]
    """First lines of stretches in which the nearest comment is the same."""
    nearest: Sequence[_Comment | None]
    """Comment for each stretch."""

    @classmethod
    def of(cls, comments: Iterable[_Comment]) -> _Cover:
        by_size = sorted(comments, key=lambda one: one.ignore.last - one.ignore.first)
        starts = sorted({line for one in by_size for line in (one.ignore.first, one.ignore.last + 1)})
        # The limit of comments in a file bounds the product.
        nearest = [
            next((one for one in by_size if one.ignore.first <= start <= one.ignore.last), None) for start in starts
        ]
        return cls(starts, nearest)

    def at(self, line: int) -> _Comment | None:
        number = bisect.bisect_right(self.starts, line)
        return self.nearest[number - 1] if number else None


@attrs.define(eq=False, repr=False)
class Suppressor:
    """Suppresses findings by the comments in their files, in any order of findings.

    The comments of a file have to be added before the findings in it.
    """

    _today: PartialDate
    _names: Collection[str]
    """Names of the selected rules."""
    suppressed: list[Suppression] = attrs.field(factory=list, init=False)
    faults: list[Finding] = attrs.field(factory=list, init=False)
    """Errors in the comments themselves."""
    _comments: dict[str, list[_Comment]] = attrs.field(factory=dict, init=False)
    _covers: dict[tuple[str, str], _Cover] = attrs.field(factory=dict, init=False)
    """Comments by path and rule, arranged when the first finding asks for them."""
    _exceeding: set[str] = attrs.field(factory=set, init=False)
    """Files with more comments than are read."""
    _may_suggest: Suggestions = attrs.field(factory=Suggestions, init=False)

    def add(self, path: str, ignores: Sequence[Ignore]) -> None:
        """Add the comments of a file."""
        if len(ignores) > DEFAULT.ignores:
            message = f"more than {DEFAULT.ignores} ignores in one file"
            help = "the limits are listed in SECURITY.md"
            first = ignores[DEFAULT.ignores]
            self.faults.append(finding("limit-exceeded", message, first.location, help=help, excerpt=first.excerpt))
            self._exceeding.add(path)
        for ignore in ignores[: DEFAULT.ignores]:
            comment, faults = _understood(ignore, self._today, self._may_suggest)
            self._comments.setdefault(path, []).append(comment)
            self.faults += faults

    def has_comments(self, path: str) -> bool:
        """Return whether a file has comments that may suppress findings in it."""
        return path in self._comments

    def remaining(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Yield the findings that no comment suppresses, and record the others."""
        for found in findings:
            comment = self._nearest(found)
            if comment is None:
                yield found
                continue
            comment.used.add(found.rule)
            until = comment.ignore.until[0] if comment.ignore.until else None
            self.suppressed.append(Suppression(found, comment.ignore.reason, comment.ignore.location, until))

    def _nearest(self, found: Finding) -> _Comment | None:
        """Return the comment that suppresses a finding; of several the one that covers the fewest lines."""
        if found.path not in self._comments or not RULES[found.rule].silenceable:
            return None
        key = found.path, found.rule
        if key not in self._covers:
            self._covers[key] = _Cover.of(one for one in self._comments[found.path] if one.suppresses(found.rule))
        return self._covers[key].at(found.line)

    def unused(self, unjudged: Collection[str]) -> Iterator[Finding]:
        """Yield a finding for each rule in a comment that has suppressed nothing.

        ``unjudged`` are files to which not every rule was applied: there is no telling what their comments suppress.
        """
        for path, comments in self._comments.items():
            if path not in unjudged and path not in self._exceeding:
                for comment in comments:
                    yield from _unused(comment, self._names)


def _understood(ignore: Ignore, today: PartialDate, may_suggest: Suggestions) -> tuple[_Comment, list[Finding]]:
    """Return a comment as it applies today, and the errors in it."""
    faults: list[Finding] = []
    fault = partial(finding, excerpt=ignore.excerpt)
    rules: dict[str, Location] = {}
    if ignore.word not in ("ignore", WHOLE_FILE):
        # 'ignore-file' is not suggested for a mistyped 'ignore': it would suppress more than was meant.
        words = (WHOLE_FILE,) if ignore.word.casefold().endswith("file") else ("ignore",)
        help = did_you_mean(ignore.word, words) or "write 'ignore[rule] reason', or 'ignore-file[rule] reason'"
        message = f"'{clip(ignore.word)}' is not known to the check"
        faults.append(fault("unknown-rule", message, ignore.location, help=help))
        return _Comment(ignore, rules, is_valid=False), faults
    if ignore.open:
        help = f"close the bracket: '{ignore.word}[skipped-step] reason'"
        faults.append(fault("unknown-rule", "the bracket after this ignore is not closed", ignore.location, help=help))
    elif not ignore.rules:
        help = f"name the rule, as in '{ignore.word}[skipped-step] reason'; {_LIST}"
        faults.append(fault("unknown-rule", "this ignore names no rule", ignore.location, help=help))
    if len(ignore.rules) > DEFAULT.ignores:
        message, place = f"more than {DEFAULT.ignores} rules in one ignore", ignore.rules[DEFAULT.ignores][1]
        faults.append(fault("limit-exceeded", message, place, help="name those that are found here"))
    for word, place in ignore.rules[: DEFAULT.ignores]:
        meant = list(find_rules(word))
        if len(meant) > 1:
            message = f"'{clip(word)}' means {len(meant)} rules: a comment silences what it names"
            faults.append(fault("unknown-rule", message, place, help=f"name the rule itself; {_LIST}"))
        elif not meant and word.casefold().startswith("until"):
            help = f"write the last day once, as '{_END}'"
            faults.append(fault("unknown-rule", f"'{clip(word)}' is no rule", place, help=help))
        elif not meant:
            faults.append(_unknown(word, place, "this ignore names", may_suggest, ignore.excerpt))
        else:
            rules[meant[0]] = place
    if "pactstate:" in ignore.reason:
        help = "name several rules in one bracket, or put each comment on a line of its own"
        faults.append(
            fault("unknown-rule", "a second ignore in the same comment has no effect", ignore.location, help=help)
        )
    if not any(character.isalnum() for character in ignore.reason):
        help = "say why after the brackets, as in 'ignore[skipped-step] the notes were never published'"
        faults.append(fault("ignore-without-reason", "this ignore gives no reason", ignore.location, help=help))
    is_valid = True
    if ignore.until:
        text, place = ignore.until
        try:
            is_valid = today.earliest <= PartialDate(text).latest
        except DateError as error:
            faults.append(fault("invalid-date", str(error), place))
        if not is_valid:
            help = f"correct the fault that it silenced, or write a later day, as in '{_END}'"
            faults.append(fault("expired-ignore", f"this ignore held until {text}", place, help=help))
        elif ignore.trailing:
            named = ", ".join([*(word for word, _ in ignore.rules), f"until={text}"])
            message = f"'until {text}' at the end of a reason is read as the last day of this ignore"
            help = f"write the day in the brackets: '{clip(f'{ignore.word}[{named}]')}' and then the reason"
            fix = _day_in_brackets(ignore, text, place) if ignore.rules and not ignore.open else None
            faults.append(fault("unknown-rule", message, place, help=help, severity=Severity.WARNING, fix=fix))
    return _Comment(ignore, rules, is_valid), faults


def _day_in_brackets(ignore: Ignore, day: str, place: Location) -> Fix:
    """Return the fix that moves the last day of a comment from the end of its reason into its brackets."""
    close = ignore.excerpt.index("]", ignore.location.column)
    comma = ignore.excerpt.rindex(",", close, place.column)
    edits = (_edit(place, close, close, f", until={day}"), _edit(place, comma, len(ignore.excerpt.rstrip()), ""))
    return Fix("write the day in the brackets", edits)


def _edit(line: Location, start: int, end: int, text: str) -> TextEdit:
    """Return the edit of a stretch of a line, given its offsets in the line."""
    return TextEdit(Location(line.path, line.line, start + 1, line.line, end + 1), text)


def _without(comment: _Comment, unused: AbstractSet[str]) -> Fix:
    """Return the fix that deletes rules from a comment, or the whole comment if no rule is left."""
    ignore = comment.ignore
    line, start = ignore.excerpt, ignore.location.column - 1
    kept = [name for name, _ in ignore.rules if unused.isdisjoint(find_rules(name))]
    if kept:
        until = [f"until={ignore.until[0]}"] if ignore.until and not ignore.trailing else []
        inside = line.index("[", start) + 1, line.index("]", start)
        return Fix(
            "delete the rules that are not found", (_edit(ignore.location, *inside, ", ".join([*kept, *until])),)
        )
    before = line[:start].rstrip()
    if before:
        return Fix("delete the comment", (_edit(ignore.location, len(before), len(line.rstrip()), ""),))
    whole = Location(ignore.location.path, ignore.location.line, 1, ignore.location.line + 1, 1)
    return Fix("delete the comment", (TextEdit(whole, ""),))


def _unused(comment: _Comment, names: Collection[str]) -> Iterator[Finding]:
    found = {
        name: place
        for name, place in comment.rules.items()
        if name not in comment.used and comment.is_valid and name in names
    }
    # A comment that covers nothing may be in the wrong place.
    fix = _without(comment, found.keys()) if found and comment.ignore.last >= comment.ignore.first else None
    for name, place in found.items():
        if RULES[name].silenceable:
            message, help = f"'{name}' is not found here: nothing is silenced", "delete it"
            if comment.ignore.last < comment.ignore.first:
                help = "put it above the entry that it means, indented like that, or at the end of the line"
        else:
            message, help = f"'{name}' cannot be silenced", "correct the fault, and delete this comment"
        yield finding("unused-ignore", message, place, help=help, excerpt=comment.ignore.excerpt, fix=fix)


def unknown_words(words: Mapping[str, Location], who: str, excerpt: Callable[[Location], str]) -> Iterator[Finding]:
    """Yield a finding for each selected or ignored word that means no rule.

    Args:
        words: Words with their locations.
        who: Beginning of the message, which says where the words come from.
        excerpt: Function that returns the line at a place.
    """
    may_suggest = Suggestions()
    for word, place in words.items():
        if not find_rules(word):
            yield _unknown(word, place, who, may_suggest, excerpt(place))


def _unknown(word: str, place: Location, who: str, may_suggest: Suggestions, excerpt: str) -> Finding:
    names = [*RULES, *(rule.code for rule in RULES.values())]
    message = f"{who} '{clip(word)}', which is no rule"
    help = (did_you_mean(word, names) if may_suggest() else None) or _LIST
    return finding("unknown-rule", message, place, help=help, excerpt=excerpt)

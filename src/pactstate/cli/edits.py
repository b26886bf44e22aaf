"""Changes of one file, as ``add``, ``new`` and ``reject`` make them: questions, check, diff, writing, state after."""

from __future__ import annotations

import datetime as dt
import functools
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeVar, cast

import attrs
import click

from pactstate.checks.runner import check_folder
from pactstate.checks.since_base import KnownFindings
from pactstate.cli.ask import Choice, ask, edit, may_edit_again, may_write
from pactstate.cli.options import (
    CONFIGURATION_ERRORS,
    choose_folder,
    configured_folders,
    folder_option,
    select_one,
    today_option,
)
from pactstate.cli.output import CannotRunError, can_ask, complain, emit, wants_colour
from pactstate.domain.agreement import Agreement
from pactstate.editing.additions import Addition, as_mapping, from_mapping
from pactstate.editing.insertion import ParsedText, text_to_edit, with_addition
from pactstate.editing.records import entry_names, find_entry
from pactstate.editing.typed import TypedText
from pactstate.editing.unified_diff import unified_diff
from pactstate.errors import ValueRefusedError
from pactstate.fileformat.document import BOOLEAN_PATHS
from pactstate.fileformat.write import yaml_text
from pactstate.findings import Finding, Report, Severity
from pactstate.folder.read import Draft, Folder, read_folder
from pactstate.reports import text as findings_text
from pactstate.reports.base import Options
from pactstate.rules import RULES, Selection
from pactstate.smallyaml import Data, Tree, parse
from pactstate.storage.disk import UnreadableError, shown_name, system_name
from pactstate.storage.limits import DEFAULT
from pactstate.storage.locate import FOLDER_NAME, nearest_folder, packaged_folder
from pactstate.storage.replace import create_file, replace_unchanged
from pactstate.text.escape import TerminalText, patch_text
from pactstate.text.suggest import clip
from pactstate.views import explain

__all__ = [
    "File",
    "Make",
    "Session",
    "agreement_file",
    "ask_agreement",
    "ask_entry",
    "editing_command",
    "new_file",
    "shared_file",
]

_ERRORS: Final = "{} has errors: repair what 'pactstate check' finds first"
_MAX_CHOICES: Final = 20
"""Number of agreements up to which all are suggested."""

_Answer = TypeVar("_Answer")
Make = Callable[[Mapping[str, Data]], Addition]
"""Function that returns an addition, given the data of the file."""


@attrs.frozen(eq=False, repr=False)
class File:
    """File of a folder that can be changed: it is new, or it can be read without errors in its form."""

    shown: str
    path: Path
    text: str = ""
    data: Mapping[str, Data] = attrs.field(factory=dict)
    agreement: Agreement | None = None
    """None for a file of shared sources, and for a new one."""
    tree: Tree | None = None
    """Tree of the text; None for a new file."""
    is_new: bool = False


@attrs.define(eq=False, repr=False)
class Session:
    """One run of a command that changes a file: its folder, and the options that all such commands have."""

    folder: Folder
    today: dt.date
    is_dry: bool = False
    """Whether to print a diff and write nothing."""
    allows_findings: bool = False
    """Whether to write even if there are new errors, other than errors of form."""
    asks: bool = False
    """Whether a person can be asked for values that are missing."""
    edits: bool = False
    """Whether the person edits what is added."""
    has_asked: bool = False
    _typed: dict[int, str] = attrs.field(factory=dict, init=False)
    """Texts as they came from the editor, by number."""

    def need(self, values: Mapping[str, object]) -> None:
        """Refuse if values are missing and nobody can be asked. The keys are the words of the command line."""
        missing = [name for name, value in values.items() if value is None or value == ()]
        if missing and not self.asks:
            names = " and ".join(filter(None, (", ".join(missing[:-1]), missing[-1])))
            raise CannotRunError(
                f"'{click.get_current_context().command_path}' needs {names}: only a person at a terminal is asked"
            )

    def ask(
        self,
        question: str,
        read: Callable[[str], _Answer],
        choices: Sequence[Choice] = (),
        *,
        default: str | None = None,
    ) -> _Answer:
        """Ask a question; see :func:`pactstate.cli.ask.ask`."""
        self.has_asked = True
        return ask(question, read, choices, default=default)

    def ask_if(self, question: str) -> str | None:
        """Ask for a text that may be left out. Nobody is asked who has not been asked for anything else."""
        return self.ask(f"{question} (Enter: none)", str, default="") or None if self.has_asked else None

    def add(self, file: File, makes: Sequence[Make], what: str) -> int:
        """Make additions to a file, one after the other, and save it; return the exit code.

        Args:
            file: File to change.
            makes: Functions that return the additions.
            what: Name of the addition, for the first line of the output.
        """
        return self.save(file, lambda: self._with_additions(file, makes), f"added {what}")

    def _with_additions(self, file: File, makes: Sequence[Make]) -> ParsedText:
        data, now = file.data, None
        if file.text:
            now = ParsedText(file.text, file.tree) if file.tree else ParsedText.of(file.text)
        try:
            for number, make in enumerate(makes):
                addition, typed = make(data), None
                if self.edits:
                    lines = text_to_edit(now.text, addition) if now else yaml_text(as_mapping(addition))
                    addition, typed = _as_typed(addition, self.edited(lines, number))
                if now:
                    now = with_addition(now, addition, typed)
                else:
                    now = ParsedText.of("\n".join([*typed.lines, ""]) if typed else yaml_text(as_mapping(addition)))
                data = cast("Mapping[str, Data]", addition.applied(dict(data)))
        except ValueRefusedError as error:
            raise ValueRefusedError(f"{file.shown}: {error}") from None
        assert now is not None  # noqa: S101 - there is at least one addition
        return now

    def edited(self, text: str, number: int = 0) -> str:
        """Return a text as the person edits it, if that is wanted: at a second try, the text of the first one.

        Args:
            text: Text to begin with.
            number: Number of the text, if one change has several.

        Raises:
            ValueRefusedError: Nothing comes back from the editor.
        """
        if not self.edits:
            return text
        typed = edit(self._typed.get(number, text))
        if not typed.strip():
            raise ValueRefusedError("the editor returned an empty text: nothing is changed")
        self._typed[number] = typed
        return typed

    def save(self, file: File, make: Callable[[], ParsedText], done: str) -> int:
        """Write the new text of a file, if it brings no new error; say what has changed, and return the exit code.

        A person who edits the text can do so again if it cannot be written.
        """
        while True:
            try:
                new = make()
            except ValueRefusedError as error:
                if not self._typed or not self.asks:
                    raise
                complain(str(error))
                if not may_edit_again():
                    return 2
                continue
            draft = Draft(new.text.encode(), file.shown, file.path, new.tree)
            after = read_folder(self.folder.opened.folder, config=self.folder.config, draft=draft, like=self.folder)
            report = check_folder(after, self.today)
            if self._may_bring(file, report):
                return self._save(file, new.text, after, report, done)
            if not self._typed or not self.asks or not may_edit_again():
                return 1

    def _may_bring(self, file: File, report: Report) -> bool:
        """Return whether a change after which there are some findings may be made; show those for which it may not."""
        wrong = {one.rule for one in report.findings if one.severity is Severity.ERROR}
        if report.ok or (self.allows_findings and not any(RULES[rule].form for rule in wrong)):
            return True  # whatever there was before
        # Findings of other rules are not compared, and to describe them takes as long as to find them.
        others = Selection(ignore=tuple(name for name in RULES if name not in wrong))
        before = check_folder(self.folder, self.today, others)
        new, _ = KnownFindings.of(before.findings, str).new(report.findings)
        errors = [one for one in new if one.severity is Severity.ERROR]
        if not errors or (self.allows_findings and not any(RULES[one.rule].form for one in errors)):
            return True
        only = attrs.evolve(report, findings=errors, unlisted=(), suppressed=(), remarks=())
        emit(findings_text.render(only, Options(colour=wants_colour())))
        left = "is not made: it" if file.is_new else "is unchanged: the addition"
        complain(f"{file.shown} {left} would bring the errors above")
        return False

    def _save(self, file: File, text: str, after: Folder, report: Report, done: str) -> int:
        diff = unified_diff(os.path.relpath(system_name(file.shown)), None if file.is_new else file.text, text)
        if self.is_dry:
            emit(patch_text(diff))
            return 0
        if self.has_asked and not may_write(patch_text(diff)):
            complain(f"nothing is written: {file.shown} is as it was")
            return 0
        self._write(file, text)
        emit(TerminalText.of("{}\n", TerminalText.joined("\n", self._lines(file, after, report, done))))
        return 0

    def _write(self, file: File, text: str) -> None:
        try:
            if file.is_new:
                create_file(file.path, text.encode())
            else:
                replace_unchanged(file.path, file.text, text, DEFAULT)
        except UnreadableError as error:
            raise CannotRunError(f"{file.shown} {error.reason}") from None
        except OSError as error:
            raise CannotRunError(f"cannot write {file.shown}: {(error.strerror or str(error)).lower()}") from None

    def _lines(self, file: File, after: Folder, report: Report, done: str) -> Iterator[TerminalText]:
        yield TerminalText.of("{}: {}", file.shown, done)
        id = file.agreement.id if file.agreement else file.path.stem
        for label, agreement in (("before", file.agreement), ("now", after.registry.get(id))):
            if agreement:
                sentence = explain.opening(agreement, agreement.status(self.today, today=self.today), in_full=True)
                yield TerminalText.of("{}: {}", label, explain.as_terminal(sentence))
            elif label == "before" and id in after.registry:
                yield TerminalText.of("before: nothing was recorded of {}.", id)
        found = [one for one in report.findings if one.path == file.shown and one.severity is not Severity.INFO]
        yield TerminalText.of("check: {}", _count(found))
        listed = found[: findings_text.MAX_FINDINGS]
        yield from (TerminalText.of("  {}", f"{one}; {one.help}" if one.help else str(one)) for one in listed)
        if len(found) > len(listed):
            yield TerminalText.of("  ... and {} more: see 'pactstate check'", len(found) - len(listed))


def editing_command(command: Callable[..., int]) -> Callable[..., int]:
    """Turn a function of a session into one of the options that all commands which change a file have."""

    @functools.wraps(command)
    def run(
        data: str | None,
        today: dt.date,
        dry_run: bool,
        allow_findings: bool,
        yes: bool,
        edit: bool,
        **given: object,
    ) -> int:
        asks = can_ask() and not yes
        try:
            return command(Session(_open_to_edit(data), today, dry_run, allow_findings, asks, edit), **given)
        except ValueRefusedError as error:
            raise CannotRunError(str(error)) from None

    for option in (
        today_option,
        folder_option("the nearest agreements/ upwards"),
        click.option("--allow-findings", is_flag=True, help="Write even if 'check' finds new errors."),
        click.option("--yes", is_flag=True, help="Ask nothing, also at a terminal."),
        click.option("--edit", is_flag=True, help="Open what is added in $VISUAL or $EDITOR first."),
        click.option("--dry-run", is_flag=True, help="Print the change as a diff for 'git apply'; write nothing."),
    ):
        option(run)
    return run


def _open_to_edit(data: str | None) -> Folder:
    """Return the folder to change; the packaged agreements are refused, since the next installation replaces them."""
    if not (data or configured_folders() or nearest_folder()):
        advice = "make one with 'pactstate init', or name one with --data"
        raise CannotRunError(f"no folder '{FOLDER_NAME}' here or above: {advice}")
    path = choose_folder(data)
    if path == packaged_folder():
        raise CannotRunError("the agreements that come with pactstate are not changed: name a folder with --data")
    try:
        return read_folder(path, may_be_empty=True)
    except CONFIGURATION_ERRORS as error:
        raise CannotRunError(str(error)) from None


def agreement_file(folder: Folder, words: str) -> File:
    """Return the file of the agreement that is named or described."""
    unread = next((one for one in folder.paths if Path(one).stem == words and words not in folder.registry), None)
    if unread and unread not in folder.opened.shared:
        raise CannotRunError(_ERRORS.format(unread))
    agreement = select_one(folder, words)
    return _file(folder, folder.agreement_paths[agreement.id], agreement)


def ask_agreement(session: Session, words: str | None) -> File:
    """Return the file of an agreement; ask for the agreement if it is not named."""
    folder, agreements = session.folder, session.folder.registry.agreements
    if words is not None:
        return agreement_file(folder, words)
    choices = [Choice(one.id, clip(one.title)) for one in agreements] if len(agreements) <= _MAX_CHOICES else []
    default = agreements[0].id if len(agreements) == 1 else None
    read = functools.partial(agreement_file, folder)
    return session.ask("Agreement: id, or words of its title", read, choices, default=default)


def ask_entry(session: Session, file: File, more: Sequence[Choice] = ()) -> str:
    """Ask for an entry of the history, or for one of further choices."""

    def read(answer: str) -> str:
        if answer not in [one.word for one in more]:
            find_entry(file.data, answer)
        return answer

    return session.ask("Event", read, [*(Choice(*one) for one in entry_names(file.data)), *more])


def shared_file(folder: Folder) -> File:
    """Return the file of shared sources: the first, if there are several, or a new one."""
    paths = list(folder.opened.shared)
    return _file(folder, paths[0], None) if paths else new_file(folder, "sources")


def new_file(folder: Folder, name: str) -> File:
    """Return a file to make in the folder.

    Raises:
        CannotRunError: A file that is read under this name is there.
    """
    path = folder.opened.folder / f"{name}.yaml"
    shown = shown_name(str(path))
    taken = next((one for one in folder.paths if Path(one).stem == name), shown if os.path.lexists(path) else None)
    if taken:
        raise CannotRunError(f"{taken} is there already, and is not replaced")
    return File(shown, path, is_new=True)


def _file(folder: Folder, shown: str, agreement: Agreement | None) -> File:
    document = folder.documents.get(shown)
    errors = [found for found in folder.findings if found.path == shown and RULES[found.rule].form]
    if document is None or not document.complete or errors:
        raise CannotRunError(_ERRORS.format(shown))
    place = folder.opened.folder
    path = place / os.path.relpath(system_name(shown), place)
    return File(shown, path, document.text, document.data, agreement, document.tree)


def _as_typed(addition: Addition, text: str) -> tuple[Addition, TypedText]:
    """Return an addition as a person has edited it."""
    tree = parse(text, boolean_paths=BOOLEAN_PATHS)
    if not isinstance(tree.data, dict) or tree.root is None or tree.faults or not tree.complete:
        reason = f": line {tree.faults[0].span[0]}: {tree.faults[0].message}" if tree.faults else ""
        raise ValueRefusedError(f"what comes from the editor cannot be added{reason}")
    return from_mapping(addition, tree.data), TypedText.of(text, tree.root)


def _count(found: Sequence[Finding]) -> str:
    if not found:
        return "no errors, no warnings"
    return "1 error or warning" if len(found) == 1 else f"{len(found)} errors and warnings"

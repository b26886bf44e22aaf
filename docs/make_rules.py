"""Write the page of every rule, and their list, from the texts beside the code and the examples among the tests.

Run as ``python docs/make_rules.py``. What the pages show the check to say is what it says: it is run on the examples.
"""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from pactstate.checks.pages import FAMILIES, PAGES, Page
from pactstate.checks.runner import check_folder
from pactstate.compare import Base
from pactstate.fileformat.config import Config
from pactstate.findings import Severity
from pactstate.folder.registry import read_folder
from pactstate.reports import Options, render
from pactstate.rules import RuleInfo
from pactstate.text.escape import visible

__all__ = ["all_pages", "main"]

ROOT: Final = Path(__file__).parent.parent
EXAMPLES: Final = ROOT / "tests" / "rules"
PAGES_FOLDER: Final = ROOT / "docs" / "rules"
TODAY: Final = dt.date(2026, 11, 22)
"""The day on which the examples are checked."""
BASE: Final = "origin/main"
"""What the bases of the examples are called."""
_COLUMNS: Final = 80


def all_pages() -> Mapping[str, str]:
    """The text of every file of the folder, by name."""
    return {"README.md": _index(), **{f"{name}.md": _whole(page) for name, page in PAGES.items()}}


def main() -> None:
    """Write them all, and delete those of rules that are no more."""
    pages = all_pages()
    PAGES_FOLDER.mkdir(exist_ok=True)
    for path in PAGES_FOLDER.iterdir():
        if path.name not in pages:
            path.unlink()
    for name, text in pages.items():
        (PAGES_FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


def _index() -> str:
    parts = ["# Rules", _wrapped(_ABOUT)]
    for prefix, subject in FAMILIES.items():
        rows = [
            f"| {page.rule.code} | [{name}]({name}.md) | {_severity(page.rule)} | {page.headline} |"
            for name, page in PAGES.items()
            if page.rule.code.startswith(prefix)
        ]
        parts += [
            f"## {prefix}: {subject}",
            "\n".join(("| code | rule | severity | finds |", "|---|---|---|---|", *rows)),
        ]
    return "\n\n".join(parts) + "\n"


_ABOUT: Final = (
    "Every finding names its rule. `pactstate rule NAME` prints the page of a rule, `pactstate rule` lists them all. "
    "What is impossible is an error, what is suspicious a warning, and what only follows from the record an info; "
    "dates are compared as spans of days, so that only a certain contradiction counts. Rules marked *today* depend on "
    "the day of the check; those of PS5 speak only with `--against`. These pages are written by `docs/make_rules.py`."
)


def _severity(rule: RuleInfo) -> str:
    return f"{rule.severity}, *today*" if rule.clock else str(rule.severity)


def _whole(page: Page) -> str:
    rule = page.rule
    recorded, bad, good = (EXAMPLES / rule.name / name for name in ("base", "bad", "ok"))
    base = Base(BASE, None, read_folder(recorded, config=Config())) if rule.base else None
    report = check_folder(read_folder(bad, config=Config()), TODAY, base=base)
    said = render("text", report, Options(verbose=rule.severity is Severity.INFO)).replace(str(bad), "agreements")
    blamed = {found.path for found in report.findings if found.rule == rule.name}
    blamed_first = sorted(_texts(bad).items(), key=lambda pair: (str(bad / pair[0]) not in blamed, pair[0]))
    before = {text: name for folder in (recorded, bad) for name, text in _texts(folder).items()}
    parts = [
        f"# {rule.code} {rule.name}",
        _wrapped(page.headline),
        _wrapped(f"Severity: {rule.severity}.{_CLOCK if rule.clock else ''}{_BASE if rule.base else ''}"),
        "## Why",
        _wrapped(page.why),
        "## An example",
        *_files(_texts(recorded), on="On the base, "),
        *_files(dict(blamed_first), on="After a change, " if rule.base else ""),
        "The check says:",
        _fenced("console", f"$ {_command(rule)}\n{said}"),
        "## The same, mended",
        *_files(_texts(good), before),
        "## What to do",
        _wrapped(page.remedy),
        "## To silence it",
        _wrapped(_silencing(rule)),
        f"{_CONVENTION if 'VCLT' in page.why else ''}[All rules](README.md)",
    ]
    return "\n\n".join(parts) + "\n"


_CLOCK: Final = " It depends on the day of the check, which `--today` sets."
_NONE: Final[Mapping[str, str]] = {}
_BASE: Final = " It speaks only of what was recorded at a base, which `--against` names."
_CONVENTION: Final = "VCLT: Vienna Convention on the Law of Treaties (1969), by article.\n\n"


def _command(rule: RuleInfo) -> str:
    words = ["pactstate check"]
    words += [f"--against {BASE}"] if rule.base else []
    words += [f"--today {TODAY}"] if rule.clock else []
    words += ["--verbose"] if rule.severity is Severity.INFO else []
    return " ".join(words)


def _texts(folder: Path) -> dict[str, str]:
    """The text of each file of an example, by name; none of a folder that is not there."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): _shown(path) for path in files}


def _files(texts: Mapping[str, str], before: Mapping[str, str] = _NONE, on: str = "") -> Iterator[str]:
    """Each file under its name; of those whose text stood there before, only that the name has changed."""
    for name, text in texts.items():
        if text not in before:
            yield f"{on}`agreements/{name}`:"
            yield _fenced("yaml", text)
            yield from (_wrapped(note) for mark, note in _ODD if mark in text)
        elif before[text] != name:
            yield _wrapped(f"The file `{before[text]}`, as it is, under the name `{name}`.")


_ODD: Final = (
    ("\\x", "What is written here as `\\x` and two digits is a byte that is no UTF-8."),
    ("\\u{", "What is written here as `\\u{...}` is a character that does not show."),
)


def _shown(path: Path) -> str:
    """The text of a file, with what cannot be shown written out."""
    text = path.read_bytes().decode("utf-8", "backslashreplace")
    return "".join(f"{visible(line)}\n" for line in text.splitlines())


def _silencing(rule: RuleInfo) -> str:
    if rule.form:
        return (
            "It can be neither silenced nor ignored: a file with such a fault is not understood whole, and a check "
            "that ends well says that every file was."
        )
    settings = "the settings of the base" if rule.base else "the settings"
    off = f"`--ignore {rule.name}`, or `ignore` in {settings}, switches the rule off."
    if rule.code.startswith("PS9"):
        return f"No comment silences it, since it speaks of such comments. {off}"
    if not rule.silenceable:
        return f"No comment silences it: it is for what changed to say why. {off}"
    return (
        f"`# pactstate: ignore[{rule.name}] the reason` at the end of the line, or on a line of its own above the "
        "entry; `ignore-file` in the place of `ignore` for the whole file. For a time only: "
        f"`ignore[{rule.name}, until=2027-01-31]`. {off}"
    )


def _wrapped(text: str) -> str:
    return "\n\n".join(
        textwrap.fill(paragraph, _COLUMNS, break_long_words=False, break_on_hyphens=False)
        for paragraph in text.split("\n\n")
    )


def _fenced(language: str, text: str) -> str:
    return f"```{language}\n{text.rstrip()}\n```"


if __name__ == "__main__":
    main()

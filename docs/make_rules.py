"""Write the page of every rule, and the list of all. Run as ``python docs/make_rules.py``.

A page consists of the docstring of the rule, its examples in ``tests/rules/``, and the output of a check of them.
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
from pactstate.folder.read import read_folder
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
"""The name of the base in every example that has one."""
_COLUMNS: Final = 80


def all_pages() -> Mapping[str, str]:
    """Return the text of every page, by the name of its file."""
    return {"README.md": _index(), **{f"{name}.md": _whole(page) for name, page in PAGES.items()}}


def main() -> None:
    """Write all pages, and delete those of rules that do not exist any more."""
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
    "Every finding names its rule. `pactstate rule NAME` prints the page of a rule, `pactstate rule` lists all rules. "
    "An error is impossible, a warning is suspicious, and an info only follows from the record. Dates are compared as "
    "intervals of days, so that only a certain contradiction counts. Rules marked *today* depend on the day of the "
    "check. The rules of PS5 need a base (`--against`). `pactstate fix` repairs findings of rules marked *fixable*, if "
    "there is one right repair. `docs/make_rules.py` writes these pages."
)


def _severity(rule: RuleInfo) -> str:
    return ", ".join(
        [str(rule.severity), *(["*today*"] if rule.clock else []), *(["*fixable*"] if rule.fixable else [])]
    )


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
        "## The same, corrected",
        *_files(_texts(good), before),
        "## What to do",
        _wrapped(page.remedy),
        *([_wrapped(_FIXABLE)] if rule.fixable else []),
        "## To silence it",
        _wrapped(_silencing(rule)),
        f"{_CONVENTION if 'VCLT' in page.why else ''}[All rules](README.md)",
    ]
    return "\n\n".join(parts) + "\n"


_CLOCK: Final = " It depends on the day of the check, which `--today` sets."
_FIXABLE: Final = "Fixable: `pactstate fix` repairs it if there is one right repair; a likely one needs `--unsafe`."
_NONE: Final[Mapping[str, str]] = {}
_BASE: Final = " It compares with a base, which `--against` names."
_CONVENTION: Final = "VCLT: Vienna Convention on the Law of Treaties (1969), by article.\n\n"


def _command(rule: RuleInfo) -> str:
    words = ["pactstate check"]
    words += [f"--against {BASE}"] if rule.base else []
    words += [f"--today {TODAY}"] if rule.clock else []
    words += ["--verbose"] if rule.severity is Severity.INFO else []
    return " ".join(words)


def _texts(folder: Path) -> dict[str, str]:
    """Return the text of each file of an example, by name; nothing if the folder does not exist."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): _shown(path) for path in files}


def _files(texts: Mapping[str, str], before: Mapping[str, str] = _NONE, on: str = "") -> Iterator[str]:
    """Yield each file under its name; for a file that was only renamed, a sentence that says so."""
    for name, text in texts.items():
        if text not in before:
            yield f"{on}`agreements/{name}`:"
            yield _fenced("yaml", text)
            yield from (_wrapped(note) for mark, note in _ODD if mark in text)
        elif before[text] != name:
            yield _wrapped(f"The same file `{before[text]}`, renamed to `{name}`.")


_ODD: Final = (
    ("\\x", "`\\x` and two digits stand for a byte that is not UTF-8."),
    ("\\u{", "`\\u{...}` stands for an invisible character."),
)


def _shown(path: Path) -> str:
    """Return the text of a file, with invisible characters written out."""
    text = path.read_bytes().decode("utf-8", "backslashreplace")
    return "".join(f"{visible(line)}\n" for line in text.splitlines())


def _silencing(rule: RuleInfo) -> str:
    if rule.form:
        return (
            "It can be neither silenced nor ignored. A file with such a fault is not understood whole, and exit code 0 "
            "means that every file was."
        )
    settings = "the settings of the base" if rule.base else "the settings"
    off = f"`--ignore {rule.name}`, or `ignore` in {settings}, switches the rule off."
    if rule.code.startswith("PS9"):
        return f"No comment silences it, since it is about such comments. {off}"
    if not rule.silenceable:
        return (
            "No comment silences it. [Checking](../check.md#what-was-recorded-stays) lists what `corrected` "
            f"excuses. {off}"
        )
    return (
        f"Write `# pactstate: ignore[{rule.name}] the reason` at the end of the line, or on a line of its own above "
        "the entry. `ignore-file` instead of `ignore` covers the whole file. "
        f"`ignore[{rule.name}, until=2027-01-31]` holds until that day. {off}"
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

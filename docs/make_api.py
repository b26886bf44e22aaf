"""Write ``docs/api.md`` from the docstrings of the public names. Run as ``python docs/make_api.py``.

The parts and their introductions are here. Each public name stands in one part; a test fails if one is missing.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from typing import Final

import attrs

import pactstate

__all__ = ["PAGE", "PARTS", "main", "page"]

PAGE: Final = Path(__file__).parent / "api.md"

_HEAD: Final = """# The Python library

`python docs/make_api.py` writes this page from the docstrings. The examples are run as tests.

```python
import pactstate

registry = pactstate.load("agreements")
print(registry["jp-ph-raa"].status(on="2025-03-01"))
```

[The notebook](notebook.ipynb) shows the library at work, from an agreement in code to a picture.

## What is public, and how it changes

- Public is what this page lists: the names of `pactstate.__all__`, `pactstate.lifecycle` and `pactstate.model`, and
  their attributes without an underscore in front. Other modules below `pactstate`, and names that begin with an
  underscore, may change in any version.
- A public name that is renamed, moved or removed stays for one minor version. Until then it works, and a
  `DeprecationWarning` says what to write and in which version the name goes. `python -W error::DeprecationWarning`
  finds such names.
- A public name gets another meaning only in a minor version, and the changelog says so. New names, new fields with a
  default and new words may come in any version; so give fields by name, and expect words that you do not know.
- Errors stay subclasses of the same built-in errors. The texts of messages, `str`, `repr` and tables of notebooks may
  change in any version.
- Values are immutable and hashable, can be pickled and copied, and are equal if their fields are. `attrs.evolve`, and
  `copy.replace` from Python 3.13 on, return a value with other fields, which are checked like those of a new one. A
  pickle is for the version that wrote it: use `dump` to keep agreements.
- Words, such as states and severities, equal their text. No list of words has an order: `<` raises `TypeError`.
  `pactstate.model` holds all lists: {words}.
"""

PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "Read and write": ("load", "loads", "dump", "dumps", "to_dict", "from_dict", "to_dataframe", "Registry"),
    "Check": (
        *("check", "check_text", "Report", "Finding", "Location", "Related", "Severity", "Suppression", "Remark"),
        *("RemarkKind", "Unlisted", "Fix", "TextEdit"),
    ),
    "Agreements": (
        *("Agreement", "Event", "EventKind", "Claim", "Role", "Source", "SourceType", "Statement", "State", "Manner"),
        *("TerminationReason", "ForceRule", "Term", "Period", "Kind", "all_kinds", "Vocabulary"),
    ),
    "Answers": (
        *("Status", "Reason", "Expectation", "Why", "Flag", "FlagStatus", "Standing", "Place", "AgreementStatus"),
        *("Statuses", "Spell", "Judgement", "Verdict", "Contrary"),
    ),
    "Dates": ("PartialDate",),
    "Errors": (
        *("PactstateError", "ValueRefusedError", "TypeRefusedError", "DateError", "AgreementError", "FolderError"),
        *("ConfigurationError", "RevisionError", "UnknownAgreementError", "MissingLibraryError"),
    ),
    "The lifecycle by itself": (
        *("lifecycle.step", "lifecycle.Position", "lifecycle.Terms", "lifecycle.Act", "lifecycle.Transition"),
        *("lifecycle.Violation", "lifecycle.Flags", "lifecycle.Notice", "lifecycle.Ledger", "lifecycle.Mark"),
        "lifecycle.Deed",
    ),
}
"""Public names by part of the page, those of a public module with its name."""


def page() -> str:
    """Return the text of the page."""
    head = _HEAD.format(words=", ".join(f"`{name}`" for name in pactstate.model.__all__))
    return "\n".join([head, *(line for part, names in PARTS.items() for line in _part(part, names))])


def _part(title: str, names: tuple[str, ...]) -> Iterator[str]:
    yield f"## {title}\n"
    for name in names:
        value: object = attrgetter(name)(pactstate)
        yield f"### {name}\n"
        yield from _described(inspect.getdoc(value) or "")
        if isinstance(value, type):
            yield from _members(value)


def _members(value: type) -> Iterator[str]:
    if issubclass(value, Enum):
        yield f"Words: {', '.join(f'`{word}`' for word in value)}.\n"
        return
    found = []
    if attrs.has(value):
        names = [field.alias for field in attrs.fields(value) if field.init and not field.name.startswith("_")]
        yield f"Fields: {', '.join(f'`{name}`' for name in names)}.\n"
    for name, member in vars(value).items():
        is_member = inspect.isfunction(member) or isinstance(member, property | classmethod | cached_property)
        if is_member and not name.startswith("_"):
            text = inspect.getdoc(member.__func__ if isinstance(member, classmethod) else member) or ""
            call = "" if isinstance(member, property | cached_property) else "()"
            found.append(f"- `{name}{call}`: {_prose(text.partition(chr(10) * 2)[0].replace(chr(10), ' '))}")
    if found:
        yield "\n".join([*found, ""])


def _described(text: str) -> Iterator[str]:
    """Yield the paragraphs of a docstring; the example is in a block of its own."""
    for paragraph in text.split("\n\n"):
        if ">>>" in paragraph:
            before, _, example = paragraph.partition(">>>")
            if before.strip():
                yield f"{_prose(before.strip())}\n"
            yield f"```pycon\n>>>{example.rstrip()}\n```\n"
        elif re.match(r"(Args|Returns|Raises):\n", paragraph):
            head, _, rest = paragraph.partition("\n")
            items = re.split(r"\n(?=    \S)", rest)
            yield f"{head}\n"
            yield "\n".join(f"- {_prose(' '.join(item.split()))}" for item in items) + "\n"
        else:
            yield f"{_prose(paragraph)}\n"


def _prose(text: str) -> str:
    """Return reStructuredText as Markdown."""
    plain = re.sub(r":\w+:`[~.]*(?:[\w.]+\.)?([^`]+)`", r"`\1`", text)
    return plain.replace("``", "`").replace("::\n", ":\n").replace("<BLANKLINE>", "")


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()

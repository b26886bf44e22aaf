"""Write ``docs/api.md`` from the docstrings of the public names. Run as ``python docs/make_api.py``.

The parts and their introductions are here. Each public name stands in one part; a test fails if one is missing.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from typing import Final, cast

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

The examples run where there is a folder `agreements`. Elsewhere write `pactstate.load()`, which then takes the
agreements that come with the package.

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
- Constructors take text for dates, words and ids, any iterable for a list, and one id where a list of ids is expected.
  A list is kept as a tuple or a frozen set.
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
        yield f"### {name}{_call(value) if inspect.isfunction(value) else ''}\n"
        yield from _described(inspect.getdoc(value) or "")
        if isinstance(value, type):
            yield from _members(value)


def _members(value: type) -> Iterator[str]:
    if issubclass(value, Enum):
        yield f"Words: {', '.join(f'`{word}`' for word in value)}.\n"
        return
    found: list[str] = []
    if attrs.has(value):
        fields = list(_fields(value))
        if fields:
            yield "\n".join(
                ["Fields, in the order of the constructor:\n" if value not in _READ else "Fields:\n", *fields, ""]
            )
    for name, member in vars(value).items():
        is_member = inspect.isfunction(member) or isinstance(member, property | classmethod | cached_property)
        if is_member and not name.startswith("_"):
            text = inspect.getdoc(member.__func__ if isinstance(member, classmethod) else member) or ""
            call = "" if isinstance(member, property | cached_property) else _call(getattr(value, name))
            found.append(f"- `{name}{call}`: {_prose(text.partition(chr(10) * 2)[0].replace(chr(10), ' '))}")
    if found:
        yield "\n".join(["Attributes and methods:\n", *found, ""])


_READ: Final = (pactstate.PartialDate,)
"""Classes whose fields are not given, but read from a text."""


def _call(function: Callable[..., object]) -> str:
    """Return the parameters of a function with their defaults."""
    signature = inspect.signature(function)
    shown = [one.replace(annotation=one.empty) for one in signature.parameters.values() if one.name != "self"]
    return str(signature.replace(parameters=shown, return_annotation=signature.empty))


def _fields(value: type) -> Iterator[str]:
    """Yield the fields that a class is made from, with their types, defaults and descriptions."""
    body = cast("ast.ClassDef", ast.parse(textwrap.dedent(inspect.getsource(value))).body[0]).body
    written: dict[str, tuple[str, str]] = {}
    for one, below in zip(body, [*body[1:], None], strict=True):
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
            has_text = isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
            text = str(ast.literal_eval(cast("ast.Expr", below).value)) if has_text else ""
            written[one.target.id] = (_type(ast.unparse(one.annotation)), text)
    for field in attrs.fields(value):
        if field.init and not field.name.startswith("_"):
            kind, text = written[field.name]
            default = _default(field.default)
            kind = kind.removesuffix(" or None") if default == _OPTIONAL else kind
            shown = f"`{field.alias}`: {kind}{default}"
            yield f"- {shown}{'. ' if text else ''}{_prose(' '.join(text.split()))}"


_TEXTS: Final = re.compile(r"\b(?:str|Text|Title|Id|Link|Code)\b")
_PLAIN: Final = {"str": "text", "Text": "text", "Title": "text", "Id": "id", "Link": "address", "Code": "code"}


def _type(annotation: str) -> str:
    """Return a type in words: ``tuple[Id, ...]`` is a list of ids; constructors take any iterable for a tuple."""
    if annotation == "tuple[tuple[str, str], ...]":
        return "texts by text"
    several = re.fullmatch(r"(?:tuple\[(.*), \.\.\.\]|frozenset\[(.*)\])( \| None)?", annotation)
    if several:
        inner = _type(several[1] or several[2])
        return f"list of {inner}{' or None' if several[3] else ''}"
    if annotation.startswith("Mapping["):
        key, _, item = annotation[8:-1].partition(", ")
        return f"{_type(item)} by {_type(key)}"
    words = _TEXTS.sub(lambda match: _PLAIN[match[0]], annotation)
    names = {"bool": "True or False", "int": "whole number", "PartialDate": "date", "dt": "datetime"}
    for name, plain in names.items():
        words = re.sub(rf"\b{name}\b", plain, words)
    return words.replace(" | ", " or ")


def _default(default: object) -> str:
    if default is attrs.NOTHING:
        return ""
    if default in (None, ""):
        return _OPTIONAL
    return f", default {default}" if isinstance(default, bool | int | Enum) else ", default empty"


_OPTIONAL: Final = ", optional"


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
            items = [rest] if head == "Returns:" else re.split(r"\n(?=    \S)", rest)
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

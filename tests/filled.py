"""Values of the package with a hostile text in every text field, and everything that prints such values.

Both are found, not listed: fields by the types that attrs classes declare, renderers by the type that they return. A new
field or a new view is tested without a line here.
"""

from __future__ import annotations

import collections.abc as abc
import datetime as dt
import functools
import importlib
import inspect
import pkgutil
import types
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from random import Random
from typing import Any

import attrs

import pactstate.reports
import pactstate.views
from pactstate.compare import Comparison
from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.domain.fields import unchecked
from pactstate.domain.kinds import STEPS, Kind
from pactstate.domain.lifecycle import EventKind
from pactstate.domain.model import FORCE_AFTER, Claim, Event, ForceRule, Period, Source, Statement
from pactstate.domain.vocabulary import Vocabulary
from pactstate.fileformat.config import Config
from pactstate.findings import Finding, Fix, Location, TextEdit
from pactstate.folder.files import OpenFolder
from pactstate.folder.read import Folder
from pactstate.folder.registry import Registry
from pactstate.rules import RULES
from pactstate.text.escape import SafeText

__all__ = ["MARK", "Filler", "Renderer", "renderers"]

MARK = r"qx(\w+)xq"
_WITH_TEXTS = (Agreement, Claim, Event, Source, Statement)
_DATES = ("2020", "2021-05", "2022-02-03", "2022-02-03/2023", "2024?", "2024-11~")
_DAYS = (dt.date(2020, 1, 1), dt.date(2022, 2, 3), dt.date(2026, 11, 22))
# Now and then a kind and a party are the one that the vocabulary explains.
_WORDS = {"Agreement.kind": "own", "Agreement.parties": "XX"}
# Classes of data read from files that no view prints itself.
_NOT_MADE = (Config, Registry, OpenFolder)
# Tables of any texts, in which each line must have as many as there are columns: the views fill them.
_LAYOUTS = (
    "views.tables.plain_table",
    "views.tables.markdown_table",
    "cli.table.render_table",
    "cli.table.render_tables",
)


_hints = functools.cache(typing.get_type_hints)
"""Types that a class or a function declares. To resolve them takes most of the time of making a value."""


class _NotMadeError(TypeError):
    """The filler has no value of the type."""


@attrs.define
class Filler:
    """Makes a value of any type that a renderer takes, whose texts are drawn from the given ones."""

    random: Random
    texts: Sequence[str]

    def make(self, kind: Any, field: str = "argument") -> Any:
        """Make a value of a type; ``field`` names the place for the mark in its texts."""
        special = _SPECIAL.get(kind)
        if special:
            return special(self)
        origin, arguments = typing.get_origin(kind), typing.get_args(kind)
        if origin in (types.UnionType, typing.Union):
            return self.make(self.random.choice(_preferred(arguments)), field)
        if origin is tuple and arguments[-1] is not Ellipsis:
            return tuple(self.make(one, field) for one in arguments)
        if origin in (tuple, list, frozenset, abc.Sequence, abc.Iterable):
            made = [self.make(arguments[0], field) for _ in range(self.random.choice((1, 1, 2)))]
            return made if origin in (list, abc.Sequence, abc.Iterable) else origin(made)
        if origin in (dict, abc.Mapping):
            return {self.make(arguments[0], field): self.make(arguments[1], field)}
        if origin is abc.Callable:
            answer = self.make(arguments[-1], field)
            return lambda: answer
        if kind is str:
            return self.text(field)
        if not isinstance(kind, type) or issubclass(kind, _NOT_MADE):
            raise _NotMadeError(kind)
        if issubclass(kind, Enum):
            return self.random.choice(list(kind))
        if kind in (Comparison, Folder):
            return self._likeness(kind)
        if attrs.has(kind):
            hints = _hints(kind)
            fields = [one for one in attrs.fields(kind) if one.init]
            values = {one.alias: self.make(hints[one.name], f"{kind.__name__}.{one.name}") for one in fields}
            if values.get("before", ...) is values.get("after", ...) is None:
                # A change of nothing is none.
                values["after"] = self.make(typing.get_args(hints["after"])[0], f"{kind.__name__}.after")
            if kind is Agreement:
                # No agreement has a kind that its vocabulary does not have.
                values |= {"kind": _WORDS["Agreement.kind"], "vocabulary": self._vocabulary()}
            # Constructors refuse texts that no file can hold. What prints must not rely on that.
            return (unchecked(kind) if kind in _WITH_TEXTS else kind)(**values)
        raise _NotMadeError(kind)

    def text(self, field: str) -> str:
        """Make a text with a mark in it that tells its field."""
        if field.endswith((".rule", ".rules")):
            return self.random.choice(list(RULES))
        if field in _WORDS and self.random.random() < 0.5:
            return _WORDS[field]
        one, other = self.random.choice(self.texts), self.random.choice(self.texts)
        return f"{one}qx{field.replace('.', '_')}xq{other}"

    def _likeness(self, kind: type) -> types.SimpleNamespace:
        """Make an object with the attributes of a class that is made by reading files, as far as they can be made."""
        hints = dict(_hints(kind))
        for name, value in vars(kind).items():
            # Cached properties are among the annotations, where attrs puts them.
            if isinstance(value, property):
                hints[name] = _hints(value.fget)["return"]
        likeness = types.SimpleNamespace()
        for name, hint in hints.items():
            if not name.startswith("_"):
                try:
                    setattr(likeness, name, self.make(hint, f"{kind.__name__}.{name}"))
                except _NotMadeError:
                    continue
        return likeness

    def _finding(self) -> Finding:
        rule = self.random.choice(list(RULES.values()))
        hints = _hints(Finding)
        others = [one for one in attrs.fields(Finding) if one.name not in ("rule", "code", "severity")]
        values = {one.name: self.make(hints[one.name], f"Finding.{one.name}") for one in others}
        return Finding(rule=rule.name, code=rule.code, severity=rule.severity, **values)

    def _location(self) -> Location:
        line, column = self.random.randint(1, 30), self.random.randint(1, 12)
        more = self.random.choice((0, 0, 1, 3))
        return Location(self.text("Location.path"), line, column, line + more, column + self.random.randint(0, 12))

    def _fix(self) -> Fix:
        # All edits are of one file.
        return Fix(self.text("Fix.message"), [self.make(TextEdit, "Fix.edits")], self.random.random() < 0.5)

    def _kind(self) -> Kind:
        events = frozenset(self.random.sample(list(EventKind), 2))
        title, approval = self.text("Kind.title"), self.text("Kind.approval")
        return Kind(
            _WORDS["Agreement.kind"],
            title,
            ((self.random.choice(STEPS),),),
            events,
            approval=approval,
            approvals=("*",),
        )

    def _vocabulary(self) -> Vocabulary:
        kinds = {_WORDS["Agreement.kind"]: self._kind()}
        return Vocabulary(kinds, {_WORDS["Agreement.parties"]: self.text("Vocabulary.parties")})


def _preferred(kinds: Sequence[Any]) -> list[Any]:
    """The members of a union, in which nothing at all is the exception."""
    something = [one for one in kinds if one is not type(None)]
    return [*something * 3, *([type(None)] if type(None) in kinds else [])]


_SPECIAL: Mapping[Any, Callable[[Filler], Any]] = {
    int: lambda filler: filler.random.randint(1, 120),
    bool: lambda filler: filler.random.random() < 0.5,
    type(None): lambda filler: None,
    dt.date: lambda filler: filler.random.choice(_DAYS),
    PartialDate: lambda filler: PartialDate(filler.random.choice(_DATES)),
    # Periods, rules, kinds, places and vocabularies have a form of their own.
    Period: lambda filler: Period(filler.random.randint(1, 120), filler.random.choice(("days", "months", "years"))),
    Finding: Filler._finding,
    Fix: Filler._fix,
    ForceRule: lambda filler: ForceRule(filler.random.choice(FORCE_AFTER), filler.random.randint(0, 90)),
    Location: Filler._location,
    Kind: Filler._kind,
    Vocabulary: Filler._vocabulary,
}


@attrs.frozen
class Renderer:
    """A function that returns safe text, and the types of what it takes."""

    name: str
    call: Callable[..., SafeText]
    takes: Mapping[str, Any]
    target: type[SafeText]

    def __call__(self, filler: Filler) -> tuple[SafeText, dict[str, Any]]:
        """Render values made by the filler; returns them too."""
        values = {name: filler.make(kind, f"{self.name}.{name}") for name, kind in self.takes.items()}
        return self.call(**values), values


def _modules() -> Iterator[types.ModuleType]:
    for package in (pactstate.reports, pactstate.views):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(module.name)
    yield importlib.import_module("pactstate.cli.table")


def renderers() -> Iterator[Renderer]:
    """Find the public functions of formats, views and tables that return safe text."""
    for module in _modules():
        for name, function in inspect.getmembers(module, inspect.isfunction):
            full = f"{module.__name__.removeprefix('pactstate.')}.{name}"
            if function.__module__ == module.__name__ and not name.startswith("_") and full not in _LAYOUTS:
                takes = typing.get_type_hints(function)
                target = takes.pop("return")
                if isinstance(target, type) and issubclass(target, SafeText):
                    yield Renderer(full, function, takes, target)

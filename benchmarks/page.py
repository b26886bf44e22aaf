"""Table of the measures, and the page that contains it."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import platform
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from statistics import median
from typing import Any, Final

__all__ = ["ROWS", "Row", "filled", "machine", "markdown", "ratio", "table", "verdict", "with_tables"]

Part = Mapping[str, Any]
Results = Mapping[str, Part]


@dataclass(frozen=True)
class Row:
    """One measure: where its value comes from, and what it must and should reach."""

    name: str
    parts: tuple[str, ...]
    """The parts that have to have been measured."""
    value: Callable[..., float]
    """Made of them."""
    form: str = "{:.2f}"
    must: float | None = None
    aim: float | None = None
    more_is_better: bool = False


def ratio(part: Part, one: str, other: str, what: str = "cpu") -> float:
    """Return the cost of one command against another: the median of the ratios of each round's pair."""
    return median(float(costs[one][what] / costs[other][what]) for costs in part["rounds"])


def _cost(part: Part, one: str, what: str) -> float:
    return median(float(costs[one][what]) for costs in part["rounds"])


_FEW: Final = "4000"
_MANY: Final = "80000"
_FILES: Final = {_FEW: "4,000 files", _MANY: "80,000 files"}


def _check(part: str, jobs: int, what: str, must: float, aim: float) -> Row:
    name = {"cpu": "CPU", "wall": "wall"}[what]
    return Row(
        f"`check --jobs {jobs}`, {name} against the yardstick, {_FILES[part]}",
        (part,),
        lambda found: ratio(found, f"check --jobs {jobs}", "yaml.load", what),
        must=must,
        aim=aim,
    )


def _peer(name: str, must: float, aim: float) -> Row:
    return Row(
        f"`check` faster than {name}, CPU",
        ("peers",),
        lambda found: ratio(found, name, "pactstate"),
        "{:.1f} times",
        must,
        aim,
        more_is_better=True,
    )


def _start(command: str, must: float, aim: float) -> Row:
    return Row(
        f"`{command}`, CPU against `python -c pass`",
        ("start",),
        lambda found: ratio(found, command, "python -c pass"),
        must=must,
        aim=aim,
    )


def _loaded(found: Part) -> float:
    """Return the kilobytes of one loaded agreement: how much the peak grows with their number."""
    grown = _cost(found, "large", "peak") - _cost(found, "tiny", "peak")
    return grown * 1024 / float(found["files"])


def _sited(found: Part) -> float:
    """Return the kilobytes by which the peak of a site grows with each agreement."""
    grown = _cost(found, "site", "peak") - _cost(found, "site of few", "peak")
    return grown * 1024 / (float(found["files"]) - float(found["few"]))


def _peak(jobs: int, which: str) -> Row:
    command = f"check --jobs {jobs}"
    return Row(
        f"peak of `{command}`{which}, {_FILES[_MANY]}",
        (_MANY,),
        lambda found: _cost(found, command, "peak"),
        "{:.0f} MB",
        80,
        50,
    )


def _growth(few: Part, many: Part) -> float:
    one, other = (_cost(part, "check --jobs 1", "cpu") / part["files"] for part in (few, many))
    return float(other / one)


def _size(name: str, which: str, column: int, of: Callable[[list[int]], float], must: float) -> Row:
    return Row(
        f"site of the packaged data, {name}",
        ("site",),
        lambda found: of([sizes[column] for sizes in found[which]]) / 1000,
        "{:.0f} KB",
        must,
    )


ROWS: Final = (
    _check(_FEW, 1, "cpu", 0.8, 0.5),
    _check(_MANY, 1, "cpu", 0.8, 0.5),
    _check(_FEW, 2, "wall", 0.5, 0.3),
    _check(_MANY, 2, "wall", 0.5, 0.3),
    Row("growth from 4,000 to 80,000 files, CPU for each file", (_FEW, _MANY), _growth, must=1.1),
    _peer("yamllint", 20, 40),
    _peer("check-jsonschema", 8, 14),
    _peer("yamale", 2.5, 4),
    _start("pactstate status", 16, 8),
    _start("pactstate --version", 3, 1.3),
    _start("import pactstate", 3, 1.3),
    Row("memory for each loaded agreement, 80,000 of them", ("memory",), _loaded, "{:.1f} KB", 6, 3.5),
    _peak(1, ""),
    _peak(2, ", the largest process"),
    Row(
        "`site` of the packaged data, CPU against `check` of it",
        ("site",),
        lambda found: ratio(found, "site of the packaged data", "check of the packaged data"),
        must=3,
    ),
    Row("`site`, CPU against loading, 4,000 files", ("site",), lambda found: ratio(found, "site", "load"), must=10),
    Row("memory of `site` for each agreement, from 1,000 to 4,000", ("site",), _sited, "{:.1f} KB"),
    _size("the largest page", "pages", 0, max, 130),
    _size("the largest page, compressed", "pages", 1, max, 26),
    _size("the median page of an agreement", "agreements", 0, median, 50),
    _size("the median page of an agreement, compressed", "agreements", 1, median, 15),
)
"""Everything that is promised, and some things that are only told."""


def verdict(row: Row, value: float) -> str:
    """Whether the value is what it must be, or even what it should be."""

    def within(bound: float | None) -> bool:
        return bound is not None and (value >= bound if row.more_is_better else value <= bound)

    if row.must is None:
        return ""
    if not within(row.must):
        return "**missed**"
    return "aim reached" if within(row.aim) else "reached"


def _cells(row: Row, results: Results) -> list[str]:
    bounds = ["" if bound is None else row.form.format(bound) for bound in (row.must, row.aim)]
    if not all(part in results for part in row.parts):
        return [row.name, "not measured", *bounds, ""]
    value = row.value(*(results[part] for part in row.parts))
    return [row.name, row.form.format(value), *bounds, verdict(row, value)]


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]], wide: int = 1) -> str:
    """A Markdown table, with columns of figures after so many of words."""
    rule = ["---"] * wide + ["---:"] * (len(head) - wide)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *rows))


def table(results: Results) -> str:
    """The table of all measures."""
    return markdown(("measure", "value", "must", "aim", ""), [_cells(row, results) for row in ROWS])


_NAMES: Final = {**_FILES, "peers": "1,000 files", "start": "cold start", "site": "98, 1,000 and 4,000 files"}


def _costs(results: Results) -> str:
    rows = [
        [
            _NAMES[name],
            f"`{command}`",
            f"{_cost(part, command, 'cpu'):.3f}",
            f"{_cost(part, command, 'wall'):.3f}",
            f"{_cost(part, command, 'peak'):.0f}",
        ]
        for name, part in results.items()
        if name in _NAMES
        for command in part["rounds"][0]
    ]
    return markdown(("", "command", "CPU, s", "wall, s", "peak, MB"), rows, wide=2)


def _rounds(results: Results) -> str:
    rows = [
        [
            name,
            str(len(part["rounds"])) if "rounds" in part else "1",
            f"{part['seconds']:.0f} s",
            f"{part['load']:.1f}",
            part["machine"]["day"],
        ]
        for name, part in results.items()
    ]
    return markdown(("part", "rounds", "took", "load before", "day"), rows)


_PACKAGES: Final = (
    "pactstate",
    "PyYAML",
    "pydantic",
    "attrs",
    "click",
    "yamllint",
    "check-jsonschema",
    "ruamel.yaml",
    "yamale",
)


def machine() -> dict[str, str]:
    """Return the machine and the versions of the measurement."""
    return {
        "day": dt.datetime.now(tz=dt.UTC).date().isoformat(),
        "processor": f"{_processor()}, {_cores()} cores usable",
        "system": f"{platform.system()} {platform.release()}, {platform.machine()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "packages": ", ".join(_versions()),
    }


def _versions() -> Iterator[str]:
    for name in _PACKAGES:
        with contextlib.suppress(metadata.PackageNotFoundError):
            yield f"{name} {metadata.version(name)}"


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, "") or platform.processor() or platform.machine()


def with_tables(page: str, results: Results) -> str:
    """Return the page of the documentation with the tables of all parts that were measured, in their marked places."""
    machines = [part["machine"] for part in results.values()]
    kinds = {tuple(value for key, value in one.items() if key != "day") for one in machines}
    named = "\n\n".join("\n".join(f"- {what}" for what in one) for one in sorted(kinds))
    parts = {"table": table(results), "machine": named, "costs": _costs(results), "rounds": _rounds(results)}
    return filled(page, parts)


def filled(page: str, parts: Mapping[str, str]) -> str:
    """Return a page with these tables in the places that are marked for them; the other places stay."""
    places = _PLACE.findall(page)
    if missing := [name for name in parts if name not in places]:
        raise ValueError(f"the page has no place for: {', '.join(missing)}")
    return _PLACE.sub(
        lambda place: (
            f"<!-- measured {place[1]} -->\n\n{parts[place[1]]}\n\n<!-- end -->" if place[1] in parts else place[0]
        ),
        page,
    )


_PLACE: Final = re.compile(r"<!-- measured ([a-z]+) -->\n.*?<!-- end -->", re.DOTALL)

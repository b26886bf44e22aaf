# Names of files are bytes here, since they need be no text.
# ruff: noqa: PTH102, PTH103, PTH112, PTH118, PTH120, PTH123, PTH208
"""Thousands of hostile cases, each tried with ``check`` and with some of the other formats and commands.

A case is one tree of files and one command; the formats and commands that are tried besides do not count. Cases that
are one small file each are checked many at a time, each in a folder and a repository of its own; what is found is told
apart by the path. All others are checked alone. README.md says which family stands where.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

import pytest

from clean import read_json
from hostile import injections, places, shapes, texts, yaml_features
from hostile.case import Case, Family, agreement
from hostile.held import complaints, faults
from hostile.running import TODAY, Done, run, snapshot, working_in
from pactstate import load

FAMILIES: Final[Mapping[str, tuple[Family, int]]] = {
    # Makers of the cases, and the least number of cases of each.
    "depth": (shapes.depth, 300),
    "size": (shapes.size, 100),
    "tags": (yaml_features.tags, 300),
    "anchors": (yaml_features.anchors, 50),
    "aliases": (yaml_features.aliases, 50),
    "merge keys": (yaml_features.merge_keys, 75),
    "documents": (yaml_features.documents, 40),
    "block headers": (yaml_features.block_headers, 200),
    "encodings": (texts.encodings, 250),
    "characters": (texts.characters, 500),
    "duplicates": (texts.duplicates, 250),
    "implicit types": (texts.implicit_types, 1000),
    "injections": (injections.injections, 1000),
    "names": (injections.names, 400),
    "arguments": (injections.arguments, 250),
    "things": (places.things, 200),
    "settings": (places.settings, 200),
}
MIN_CASES: Final = 2000
"""Cases of all families together."""

_TODAY: Final = (b"--today", TODAY)
_AGREEMENT: Final = re.compile(rb"agreements/.*\.yaml", re.DOTALL)
_CHECK: Final = (b"check", b"agreements")
_BASE: Final = b"../../base/agreements"
_FORMATS: Final = ("text", "concise", "github", "sarif", "junit", "rdjson", "gitlab", "markdown")
_READERS: Final = ("status", "show", "sources", "log", "diff")
"""Commands for which a fault of the files is one of their own."""
_OTHERS: Final[Sequence[tuple[str, tuple[bytes, ...]]]] = (
    *((form, (b"status", b"--format", form.encode(), *_TODAY)) for form in ("table", "json", "csv", "markdown")),
    *((form, (b"show", b"a", b"--format", form.encode(), *_TODAY)) for form in ("text", "json", "markdown")),
    *((form, (b"sources", b"--format", form.encode(), *_TODAY)) for form in ("table", "json", "csv", "markdown")),
    *((form, (b"log", b"--format", form.encode(), *_TODAY)) for form in ("table", "json", "csv", "markdown")),
    *(
        (form, (b"diff", _BASE, b"agreements", b"--format", form.encode(), *_TODAY))
        for form in ("text", "json", "markdown")
    ),
    *((form, (*_CHECK, b"--against", _BASE, b"--format", form.encode(), *_TODAY)) for form in ("json", "text")),
    *((form, (b"graph", b"a", b"--format", form.encode(), *_TODAY)) for form in ("mermaid", "dot")),
    *(
        ("markdown" if way == "kind" else "table", (b"status", b"--group-by", way.encode(), *more, *_TODAY))
        for way, more in (("kind", (b"--format", b"markdown")), ("party", ()), ("state", ()))
    ),
    ("text", (b"sources", b"s", *_TODAY)),
)
_SMALL: Final = 16 * 1024
_AT_ONCE: Final = 40


@pytest.fixture(scope="module")
def scratch() -> Iterator[bytes]:
    """A folder for the folders of the cases, and a sound base."""
    # In memory where there is such a place: thousands of folders are made and removed.
    folder = tempfile.mkdtemp(prefix="hostile-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
    base = Path(folder, "base", "agreements")
    base.mkdir(parents=True)
    (base / "a.yaml").write_text(agreement(), encoding="utf-8")
    yield os.fsencode(folder)
    shutil.rmtree(folder)


@pytest.fixture
def work(scratch: bytes) -> Iterator[bytes]:
    """An empty folder to work in; a pipe or a socket would outlive the test elsewhere."""
    folder = os.path.join(scratch, b"work")
    # The settings of whoever runs the tests are none of theirs.
    os.makedirs(os.path.join(folder, b".git"))
    with working_in(folder):
        yield folder
    shutil.rmtree(folder)


def _number_of(case: Case) -> int:
    """A number that is the same in each run, and as good as drawn."""
    return zlib.crc32(case.name.encode("utf-8", "backslashreplace"))


def _may_share(case: Case) -> bool:
    """Whether a case can be told from its neighbours in one run, by the paths of its small files."""
    sizes = [
        len(data) if isinstance(data, bytes) and _AGREEMENT.fullmatch(path) else _SMALL
        for path, data in case.files.items()
    ]
    return sum(sizes) < _SMALL and case.command == _CHECK and 2 not in case.codes


def _lay_out(case: Case, folder: bytes) -> None:
    """Make the files of a case in a folder of its own."""
    os.mkdir(folder)
    with working_in(folder):
        for path, content in case.files.items():
            os.makedirs(os.path.dirname(path) or b".", exist_ok=True)
            if isinstance(content, bytes):
                with open(path, "wb") as file:
                    file.write(content)
            else:
                content(path)


def _open_files() -> int:
    """Count the files that this process holds open, where the system tells."""
    return len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0


def _check(command: Sequence[bytes], number: int, report: Path) -> tuple[Done, list[str], Sequence[Mapping[str, str]]]:
    """Run a check that prints one of the formats and writes JSON beside; what is wrong with both, and the findings."""
    form = _FORMATS[number % len(_FORMATS)]
    report.unlink(missing_ok=True)
    options = (b"--verbose", b"--format", form.encode(), b"--output", b"json:" + os.fsencode(report))
    done = run(*command, *options, *_TODAY)
    written = report.read_bytes() if report.exists() else b""
    wrong = [f"{form}: {fault}" for fault in complaints(done, form)] + [*faults(written, read_json)]
    return done, wrong, json.loads(written)["findings"] if written else ()


def _wrong_outcome(case: Case, folder: str, code: int, found: Iterable[Mapping[str, str]]) -> Iterator[str]:
    rules = {finding["rule"] for finding in found}
    if case.title is not None and not code and (title := load(folder)["a"].title) != case.title:
        yield f"the title is {title!r}"
    if code not in case.codes:
        yield f"exit code {code}, {rules}"
    if case.rules and not rules & case.rules:
        yield f"none of {set(case.rules)}, but {rules}"
    if rules & case.absent:
        yield f"{rules & case.absent}"


def _wrong_elsewhere(case: Case, number: int, code: int) -> Iterator[str]:
    """List the faults of another command that reads the files of a case, in the working directory."""
    form, command = _OTHERS[number % len(_OTHERS)]
    done = run(*command)
    yield from (f"{command}: {complaint}" for complaint in complaints(done, form))
    # Files that fail the check fail other commands, too, unless these read other files for want of a folder.
    asked = b"agreements that come with" not in done.err
    if command[0].decode() in _READERS and case.command == _CHECK and code and asked and not done.code:
        yield f"{command}: exit code 0"


_FILLER: Final = b"{}\n" + (b"#" * 99 + b"\n") * 4_000
"""File without a finding that makes room for all findings of the cases beside it: a report takes ten times its files."""


def _wrong_together(cases: Sequence[Case], work: bytes) -> Iterator[str]:
    """List the faults of cases that are checked in one run, each in a folder of its own."""
    for number, case in enumerate(cases):
        _lay_out(case, b"%d" % number)
    os.makedirs("filler/agreements", exist_ok=True)
    Path("filler/agreements/sources.yaml").write_bytes(_FILLER)
    before, opened = snapshot(work), _open_files()
    command = (b"check", b"filler/agreements", *(b"%d/agreements" % number for number in range(len(cases))))
    done, beside, findings = _check(command, _number_of(cases[0]), Path(os.fsdecode(work)).parent / "report.json")
    found: dict[str, list[Mapping[str, str]]] = {}
    for finding in findings:
        found.setdefault(finding["path"].partition("/")[0], []).append(finding)
    codes: list[int] = []
    for number, case in enumerate(cases):
        here = found.pop(str(number), [])
        codes.append(1 if any(finding["severity"] == "error" for finding in here) else 0)
        yield from (f"{case.name}: {fault}" for fault in _wrong_outcome(case, f"{number}/agreements", codes[-1], here))
        # Faulty files keep other commands from saying much.
        times, drawn = divmod(_number_of(case), 20 if codes[-1] else 5)
        if not drawn:
            with working_in(b"%d" % number):
                yield from (f"{case.name}: {fault}" for fault in _wrong_elsewhere(case, times, codes[-1]))
    beside += [f"findings on {path}" for path in found]
    if done.code != max(codes):
        beside.append(f"exit code {done.code}, not {max(codes)}")
    if snapshot(work) != before or _open_files() != opened:
        beside.append("a file is changed, or left open")
    yield from (f"{cases[0].name} ... {cases[-1].name}: {fault}" for fault in beside)


def _wrong_alone(case: Case, work: bytes) -> Iterator[str]:
    """List the faults of a case that is checked by itself, in the working directory."""
    before, opened = snapshot(b"."), _open_files()
    # Options of a case say how it prints; all others print one of the formats.
    if case.command[0] == b"check" and b"--format" not in case.command and b"--output" not in case.command:
        times, drawn = divmod(_number_of(case), 4)
        done, wrong, findings = _check(case.command, times, Path(os.fsdecode(work)).parent / "report.json")
        yield from wrong
        yield from _wrong_outcome(case, "agreements", done.code, findings)
        # Large files are looked at once: what they cost is benchmarks/worst.py's. Without a folder of agreements, the
        # other commands would read the packaged data once more.
        is_small = sum(len(data) for data in case.files.values() if isinstance(data, bytes)) < _SMALL
        if is_small and not drawn and os.path.lexists(b"agreements"):
            yield from _wrong_elsewhere(case, times // len(_FORMATS), done.code)
    else:
        done = run(*case.command)
        yield from complaints(done, "")
        yield from _wrong_outcome(case, "agreements", done.code, ())
    if snapshot(b".") != before or _open_files() != opened:
        yield "a file is changed, or left open"


def _split(cases: Sequence[Case]) -> Iterator[Sequence[Case]]:
    rest = iter(cases)
    while part := list(islice(rest, _AT_ONCE)):
        yield part


@pytest.mark.parametrize("family", FAMILIES)
def test_hostile_cases(family: str, work: bytes) -> None:
    """Try every case of a family; a failure names the cases and what is wrong with each."""
    make, least = FAMILIES[family]
    cases = list(make())
    assert len(cases) >= least
    wrong = list(_repeated(cases))
    for shared in _split([case for case in cases if _may_share(case)]):
        wrong += _wrong_together(shared, work)
        for number in range(len(shared)):
            shutil.rmtree(b"%d" % number)
    for case in cases:
        if not _may_share(case):
            _lay_out(case, b"alone")
            with working_in(b"alone"):
                wrong += [f"{case.name}: {fault}" for fault in _wrong_alone(case, work)]
            shutil.rmtree(b"alone")
    assert wrong == []


def _repeated(cases: Sequence[Case]) -> Iterator[str]:
    """Name the cases that repeat another: in name, so that a fault could not be told, or in what is tried."""
    names: set[str] = set()
    tried: dict[tuple[object, ...], str] = {}
    for case in cases:
        if case.name in names:
            yield f"{case.name}: a name twice"
        names.add(case.name)
        other = tried.setdefault((case.command, *sorted(case.files.items(), key=str)), case.name)
        if other != case.name:
            yield f"{case.name}: the same files and command as {other}"


def _fill(part: int) -> None:
    """Make a folder in which payloads stand at every place that is printed somewhere: as entries all, as titles some."""
    folder = Path("agreements")
    folder.mkdir()
    for number, quoted in islice(enumerate(injections.quoted_payloads()), part, None, 3):
        (folder / f"a{number}.yaml").write_text(injections.filled(quoted, number), encoding="utf-8")
    (folder / "a.yaml").write_text(injections.long(), encoding="utf-8")
    (folder / "b.yaml").write_text(injections.unknown_keys(), encoding="utf-8")


_IN_ALL: Final = (
    *((form, (*_CHECK, b"--verbose", b"--format", form.encode(), *_TODAY)) for form in _FORMATS),
    *_OTHERS,
)


@pytest.mark.parametrize("number", range(len(_IN_ALL)))
def test_every_payload_in_every_output(number: int, work: bytes) -> None:
    """No format and no command is left to chance."""
    form, command = _IN_ALL[number]
    os.mkdir(b"all")
    with working_in(b"all"):
        _fill(number % 3)
        done = run(*command)
    assert complaints(done, form) == []
    assert done.code == 1
    # Otherwise a fault in the files would have kept them from being shown.
    assert len(done.out) > 400


def test_there_are_enough_cases() -> None:
    assert sum(least for _, least in FAMILIES.values()) >= MIN_CASES

"""Targets that take agreements, with any text in them, and print what the commands other than ``check`` say of them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from zlib import crc32

from fuzz import values
from fuzz.choices import Choices
from fuzz.clean import assert_clean, assert_csv, assert_markdown, read_json
from pactstate.cli import table
from pactstate.compare import Base, Comparison
from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.domain.kinds import Kind
from pactstate.domain.vocabulary import Vocabulary
from pactstate.fileformat.config import Config
from pactstate.folder.read import Folder, read_folder
from pactstate.storage.limits import Limits
from pactstate.views import diagrams as graph_view
from pactstate.views import diff as diff_view
from pactstate.views import history as show_view
from pactstate.views import history_json
from pactstate.views import log as log_view
from pactstate.views import sources as sources_view
from pactstate.views import status as status_view

__all__ = ["diff", "graph", "log", "show", "sources", "status"]

_FOLDER: Final = Path("agreements")
_WIDTHS: Final = (100, 80, 160, 1, 20, 40)


class _Files:
    """A store of a few files that are nowhere on the disk."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = {_FOLDER / name: data for name, data in files.items()}

    def find_files(self, folder: Path, limits: Limits, *, needed: bool = True) -> list[Path]:
        return sorted(self._files)

    def read_bytes(self, path: Path, limits: Limits) -> bytes:
        return self._files[path]

    def has(self, path: Path) -> bool:
        return path in self._files


def _config(choices: Choices) -> Config:
    """Settings with a kind and parties of a stranger's own, now and then."""
    if not choices.seldom():
        return Config()
    kind = Kind("own", values.text(choices), approvals=("*",))
    return Config(kinds={"own": kind}, parties={"XX": values.text(choices), "YY": values.text(choices)})


def _folder(files: Mapping[str, bytes], config: Config) -> Folder:
    return read_folder(_FOLDER, config=config, store=_Files(files))


def _agreements(choices: Choices) -> tuple[list[Agreement], Vocabulary]:
    """One or two agreements, in the order of their ids."""
    config = _config(choices)
    kinds, parties = (*config.kinds, *values.KIND_WORDS), (*config.parties, *values.PARTIES)
    data = [values.agreement(choices, kinds, parties) for _ in range(1 + choices.seldom(3))]
    made = {one["id"]: values.built(one, config.own_vocabulary) for one in data}
    return [made[id] for id in sorted(made)], config.vocabulary


def _day(choices: Choices) -> PartialDate:
    return PartialDate(choices.pick(values.DATES))


def _known(choices: Choices) -> PartialDate | None:
    return _day(choices) if choices.seldom(3) else None


def _thorough(data: bytes, one_in: int = 64) -> bool:
    return crc32(data) % one_in == 0


def _markdown(printed: str, data: bytes) -> list[list[str]]:
    return assert_markdown(printed, thorough=_thorough(data))


def status(data: bytes) -> str:
    """Where agreements stand, as tables of every kind, and as data."""
    choices = Choices(data)
    form = choices.below(6)
    agreements, vocabulary = _agreements(choices)
    on, known_by, width = _day(choices), _known(choices), choices.pick(_WIDTHS)
    rows = [status_view.Row(one, one.status(on, known_by)) for one in agreements]
    groups = status_view.grouped(rows, choices.pick(tuple(status_view.WAYS)), vocabulary)
    assert {row.agreement.id for group in groups for row in group.rows} == {one.id for one in agreements}
    told = status_view.summary_of_groups(groups, rows, on, known_by)
    if form == 0:
        assert_clean(status_view.render_plain(rows, on, known_by))
        assert_clean(status_view.render_groups_plain(groups, told))
    elif form == 1:
        assert len(_markdown(status_view.render_markdown(rows, on, known_by), data)) == len(rows) + 2
    elif form == 2:
        read = assert_csv(status_view.render_csv(rows, on, known_by))
        assert [one["id"] for one in read] == [one.id for one in agreements]
    elif form == 3:
        _markdown(status_view.render_groups_markdown(groups, told), data)
    elif form == 4:
        read: Any = read_json(status_view.render_json(rows, on, known_by))
        for row, one in zip(read["agreements"], agreements, strict=True):
            assert (row["id"], row["title"]) == (one.id, one.title)
            assert row["state"] is None or row["possible"] == [row["state"]]
    elif _thorough(data, 8):  # rich takes its time
        assert_clean(table.render_status(rows, on, known_by, width=width, colour=False))
        assert_clean(table.render_groups(groups, told, width=width, colour=False))
    return str(rows[0].status.state)


def show(data: bytes) -> str:
    """The whole history of an agreement."""
    choices = Choices(data)
    form = choices.below(3)
    (agreement, *_), _ = _agreements(choices)
    on, known_by, width = _day(choices), _known(choices), choices.pick(_WIDTHS)
    answer = agreement.status(on, known_by)
    if form == 0:
        assert_clean(show_view.render_text(agreement, answer, width))
    elif form == 1:
        _markdown(show_view.render_markdown(agreement, answer), data)
    else:
        read: Any = read_json(history_json.render_json(agreement, answer))
        assert (read["id"], read["title"]) == (agreement.id, agreement.title)
        notes = [one["note"] for one in read["history"]]
        assert known_by is not None or notes == [one.note for one in agreement.history]
    return f"{len(agreement.history)} {len(agreement.statements)}"


_NODE: Final = r"s\d"
_DOT: Final = re.compile(
    r"digraph pactstate \{|\}|    node \[shape=box, style=rounded\];"
    rf"|    {_NODE}(?: -> {_NODE})? "
    r'\[label="(?:[^"\\&\n]|\\["\\n]|&amp;)*"(?:, \w+=(?:\w+|"[\w,]+"))*\];'
)
_SAFE: Final = r"(?:[\w .,()'/\u0300-\U0010ffff-]|#\d+;|<br/>)*"
_MERMAID: Final = re.compile(
    r"stateDiagram-v2"
    rf'|    state "{_SAFE}" as {_NODE}|    {_NODE} --> {_NODE} : {_SAFE}'
    rf"|    classDef \w+ [\w:,. -]+|    class {_NODE}(?:,{_NODE})* \w+"
)


def graph(data: bytes) -> str:
    """The path that an agreement has taken, and what its kind expects, as a diagram."""
    choices = Choices(data)
    form = choices.below(3)
    (agreement, *_), _ = _agreements(choices)
    on, known_by = _day(choices), _known(choices)
    made = graph_view.of_path(agreement, agreement.status(on, known_by))
    if _thorough(data, 8):
        made = graph_view.of_kind(agreement.policy)
    line, printed = (_DOT, graph_view.render_dot(made)) if form else (_MERMAID, graph_view.render_mermaid(made))
    assert_clean(printed)
    assert all(map(line.fullmatch, printed.splitlines())), "a line that is not ours"
    return str(len(made.arrows))


def sources(data: bytes) -> str:
    """The sources with what they say."""
    choices = Choices(data)
    form = choices.below(4)
    agreements, _ = _agreements(choices)
    found = sources_view.records(agreements)
    if form == 0:
        assert_clean(sources_view.render_plain(found, in_detail=True))
    elif form == 1:
        _markdown(sources_view.render_markdown(found), data)
    elif form == 2:
        assert len(assert_csv(sources_view.render_csv(found))) == len(found)
    else:
        read: Any = read_json(sources_view.render_json(found))
        for told, one in zip(read["sources"], found, strict=True):
            assert told["title"] == one.source.title
            assert told["stands"] >= 0
            assert told["stands"] + told["rejected"] <= len(told["claims"]) + len(told["statements"])
    return str(min(len(found), 3))


def log(data: bytes) -> str:
    """When states became known."""
    choices = Choices(data)
    form = choices.below(5)
    agreements, _ = _agreements(choices)
    until, width = _day(choices).latest, choices.pick(_WIDTHS)
    made = log_view.record(agreements, until, dt.date(2026, 11, 22))
    assert all(one.known <= until for one in made.changes)
    assert [one.known for one in made.changes] == sorted(one.known for one in made.changes)
    known = {one.id: one for one in agreements}
    assert all(known[one.agreement].status(one.known, one.known).state is one.state for one in made.changes)
    if form == 0:
        assert_clean(log_view.render_plain(made))
    elif form == 1:
        assert len(_markdown(log_view.render_markdown(made), data)) == len(made.changes) + 2
    elif form == 2:
        assert len(assert_csv(log_view.render_csv(made))) == len(made.changes)
    elif form == 3:
        read: Any = read_json(log_view.render_json(made))
        assert len(read["changes"]) == len(made.changes)
    elif _thorough(data, 8):
        lines = [log_view.cells(one) for one in made.changes]
        summary = log_view.summary(made)
        assert_clean(table.render_table(log_view.COLUMNS, lines, summary, width=width, colour=False))
    return f"{min(len(made.changes), 3)} {len(made.notes)}"


def diff(data: bytes) -> str:
    """A folder beside itself, and beside one in which things were changed, went missing, or cannot be understood."""
    choices = Choices(data)
    form = choices.below(4)
    on, width, config = _day(choices), choices.pick(_WIDTHS), _config(choices)
    before = values.agreement(Choices(choices.rest()))
    after = values.agreement(_skewed(choices))
    after["id"] = before["id"] if not choices.seldom() else after["id"]
    if choices.seldom():
        values.spoilt(choices, after)
    name = choices.text() or "x"
    there = _folder({"a.yaml": values.written(before)}, config)
    here = _folder({"a.yaml": values.written(after), "sources.yaml": b"s0: {title: x}"}, config)
    made = Comparison(Base(name, None, there), here)
    if form == 0:
        assert_clean(diff_view.render_text([made], on, width))
    elif form == 1:
        _markdown(diff_view.render_markdown([made], on), data)
    elif form == 2:
        read: Any = read_json(diff_view.render_json([made], on))
        assert [one["id"] for one in read["agreements"]] == [one.id for one in made.agreements]
    else:
        none = Comparison(Base(name, None, there), there)
        assert not none.agreements
        assert not none.sources
    changes = [part for one in made.agreements for part in (one.altered, one.entries, one.statements, one.sources)]
    return "".join("x" if part else "-" for part in changes)


def _skewed(choices: Choices) -> Choices:
    """The same decisions but for one."""
    rest = bytearray(choices.rest())
    if rest:
        rest[choices.below(len(rest))] ^= 1 + choices.below(255)
    return Choices(bytes(rest))

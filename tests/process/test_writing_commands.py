"""Every command that writes: at each of its system calls, without room on the disk, and where other things stand."""

from __future__ import annotations

import importlib
import os
import pkgutil
import shutil
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import pytest

import pactstate
from mistakes import MISTAKES, RECORD
from pactstate.cli import main

if sys.platform == "win32":  # pragma: no cover
    pytest.skip("processes are forked and traced", allow_module_level=True)

from stops import can_trace, stops

for module in pkgutil.walk_packages(pactstate.__path__, "pactstate."):
    if module.name not in ("pactstate.__main__", "pactstate.exchange.spreadsheet"):
        # Imported here, once, so that the processes make few system calls of their own.
        importlib.import_module(module.name)

TODAY: Final = ["--today", "2026-11-30"]
DRAFT: Final = ".pactstate."
MAPPING: Final = """\
[source]
id = "desk-2025"
title = "Desk's list"
published = "2025-12-01"
type = "secondary"

[agreements]
id = "{parties}-{Ref}"
title = "Agreement"
kind = "treaty"
parties = "Parties"
split = [";"]
identifiers = {desk = "Ref"}

[[agreements.events]]
event = "signed"
date = "Signed"
"""
TABLE: Final = "Ref,Agreement,Parties,Signed\n1,Access,JP;PH,2024-07-08\n2,Transit,JP;AU,2023-09-15\n"
NEW: Final = ["--title", "T", "--kind", "acsa", "--party", "FR", "--party", "SE", "--event", "signed", "--date", "2024"]
CLAIM: Final = ["no-jp-raa", "signed", "daily-2025-02-02"]
COMMANDS: Final[Mapping[str, Sequence[str]]] = {
    "new": ["new", "fr-se-acsa", *NEW, *TODAY],
    "add event": ["add", "event", "no-jp-raa", "note", "--date", "2025-03", "--note", "Talks.", *TODAY],
    "add source": ["add", "source", "no-jp-raa", "--title", "T", *TODAY],
    "add source --shared": ["add", "source", "--shared", "--title", "T", *TODAY],
    "add claim": ["add", "claim", *CLAIM, *TODAY],
    "add statement": ["add", "statement", "no-jp-raa", "daily-2025-02-02", "--says", "in_force", *TODAY],
    "reject": ["reject", "no-jp-raa", "signed", "daily-2025-01-10", "--reason", "Guesses.", *TODAY],
    "fix": ["fix", *TODAY],
    "check --fix": ["check", "--fix", *TODAY],
    "check --output": ["check", "agreements", "--exit-zero", "--output", "json:report.json", *TODAY],
    "init": ["init", "started", "--host", "github"],
    "import": ["import", "mapping.toml", "table.csv", "--into", "imported", "--write", *TODAY],
    "import --update": ["import", "mapping.toml", "table.csv", "--into", "known", "--update", "--write", *TODAY],
    "export csv": ["export", "agreements", "events", "--to", "tables", *TODAY],
    "export sqlite": ["export", "events", "--to", "events.sqlite", *TODAY],
    "export jsonl": ["export", "events", "--to", "events.jsonl", *TODAY],
    "site": ["site", "out", *TODAY],
    "site again": ["site", "old", *TODAY],
    "dump": [],
}
"""Arguments of each command; ``dump`` is a function of the library."""
KNOWN: Final = (
    "id: jp-ph-1\ntitle: Access\nkind: treaty\nparties: [JP, PH]\nidentifiers: {desk: '1'}\nhistory:\n"
    "  - {event: signed, date: 2024-07-08}\n"
)


def work(name: str) -> int:
    """Run a command, and print nothing."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    if name == "dump":
        pactstate.dump(pactstate.load("agreements", strict=False), "dumped")
        return 0
    return main(list(COMMANDS[name]))


def done(name: str) -> int:
    """Run a command; return 0 also for a check that finds something, and for an import that leaves columns out."""
    code = work(name)
    return 0 if code == 1 else code


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "work"
    (folder / "agreements").mkdir(parents=True)
    (folder / "known").mkdir()
    (folder / "known" / "jp-ph-1.yaml").write_text(KNOWN, encoding="utf-8")
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    (folder / "table.csv").write_text(TABLE, encoding="utf-8")
    (folder / "outside").mkdir()
    monkeypatch.chdir(folder)
    return folder


def record(name: str, place: Path) -> None:
    """Write the agreement that a command begins with."""
    text = MISTAKES["day in words"].text if "fix" in name else RECORD
    (place / "agreements" / "no-jp-raa.yaml").write_text(text, encoding="utf-8")
    if name == "site again":
        (place / "old").mkdir()
        (place / "old" / ".pactstate-site").write_text("Made before.\n", encoding="utf-8")
        (place / "old" / "index.html").write_text("Made before.\n", encoding="utf-8")


Contents = dict[str, bytes]


class Watch:
    """Contents of the files of a folder; a file is read again if it may have changed."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._known: dict[str, tuple[tuple[int, ...], bytes]] = {}

    def contents(self) -> Contents:
        """Return the contents of all files but drafts, by path."""
        found: Contents = {}
        pending = [self._place]
        while pending:
            for one in os.scandir(pending.pop()):
                if one.name.startswith(DRAFT):
                    continue
                if one.is_dir(follow_symlinks=False):
                    pending.append(Path(one.path))
                elif one.is_file(follow_symlinks=False):
                    status = one.stat()
                    state = (status.st_ino, status.st_size, status.st_mtime_ns)
                    if self._known.get(one.path, ((),))[0] != state:
                        self._known[one.path] = state, Path(one.path).read_bytes()
                    found[one.path] = self._known[one.path][1]
        return found


@pytest.mark.skipif(not can_trace(), reason="processes cannot be traced here")
@pytest.mark.parametrize("name", COMMANDS)
def test_at_each_system_call_every_file_is_the_old_one_or_the_new_one(name: str, place: Path) -> None:
    """A process that is killed between two system calls leaves behind what is on the disk at that moment."""
    record(name, place)
    watch = Watch(place)
    before = watch.contents()
    seen: dict[str, set[bytes | None]] = {}
    for number in stops(lambda: done(name)):  # noqa: B007 - its last value is compared below
        now = watch.contents()
        for path in before.keys() | now.keys() | seen.keys():
            seen.setdefault(path, {before.get(path)}).add(now.get(path))
    after = watch.contents()
    assert number > 100
    assert after != before
    for path, contents in seen.items():
        # Between two renamings, the folder of a site has its former name no longer, and not yet its new content.
        gap = {None} if name == "site again" else set()
        assert contents - gap <= {before.get(path), after.get(path)}, path
    assert not [one for one in place.rglob(f"{DRAFT}*") if one.name != ".pactstate-site"]


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("room", [0, 10])
def test_without_room_all_files_stay(name: str, room: int, place: Path) -> None:
    import resource

    record(name, place)
    before = Watch(place).contents()
    child = os.fork()
    if not child:
        code = 99
        try:
            # A file that may not grow: the system refuses to write on, as on a full disk.
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
            code = work(name)
        except OSError:
            code = 2
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 2
    assert Watch(place).contents() == before
    assert not [one for one in place.rglob(f"{DRAFT}*") if one.name != ".pactstate-site"]


TARGETS: Final[Mapping[str, str]] = {
    "new": "agreements/fr-se-acsa.yaml",
    **dict.fromkeys(
        ["add event", "add source", "add claim", "add statement", "reject", "fix", "check --fix"],
        "agreements/no-jp-raa.yaml",
    ),
    "add source --shared": "agreements/sources.yaml",
    "check --output": "report.json",
    "init": "started/.editorconfig",
    "import": "imported/jp-ph-1.yaml",
    "import --update": "known/jp-ph-1.yaml",
    "export csv": "tables/events.csv",
    "export sqlite": "events.sqlite",
    "export jsonl": "events.jsonl",
    "site": "out",
    "site again": "old",
    "dump": "dumped/no-jp-raa.yaml",
}
"""File, or folder of a site, that each command writes."""
MAY_STREAM: Final = {"check --output"}
"""Commands whose output may go into a pipe or a device that the user names."""
ENDS: Final = {"init": 0, "fix": 1, "check --fix": 1, "import": 1, "import --update": 1}
"""Exit codes of commands that leave what stands in the place of a file, and do the rest."""


def _link(path: Path, outside: Path) -> None:
    path.symlink_to(outside)


def _pipe(path: Path, outside: Path) -> None:
    os.mkfifo(path)


def _device(path: Path, outside: Path) -> None:
    try:
        os.mknod(path, 0o600 | 0o020000, os.makedev(1, 3))
    except PermissionError:
        pytest.skip("only root makes devices")


def _folder(path: Path, outside: Path) -> None:
    path.mkdir()
    (path / "kept.txt").write_text("kept", encoding="utf-8")


@pytest.mark.parametrize("make", [_link, _pipe, _device, _folder])
@pytest.mark.parametrize("name", COMMANDS)
def test_what_is_no_regular_file_is_neither_written_nor_replaced(
    name: str, make: Callable[[Path, Path], None], place: Path
) -> None:
    if name in MAY_STREAM and make in (_pipe, _device):
        pytest.skip("a user may name a pipe or a device for a report")
    record(name, place)
    path, outside = place / TARGETS[name], place.parent / "outside.yaml"
    outside.write_text(RECORD if path.suffix == ".yaml" else "kept", encoding="utf-8")
    path.parent.mkdir(exist_ok=True)
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    make(path, outside)
    kind, kept = os.lstat(path), (outside.read_bytes(), Watch(place).contents())
    code = in_child(name)
    assert code == ENDS.get(name, 2)
    assert outside.read_bytes() == kept[0]
    assert (os.lstat(path).st_ino, os.lstat(path).st_mode) == (kind.st_ino, kind.st_mode)
    assert {one: text for one, text in Watch(place).contents().items() if one in kept[1]} == kept[1]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_folder_that_is_a_link_leads_nowhere(name: str, place: Path) -> None:
    """A pull request can bring a link in the place of the folder, which leads out of the checkout."""
    record(name, place)
    target = place / TARGETS[name]
    folder = target.parent if target.parent != place else target
    outside = place.parent / "elsewhere"
    if folder.exists():
        folder.rename(outside)
    else:
        outside.mkdir()
    folder.symlink_to(outside)
    before = Watch(outside).contents()
    assert in_child(name) == 2
    assert Watch(outside).contents() == before
    assert folder.is_symlink()


def in_child(name: str) -> int:
    """Run a command in a process of its own, which a pipe that nobody reads cannot hold up for ever."""
    child = os.fork()
    if not child:
        code = 99
        try:
            signal.alarm(60)
            code = work(name)
        except OSError:
            code = 2
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.skipif(not can_trace(), reason="processes cannot be traced here")
@pytest.mark.parametrize("name", ["add event", "reject", "fix", "new", "import"])
def test_a_second_writer_loses_nothing(name: str, place: Path) -> None:
    """Another writer comes as soon as there is a draft: its text stays, and the command says so."""
    record(name, place)
    path = place / TARGETS[name]
    other = b"# Another writer was faster.\n"
    has_come = False

    def come() -> None:
        nonlocal has_come
        for _ in stops(lambda: work(name)):
            if not has_come and any(one.name.startswith(DRAFT) for one in (place / path.parent).glob("*")):
                has_come = True
                path.write_bytes(other)

    with pytest.raises(AssertionError, match="2"):
        come()
    assert has_come
    assert path.read_bytes() == other
    assert not list(place.rglob(f"{DRAFT}*"))

"""A writer that is killed at any moment, has no room on the disk, or is not alone: the old file or the new one."""

from __future__ import annotations

import itertools
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest

from pactstate.storage import replace
from pactstate.storage.disk import UnreadableError
from pactstate.storage.limits import DEFAULT
from pactstate.storage.replace import create_file, replace_unchanged

if sys.platform == "win32":  # pragma: no cover
    pytest.skip("a process is forked", allow_module_level=True)

from stops import can_trace, stops

OLD, NEW = "old: 1\n" * 1_000, "new: 2\n" * 2_000
DRAFT = ".pactstate."


def replacing(path: Path) -> None:
    replace_unchanged(path, OLD, NEW, DEFAULT)


def creating(path: Path) -> None:
    create_file(path, NEW.encode())


def forked(work: Callable[[], object]) -> int:
    """Do some work in a process of its own; return how it ended, as :func:`os.waitpid` gives it."""
    child = os.fork()
    if not child:
        code = 1
        try:
            work()
            code = 0
        except OSError:
            code = 3
        finally:
            os._exit(code)
    return os.waitpid(child, 0)[1]


def killed_at(line: int, work: Callable[[], object]) -> Callable[[], object]:
    """Return the work in a process that is killed before the given line that the writing module runs."""

    def trace(frame: FrameType, event: str, _: object) -> object:
        nonlocal line
        if frame.f_code.co_filename != replace.__file__:
            return None
        if event == "line":
            line -= 1
            if not line:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    def run() -> None:
        sys.settrace(trace)
        work()

    return run


@pytest.mark.parametrize(("write", "before"), [(replacing, OLD), (creating, None)], ids=["replaced", "new"])
def test_killed_at_any_line_it_leaves_the_old_file_or_the_new_one(
    write: Callable[[Path], None], before: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "x.yaml"
    seen: list[str | None] = []
    for line in range(1, 500):
        for one in tmp_path.iterdir():
            one.unlink()
        if before is not None:
            path.write_text(before, encoding="utf-8")
        ended = forked(killed_at(line, lambda: write(path)))
        seen.append(path.read_text(encoding="utf-8") if path.exists() else None)
        assert seen[-1] in (before, NEW), line
        assert all(one == path or one.name.startswith(DRAFT) for one in tmp_path.iterdir())
        if not ended:
            break
        assert os.WTERMSIG(ended) == signal.SIGKILL
    assert seen[0] == before
    assert seen[-1] == NEW
    assert len(seen) > 15
    assert [one.name for one in tmp_path.iterdir()] == ["x.yaml"]


@pytest.mark.skipif(not can_trace(), reason="processes cannot be traced here")
@pytest.mark.parametrize(("write", "before"), [(replacing, OLD), (creating, None)], ids=["replaced", "new"])
def test_killed_before_or_after_any_system_call_it_leaves_the_old_file_or_the_new_one(
    write: Callable[[Path], None], before: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "x.yaml"
    seen: list[str | None] = []
    for last in itertools.count():
        for one in tmp_path.iterdir():
            one.unlink()
        if before is not None:
            path.write_text(before, encoding="utf-8")
        traced = stops(lambda: write(path))
        has_stopped = any(number == last for number in traced)
        traced.close()  # which kills the process
        seen.append(path.read_text(encoding="utf-8") if path.exists() else None)
        assert seen[-1] in (before, NEW), last
        assert all(one == path or one.name.startswith(DRAFT) for one in tmp_path.iterdir())
        if not has_stopped:
            break
    assert (seen[0], seen[-1]) == (before, NEW)
    assert len(seen) > 20


@pytest.mark.parametrize(("write", "before"), [(replacing, OLD), (creating, None)], ids=["replaced", "new"])
@pytest.mark.parametrize("room", [0, 1, 4_096, len(NEW) - 1])
def test_without_room_the_old_file_stays(
    write: Callable[[Path], None], before: str | None, room: int, tmp_path: Path
) -> None:
    import resource

    path = tmp_path / "x.yaml"
    if before is not None:
        path.write_text(before, encoding="utf-8")

    def work() -> None:
        # A file that may not grow: the system refuses to write on, as on a full disk.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        write(path)

    assert os.waitstatus_to_exitcode(forked(work)) == 3
    assert (path.read_text(encoding="utf-8") if path.exists() else None) == before
    assert [one.name for one in tmp_path.iterdir()] == (["x.yaml"] if before is not None else [])


def test_two_writers_never_mix(tmp_path: Path) -> None:
    """Both replace the file again and again; a reader sees one whole text or the other."""
    path = tmp_path / "x.yaml"
    texts = (OLD, NEW)
    path.write_text(OLD, encoding="utf-8")

    def writer(first: int) -> Callable[[], None]:
        def work() -> None:
            for turn in range(100):
                try:
                    replace_unchanged(path, texts[(turn + first) % 2], texts[(turn + first + 1) % 2], DEFAULT)
                except UnreadableError:
                    # The other one was faster.
                    continue

        return work

    children = []
    for first in (0, 1):
        child = os.fork()
        if not child:
            code = 1
            try:
                writer(first)()
                code = 0
            finally:
                os._exit(code)
        children.append(child)
    reads = [path.read_text(encoding="utf-8") for _ in range(200)]
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
    assert set(reads) <= set(texts)
    assert [one.name for one in tmp_path.iterdir()] == ["x.yaml"]


def test_one_of_two_who_make_a_file_succeeds(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    codes = [os.waitstatus_to_exitcode(forked(lambda: creating(path))) for _ in range(2)]
    assert codes == [0, 3]
    assert path.read_text(encoding="utf-8") == NEW

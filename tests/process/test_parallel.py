"""A function over many items in several processes: the results of one process, and no process left behind."""

from __future__ import annotations

import contextlib
import errno
import json
import multiprocessing as mp
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import pytest

import pactstate
from pactstate.folder import jobs as parallel
from pactstate.folder.jobs import spread
from patience import HANGS

ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if name not in ("GITHUB_ACTIONS", "GITHUB_WORKSPACE")},
    "PYTHONPATH": str(Path(pactstate.__file__).parents[1]),
    "PACTSTATE_TODAY": "2026-11-22",
}
# Killed processes cannot save their coverage; other tests measure the same lines.
UNMEASURED = {name: value for name, value in ENVIRONMENT.items() if not name.startswith("COVERAGE")}
T = TypeVar("T")

# A process that has threads must not fork, so what forks runs in processes of its own, without the test runner's.
PROGRAM = """
import json, os, sys
from pactstate.folder.jobs import spread

for jobs in json.loads(sys.argv[1]):
    for count in json.loads(sys.argv[2]):
        found = list(spread(lambda item: (item, os.getpid()), range(count), jobs))
        pids = {pid for _, pid in found}
        print(json.dumps({"jobs": jobs, "count": count, "found": [item for item, _ in found],
                          "others": len(pids - {os.getpid()}), "mine": os.getpid() in pids}))
"""


def program(source: str, *arguments: object, measured: bool = True, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", source, *map(str, arguments)],
        env=ENVIRONMENT if measured else UNMEASURED,
        capture_output=True,
        text=True,
        check=False,
        **more,
    )


def test_the_same_is_found_in_the_same_order() -> None:
    done = program(PROGRAM, [1, 2, 3, 4, 64], [0, 1, 2, 7, 100])
    assert done.stderr == ""
    rounds = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rounds) == 25
    for told in rounds:
        jobs, count = told["jobs"], told["count"]
        assert told["found"] == [*range(count)]
        if min(jobs, count) < 2:
            assert told["others"] == 0
        else:
            assert not told["mine"]
            assert 1 <= told["others"] <= min(jobs, count)
    assert max(told["others"] for told in rounds) > 2


def test_an_error_in_a_worker_comes_out_and_nothing_is_left() -> None:
    done = program(
        "from pactstate.folder.jobs import spread\n"
        "try:\n    list(spread(lambda n: 1 // n, [1, 0, 2, 3], 2))\n"
        "except ZeroDivisionError:\n    print('raised')\n"
    )
    assert (done.stdout, done.stderr) == ("raised\n", "")


def test_one_round_after_the_other() -> None:
    done = program(
        "from pactstate.folder.jobs import spread\n"
        "for factor in (2, 3):\n    print(list(spread(lambda n: n * factor, range(5), 2)))\n"
    )
    assert done.stdout == "[0, 2, 4, 6, 8]\n[0, 3, 6, 9, 12]\n"


def test_where_nothing_can_be_forked_one_process_does_it_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mp, "get_all_start_methods", lambda: ["spawn"])
    pids = list(spread(lambda item: os.getpid(), range(5), 4))
    assert pids == [os.getpid()] * 5


def test_one_process_watches_what_it_does() -> None:
    seen: list[tuple[int, str]] = []

    def progress(items: Sequence[T], doing: str) -> Iterator[T]:
        seen.append((len(items), doing))
        yield from items

    assert list(spread(lambda item: -item, [1, 2], 1, progress)) == [-1, -2]
    assert seen == [(2, "checking")]


# Each worker opens the pipe, so that a line for each can be waited for, and then has work without end.
ENDLESS = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background is born deaf to it
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # and one behind nohup to this
from pactstate.checks import runner
from pactstate.cli import main

def look(text):
    if "sources" in text.path:
        return []  # read by the first process
    os.write(1, b"%d\\n" % os.getpid())  # in one piece, beside those of others
    signal.pause()

runner.ignores = look
sys.exit({call})
"""
COMMAND = ["check", "--jobs", "3"]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@contextlib.contextmanager
def working(folder: Path, call: str) -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    """A check with three workers that are all at work, and the numbers of their processes."""
    with subprocess.Popen(
        [sys.executable, "-c", ENDLESS.format(call=call), *COMMAND],
        cwd=folder,
        env=UNMEASURED,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield process, [int(process.stdout.readline()) for _ in range(3)]
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


@pytest.mark.parametrize("whole_group", [True, False])
@pytest.mark.parametrize(
    ("number", "call", "code"),
    [
        (signal.SIGINT, "main()", 130),
        (signal.SIGTERM, "main()", 143),
        (signal.SIGHUP, "main()", 129),
        (signal.SIGINT, f"main({COMMAND})", 130),
    ],
)
def test_an_interruption_is_quiet_waits_for_no_work_and_leaves_no_worker(
    folder: Path, number: signal.Signals, call: str, code: int, whole_group: bool
) -> None:
    """Ctrl-C reaches all processes of a terminal; a service that cancels a job may tell the first one only."""
    with working(folder, call) as (process, workers):
        (os.killpg if whole_group else os.kill)(process.pid, number)
        out, err = process.communicate(timeout=HANGS)
        assert process.returncode == code
        assert [pid for pid in workers if alive(pid)] == []
        assert (out, err.strip("\n")) == ("", "")


def test_workers_do_not_outlive_a_process_that_was_killed(folder: Path) -> None:
    """Nothing can be done on SIGKILL: whoever works on ends with the next result, which nobody takes."""
    source = ENDLESS.format(call="main()").replace("signal.pause()", "return []")
    with subprocess.Popen(
        [sys.executable, "-c", source, *COMMAND],
        cwd=folder,
        env=UNMEASURED,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        process.stdout.readline()
        process.kill()
        # The pipe ends when the last process has closed it.
        process.stdout.read()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_workers_start_leaves_none(folder: Path, number: signal.Signals) -> None:
    """The signal comes when a process has been made, and nobody has taken note of it."""
    source = (
        "import os, signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from multiprocessing import popen_fork\n"
        "from pactstate.checks import runner\n"
        "from pactstate.cli import main\n"
        "runner.ignores = lambda text: [] if 'sources' in text.path else signal.pause()\n"
        "launch = popen_fork.Popen._launch\n"
        "def interrupted(self, process):\n"
        "    launch(self, process)\n"
        f"    print(self.pid, flush=True); os.kill(os.getpid(), {int(number)})\n"
        "popen_fork.Popen._launch = interrupted\n"
        "sys.exit(main())\n"
    )
    # A file, not a pipe, which a worker that is left would keep open.
    with (folder / "out").open("w+") as out:
        command = [sys.executable, "-c", source, *COMMAND]
        done = subprocess.run(command, cwd=folder, env=UNMEASURED, stdout=out, stderr=out, check=False)
    said = (folder / "out").read_text()
    assert done.returncode == 128 + number
    is_left = alive(int(said))
    if is_left:
        os.kill(int(said), signal.SIGKILL)
    assert not is_left


def test_an_error_that_cannot_be_sent_is_replaced() -> None:
    class OddError(Exception):
        def __init__(self, one: str, two: str) -> None:
            super().__init__(f"{one} {two}")

    sent: list[parallel.Failure] = []

    def fails(_: object) -> list[object]:
        raise OddError("a", "b")

    parallel._send_all(fails, [[1]], sent.append)
    assert (type(sent[0].error), str(sent[0].error)) == (RuntimeError, "OddError: a b")
    assert sent[0].place[0] == fails.__module__
    assert "raise OddError" in sent[0].traceback


@pytest.mark.parametrize("flags", [(), ("--debug",)])
def test_the_place_of_an_error_is_the_one_in_the_worker(folder: Path, flags: Sequence[str]) -> None:
    source = (
        "import sys\n"
        "from pactstate.checks import runner\n"
        "from pactstate.cli import main\n"
        "runner.ignores = lambda text: [] if 'sources' in text.path else 1 // 0\n"
        "sys.exit(main())\n"
    )
    done = program(source, *COMMAND, *flags, measured=False, cwd=folder)
    *before, last = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (2, "")
    assert last.startswith(
        "pactstate: unexpected ZeroDivisionError: integer division or modulo by zero at __main__:4; "
    )
    assert any("in _send_all" in line for line in before) is bool(flags)
    assert not before or flags


HEAD = "id: a{n}\ntitle: A\nkind: raa\nparties: [JP, PH]\nhistory:\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of many agreements with all sorts of faults."""
    (tmp_path / "agreements").mkdir()
    for n in range(13):
        entries = "".join(
            f"  - {{event: {event}, date: 20{20 - turn}, reported_by: [s{turn}]}}"
            + ("  # pactstate: ignore[PS205] why\n" if turn == n % 4 else "\n")
            for turn, event in enumerate(["in_force", "negotiating", "note", "terminated"][: 1 + n % 4])
        )
        (tmp_path / "agreements" / f"a{n}.yaml").write_text(HEAD.format(n=n) + entries)
    (tmp_path / "agreements" / "broken.yaml").write_text("[")
    (tmp_path / "agreements" / "sources.yaml").write_text("s0: {title: S}\ns1: {title: S, published: 2030}\n")
    return tmp_path


def check(folder: Path, *arguments: object) -> tuple[int, bytes, bytes]:
    command = [sys.executable, "-W", "error", "-m", "pactstate", "check", *map(str, arguments)]
    done = subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, check=False)
    return done.returncode, done.stdout, done.stderr


def test_any_number_of_jobs_gives_the_same_bytes(folder: Path) -> None:
    arguments = ("--statistics", "-v")
    one = check(folder, *arguments)
    assert one[0] == 1
    assert len(one[1]) > 2000
    for jobs in (2, 3, 4):
        assert check(folder, *arguments, "--jobs", jobs) == one
    named = (*arguments, "agreements/a3.yaml")
    assert check(folder, *named, "-j", 3) == check(folder, *named)


def test_a_system_that_starts_no_more_processes_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object) -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr("os.pipe", refuses)
    with pytest.raises(parallel.WorkerError, match="cannot start 2 processes: too many open files"):
        list(spread(lambda item: item, range(8), 2))


def test_a_system_that_makes_no_process_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses() -> int:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr("os.fork", refuses)
    with pytest.raises(parallel.WorkerError, match="cannot start 2 processes: resource temporarily unavailable"):
        list(spread(lambda item: item, range(8), 2))
    assert not signal.pthread_sigmask(signal.SIG_BLOCK, []) & {signal.SIGINT, signal.SIGTERM}


def test_a_worker_sends_what_it_finds_until_it_fails() -> None:
    sent: list[object] = []
    parallel._send_all(lambda batch: [1 // thing for thing in batch], [[1, 1], [0], [1]], sent.append)
    assert sent[0] == [1, 1]
    assert isinstance(sent[1].error, ZeroDivisionError)
    assert len(sent) == 2


def test_a_worker_ends_when_its_pipe_is_closed() -> None:
    looked: list[int] = []

    def closed(_: object) -> None:
        raise BrokenPipeError

    parallel._send_all(lambda batch: looked.extend(batch) or [], [[1], [2]], closed)
    assert looked == [1]


def test_a_worker_that_was_killed_is_reported() -> None:
    """A system without memory kills the largest process, and the check must say that it could not check."""

    def look(item: int) -> int:
        if item == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return item

    with pytest.raises(parallel.WorkerError, match="has been killed; try fewer jobs"):
        list(spread(look, range(8), 2))


SENDS_MUCH = """
import os, signal
from pactstate.folder.jobs import spread

def look(item):
    return f"{os.getpid()} {'x' * 1_000_000}"

pids = set()
for found in spread(look, range(40), 2):
    pids.add(found.partition(" ")[0])
    if len(pids) == 2:
        print(*pids, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
"""


def test_workers_with_unsent_results_end_with_their_parent() -> None:
    # The pipe ends when the last process that holds it has ended; after five minutes nobody believes in it any more.
    with subprocess.Popen(
        [sys.executable, "-c", SENDS_MUCH],
        env=UNMEASURED,
        stdout=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            out, _ = process.communicate(timeout=300)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    assert process.returncode == -signal.SIGKILL
    assert len(out.split()) == 2

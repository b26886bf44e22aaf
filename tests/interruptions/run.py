"""Sends signals to commands at random moments and counts how they end. Run by hand; docs/testing.md has the figures.

Each try starts a command in a session of its own, waits for a random part of the time that the command needs, and sends
the signal to all processes of the session, as a terminal does. What must hold: the exit code is the signal's, or that of
a run which was done already; there is no traceback; a report file is whole or not there; no process and no other file is
left. Until the first lines of this package run, a signal is answered by Python alone: such tries are counted apart.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import os
import random
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

SCRIPT: Final = str(Path(sysconfig.get_path("scripts"), "pactstate"))
MODULE: Final = (sys.executable, "-P", "-m", "pactstate")
TODAY: Final = ("--today", "2026-11-22")
FILES: Final = 150
"""Agreements in the folder that is checked."""

COMMANDS: Final[dict[str, tuple[str, ...]]] = {
    "version": (SCRIPT, "--version"),
    "status": (SCRIPT, "status", *TODAY),
    "check": (SCRIPT, "check", "agreements", "--jobs", "1", *TODAY),
    "check, 2 jobs": (SCRIPT, "check", "agreements", "--jobs", "2", *TODAY),
    "check, 4 jobs": (*MODULE, "check", "agreements", "--jobs", "4", *TODAY),
    "report file": (SCRIPT, "check", "agreements", "--jobs", "1", *TODAY, "--output", "out/report.json"),
    "git base": (SCRIPT, "check", "agreements", "--against", "HEAD", *TODAY),
    "diff": (SCRIPT, "diff", "HEAD", "agreements", *TODAY),
}
SIGNALS: Final = (signal.SIGINT, signal.SIGINT, signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Each try takes one of them, most often Ctrl-C."""

AGREEMENT: Final = """\
id: a{0}
title: Agreement {0}
kind: raa
parties: [JP, PH]
sources:
  s{0}: {{title: Paper, published: 2020-01-03}}
history:
  - {{event: negotiating, date: 2019, reported_by: [s{0}]}}
  - {{event: signed, date: 2020-01-02, reported_by: [s{0}]}}
  - {{event: in_force, date: 2019-01-02, reported_by: [s{0}]}}
"""


class Usual(NamedTuple):
    """Result of a command that was not interrupted."""

    code: int
    out: bytes
    err: bytes
    report: bytes | None
    seconds: float


class Ending(NamedTuple):
    """Result of one try: a word to count it by, and what is wrong, if anything is."""

    word: str
    wrong: str = ""


def lay_out(work: Path) -> None:
    """Write a git repository with agreements that have findings."""
    (work / "agreements").mkdir()
    (work / "out").mkdir()
    for number in range(FILES):
        (work / "agreements" / f"a{number}.yaml").write_text(AGREEMENT.format(number), encoding="utf-8")
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    for words in (("init", "-q"), ("add", "agreements"), (*identity, "commit", "-q", "-m", "first")):
        subprocess.run(("git", *words), cwd=work, check=True)


def usual(command: Sequence[str], work: Path) -> Usual:
    """Run a command three times, and take the longest time: the moments are to cover all of it."""
    seconds = []
    for _ in range(3):
        begun = time.monotonic()
        done = subprocess.run(command, cwd=work, capture_output=True, check=False)
        seconds.append(time.monotonic() - begun)
    return Usual(done.returncode, done.stdout, done.stderr, take_report(work), max(seconds))


def take_report(work: Path) -> bytes | None:
    report = work / "out" / "report.json"
    data = report.read_bytes() if report.exists() else None
    report.unlink(missing_ok=True)
    return data


def members(session: int) -> Iterator[int]:
    """Yield the processes of a session that have not ended."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, _, _, its_session, *_ = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(its_session) == session and state not in "ZX":
                yield int(entry.name)


def still_there(session: int) -> list[str]:
    """Return the commands of a session that do not end within seconds. Git ends once nobody reads what it writes."""
    until = time.monotonic() + 5
    while left := list(members(session)):
        if time.monotonic() > until:
            return [Path(f"/proc/{number}/cmdline").read_text(encoding="utf-8") for number in left]
        time.sleep(0.001)
    return []


def attempt(command: Sequence[str], work: Path, expected: Usual, chance: random.Random) -> Ending:
    """Interrupt a command once, or twice within a few milliseconds."""
    number = chance.choice(SIGNALS)
    delay = chance.uniform(0, expected.seconds)
    again = chance.uniform(0, 0.004) if chance.random() < 0.3 else None
    with (work / "stdout").open("w+b") as out, (work / "stderr").open("w+b") as err:
        # Files, not pipes: a process that is left behind must be found, not waited for.
        process = subprocess.Popen(
            command, cwd=work, stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True
        )
        time.sleep(delay)
        send(process.pid, number)
        if again is not None:
            time.sleep(again)
            send(process.pid, number)
        code = process.wait(timeout=120)
        left = still_there(process.pid)
        said = (work / "stderr").read_bytes()
        shown = (work / "stdout").read_bytes()
    moment = f"{number.name} after {delay * 1000:.1f} of {expected.seconds * 1000:.1f} ms"
    report = take_report(work)
    drafts = list((work / "out").iterdir())
    for path in drafts:
        path.unlink()
    if left:
        return Ending("process left", f"{moment}: {left}")
    if drafts or report not in (None, expected.report):
        return Ending("half a report", f"{moment}: {drafts}")
    if code == 128 + number and expected.err.startswith(said):
        return Ending("in order")
    if (code, shown) == (expected.code, expected.out):
        return Ending("done before")
    ours = {line.strip() for line in said.splitlines() if b"/pactstate/" in line}
    if code == -number and not said:
        # Killed with nobody to answer: an exit code of 128 + number in a shell.
        return Ending("before Python")
    if code in (-number, 1) and b"KeyboardInterrupt" in said and all(line.endswith(b"in <module>") for line in ours):
        # The first two files of this package are loaded before anything in them can run.
        return Ending("on the first import" if ours else "while Python starts")
    return Ending("wrong", f"{moment}: code {code}\n{said.decode(errors='replace')[-1500:]}")


def send(session: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(session, number)


def show(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Make the tries and print the counts. Exit code 1 when one of them ended as it must not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tries", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    # Commands of a script in the background are begun with SIGINT ignored, and would hand that on.
    for number in SIGNALS:
        signal.signal(number, signal.default_int_handler)
    chance = random.Random(given.seed)
    counts: dict[str, collections.Counter[str]] = {name: collections.Counter() for name in COMMANDS}
    is_wrong = False
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        lay_out(work)
        expected = {name: usual(command, work) for name, command in COMMANDS.items()}
        for turn in range(given.tries):
            name = list(COMMANDS)[turn % len(COMMANDS)]
            ending = attempt(COMMANDS[name], work, expected[name], chance)
            counts[name][ending.word] += 1
            if ending.wrong:
                is_wrong = True
                show(f"{name}: {ending.word}: {ending.wrong}")
    total: collections.Counter[str] = sum(counts.values(), collections.Counter())
    for name, counted in {**counts, "all": total}.items():
        show(f"{name}: {counted.total()} tries; " + ", ".join(f"{word} {n}" for word, n in counted.most_common()))
    return int(is_wrong)


if __name__ == "__main__":
    sys.exit(main())

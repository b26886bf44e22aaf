"""How long ``check --against`` takes where every file has changed, beside the plain check of the same files.

Run as ``python benchmarks/against.py [FILES]`` with git and the package installed. Makes a repository in a temporary
folder: so many agreements (300 by default), all recorded, and one entry more in each since.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

TEXT = """\
id: a{0}
title: Agreement {0}
kind: raa
parties: [JP, PH]

sources:
  mofa-{0}:
    title: Signing of the agreement
    publisher: Ministry of Foreign Affairs of Japan
    url: https://www.mofa.go.jp/s_sa/sea2/ph/pageite_000001_00432.html
    published: 2024-07-08
    type: official
  bulletin-{0}:
    title: The agreement is to enter into force on 11 September
    publisher: Manila Bulletin
    published: 2025-08-12
    type: press
  tribune-{0}:
    title: The agreement is in force
    publisher: Daily Tribune
    published: 2025-09-11
    type: press

history:
  - event: signed
    date: 2024-07-08
    place: Manila
    reported_by: [mofa-{0}]
  - event: ratified
    date: 2025-08-12
    reported_by: [bulletin-{0}]
  - event: in_force
    date: 2025-09-11
    announced_by: [bulletin-{0}]
    reported_by: [tribune-{0}]
"""
MORE = "  - event: note\n    date: 2025-09-11\n    note: a ceremony\n    reported_by: [tribune-{0}]\n"
RUNS = 5


def main() -> None:
    """Print the best of five runs of each command, and their ratio."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _write(root, count, "")
        _git(root, "init", "--quiet")
        _git(root, "add", ".")
        _git(root, "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "--quiet", "--message", "Record")
        _write(root, count, MORE)
        plain = _best(root, "check", "agreements")
        against = _best(root, "check", "agreements", "--against", "HEAD")
        told = _best(root, "diff", "HEAD", "agreements")
    print(f"{count} files of {len(TEXT)} bytes, one entry more in each; best of {RUNS}")
    print(f"check                 {plain:6.2f} s")
    print(f"check --against HEAD  {against:6.2f} s   {against / plain:.2f} times the check")
    print(f"diff HEAD             {told:6.2f} s   {told / plain:.2f} times the check")


def _write(root: Path, count: int, more: str) -> None:
    (root / "agreements").mkdir(exist_ok=True)
    for number in range(count):
        (root / "agreements" / f"a{number}.yaml").write_text((TEXT + more).format(number), encoding="utf-8")


def _git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=root, check=True)  # noqa: S603, S607 - words of our own


def _best(root: Path, *arguments: str) -> float:
    command = [sys.executable, "-m", "pactstate", *arguments]
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run(command, cwd=root, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - words of our own
        times.append(time.perf_counter() - start)
    return min(times)


if __name__ == "__main__":
    main()

"""What a loaded agreement takes in memory: the growth of the process, in kilobytes, while folders are loaded and kept.

Run as ``python benchmarks/memory.py CORPUS SMALL``. A small corpus is loaded first, so that the modules do not count.
Prints the kilobytes for one agreement, the number of them, and the peak of the process in megabytes.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import sys
from pathlib import Path

import pactstate

__all__ = ["main"]


def folders(corpus: Path) -> list[Path]:
    """The folders of agreements of a corpus."""
    return sorted(corpus.glob("agreements")) or sorted(corpus.glob("*/agreements"))


def _resident() -> int:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    """Load, and print as JSON."""
    corpus, small = map(Path, sys.argv[1:])
    for folder in folders(small):
        pactstate.load(folder)
    before = _resident()
    kept = [pactstate.load(folder) for folder in folders(corpus)]
    grown, count = _resident() - before, sum(map(len, kept))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"kilobytes": grown / 1024 / count, "count": count, "peak": peak}))


if __name__ == "__main__":
    main()

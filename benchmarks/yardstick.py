"""What others need merely to parse the files of a folder: PyYAML with the parser in C, the result thrown away.

Run as ``python benchmarks/yardstick.py FOLDER``. A file that PyYAML refuses is passed over.
"""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

import yaml

__all__ = ["main"]


def main() -> None:
    """Parse every file, in the order of their names."""
    for path in sorted(Path(sys.argv[1]).rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        # Impossible days raise ValueError and more besides.
        with contextlib.suppress(Exception):
            yaml.load(text, Loader=yaml.CSafeLoader)


if __name__ == "__main__":
    main()

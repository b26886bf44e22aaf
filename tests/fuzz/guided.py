"""The same targets, led by coverage: ``python tests/fuzz/guided.py TARGET FOLDER [-runs=N] [-seed=S] ...``.

Needs the package ``atheris`` (libFuzzer for Python), whose options may follow. The inputs that reach something new are
kept in the folder, as is the one that fails, at which it stops.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).parents[1])

with atheris.instrument_imports(include=["pactstate"]):
    from fuzz.targets import TARGETS


def main() -> None:
    """Run as the command line says; does not return."""
    name, folder, *options = sys.argv[1:]
    target = TARGETS[name]
    Path(folder).mkdir(parents=True, exist_ok=True)
    atheris.Setup(
        [sys.argv[0], f"-artifact_prefix={folder}/failed-", *options, folder, str(target.folder)], target.check
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()

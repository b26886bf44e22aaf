"""Tar archives that git makes, as a base."""

from __future__ import annotations

from pathlib import Path

import pytest

from histories import new_history
from pactstate.storage import archive
from pactstate.storage.limits import DEFAULT
from process.repositories import git

FOLDER = Path("/home/reader/treaties/agreements")
"""Path of the folder that is compared with the archive. It need not exist."""


def files(path: Path, folder: Path = FOLDER) -> dict[str, bytes]:
    """Files of the folder that are in the archive."""
    with archive.opened(path, folder) as snapshot:
        return {
            inner: snapshot.read_bytes(folder / inner, DEFAULT)
            for inner in snapshot.find_files(folder, DEFAULT, needed=False)
        }


@pytest.mark.parametrize(
    "arguments",
    [
        ["HEAD"],
        ["HEAD^{tree}"],
        ["--prefix=x/", "HEAD"],
        ["--prefix=x/y/", "HEAD"],
        ["--prefix=desk/", "HEAD:desk"],
        ["--prefix=agreements/", "HEAD:desk/agreements"],
        ["HEAD:desk/agreements"],
        ["--prefix=x/", "HEAD:desk/agreements"],
        ["HEAD", "desk/agreements"],
        ["HEAD", "desk"],
    ],
    ids=" ".join,
)
def test_an_archive_that_git_makes(tmp_path: Path, arguments: list[str]) -> None:
    names = ("agreements/a.yaml", "agreements/asia/b.yaml", "agreements/sources.yaml", "agreements/sources/s.yaml")
    texts = {f"desk/{name}": f"text of {name}" for name in names}
    repository = new_history(tmp_path / "r", {**texts, "x.yml": "no", ".github/y.yaml": "no", "desk/z.yaml": "no"})
    git(repository, "archive", "--output=../before.tar", *arguments)
    told = {name.removeprefix("agreements/"): f"text of {name}".encode() for name in names}
    assert files(tmp_path / "before.tar", repository / "desk" / "agreements") == told


@pytest.mark.parametrize("arguments", [["HEAD"], ["--prefix=r/", "HEAD"], ["--prefix=x/", "HEAD"]], ids=" ".join)
def test_a_repository_that_is_itself_the_folder(tmp_path: Path, arguments: list[str]) -> None:
    repository = new_history(tmp_path / "r", {"a.yaml": "one", "sources/s.yaml": "two"})
    git(repository, "archive", "--output=../before.tar", *arguments)
    assert files(tmp_path / "before.tar", repository) == {"a.yaml": b"one", "sources/s.yaml": b"two"}


# Files that are no archives, and forged archives.

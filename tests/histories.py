"""Repositories with a history, for the tests of what is held against it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from process.repositories import git

Files = Mapping[str, "str | bytes | None"]

HOSTILE_NAMES = (
    *("", " ", "nowhere", "refs/heads/nowhere", "0000000", "f" * 40, "HEAD~9", "HEAD^9", "@{9}", "origin/nowhere"),
    *("--upload-pack=touch sprung", "--output=sprung", "-h", "--help", "-", "--", "--all", "-Osprung", "--git-dir=."),
    *("$(touch sprung)", "`touch sprung`", "; touch sprung", "| touch sprung", "main; touch sprung", "%(main)"),
    *(
        "main..main", "main...main", "..", "^main", "main^@", "main^!", "main^-", "HEAD:", "HEAD:/", "HEAD:..", ":/",
        ":",
    ),
    *(
        "nowhere:agreements", "HEAD:agreements/../..", "HEAD^{tree}", "main^{/", "main^{", "main}",
        "--end-of-options", "main main",
    ),
    *("main\n", "\nmain", "main\nHEAD", "main\0", "\0", "main\r", "main\x1b[31m", "::error::main", "x" * 5_000),
    *("*", "ma?n", "[m]ain", ":(glob)**", "~", "~root", "\udcff", "\ud800", "ext::sh -c touch% sprung"),
)  # fmt: skip
"""Names of which none is a revision, in a repository whose only branch is called ``main``."""


def new_history(folder: Path, *steps: Files) -> Path:
    """A fresh repository with a branch ``main``, and one commit for each step."""
    folder.mkdir(parents=True)  # fmt: skip
    git(folder, "init", "--quiet")
    for step in steps:
        commit(folder, step)
    return folder


def commit(folder: Path, files: Files) -> str:
    """Write files, or remove those without content; commit all there is, and return the full name of the commit."""
    put(folder, files)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "A change")
    return git(folder, "rev-parse", "HEAD").strip()


def put(folder: Path, files: Files) -> Path:
    """Write files, or remove those without content; returns the folder."""
    for name, content in files.items():
        path = folder / name
        if content is None:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def script(path: Path, text: str) -> Path:
    """Write a program for the shell."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def listing(folder: Path) -> list[str]:
    """Everything below a folder, to see that nothing was made or taken away."""
    return sorted(str(Path(here, name)) for here, folders, files in os.walk(folder) for name in (*folders, *files))

"""Files and sources that could not be read: entries that cite them have no finding of their own."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

import pactstate

Write = Callable[..., Path]

A = """id: a
title: A
kind: treaty
parties: [JP, PH]
replaces: [b]
history:
  - {event: signed, date: 2024-07-08, reported_by: [s]}
"""
S = "s: {title: S, publisher: P, published: 2024-07-09}\n"
B = A.replace("id: a", "id: b").replace("replaces: [b]", "replaced_by: [a]")
UNREAD = [
    "id: [",
    "",
    "- b\n",
    B.replace("2024-07-08", "8.7.2024"),
    B.replace("kind", "kin"),
    B.encode("utf-16"),
    B.replace("id: b", "id: B"),
]


def found(folder: Path) -> list[tuple[str, str]]:
    report = pactstate.check(folder, today="2026-11-22")
    return [(Path(one.path).stem, one.rule) for one in report.findings]


def put(folder: Path, name: str, content: str | bytes) -> None:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


@pytest.mark.parametrize("content", UNREAD)
@pytest.mark.parametrize("key", ["replaces", "replaced_by", "amends"])
def test_a_link_to_a_file_that_could_not_be_read(write: Write, content: str | bytes, key: str) -> None:
    folder = write(a=A.replace("replaces", key), sources=S)
    put(folder, "b.yaml", content)
    assert {stem for stem, _ in found(folder)} == {"b"}


def test_a_link_to_a_file_that_cannot_be_opened(write: Write) -> None:
    folder = write(a=A, sources=S)
    os.mkfifo(folder / "b.yaml")
    assert found(folder) == [("b", "unreadable-file")]


def test_a_link_to_an_unread_file_by_the_id_that_it_gives_itself(write: Write) -> None:
    folder = write(a=A, other=B.replace("2024-07-08", "8.7.2024"), sources=S)
    assert found(folder) == [("other", "invalid-date")]


def test_a_link_that_leads_nowhere_is_found_beside_an_unread_file(write: Write) -> None:
    folder = write(a=A.replace("[b]", "[b, nobody]"), b="id: [", sources=S)
    assert found(folder) == [("a", "dangling-link"), ("b", "invalid-yaml")]


@pytest.mark.parametrize(
    ("sources", "rule"),
    [
        (S + "t: {title: T, publisher: P, published: 9.7.2024}\n", "invalid-date"),
        (S + "t: {titel: T}\n", "unknown-key"),
        (S + "t: [\n", "invalid-yaml"),
    ],
)
@pytest.mark.parametrize("copies", [False, True])
def test_a_source_that_could_not_be_read(write: Write, sources: str, rule: str, copies: bool) -> None:
    """Neither of a claim that cites it, nor of a source that is based on it."""
    if copies:
        sources = sources.replace("published: 2024-07-09}", "published: 2024-07-09, based_on: [t]}")
    text = A.replace("replaces: [b]\n", "").replace("[s]", "[s]" if copies else "[s, t]")
    told = found(write(a=text, sources=sources))
    assert ("sources", rule) in told
    assert {stem for stem, _ in told} == {"sources"}


def test_a_source_of_an_agreement_belongs_to_its_file_whether_it_can_be_read_or_not(write: Write) -> None:
    based = S.replace("}", ", based_on: [t]}")
    text = A.replace("replaces: [b]\n", "")
    inline = B.replace("replaced_by: [a]\n", "sources: {t: {title: T}}\n")
    for other in (inline, inline.replace("2024-07-08", "x"), inline + "x: [\n", B.replace("2024-07-08", "x")):
        assert ("sources", "unknown-source") in found(write(a=text, b=other, sources=based))


def test_what_an_unread_agreement_cites_is_not_unused(write: Write) -> None:
    text = B.replace("replaced_by: [a]\n", "")
    assert found(write(b=text.replace("kind: treaty", "kind: treat"), sources=S)) == [("b", "invalid-value")]
    assert {stem for stem, _ in found(write(b=text + "x: [\n", sources=S))} == {"b"}
    other = S + S.replace("s:", "t:")
    assert ("sources", "unused-source") in found(write(b=text.replace("kind: treaty", "kind: treat"), sources=other))

"""An addition removes nothing: without what it has inserted, the text is the old one, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final, cast

from hypothesis import given
from hypothesis import strategies as st

from pactstate.editing.additions import Addition, NewItem, NewKey, SecondItem, TextToMapping
from pactstate.editing.insertion import added, edits_for
from pactstate.fileformat.document import BOOLEAN_KEY
from pactstate.fileformat.write import in_brackets
from pactstate.smallyaml import Data, MappingNode, parse

FOLDER: Final = Path(__file__).parent.parent.parent / "agreements"
FILES: Final = sorted(path.name for path in FOLDER.rglob("*.yaml") if path.parent == FOLDER)


_WORD: Final = re.compile(r"[\w-]+")


@cache
def packaged(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def read(text: str) -> Data | None:
    tree = parse(text, boolean_key=BOOLEAN_KEY)
    return tree.data if tree.complete and not tree.faults else None


def quoted(data: Data, indent: int, step: int) -> list[str]:
    """Return data in block style, with quotes round every text and blank lines nowhere."""
    if isinstance(data, str):
        return [f"{' ' * indent}{in_brackets(data)}"] if data else [f"{' ' * indent}''"]
    lines: list[str] = []
    pairs = (
        [(f"{in_brackets(key)}:", one) for key, one in data.items()]
        if isinstance(data, dict)
        else [("-", one) for one in data]
    )
    for head, one in pairs:
        if isinstance(one, str):
            lines.append(f"{' ' * indent}{head} {_double(one)}")
        elif not one:
            lines.append(f"{' ' * indent}{head} {'{}' if isinstance(one, dict) else '[]'}")
        else:
            lines += [f"{' ' * indent}{head}", *quoted(one, indent + step, step)]
    return lines


def _double(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def commented(text: str) -> str:
    """Return the text with a comment between all lines, where none is part of a text of several lines."""
    if re.search(r"[|>][-+]?$", text, re.MULTILINE):
        return text
    tried = re.sub(r"\n(?=.)", "\n# remark\n", text)
    return tried if read(tried) == read(text) else text


RESTYLED: Final[Mapping[str, Callable[[str], str]]] = {
    "as it is": lambda text: text,
    "quoted, two blanks": lambda text: "\n".join([*quoted(cast("Data", read(text)), 0, 2), ""]),
    "quoted, four blanks": lambda text: "\n".join([*quoted(cast("Data", read(text)), 0, 4), ""]),
    "in brackets": lambda text: in_brackets(read(text)) + "\n",
    "comments": commented,
}


def additions(data: Mapping[str, Data], texts: Sequence[str], index: int) -> list[Addition]:
    """Return additions at all kinds of places of a file."""
    words, more = texts
    entry: Data = {
        "event": "note",
        "date": "2024-07-08",
        "note": words,
        "reported_by": [{"source": "s", "locator": more}],
    }
    found: list[Addition] = [NewKey((), "zz-new", {"title": words}), NewKey((), "zz-text", more)]
    history = data.get("history")
    if isinstance(history, list):
        found.append(NewItem(("history",), index % (len(history) + 1), entry))
        for number, one in enumerate(history):
            place = ("history", number)
            record = cast("dict[str, Data]", one)
            found.append(NewKey(place, "zz", words))
            for key, value in record.items():
                found += _beside(value, (*place, key), words)
    return found


def _beside(value: Data, path: tuple[str | int, ...], words: str) -> list[Addition]:
    if isinstance(value, str):
        # Only a word, such as the id of a source, stands for a list or a mapping.
        return (
            []
            if not _WORD.fullmatch(value)
            else [SecondItem(path, "zz"), TextToMapping(path, "source", {"rejected": words})]
        )
    if isinstance(value, dict):
        return [NewKey(path, "zz", words)]
    found: list[Addition] = [NewItem(path, len(value), "zz"), NewItem(path, 0, words)]
    for number, one in enumerate(value):
        if isinstance(one, str) and _WORD.fullmatch(one):
            found.append(TextToMapping((*path, number), "source", {"rejected": words}))
        elif isinstance(one, dict):
            found.append(NewKey((*path, number), "zz", words))
    return found


def _is_odd(text: str) -> bool:
    """Return whether no file may hold a text."""
    return read(in_brackets({"a": text}) + "\n") != {"a": text} or _faulty(text)


def _faulty(text: str) -> bool:
    tree = parse(in_brackets({"a": text}) + "\n")
    return bool(tree.faults or tree.scalar_faults or tree.character_faults)


words = st.text(
    st.characters(exclude_categories=["C", "Z", "M"], max_codepoint=0x2FFF) | st.just(" "), min_size=1, max_size=200
).filter(lambda text: not _is_odd(text))


@given(
    st.sampled_from(FILES),
    st.sampled_from(list(RESTYLED)),
    st.booleans(),
    st.booleans(),
    st.tuples(words, words),
    st.integers(0, 10_000),
)
def test_without_the_insertions_the_text_is_the_old_one(
    name: str, style: str, has_returns: bool, is_cut: bool, texts: tuple[str, str], number: int
) -> None:
    text = RESTYLED[style](packaged(name))
    if has_returns:
        text = text.replace("\n", "\r\n")
    if is_cut:
        text = text.rstrip("\r\n")
    data = cast("dict[str, Data]", read(text))
    assert data == read(packaged(name))
    every = additions(data, texts, number)
    addition = every[number % len(every)]
    result = added(text, addition)
    assert read(result) == addition.applied(data)
    root = cast("MappingNode", parse(text, boolean_key=BOOLEAN_KEY).root)
    for edit in sorted(edits_for(text, root, addition), key=lambda one: one.offset):
        end = edit.offset + len(edit.text)
        assert result[edit.offset : end] == edit.text
        result = result[: edit.offset] + result[end:]
    assert result == text

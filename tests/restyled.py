"""Agreement files in the styles of other people, and random additions to them: for a property and for a long run."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, cast

from pactstate.editing.additions import Addition, NewItem, NewKey, SecondItem, TextToMapping
from pactstate.editing.insertion import ParsedText, edits_for, text_to_edit, with_addition
from pactstate.editing.layout import inserted
from pactstate.editing.records import ROLE_KEYS, new_claim, new_event, new_source, new_statement, rejection
from pactstate.editing.typed import TypedText
from pactstate.errors import ValueRefusedError
from pactstate.fileformat.document import BOOLEAN_PATHS
from pactstate.fileformat.write import in_brackets
from pactstate.smallyaml import Data, MappingNode, Node, ScalarNode, SequenceNode, parse
from pactstate.smallyaml.scalars import other_meaning

__all__ = ["ENDS", "STYLES", "Record", "added", "edit", "pool", "random_addition", "read", "restyled"]

Record = Mapping[str, Data]
_WORD: Final = re.compile(r"[\w-]+")


def added(text: str, addition: Addition, typed: TypedText | None = None) -> str:
    """Return the text of a file with an addition."""
    return with_addition(ParsedText.of(text), addition, typed).text


def read(text: str) -> Data | None:
    """Return the data of a text; None if it has faults."""
    tree = parse(text, boolean_paths=BOOLEAN_PATHS)
    return tree.data if tree.complete and not tree.faults else None


def _block(data: Data, indent: int, step: int, quote: Callable[[str], str], dash: int) -> Iterator[str]:
    """Yield data in block style, without blank lines; a list is indented by ``dash`` below its key."""
    pairs = (
        [(f"{quote(key)}:", one) for key, one in data.items()]
        if isinstance(data, dict)
        else [("-", one) for one in data]
    )
    for head, one in pairs:
        if isinstance(one, str):
            yield f"{' ' * indent}{head} {quote(one)}"
        elif not one:
            yield f"{' ' * indent}{head} {'{}' if isinstance(one, dict) else '[]'}"
        elif head == "-":
            first, *rest = _block(one, indent + 2, step, quote, dash)
            yield f"{' ' * indent}- {first.lstrip(' ')}"
            yield from rest
        else:
            yield f"{' ' * indent}{head}"
            yield from _block(one, indent + (dash if isinstance(one, list) else step), step, quote, dash)


def _double(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def _single(text: str) -> str:
    return _double(text) if "\n" in text or "'" in text else f"'{text}'"


def _in_block(step: int, quote: Callable[[str], str], dash: int) -> Callable[[str], str]:
    return lambda text: "\n".join([*_block(cast("Data", read(text)), 0, step, quote, dash), ""])


def _texts_on_lines(node: Node) -> Iterator[tuple[int, int]]:
    """Yield the first and the last line of every text of several lines, counted from 1."""
    if isinstance(node, ScalarNode):
        line, _, end_line, end_column = node.span
        if end_line - (end_column == 1) > line:
            yield line, end_line - (end_column == 1)
        return
    for one in node.items if isinstance(node, SequenceNode) else [value for _, value in node.entries.values()]:
        yield from _texts_on_lines(one)


def _with_comments(text: str, above: str, behind: str) -> str:
    """Return the text with a comment above and behind every line on which no text goes on from another line."""
    root = cast("MappingNode", parse(text, boolean_paths=BOOLEAN_PATHS).root)
    taken = list(_texts_on_lines(root))
    inside = {line for first, last in taken for line in range(first + 1, last + 1)}
    open_ended = inside | {first for first, _ in taken}
    lines: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if above and line and number not in inside:
            lines.append(" " * (len(line) - len(line.lstrip(" "))) + above)
        lines.append(f"{line}  {behind}" if behind and line.strip() and number not in open_ended else line)
    return "\n".join(lines)


def _spread(text: str) -> str:
    """Return the text with brackets over several lines."""
    tried = re.sub(r", (?=[\w{\"])", ",\n      ", in_brackets(read(text)) + "\n")
    return tried if read(tried) == read(text) else text


def _single_claims(text: str) -> str:
    """Return the text in block style, where one claim stands for a list: as a mapping, or as a text."""
    data = cast("dict[str, Data]", read(text))
    for entry in cast("list[dict[str, Data]]", data.get("history", [])):
        for key in ROLE_KEYS:
            claims = entry.get(key)
            if isinstance(claims, list) and len(claims) == 1:
                entry[key] = claims[0]
    return "\n".join([*_block(data, 0, 2, in_brackets, 2), ""])


STYLES: Final[Mapping[str, Callable[[str], str]]] = {
    "as it is": lambda text: text,
    "quoted, two blanks": _in_block(2, _double, 2),
    "quoted, four blanks": _in_block(4, _double, 4),
    "single quotes, dashes below their key": _in_block(2, _single, 0),
    "brackets on one line": lambda text: in_brackets(read(text)) + "\n",
    "brackets on many lines": _spread,
    "comments between all lines": lambda text: _with_comments(text, "# remark", ""),
    "comments behind all lines": lambda text: _with_comments(text, "", "# remark"),
    "one claim without a list": _single_claims,
    "one claim without a list, commented": lambda text: _with_comments(_single_claims(text), "# a", "# b"),
}
ENDS: Final[Mapping[str, Callable[[str], str]]] = {
    "LF": lambda text: text,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "no final line end": lambda text: text.rstrip("\r\n"),
    "CRLF, no final line end": lambda text: text.rstrip("\r\n").replace("\n", "\r\n"),
}


def restyled(text: str, style: str, end: str) -> str | None:
    """Return a text in a style; None if the text cannot be written in it."""
    result = ENDS[end](STYLES[style](text))
    return result if read(result) == _data_of(text, style) else None


def _data_of(text: str, style: str) -> Data | None:
    return read(_single_claims(text)) if "one claim" in style else read(text)


_SIGNS: Final = " abcdeéß日本🖋:#-?,[]{}&*!|>'\"%@`=<~.\\/0123456789_"


def _is_odd(text: str) -> bool:
    """Return whether no file may hold a text."""
    tree = parse(in_brackets({"a": text}) + "\n")
    return tree.data != {"a": text} or bool(tree.faults or tree.scalar_faults or tree.character_faults)


def pool(chance: random.Random, count: int) -> Sequence[str]:
    """Return texts of signs that mean something in YAML, short and long."""
    texts = ("".join(chance.choices(_SIGNS, k=chance.choice((1, 2, 4, 9, 30, 180)))) for _ in range(2 * count))
    return [text for text in texts if text.strip() and not _is_odd(text)][:count]


def random_addition(data: Record, chance: random.Random, texts: Sequence[str], *, anywhere: bool) -> Addition:
    """Return an addition such as the commands make; if ``anywhere``, also one after which the file is no agreement."""
    word = chance.choice
    make = chance.choice((*_MAKERS, _anywhere) if anywhere else _MAKERS)
    return make(data, chance, word(texts), word(texts)) or NewKey((), "zz-new", word(texts))


def _history(data: Record) -> list[dict[str, Data]]:
    return cast("list[dict[str, Data]]", data.get("history", []))


def _claim(chance: random.Random, text: str) -> Data:
    return chance.choice(["zz", {"source": "zz", "locator": text}])


def _event(data: Record, chance: random.Random, text: str, other: str) -> Addition | None:
    if "history" not in data:
        return None
    year = str(chance.randrange(1940, 2030))
    event: dict[str, Data] = {"event": chance.choice(["note", ["signed", "in_force"]]), "date": year, "note": text}
    event[chance.choice(ROLE_KEYS)] = [_claim(chance, other) for _ in range(chance.randrange(3))]
    return new_event(data, event)


def _source(data: Record, chance: random.Random, text: str, other: str) -> Addition:
    return new_source(data, f"zz-{chance.randrange(10**9)}", {"title": text, "publisher": other}, is_shared=False)


def _shared(data: Record, chance: random.Random, text: str, other: str) -> Addition:
    return new_source(data, f"zz-{chance.randrange(10**9)}", {"title": text, "note": other}, is_shared=True)


def _statement(data: Record, chance: random.Random, text: str, other: str) -> Addition:
    return new_statement(data, {"source": "zz", "says": "signed", "locator": text})


def _second(data: Record, chance: random.Random, text: str, other: str) -> Addition | None:
    history = _history(data)
    if not history:
        return None
    return new_claim(data, chance.randrange(len(history)), chance.choice(ROLE_KEYS), _claim(chance, text))


def _rejection(data: Record, chance: random.Random, text: str, other: str) -> Addition | None:
    """Return the rejection of a claim on an entry of a name that stands once; None if none is accepted."""
    names = [entry["event"] for entry in _history(data)]
    single = [(name, one) for name, one in zip(names, _history(data), strict=True) if names.count(name) == 1]
    if not single:
        return None
    name, entry = chance.choice(single)
    key = chance.choice(ROLE_KEYS)
    claims = entry.get(key, [])
    for claim in claims if isinstance(claims, list) else [claims]:
        source = claim["source"] if isinstance(claim, dict) else claim
        try:
            return rejection(data, str(name), str(source), text, role=key)
        except ValueRefusedError:
            continue
    return None


def _rejected_statement(data: Record, chance: random.Random, text: str, other: str) -> Addition | None:
    statements = cast("list[dict[str, Data]]", data.get("statements", []))
    kept = [index for index, one in enumerate(statements) if "rejected" not in one]
    return NewKey(("statements", chance.choice(kept)), "rejected", text) if kept else None


def _anywhere(data: Record, chance: random.Random, text: str, other: str) -> Addition:
    """Return an addition to a value that is found by a walk from the top."""
    path: tuple[str | int, ...] = ()
    value: Data = dict(data)
    while not isinstance(value, str) and value and (not path or chance.random() < 0.7):
        step = chance.choice(list(value)) if isinstance(value, dict) else chance.randrange(len(value))
        value = value[step]
        path = (*path, step)
    if isinstance(value, dict):
        return NewKey(path, "zz", chance.choice([text, {"title": text}, [text, other]]))
    if isinstance(value, list):
        return NewItem(path, chance.randrange(len(value) + 1), chance.choice([text, {"a": other}]))
    # Only a word, such as the id of a source, stands for a list or a mapping. A truth value would be an odd word there.
    if not _WORD.fullmatch(value) or other_meaning(value):
        return NewKey((), "zz", text)
    if chance.random() < 0.5 and isinstance(path[-1], str):
        return SecondItem(path, _claim(chance, text))
    return TextToMapping(path, "source", {"rejected": text})


_MAKERS: Final[Sequence[Callable[[Record, random.Random, str, str], Addition | None]]] = (
    _event,
    _source,
    _shared,
    _statement,
    _second,
    _second,
    _rejection,
    _rejected_statement,
)


def edit(
    text: str, chance: random.Random, texts: Sequence[str], *, anywhere: bool = True, through_engine: bool = True
) -> str:
    """Make a random addition to a text, assert what must hold of it, and return the text with it."""
    tree = parse(text, boolean_paths=BOOLEAN_PATHS)
    root, data = cast("MappingNode", tree.root), cast("dict[str, Data]", tree.data)
    addition = random_addition(data, chance, texts, anywhere=anywhere)
    if isinstance(addition, NewKey) and addition.key in _keys_at(data, addition.path):
        return text
    typed = _with_remarks(text_to_edit(text, addition)) if chance.random() < 0.2 else None
    edits = edits_for(text, root, addition, typed)
    result = added(text, addition, typed) if through_engine else inserted(text, edits)
    for remark in typed.comments[:2] if typed else ():
        assert result.count(remark) == text.count(remark) + typed.comments.count(remark), addition
    assert read(result) == addition.applied(data), addition
    left = result
    for one in sorted(edits, key=lambda edit: edit.offset):
        start = one.offset
        assert left[start : start + len(one.text)] == one.text, addition
        left = left[:start] + left[start + len(one.text) :]
    assert left == text, addition
    return result


def _with_remarks(text: str) -> TypedText:
    """Return the text of an addition as a person may have typed it, with a comment at every line."""
    typed = _with_comments(text, "# typed above", "# typed behind")
    return TypedText.of(typed, cast("Node", parse(typed, boolean_paths=BOOLEAN_PATHS).root))


def _keys_at(data: Data, path: tuple[str | int, ...]) -> Data:
    for step in path:
        data = data[step]
    return data

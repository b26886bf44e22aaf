"""Parser of a strict subset of YAML: bytes to text, text to tree."""

from __future__ import annotations

import codecs
from collections.abc import Collection

from pactstate.smallyaml.characters import replace_suspicious
from pactstate.smallyaml.faults import DEFAULT_LIMITS, YamlFault, YamlLimits
from pactstate.smallyaml.lines.reader import read_lines
from pactstate.smallyaml.tree import KeyPath, Tree

__all__ = ["decode", "parse"]


def decode(data: bytes) -> str | YamlFault:
    r"""Return UTF-8 bytes as text without a byte order mark, or the fault that prevents it.

    >>> decode("日本".encode())
    '日本'
    >>> decode(b"caf\xe9").message
    'the file is not UTF-8: byte 0xe9'
    """
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        start = before.rpartition(b"\n")[2]
        column = len(start.decode("utf-8", "replace")) + 1
        help = "save the file as UTF-8"
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            help = "the file seems to be UTF-16: save it as UTF-8"
        span = (line, column, line, column)
        return YamlFault("unreadable-file", f"the file is not UTF-8: byte 0x{data[error.start]:02x}", span, help)


def parse(
    text: str,
    limits: YamlLimits = DEFAULT_LIMITS,
    *,
    marker: str = "",
    boolean_paths: Collection[KeyPath] = frozenset(),
) -> Tree:
    r"""Return the tree of a YAML text.

    Every scalar is a string: YAML's own types are not applied. Tags, anchors, aliases, merge keys, duplicate keys and
    further documents are faults. Reading goes on behind a fault where it can, so that one reading reports all of them.
    Never raises for a text without surrogates.

    ``limits`` bounds the size and the depth of the tree. ``marker`` is a text to look for in scalars: see
    :attr:`.Tree.marker_spans`. ``boolean_paths`` lead to values where true and false are meant as such and need no
    quotes.

    >>> tree = parse("title: Agreement\nparties: [FR, NO]\n")
    >>> tree.data
    {'title': 'Agreement', 'parties': ['FR', 'NO']}
    >>> [(fault.message, fault.span) for fault in tree.scalar_faults]
    [('other YAML readers take NO for the logical value false', (2, 15, 2, 17))]
    """
    tree = read_lines(text, limits, marker, boolean_paths)
    if tree is not None:
        return tree
    clean, character_faults = replace_suspicious(text)
    # Imported here: it takes as long as the line reader takes for 50 files, and the line reader reads nearly all.
    from pactstate.smallyaml.libyaml import parse_events

    return parse_events(clean, limits, marker, boolean_paths).with_character_faults(character_faults)

"""Bytes to text."""

from __future__ import annotations

import codecs

from pactstate.smallyaml.faults import YamlFault

__all__ = ["decode"]


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

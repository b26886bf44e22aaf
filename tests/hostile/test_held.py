"""The conditions of the hostile cases can fail: each kind of unclean output is noticed."""

from __future__ import annotations

import pytest

from hostile.held import complaints
from hostile.running import Done, run

_UNCLEAN = {
    "a colour": ("text", b"\x1b[31mred\n"),
    "a carriage return": ("text", b"a\rb\n"),
    "a tab": ("text", b"a\tb\n"),
    "NUL": ("text", b"a\0\n"),
    "C1": ("text", "a\x9b\n".encode()),
    "bidirectional": ("text", "a\u202eb\n".encode()),
    "zero width": ("text", "a\u200bb\n".encode()),
    "a line separator": ("text", "a\u2028b\n".encode()),
    "private use": ("text", "a\ue000b\n".encode()),
    "unassigned": ("text", "a\u0378b\n".encode()),
    "no UTF-8": ("text", b"\xff\n"),
    "half a character": ("text", b"\xed\xa0\x80\n"),
    "no line end": ("text", b"a"),
    "a command": ("text", b"a\n::error::x\n"),
    "a command after blanks": ("text", "a\n \u3000::set-env name=a::b\n".encode()),
    "an old command": ("text", b"a ##[error]x\n"),
    "a command of Azure Pipelines": ("text", b"a ##vso[task.setvariable variable=a]b\n"),
    "half an old command": ("json", b'["##[error"]\n'),
    "somebody else's command": ("github", b"::set-output name=a::b\n"),
    "a command in ours": ("github", b"::error file=a,line=1::##[group]x\n"),
    "a command beside ours": ("github", b"::error file=a,line=1::x\n::debug::x\n"),
    "no JSON": ("json", b"{\n"),
    "no number": ("json", b"[NaN]\n"),
    "a key twice": ("json", b'{"a": 1, "a": 2}\n'),
    "half a character in JSON": ("json", b'["\\ud800"]\n'),
    "half a character in a key": ("sarif", b'{"\\udc00": 1}\n'),
    "no XML": ("junit", b"<testsuites>&\n"),
    "a strange element": ("junit", b"<testsuites><script/></testsuites>\n"),
    "a formula": ("csv", b"a,b\n=1,2\n"),
    "cells of their own": ("csv", b"a,b\n1,2,3\n"),
    "an image": ("markdown", b"![a](https://example.org/a.png)\n"),
    "a cell too many": ("markdown", b"| a | b |\n| --- | --- |\n| c | d | e |\n"),
    "code": ("markdown", b"a `b` c\n"),
    "an element": ("markdown", b"a <b>c</b>\n"),
    "a block of HTML": ("markdown", b"<script>\nx\n</script>\n"),
    "a link that is none to a page": ("markdown", b"[a](ftp://example.org)\n"),
}


@pytest.mark.parametrize("what", _UNCLEAN)
def test_unclean_output_is_noticed(what: str) -> None:
    form, out = _UNCLEAN[what]
    assert complaints(Done((), 0, out, b""), form)


@pytest.mark.parametrize(
    ("code", "err"),
    [
        (3, b""),
        (-11, b""),
        (2, b""),
        (2, b"Traceback (most recent call last):\n"),
        (2, b"pactstate: a\npactstate: b\npactstate: c\n"),
        (
            2,
            b"pactstate: unexpected KeyError at pactstate.folder.facts:1; this is a bug in pactstate: please report it\n",
        ),
        (0, b"warning\n"),
        (2, b"pactstate: a\n::error::x\n"),
        (2, b"pactstate: \x1b[31m\n"),
    ],
)
def test_an_unclean_end_is_noticed(code: int, err: bytes) -> None:
    assert complaints(Done((), code, b"", err), "text")


@pytest.mark.parametrize(
    ("form", "out"),
    [
        ("text", "error: é 条約 a: :b :\n".encode()),
        ("github", b"::error file=a,line=1::x%0Ay\n1 error\n"),
        ("json", b'{"a": [1, "\\ud83d\\ude00"]}\n'),
        ("junit", b'<testsuites><testsuite name="a"/></testsuites>\n'),
        ("csv", b"a,b\n'=1,2\n"),
        ("markdown", b"| a |\n| --- |\n| \\*b\\* &lt;i&gt; |\n\n[a](https://example.org)\n"),
    ],
)
def test_clean_output_is_taken(form: str, out: bytes) -> None:
    assert complaints(Done((), 1, out, b""), form) == []


def test_what_a_command_raises_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr("pactstate.cli.schema.agreement_schema", fail)
    assert complaints(run(b"schema"), "json")

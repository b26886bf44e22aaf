# Names of files are bytes here, since they need be no text.
# ruff: noqa: PTH101, PTH109, PTH119, PTH120, PTH123, PTH211
"""Things in a folder that are no regular files, links that lead out of it, and settings that would do harm."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Mapping
from typing import Final

from hostile.case import Case, Content, Made, accepted, agreement, either, refused, usage

__all__ = ["settings", "things"]

_GOOD: Final = agreement().encode()
_A: Final = b"agreements/a.yaml"


def link(target: bytes) -> Made:
    """A symbolic link."""
    return lambda path: os.symlink(target, path)


def _hard(target: bytes) -> Made:
    return lambda path: os.link(target, path)


def _socket(path: bytes) -> None:
    # A socket's name may be short only: it is made where it stands.
    with socket.socket(socket.AF_UNIX) as server:
        here = os.getcwd()
        os.chdir(os.path.dirname(path) or b".")
        try:
            server.bind(os.path.basename(path))
        finally:
            os.chdir(here)


_THINGS: Final[Mapping[str, Made]] = {
    "a pipe": os.mkfifo,
    "a socket": _socket,
    "a folder": os.mkdir,
    "a link to a file": link(b"../good.yaml"),
    "a link to a file of the folder": link(b"a.yaml"),
    "a link to itself": link(b"b.yaml"),
    "a link to nothing": link(b"nowhere.yaml"),
    "a link to the folder": link(b"."),
    "a link to the folder above": link(b".."),
    "a link to the root": link(b"/"),
    "a link to a secret": link(b"/etc/passwd"),
    "a link to a device": link(b"/dev/zero"),
    "a link to random bytes": link(b"/dev/urandom"),
    "a link to standard input": link(b"/dev/stdin"),
    "a link to this process": link(b"/proc/self/environ"),
    "a link to a pipe": link(b"../pipe"),
    "a link to a link": link(b"../hop"),
    "a link to a command": link(b"\n::error::x"),
    "a link to no text": link(b"\xff\x1b[31m"),
    "a long link": link(b"x/" * 1500 + b"x"),
}
_AROUND: Final[Mapping[bytes, Content]] = {
    b"good.yaml": _GOOD,
    b"pipe": os.mkfifo,
    b"hop": link(b"good.yaml"),
}


def things() -> Iterator[Case]:
    """Things in the place of a file, of the sources, of a folder, named or found; links are named, never followed."""
    for what, make in _THINGS.items():
        around = {**_AROUND, _A: _GOOD}
        yield refused(f"{what} as a file", {**around, b"agreements/b.yaml": make}, "unreadable-file")
        yield refused(f"{what} as a file, .YML", {**around, b"agreements/b.YML": make}, "unreadable-file")
        yield refused(f"{what} as the sources", {**around, b"agreements/sources.yaml": make}, "unreadable-file")
        yield refused(f"{what} as shared sources", {**around, b"agreements/sources/b.yaml": make}, "unreadable-file")
        yield refused(f"{what} in a subfolder", {**around, b"agreements/x/b.yaml": make}, "unreadable-file")
        for command in ((b"check", b"agreements/b.yaml"), (b"check", b"agreements/a.yaml", b"agreements/b.yaml")):
            # In an empty folder there is nothing to check.
            files = {**around, b"agreements/b.yaml": make}
            yield Case(f"{what} named by {len(command)}", files, frozenset({1, 2}), command=command)
        yield either(f"{what} of another ending", {**around, b"agreements/b.txt": make})
        yield accepted(f"{what}, hidden", {**around, b"agreements/.b.yaml": make})
        yield either(f"{what} without an ending", {**around, b"agreements/b": make})
        yield Case(
            f"{what} as the folder",
            {**_AROUND, b"real/a.yaml": _GOOD, b"agreements": make},
            frozenset({0, 1, 2}),
            command=(b"check", b"agreements"),
        )
        yield Case(
            f"{what} as the base",
            {**around, b"base": make},
            frozenset({0, 2}),
            command=(b"check", b"agreements", b"--against", b"./base"),
        )
        yield Case(
            f"{what} as a tar file",
            {**around, b"base.tar": make},
            frozenset({0, 2}),
            command=(b"diff", b"./base.tar", b"agreements"),
        )
        yield Case(f"{what} as .git", {**around, b".git": make}, frozenset({0, 2}))
        yield Case(
            f"{what} as given settings",
            {**around, b"s.toml": make},
            frozenset({0, 2}),
            command=(b"check", b"agreements", b"--config", b"s.toml"),
        )
        for name in (b"pactstate.toml", b"pyproject.toml", b"agreements/pactstate.toml"):
            yield Case(f"{what} as {name.decode()}", {**around, name: make}, frozenset({2}))
    yield accepted("a hard link to a file outside", {b"good.yaml": _GOOD, b"agreements/a.yaml": _hard(b"good.yaml")})
    yield refused(
        "a hard link to a file of the folder", {_A: _GOOD, b"agreements/b.yaml": _hard(_A)}, "file-name", "duplicate-id"
    )
    yield refused("twins by letter case", {_A: _GOOD, b"agreements/A.yaml": _GOOD}, "duplicate-id")
    yield refused("twins by ending", {_A: _GOOD, b"agreements/a.yml": _GOOD}, "duplicate-id")
    yield refused("twins by folder", {_A: _GOOD, b"agreements/x/a.yaml": _GOOD}, "duplicate-id")
    composed, decomposed = (b"agreements/" + name.encode() + b".yaml" for name in ("\xe9", "e\u0301"))
    yield refused("twins by composition", {_A: _GOOD, composed: _GOOD, decomposed: _GOOD}, "duplicate-id")
    yield usage("no file", {b"agreements": os.mkdir})
    yield usage("no folder", {b"x": b""})
    yield usage("hidden files only", {b"agreements/.a.yaml": _GOOD})
    yield usage(
        "other endings only", {b"agreements/a.json": _GOOD, b"agreements/a.yaml.bak": _GOOD, b"agreements/yaml": _GOOD}
    )
    yield usage("a file as the folder", {b"agreements": _GOOD})
    for levels in (2, 50, 100):
        yield accepted(f"{levels} folders deep", {b"agreements/" + b"x/" * levels + b"a.yaml": _GOOD})
    files = {
        b"agreements/a%d.yaml" % number: agreement(
            id=f"a{number}", source=f"s{number}", claim=f"s{number}", stated=f"s{number}"
        ).encode()
        for number in range(100)
    }
    yield accepted("many files", files)
    yield accepted("a file that may not be written", {_A: _read_only})


def _read_only(path: bytes) -> None:
    with open(path, "wb") as file:
        file.write(_GOOD)
    os.chmod(path, 0o444)


_SETTINGS: Final[Mapping[str, str | bytes]] = {
    # Each of them cannot be used, and says so.
    "no TOML": "x\n",
    "an unknown setting": "x = 1\n",
    "another format": "format = 3\n",
    "no format": 'format = "1"\n',
    "a truth value for a format": "format = true\n",
    "a huge format": "format = " + "9" * 300 + "\n",
    "a huge number": "format = " + "9" * 10_000 + "\n",
    "infinity": "format = inf\n",
    "no number": "format = nan\n",
    "a date": "format = 2024-01-01\n",
    "paths outside": 'paths = ["../x"]\n',
    "paths outside, hidden": 'paths = ["a/../../x"]\n',
    "absolute paths": 'paths = ["/etc"]\n',
    "Windows paths": 'paths = ["C:\\\\x"]\n',
    "network paths": 'paths = ["\\\\\\\\host\\\\x"]\n',
    "NUL in a path": 'paths = ["a\\u0000b"]\n',
    "an empty path": 'paths = [""]\n',
    "paths no list": 'paths = "agreements"\n',
    "paths no texts": "paths = [1]\n",
    "ignore no list": 'ignore = "skipped-step"\n',
    "ignore no texts": "ignore = [[]]\n",
    "a limit": "file_bytes = 99999999\n",
    "an exit code": "exit_zero = true\n",
    "a severity": 'fail_on = "never"\n',
    "a day": 'today = "2020-01-01"\n',
    "jobs": "jobs = 64\n",
    "an output": 'output = "/tmp/x"\n',
    "a plug-in": 'plugins = ["os"]\n',
    "an include": 'extend = "../x.toml"\n',
    "a party that is known": '[parties]\nJP = "x"\n',
    "a party in small letters": '[parties]\njp = "x"\n',
    "a party with a command": '[parties]\n"::error::x" = "x"\n',
    "an unnamed party": '[parties]\nXX1 = " "\n',
    "a party that is no text": "[parties]\nXX1 = 1\n",
    "a kind that is known": '[kinds.raa]\ntitle = "x"\n',
    "a kind with a command": '[kinds."##[error]x"]\ntitle = "x"\n',
    "a kind without a title": "[kinds.x]\n",
    "a kind of wrong steps": '[kinds.x]\ntitle = "x"\nexpects = ["boom"]\n',
    "a kind of an empty step": '[kinds.x]\ntitle = "x"\nexpects = [[]]\n',
    "a kind of unknown approvals": '[kinds.x]\ntitle = "x"\napprovals = ["ZZ9"]\n',
    "kinds no table": "kinds = 1\n",
    "deep lists": "ignore = " + "[" * 5000 + "\n",
    "deep lists, closed": "ignore = " + "[" * 900 + "]" * 900 + "\n",
    "deep tables": "x = " + "{a = " * 5000 + "\n",
    "long keys": ".".join("a" * 1000) + " = 1\n",
    "long table names": "[" + ".".join("a" * 1000) + "]\n",
    "too large": "# " + "x" * 1024 * 1024 + "\n",
    "UTF-16": "format = 1\n".encode("utf-16"),
    "Latin-1": b'ignore = ["\xfc"]\n',
    "lone surrogates": b'ignore = ["\xed\xa0\x80"]\n',
    "an escaped surrogate": 'ignore = ["\\ud800"]\n',
    "NUL": b"format = 1\n\0",
    "an escape": 'ignore = ["\x1b[31m"]\n',
    "a command as a key": '"::error::x" = 1\n',
    "an old command as a key": '"##[error]x" = 1\n',
    "an escape in a key": '"\\u001b[31m" = 1\n',
    "keys twice": "format = 1\nformat = 1\n",
    "keys twice in disguise": 'format = 1\n"format" = 1\n',
    "keys twice in spelling": "[kinds.x]\ntitle = 'x'\nexpects-many = []\nexpects_many = []\n",
    "a quote not closed": 'ignore = ["x\n',
    "a text as the file": '"x"\n',
    "CR": "format = 1\rformat = 2\r",
    "many wrong ones": "".join(f"x{number} = 1\n" for number in range(5000)),
    "a key of braces": '"{0.__class__}" = 1\n',
    "a key of per cents": '"%s%n%(x)s" = 1\n',
    "a key that is a path": '"../../etc/passwd" = 1\n',
    "nothing but a bracket": "[\n",
    "a table of nothing": "[]\n",
}
_USABLE: Final[Mapping[str, str | bytes]] = {
    "nothing": "",
    "a comment": "# ::error::x ##[error]x\n",
    "a mark": b"\xef\xbb\xbfformat = 1\n",
    "CRLF": "format = 1\r\n",
    "many comments": "# x\n" * 60_000,
    "hyphens": "[kinds.x]\ntitle = 'x'\nexpects-many = []\n",
    "a party with a command": "[parties]\nXX1 = '::error::x ##[error]x'\n",
    "a kind with an escape": '[kinds.x]\ntitle = "\\u001b[31m"\n',
    "every rule ignored": "ignore = ['PS']\n",
    "rules of form ignored": "ignore = ['unreadable-file', 'invalid-yaml', 'PS0', 'PS1', 'PS4']\n",
    "one rule selected": "select = ['past-term']\n",
    "paths to nothing": "paths = ['nowhere']\n",
}


def settings() -> Iterator[Case]:
    """Settings as an attack: they are refused in one line, or heeded in what they may say."""
    wrong = agreement(date="2024-02-30").encode()
    for what, text in _SETTINGS.items():
        data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
        for name, content in (
            ("pactstate.toml", data),
            ("agreements/pactstate.toml", data),
            (
                "pyproject.toml",
                b"[tool.pactstate]\n"
                + data.replace(b"[kinds", b"[tool.pactstate.kinds").replace(b"[parties", b"[tool.pactstate.parties"),
            ),
        ):
            if name == "pyproject.toml" and what in (
                "CR",
                "a table of nothing",
                "UTF-16",
                "a text as the file",
                "long table names",
                "keys twice in disguise",
            ):
                continue
            yield usage(f"{what} in {name}", {_A: _GOOD, name.encode(): content})
        yield usage(
            f"{what}, given",
            {_A: _GOOD, b"s.toml": data},
            command=(b"check", b"agreements", b"--config", b"s.toml"),
        )
        yield accepted(
            f"{what}, not heeded",
            {_A: _GOOD, b"pactstate.toml": data},
            command=(b"check", b"agreements", b"--isolated"),
        )
    for what, text in _USABLE.items():
        data = text.encode() if isinstance(text, str) else text
        yield accepted(f"{what}, usable", {_A: _GOOD, b"pactstate.toml": data})
        # Whatever they say, a file that is not understood is no clean one.
        yield refused(f"{what}, and a wrong file", {_A: wrong, b"pactstate.toml": data}, "invalid-date")
    for rule in (
        "no-such-rule",
        "::error::x",
        "##[error]x",
        "\x1b[31m",
        "=1",
        "<b>",
        "a" * 500,
        "é",
        "",
        "PS999",
        "{}",
    ):
        text = f"ignore = [{_toml(rule)}]\n".encode()
        yield refused(f"an unknown rule {rule[:9]!r}", {_A: _GOOD, b"pactstate.toml": text}, "unknown-rule")
    for more in (-1, 0, 1, 1000):
        data = b"#" + b"x" * (256 * 1024 + more - 1)
        kind = usage if more > 0 else accepted
        for name in (b"pactstate.toml", b"pyproject.toml"):
            yield kind(f"{len(data)} bytes of {name.decode()}", {_A: _GOOD, name: data})
    for count in (100, 101, 5000):
        word = "'agreements', "
        text = f"paths = [{word * count}]\n".encode()
        kind = usage if count > 100 else accepted
        yield kind(f"{count} paths", {_A: _GOOD, b"pactstate.toml": text}, command=(b"check",))
    for depth in (1, 3):
        outside = {
            _A: _GOOD,
            b"x/.git": os.mkdir,
            b"x/" + b"y/" * depth + b"agreements/a.yaml": _GOOD,
            b"pactstate.toml": b"x\n",
        }
        yield accepted(
            f"settings above the repository, {depth}",
            outside,
            command=(b"check", b"x/" + b"y/" * depth + b"agreements"),
        )
    leading_out = {b"in/pactstate.toml": b"paths = ['out']\n", b"in/out": link(b"../agreements"), _A: _GOOD}
    yield Case(
        "settings that lead out by a link",
        leading_out,
        frozenset({2}),
        command=(b"check", b"--config", b"in/pactstate.toml"),
    )


def _toml(text: str) -> str:
    return '"' + "".join(one if one.isprintable() and one not in '"\\' else f"\\u{ord(one):04x}" for one in text) + '"'

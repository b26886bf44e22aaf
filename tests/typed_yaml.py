"""YAML as others read it: by the core schema of YAML 1.2, in which ``2016`` is a number and ``true`` is none of our text.

Source: YAML 1.2.2, section 10.3.2.
"""

from __future__ import annotations

import re

import yaml

_CORE = (
    (re.compile(r"|~|null|Null|NULL"), lambda text: None),
    (re.compile(r"true|True|TRUE"), lambda text: True),
    (re.compile(r"false|False|FALSE"), lambda text: False),
    (re.compile(r"[-+]?[0-9]+"), int),
    (re.compile(r"0o[0-7]+"), lambda text: int(text, 0)),
    (re.compile(r"0x[0-9a-fA-F]+"), lambda text: int(text, 0)),
    (re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"), float),
    (re.compile(r"[-+]?\.(inf|Inf|INF)"), lambda text: float(text.replace(".", ""))),
    (re.compile(r"\.(nan|NaN|NAN)"), lambda text: float("nan")),
)


def typed(text: str) -> object:
    """Return the type of a text without quotes, as another reader takes it."""
    return next((convert(text) for pattern, convert in _CORE if pattern.fullmatch(text)), text)


class _Loader(yaml.SafeLoader):
    yaml_implicit_resolvers = {}  # noqa: RUF012 - every plain text comes to the one constructor below


def _scalar(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> object:
    return node.value if node.style else typed(node.value)


_Loader.add_constructor("tag:yaml.org,2002:str", _scalar)


def read_typed(text: str) -> object:
    """A file as another reader has it."""
    return yaml.load(text, Loader=_Loader)


def read_texts(text: str) -> object:
    """A file as this library has it: every value is text."""
    return yaml.load(text, Loader=yaml.BaseLoader)

"""Former public names, which stay for one minor version. The promise is in docs/api.md.

To rename, move or remove a public name, enter it here under the version in which it goes, and name it in the changelog.
"""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Mapping
from operator import attrgetter
from types import MappingProxyType
from typing import Final

__all__ = ["FORMER", "former"]

_LIFECYCLE: Final = ("Act", "Flags", "Ledger", "Notice", "Position", "Terms", "Transition", "Violation", "step")
_DATES: Final = ("certainly_before", "compatible", "possibly_before")

FORMER: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "0.2": MappingProxyType(
            {
                "Fault": "lifecycle.Violation",
                **{name: f"lifecycle.{name}" for name in _LIFECYCLE},
                **{name: f"PartialDate.{name}" for name in _DATES},
            }
        )
    }
)
"""New name of each former name of ``pactstate``, by the version in which the former name goes."""


def former(name: str) -> object:
    """Return what a former name of ``pactstate`` stands for, and warn the code that asked the package for it.

    Raises:
        AttributeError: There never was such a public name, or it is gone.
    """
    for version, names in FORMER.items():
        if name in names:
            message = f"pactstate.{name} goes in version {version}: write pactstate.{names[name]}"
            # Level 1 is this function, level 2 the __getattr__ of the package, level 3 the code that asked.
            warnings.warn(message, DeprecationWarning, stacklevel=3)
            return attrgetter(names[name])(importlib.import_module("pactstate"))
    raise AttributeError(f"module 'pactstate' has no attribute '{name}'")

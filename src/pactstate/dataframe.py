"""Table of pandas or polars, whichever is installed."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from pactstate.errors import PactstateError, ValueRefusedError

if TYPE_CHECKING:
    import pandas as pd  # pyright: ignore[reportMissingImports]  # optional
    import polars as pl  # pyright: ignore[reportMissingImports]  # optional

__all__ = ["MissingLibraryError", "dataframe"]


class MissingLibraryError(PactstateError, ImportError):
    """A library that the call needs is not installed. The message says how to install it."""


_LIBRARIES: Final = ("pandas", "polars")


def dataframe(columns: Mapping[str, Sequence[object]], library: str | None = None) -> pd.DataFrame | pl.DataFrame:
    """Return columns as a table of pandas or polars; by default of the first one installed.

    Raises:
        MissingLibraryError: The library is not installed.
        ValueRefusedError: There are no tables of this library.
    """
    if library is not None and library not in _LIBRARIES:
        raise ValueRefusedError(f"{library!r:.60} has no tables: write one of {', '.join(_LIBRARIES)}")
    wanted = _LIBRARIES if library is None else (library,)
    for name in wanted:
        if importlib.util.find_spec(name):
            # Imported at the call: both take longer than the package.
            table: pd.DataFrame | pl.DataFrame = importlib.import_module(name).DataFrame(columns)
            return table
    raise MissingLibraryError(f"a table needs {' or '.join(wanted)}: pip install {wanted[0]}")

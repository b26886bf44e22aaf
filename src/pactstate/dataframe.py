"""Table of pandas or polars, whichever is installed."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pactstate.errors import PactstateError

if TYPE_CHECKING:
    # One of the two makes a table, if it is installed; the package needs neither.
    import pandas as pd  # pyright: ignore[reportMissingImports]  # as above
    import polars as pl  # pyright: ignore[reportMissingImports]  # as above

__all__ = ["MissingLibraryError", "dataframe"]


class MissingLibraryError(PactstateError, ImportError):
    """A library that the call needs is not installed. The message says how to install it."""


def dataframe(columns: Mapping[str, Sequence[object]]) -> pd.DataFrame | pl.DataFrame:
    """Return columns as a table of pandas, else of polars.

    Raises:
        MissingLibraryError: Neither pandas nor polars is installed.
    """
    # Imported at the call: both take longer than the package.
    for library in ("pandas", "polars"):
        if importlib.util.find_spec(library):
            table: pd.DataFrame | pl.DataFrame = importlib.import_module(library).DataFrame(columns)
            return table
    raise MissingLibraryError("a table needs pandas or polars: pip install pandas")

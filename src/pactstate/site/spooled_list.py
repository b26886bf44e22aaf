"""List of values of all agreements: the first ones in memory, the others in a temporary file."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from typing import IO, TYPE_CHECKING, Final, Generic, Self, TypeVar

from pactstate.site.folder import OutputError

if TYPE_CHECKING:
    from pydantic import TypeAdapter

__all__ = ["MAX_IN_MEMORY", "SpooledList"]

MAX_IN_MEMORY: Final = 500
"""Values that are kept in memory; a file costs more than they take."""

_Value = TypeVar("_Value")


class SpooledList(Generic[_Value]):
    """List of values for the time of a ``with`` block. Its memory does not grow with their size.

    The system deletes the temporary file with the process, so that an interruption leaves nothing.
    """

    def __init__(self, kind: type[_Value]) -> None:
        """Make an empty list of values of a type that pydantic reads from JSON."""
        self._kind = kind
        self._first: list[_Value] = []
        self._places = array("Q")
        self._file: IO[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self._file is not None:
            # An error of a full disk was raised before; the content is not needed any more.
            with suppress(OSError):
                self._file.close()

    def __len__(self) -> int:
        return len(self._first) + len(self._places)

    def __iter__(self) -> Iterator[_Value]:
        return (self[number] for number in range(len(self)))

    def __getitem__(self, number: int) -> _Value:
        if number < len(self._first):
            return self._first[number]
        with _named_in_errors():
            file = self._opened()
            file.seek(self._places[number - len(self._first)])
            line = file.readline()
        return self._adapter.validate_json(line)

    def add(self, value: _Value) -> None:
        """Add a value to the end."""
        if len(self) < MAX_IN_MEMORY:
            self._first.append(value)
            return
        line = self._adapter.dump_json(value)
        with _named_in_errors():
            file = self._opened()
            self._places.append(file.seek(0, 2))
            file.write(line + b"\n")

    @cached_property
    def _adapter(self) -> TypeAdapter[_Value]:
        # Imported late: it takes as long as the pages of some agreements.
        from pydantic import TypeAdapter

        return TypeAdapter(self._kind)

    def _opened(self) -> IO[bytes]:
        if self._file is None:
            import tempfile

            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed at the end of the block
        return self._file


@contextmanager
def _named_in_errors() -> Iterator[None]:
    """Raise an error of the system as one that names the temporary file, since the site itself can be written."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"cannot write a temporary file: {reason}; name another folder for it in TMPDIR") from None

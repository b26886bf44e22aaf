"""Writing of whole files: a reader sees the former content or the new one, never a part."""

from __future__ import annotations

import os
from pathlib import Path

from pactstate.interruption import undoing

__all__ = ["replace_file"]


def replace_file(path: Path, data: bytes) -> None:
    """Write a draft beside the file, and rename it to the file in one step. Nothing else stays behind.

    Raises:
        OSError: The file cannot be written.
    """
    # The name is chosen before the file exists, so that an interruption at any moment can remove the draft.
    draft = path.with_name(f".pactstate.{os.urandom(8).hex()}")

    def remove() -> None:
        draft.unlink(missing_ok=True)

    with undoing(remove):
        try:
            with draft.open("xb") as stream:
                stream.write(data)
            draft.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
            draft.replace(path)
        except BaseException:
            remove()
            raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask

"""Base of the errors that the package raises, and the errors for values that are refused."""

from __future__ import annotations

__all__ = ["PactstateError", "TypeRefusedError", "ValueRefusedError"]


class PactstateError(Exception):
    """Base of every error of this package that a caller can cause.

    Each error is also the built-in one that fits, such as :class:`ValueError` or :class:`OSError`.
    """


class ValueRefusedError(PactstateError, ValueError):
    """A value cannot be used. The message says what to write instead."""


class TypeRefusedError(PactstateError, TypeError):
    """A value is of a wrong type. The message says what is taken instead."""

"""Profiles of Hypothesis: how many examples a property is tried with.

``HYPOTHESIS_PROFILE`` names the profile: ``default``, ``ci`` or ``thorough``. See docs/testing.md.
"""

from __future__ import annotations

import os
from typing import Final

from hypothesis import HealthCheck, settings

__all__ = ["PROFILE", "examples", "load"]

FACTORS: Final = {"default": 0.25, "ci": 1.0, "thorough": 10.0}
"""Examples per profile, as a multiple of the number that a property asks for."""

PROFILE: Final = os.environ.get("HYPOTHESIS_PROFILE", "default")

MIN_EXAMPLES: Final = 10
USUAL_EXAMPLES: Final = 100


def examples(wanted: int) -> int:
    """Return how many examples a property that asks for ``wanted`` in CI is tried with."""
    return max(round(wanted * FACTORS[PROFILE]), min(wanted, MIN_EXAMPLES))


def load() -> None:
    """Make the profile the settings of all properties that have none of their own.

    The first two profiles try the same examples on every run, so that CI does not fail by chance. No example is too
    slow: the machine may be busy.
    """
    settings.register_profile(
        "pactstate",
        derandomize=PROFILE != "thorough",
        deadline=None,
        max_examples=examples(USUAL_EXAMPLES),
        suppress_health_check=[HealthCheck.too_slow],
    )
    settings.load_profile("pactstate")

"""Profiles of Hypothesis: how many examples a property is tried with.

``HYPOTHESIS_PROFILE`` names the profile: ``default``, ``ci``, ``thorough`` or ``mutation``. See docs/testing.md.
"""

from __future__ import annotations

import os
from typing import Final

from hypothesis import HealthCheck, Phase, settings

__all__ = ["PROFILE", "examples", "load"]

FACTORS: Final = {"default": 0.25, "ci": 1.0, "thorough": 10.0, "mutation": 0.25}
"""Examples per profile, as a multiple of the number that a property asks for."""

PROFILE: Final = os.environ.get("HYPOTHESIS_PROFILE", "default")

MIN_EXAMPLES: Final = 10
USUAL_EXAMPLES: Final = 100


def examples(wanted: int) -> int:
    """Return how many examples a property that asks for ``wanted`` in CI is tried with."""
    return max(round(wanted * FACTORS[PROFILE]), min(wanted, MIN_EXAMPLES))


def load() -> None:
    """Make the profile the settings of all properties that have none of their own.

    All profiles but ``thorough`` try the same examples on every run, so that CI does not fail by chance. No example is
    too slow: the machine may be busy. ``mutation`` does not shorten an example that fails, since nobody reads it.
    """
    shrink = () if PROFILE == "mutation" else (Phase.shrink, Phase.explain)
    settings.register_profile(
        "pactstate",
        phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.target, *shrink),
        derandomize=PROFILE != "thorough",
        deadline=None,
        max_examples=examples(USUAL_EXAMPLES),
        suppress_health_check=[HealthCheck.too_slow],
    )
    settings.load_profile("pactstate")

"""Text shown to people: made harmless for its target, and suggestions."""

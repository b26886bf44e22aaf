"""Texts shown to people: escaped for their target, and suggestions for mistyped words."""

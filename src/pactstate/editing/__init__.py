"""Additions to the text of a file, which keep every character that was there."""

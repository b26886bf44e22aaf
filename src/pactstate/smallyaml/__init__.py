"""A strict subset of YAML with positions. Knows nothing of agreements."""

"""Fast reader of texts in a subset of the strict YAML, used by :func:`pactstate.smallyaml.parse.parse` only."""

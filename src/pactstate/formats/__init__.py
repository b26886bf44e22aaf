"""Reports for people and machines: one module for each format, each a pure function of the report."""

"""The checks: rules put to agreements, sources and folders."""

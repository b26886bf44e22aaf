"""Agreements as tables: columns, and the rows of one agreement. See docs/tables.md."""

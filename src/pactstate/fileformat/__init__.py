"""The file format: documents, their shapes, and the conversion to domain values."""

"""Optional accelerator of the parser: reads common files line by line."""

"""Search for slips of typing in an agreement file, and a copy of the file without them."""

"""Stores of files: the disk, a git revision, an archive. And where on the disk a folder of agreements is."""

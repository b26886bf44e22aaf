"""The domain: what an agreement is, how it moves, what its evidence shows. Pure: no files, no clock."""

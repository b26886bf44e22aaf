"""Where files come from: the disk, a git revision, an archive."""

"""Static web site of a folder: what each agreement's state is, on any day, as known by any other."""

"""Tables of agreements for other programs: spreadsheets, databases, notebooks."""

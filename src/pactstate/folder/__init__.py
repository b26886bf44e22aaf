"""A folder of agreements: its files read once, and what they share."""

"""The editor of criteria sets: tree, one line, the set as a whole, checks."""

"""Counting: sums kept ready, conditions of lists, shares and series for charts."""

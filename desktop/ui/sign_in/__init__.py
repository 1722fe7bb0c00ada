"""Before the office is open: sign in, first start, recovery, lock."""

"""The use cases: commands (one transaction each) and queries (frozen rows)."""

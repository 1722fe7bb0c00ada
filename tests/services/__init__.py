"""Services on real database files."""

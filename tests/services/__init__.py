"""The use cases over real database files."""

"""Keys, passwords and encrypted files."""

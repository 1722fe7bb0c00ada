"""Keying in afterwards what was received on paper while there was no power."""

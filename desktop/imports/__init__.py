"""Readers of files from outside: cells to typed rows and problems; never the database."""

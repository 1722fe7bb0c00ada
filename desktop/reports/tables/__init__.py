"""Tabular reports as PDF, Excel and Word: one model of the table, three writers."""

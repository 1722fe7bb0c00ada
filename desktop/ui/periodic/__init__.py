"""Periodic reports: sections with last period beside, the annex as a grid that explains itself."""

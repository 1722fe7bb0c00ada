"""Thẩm định: verdicts on the units' self-assessments."""

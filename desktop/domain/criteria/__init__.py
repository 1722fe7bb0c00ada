"""Criteria sets (bộ tiêu chí) and how they are scored: pure rules, no storage."""

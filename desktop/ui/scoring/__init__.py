"""Chấm điểm CCHC: the sheet, what to do next, sets of criteria and their import."""

"""Tests of statistics forms and their arithmetic."""

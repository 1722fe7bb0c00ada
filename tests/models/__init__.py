"""Tests of tables and migrations."""

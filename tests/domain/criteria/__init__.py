"""Tests of criteria sets and scoring."""

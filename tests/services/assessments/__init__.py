"""Tests of self-assessment."""

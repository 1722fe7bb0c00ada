"""Tests of periodic reports on real offices."""

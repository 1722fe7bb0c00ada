"""Tests of Sổ Một Cửa: a mirror of ``desktop/``, real files, a clock that stands."""

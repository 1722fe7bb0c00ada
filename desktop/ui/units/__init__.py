"""Tình hình đơn vị: where every unit stands."""

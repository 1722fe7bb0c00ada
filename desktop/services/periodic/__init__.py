"""Periodic reports: opened, written, filled, checked, issued; any statistics form beside them."""

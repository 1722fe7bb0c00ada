"""Several desks, one register, no server."""

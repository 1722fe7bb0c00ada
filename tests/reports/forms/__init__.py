"""Forms: layouts, page breaking, the register."""

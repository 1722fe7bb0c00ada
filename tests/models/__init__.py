"""Tables and schema versions."""

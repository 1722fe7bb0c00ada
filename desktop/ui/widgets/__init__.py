"""Own small widgets, one idea a file."""

"""The command line: the same services as the window, no logic of its own."""

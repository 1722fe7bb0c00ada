"""The command line, as the province's IT people call it."""

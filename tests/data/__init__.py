"""Old databases and files that every later version must open; kept for ever."""

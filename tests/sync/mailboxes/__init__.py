"""The roads to the province, each against a real server on this machine."""

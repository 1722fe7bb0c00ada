"""Files from outside: built here cell by cell, read by the real readers."""

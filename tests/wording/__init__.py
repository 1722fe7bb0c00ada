"""The words: every code and choice has its Vietnamese sentence."""

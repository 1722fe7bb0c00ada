"""The rules: what the words of a one-stop office mean.

Standard library only; no clock, no random numbers, no storage, no screen.
"""

"""The tour: a whole day at the desk in the real window, rendered off-screen.

Runs where there is no screen, and takes the pictures of the guide. It presses the keys that a
clerk presses; it never calls behind the screens, save to write the papers into files.
"""

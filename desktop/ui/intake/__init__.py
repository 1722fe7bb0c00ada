"""Receiving a dossier on one screen, made for the keyboard."""

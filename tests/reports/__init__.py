"""Papers and tables as other programs read them."""

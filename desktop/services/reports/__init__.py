"""Reports: definitions as data, builders, figures typed by hand, issuing, files."""

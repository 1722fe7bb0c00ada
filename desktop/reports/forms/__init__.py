"""Forms drawn from layouts: a new circular needs a new layout file, not a new program."""

"""Documents: data in, file out."""

"""Documents: data in, file out; never the database."""

"""Programs that run as processes of their own, so that start and memory are whole."""

"""What surrounds every page: window, navigation, threads, messages."""

"""What each paper of the office says."""

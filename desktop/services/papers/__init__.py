"""What each paper of the office says, one file a form; ``services.printing`` prints them."""

"""Tables, migrations and the encrypted file."""

"""Keys, passwords and encrypted files. No home-made cryptography: Argon2id, AES-KW, age."""

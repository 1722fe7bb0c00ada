"""The Vietnamese words of the program, in one place; rules and facts come in, sentences go out."""

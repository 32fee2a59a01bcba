"""What the words mean: frozen values without I/O, clock or randomness."""

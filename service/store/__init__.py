"""Write once, read for ever: the port's promise, S3, and memory (the fake)."""

"""What we measure of ourselves: each module here that has a `measure()` is one table of `make bench`."""

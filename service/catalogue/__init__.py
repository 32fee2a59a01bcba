"""What we hold: rows that can be rebuilt from the store."""

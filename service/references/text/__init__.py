"""References in plain text: addresses, and posts that an extractor has flattened."""

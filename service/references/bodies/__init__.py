"""References in stored CMS bodies: JSON of any shape, read by what its strings hold."""

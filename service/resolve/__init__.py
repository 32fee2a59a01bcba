"""Reference → embed: short links, platform documents, quotes to candidates."""

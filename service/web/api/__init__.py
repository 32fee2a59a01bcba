"""The HTTP API: one file per noun, each a table of typed routes."""

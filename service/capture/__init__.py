"""Embed → capture: the browser, named steps, settling, the picture, its quality."""

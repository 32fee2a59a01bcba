"""Cards to photograph: an open reimplementation of the X embed, fed with posts that were written for this."""

COUNT = 240
"""Different posts; `/f/0` … `/f/239`."""

HOST = "cards.example.org"

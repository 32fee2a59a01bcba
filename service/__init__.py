"""Keep what journalists quote.

An article contains references. Each reference is resolved to an embed (a post or a page), each embed is captured,
each capture is sealed into a snapshot, each snapshot is stored, catalogued, viewed and, some night, revisited.

Nouns are files in `model/`; verbs are folders; `pipeline.py` is the straight line on which they meet.
"""

__version__ = "0.1.0"

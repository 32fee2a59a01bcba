"""References in HTML: embed markup, frames, links and flattened posts, at their places in the source."""

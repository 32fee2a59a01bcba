"""Two snapshots → what changed. Pure."""

"""Which media of a post lie in the store."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Go forward; there is no way back: restore a backup or reindex from the store."""
    op.execute("ALTER TABLE snapshots ADD COLUMN media jsonb NOT NULL DEFAULT '[]'")

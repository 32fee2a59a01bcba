"""Visits that found nothing new, and what a person may choose from."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Go forward; there is no way back: restore a backup or reindex from the store."""
    op.execute(
        """
        CREATE TABLE observations (
            visit_id     text PRIMARY KEY,
            embed_id     text NOT NULL,
            at           timestamptz NOT NULL,
            availability jsonb NOT NULL,
            stage        text NOT NULL,
            run_id       text              -- null until the run is sealed in the store
        );
        CREATE INDEX observations_by_embed ON observations (embed_id, at DESC);
        CREATE INDEX observations_unsealed ON observations (visit_id) WHERE run_id IS NULL;
        ALTER TABLE snapshots ADD COLUMN candidates jsonb NOT NULL DEFAULT '[]';
        """
    )

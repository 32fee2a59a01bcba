"""How much one key may send and ask for."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Go forward; there is no way back."""
    op.execute(
        """
        ALTER TABLE keys ADD COLUMN body_bytes bigint, ADD COLUMN visits_a_day integer;
        CREATE INDEX visits_by_key ON visits (requested_by, created);
        """
    )

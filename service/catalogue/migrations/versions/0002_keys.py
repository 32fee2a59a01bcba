"""The keys of callers."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Go forward; there is no way back."""
    op.execute(
        """
        CREATE TABLE keys (
            id      text PRIMARY KEY,
            name    text NOT NULL,
            sha256  text NOT NULL,             -- of the secret, which nobody keeps
            scopes  text[] NOT NULL,
            created timestamptz NOT NULL,
            revoked timestamptz
        )
        """
    )

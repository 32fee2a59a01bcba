"""The catalogue and the job engine's own tables."""

from importlib import resources

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Go forward; there is no way back: restore a backup or reindex from the store."""
    raw = op.get_bind().connection.driver_connection
    assert raw is not None
    raw.execute((resources.files("service.catalogue") / "schema.sql").read_text("utf-8"))
    raw.execute(SchemaManager.get_schema())
    raw.execute(
        "CREATE INDEX procrastinate_jobs_by_visit ON procrastinate_jobs ((args ->> 'visit')) "
        "WHERE status IN ('todo', 'doing')"
    )

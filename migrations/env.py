"""How Alembic runs here: on the connection handed in, or on the database of the settings."""

from alembic import context
from sqlalchemy import Connection, Engine

from app.config import Settings
from app.storage.migrate import migrating_engine
from app.storage.models import Base


def run(connection: Connection) -> None:
    """Runs what was asked for in one transaction; tables are changed by rebuilding them."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        transactional_ddl=True,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()


handed_in = context.config.attributes.get("connection")
if isinstance(handed_in, Connection):
    run(handed_in)
else:
    engine = (
        handed_in
        if isinstance(handed_in, Engine)
        else migrating_engine(Settings.from_environment().database_file)
    )
    with engine.begin() as own:
        run(own)

"""what contracts lose gives its number to nobody

SQLite gives the number of a deleted row to the next one, unless told otherwise: a button of an
endpoint that is gone would then change another one.
"""

from alembic import op

revision = "e7a41c9d3b60"
down_revision = "7d41f0a9c6e8"
branch_labels = None
depends_on = None

_TABLES = ("contract_operations", "contract_imports")


def upgrade() -> None:
    _rebuild(is_autoincrement=True)


def downgrade() -> None:
    _rebuild(is_autoincrement=False)


def _rebuild(*, is_autoincrement: bool) -> None:
    for name in _TABLES:
        with op.batch_alter_table(
            name, recreate="always", table_kwargs={"sqlite_autoincrement": is_autoincrement}
        ):
            pass

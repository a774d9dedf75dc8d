"""sessions are in the server's own list of events"""

import sqlalchemy as sa
from alembic import op

revision = "5b8c20d97e14"
down_revision = "e4b07c92d135"
branch_labels = None
depends_on = None

_INDEX = "ix_study_sessions_event_retry_at"


def upgrade() -> None:
    op.create_index(
        _INDEX,
        "study_sessions",
        ["event_retry_at"],
        sqlite_where=sa.text("event_retry_at IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index(_INDEX, table_name="study_sessions")

"""moderators see in one look who waits, and the cohort is asked for a host"""

import sqlalchemy as sa
from alembic import op

revision = "7c1e50b9d3a8"
down_revision = "c4f9027d1ae6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("study_sessions", sa.Column("host_called_at", sa.DateTime(), nullable=True))
    op.create_index(
        "ix_pairs_guild_id_made_at",
        "pairs",
        ["guild_id", "made_at"],
        sqlite_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_pairs_guild_id_made_at", table_name="pairs")
    op.drop_column("study_sessions", "host_called_at")

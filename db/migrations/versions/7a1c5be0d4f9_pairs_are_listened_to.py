"""pairs are listened to"""

import sqlalchemy as sa
from alembic import op

revision = "7a1c5be0d4f9"
down_revision = "c3f07b1e52d8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("pairs", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("openings", sa.BigInteger(), server_default="0", nullable=False)
        )
        batch_op.add_column(sa.Column("public_asked_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("closed_at", sa.DateTime(), nullable=True))
    op.execute("UPDATE pairs SET openings = 1 WHERE thread_id IS NOT NULL")

    with op.batch_alter_table("pair_members", schema=None) as batch_op:
        batch_op.add_column(sa.Column("declined_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("heard_at", sa.DateTime(), nullable=True))

    with op.batch_alter_table("study_sessions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_study_sessions_pair_id"),
            ["pair_id"],
            unique=False,
            sqlite_where=sa.text("pair_id IS NOT NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("study_sessions", schema=None) as batch_op:
        batch_op.drop_index(
            batch_op.f("ix_study_sessions_pair_id"),
            sqlite_where=sa.text("pair_id IS NOT NULL"),
        )

    with op.batch_alter_table("pair_members", schema=None) as batch_op:
        batch_op.drop_column("heard_at")
        batch_op.drop_column("declined_at")

    with op.batch_alter_table("pairs", schema=None) as batch_op:
        batch_op.drop_column("closed_at")
        batch_op.drop_column("public_asked_at")
        batch_op.drop_column("openings")

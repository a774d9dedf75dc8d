"""members share entries and streaks"""

import sqlalchemy as sa
from alembic import op

revision = "b3d81f6a2c94"
down_revision = "a94c27e1d5b8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "log_cards",
        sa.Column("entry_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_log_cards"),
    )
    op.create_table(
        "log_removals",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("kept", sa.String(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_log_removals"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_log_removals_removed_at", "log_removals", ["removed_at"])
    with op.batch_alter_table("log_habits") as habits:
        habits.add_column(sa.Column("streak_channel_id", sa.BigInteger(), nullable=True))
        habits.add_column(sa.Column("streak_message_id", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("log_habits") as habits:
        habits.drop_column("streak_message_id")
        habits.drop_column("streak_channel_id")
    op.drop_index("ix_log_removals_removed_at", "log_removals")
    op.drop_table("log_removals")
    op.drop_table("log_cards")

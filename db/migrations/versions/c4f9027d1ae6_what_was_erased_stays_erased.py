"""what was erased stays erased, and members are welcomed"""

import sqlalchemy as sa
from alembic import op

revision = "c4f9027d1ae6"
down_revision = "b8e3d51c60f4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("serial", sa.String(), nullable=False),
        sa.Column("erased_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("serial", name="pk_erasures"),
    )
    op.create_table(
        "departed_guilds",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("left_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name="pk_departed_guilds"),
    )
    op.add_column("guilds", sa.Column("welcome_channel_id", sa.BigInteger(), nullable=True))
    op.add_column("guilds", sa.Column("welcome_message_id", sa.BigInteger(), nullable=True))
    op.add_column(
        "members", sa.Column("hinted", sa.BigInteger(), server_default="0", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("members", "hinted")
    op.drop_column("guilds", "welcome_message_id")
    op.drop_column("guilds", "welcome_channel_id")
    op.drop_table("departed_guilds")
    op.drop_table("erasures")

"""the outbox and the weekly digest"""

import sqlalchemy as sa
from alembic import op

revision = "60a9c5791469"
down_revision = "8071346e24bd"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "digests",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("iso_week", sa.String(), nullable=False),
        sa.Column("part", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("fate", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "iso_week", "part", name=op.f("pk_digests")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("dedupe_key", sa.String(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("lease_until", sa.DateTime(), nullable=True),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("retry_at", sa.DateTime(), nullable=True),
        sa.Column("first_try_at", sa.DateTime(), nullable=True),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_outbox_dedupe_key")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_outbox_guild_id_state"), ["guild_id", "state"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_outbox_state_due_at"), ["state", "due_at"], unique=False
        )

    op.create_table(
        "parked_channels",
        sa.Column("channel_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("refusals", sa.BigInteger(), nullable=False),
        sa.Column("parked_until", sa.DateTime(), nullable=True),
        sa.Column("told_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("channel_id", name=op.f("pk_parked_channels")),
    )
    with op.batch_alter_table("parked_channels", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_parked_channels_guild_id"), ["guild_id"], unique=False)

    with op.batch_alter_table("guilds", schema=None) as batch_op:
        batch_op.add_column(sa.Column("moderators_channel_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("digest_weekday", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("digest_hour", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("guilds", schema=None) as batch_op:
        batch_op.drop_column("digest_hour")
        batch_op.drop_column("digest_weekday")
        batch_op.drop_column("moderators_channel_id")

    with op.batch_alter_table("parked_channels", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_parked_channels_guild_id"))

    op.drop_table("parked_channels")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_state_due_at"))
        batch_op.drop_index(batch_op.f("ix_outbox_guild_id_state"))

    op.drop_table("outbox")
    op.drop_table("digests")

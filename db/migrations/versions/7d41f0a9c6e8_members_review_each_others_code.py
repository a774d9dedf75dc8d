"""members review each other's code"""

import sqlalchemy as sa
from alembic import op

revision = "7d41f0a9c6e8"
down_revision = "7a1c5be0d4f9"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reviews",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("asker_id", sa.BigInteger(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("look_at", sa.String(), nullable=False),
        sa.Column("track", sa.String(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("waits_since", sa.DateTime(), nullable=False),
        sa.Column("reviewer_id", sa.BigInteger(), nullable=True),
        sa.Column("claimed_until", sa.DateTime(), nullable=True),
        sa.Column("lapsed_by_id", sa.BigInteger(), nullable=True),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("word", sa.String(), server_default="", nullable=False),
        sa.Column("thanked_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_by_id", sa.BigInteger(), nullable=True),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
    )
    for column in ("asker_id", "reviewer_id", "done_at"):
        op.create_index(f"ix_reviews_guild_id_{column}", "reviews", ["guild_id", column])
    op.create_index(
        "ix_reviews_guild_id_waits_since",
        "reviews",
        ["guild_id", "waits_since"],
        sqlite_where=sa.text("done_at IS NULL AND withdrawn_at IS NULL"),
    )
    op.create_index(
        "ix_reviews_claimed_until",
        "reviews",
        ["claimed_until"],
        sqlite_where=sa.text("claimed_until IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_table("reviews")

"""members invite each other, and show what they did"""

import sqlalchemy as sa
from alembic import op

revision = "d18c63f0a5b7"
down_revision = "a7e6c15d0b93"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "member_cards",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("is_shown", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("guild_id", "user_id", name="pk_member_cards"),
    )
    op.create_table(
        "pair_invitations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("inviter_id", sa.BigInteger(), nullable=False),
        sa.Column("invited_id", sa.BigInteger(), nullable=False),
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("invited_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("end", sa.String(), nullable=True),
        sa.Column("channel_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_pair_invitations"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_pair_invitations_open",
        "pair_invitations",
        ["guild_id", "inviter_id", "invited_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "ix_pair_invitations_invited_at",
        "pair_invitations",
        ["invited_at"],
        sqlite_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "session_invitations",
        sa.Column(
            "session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("invited_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("inviter_id", sa.BigInteger(), nullable=False),
        sa.Column("invited_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["study_sessions.id"],
            name="fk_session_invitations_session_id_study_sessions",
        ),
        sa.PrimaryKeyConstraint("session_id", "invited_id", name="pk_session_invitations"),
    )
    op.create_index(
        "ix_session_invitations_guild_id_invited_at",
        "session_invitations",
        ["guild_id", "invited_at"],
    )


def downgrade() -> None:
    op.drop_table("session_invitations")
    op.drop_table("pair_invitations")
    op.drop_table("member_cards")

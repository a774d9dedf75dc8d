"""cards of what was erased are emptied, and the file is scrubbed of it"""

import sqlalchemy as sa
from alembic import op

revision = "d7b3a0e6152f"
down_revision = "d18c63f0a5b7"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erased_cards",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_erased_cards"),
        sqlite_autoincrement=True,
    )
    op.add_column(
        "erasures",
        sa.Column("is_scrubbed", sa.Boolean(), server_default=sa.false(), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("erasures", "is_scrubbed")
    op.drop_table("erased_cards")

"""interactions have one effect"""

import sqlalchemy as sa
from alembic import op

revision = "b7d1c0a4e2f9"
down_revision = "60a9c5791469"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "processed_interactions",
        sa.Column("interaction_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("processed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("interaction_id", name=op.f("pk_processed_interactions")),
    )
    with op.batch_alter_table("processed_interactions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_processed_interactions_processed_at"), ["processed_at"], unique=False
        )


def downgrade() -> None:
    op.drop_table("processed_interactions")

"""members say when they have time"""

import sqlalchemy as sa
from alembic import op

revision = "d2f6a83b1c57"
down_revision = "9d3e51b7a604"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.add_column(sa.Column("weekday_parts", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("weekend_parts", sa.BigInteger(), nullable=True))
        batch_op.add_column(
            sa.Column("unwanted_reminders", sa.BigInteger(), server_default="0", nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_column("unwanted_reminders")
        batch_op.drop_column("weekend_parts")
        batch_op.drop_column("weekday_parts")

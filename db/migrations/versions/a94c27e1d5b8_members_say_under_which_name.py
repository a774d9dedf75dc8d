"""members say under which name they are published"""

import sqlalchemy as sa
from alembic import op

revision = "a94c27e1d5b8"
down_revision = "5f0c3e8a7b21"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.add_column(sa.Column("published_name", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_column("published_name")

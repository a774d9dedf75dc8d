"""polls keep what is not read yet"""

import sqlalchemy as sa
from alembic import op

revision = "e4b07c92d135"
down_revision = "e1b7d94c20a6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("study_polls", schema=None) as batch_op:
        batch_op.add_column(sa.Column("unread", sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("study_polls", schema=None) as batch_op:
        batch_op.drop_column("unread")

"""look-alikes need no index of their own"""

from alembic import op

revision = "e1b7d94c20a6"
down_revision = "d2f6a83b1c57"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DROP TABLE question_search_solved")


def downgrade() -> None:
    op.execute(
        "CREATE VIRTUAL TABLE question_search_solved USING fts5"
        "(scope, title, body, words, tokenize = 'ascii')"
    )
    op.execute("PRAGMA user_version = 0")

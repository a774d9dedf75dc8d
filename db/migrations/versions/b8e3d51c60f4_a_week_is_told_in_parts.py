"""a week is told in parts"""

import sqlalchemy as sa
from alembic import op

revision = "b8e3d51c60f4"
down_revision = "b3d81f6a2c94"
branch_labels = None
depends_on = None

# What a week has brought is looked for by its moments.
_INDEXES = (
    ("ix_answers_guild_id_answered_at", "answers", "answered_at"),
    ("ix_helped_again_guild_id_helped_at", "helped_again", "helped_at"),
    ("ix_helpful_votes_guild_id_voted_at", "helpful_votes", "voted_at"),
    ("ix_questions_of_a_week", "questions", "asked_at"),
)
_OPEN = "ix_questions_guild_id_asked_at"
_ACCEPTED = "ix_questions_guild_id_accepted_at"


def upgrade() -> None:
    op.add_column("digests", sa.Column("items", sa.String(), server_default="", nullable=False))
    for name, table, moment in _INDEXES:
        op.create_index(name, table, ["guild_id", moment])
    _make_open_anew()
    op.create_index(
        _ACCEPTED,
        "questions",
        ["guild_id", "accepted_at"],
        sqlite_where=sa.text("accepted_at IS NOT NULL"),
    )


def _make_open_anew() -> None:
    """Of two indexes that seem to cost the same, SQLite takes the one that was made last.

    Who looks for open questions would else read all that were ever asked.
    """
    op.drop_index(_OPEN, "questions")
    op.create_index(
        _OPEN,
        "questions",
        ["guild_id", "asked_at"],
        sqlite_where=sa.text("accepted_answer_id IS NULL AND closed_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index(_ACCEPTED, "questions")
    for name, table, _ in _INDEXES:
        op.drop_index(name, table)
    op.drop_column("digests", "items")

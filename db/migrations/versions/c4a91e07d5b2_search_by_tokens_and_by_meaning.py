"""search by tokens, and by meaning among solved questions"""

from alembic import op

revision = "c4a91e07d5b2"
down_revision = "b7d1c0a4e2f9"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # All tokens are made in Python, of the letters a to z and digits; SQLite only splits them.
    op.execute("DROP TABLE question_search")
    op.execute(
        "CREATE VIRTUAL TABLE question_search USING fts5"
        "(scope, title, body, answers, tokenize = 'ascii', prefix = '1 2 3')"
    )
    op.execute(
        "CREATE VIRTUAL TABLE question_search_solved USING fts5"
        "(scope, title, body, words, tokenize = 'ascii')"
    )
    # The indexes are of no version: whoever migrates fills them (db.search.rebuild_if_stale).
    op.execute("PRAGMA user_version = 0")


def downgrade() -> None:
    op.execute("DROP TABLE question_search_solved")
    op.execute("DROP TABLE question_search")
    op.execute(
        "CREATE VIRTUAL TABLE question_search USING fts5"
        "(guild, title, body, answers, tokenize = 'porter unicode61 remove_diacritics 2')"
    )
    op.execute(
        "INSERT INTO question_search (rowid, guild, title, body, answers)"
        " SELECT id, 'g' || guild_id, title, details, coalesce("
        "(SELECT group_concat(text, char(10)) FROM answers WHERE question_id = questions.id), '')"
        " FROM questions"
    )

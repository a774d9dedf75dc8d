"""members keep a learning log"""

import sqlalchemy as sa
from alembic import op

revision = "5f0c3e8a7b21"
down_revision = "e7a41c9d3b60"
branch_labels = None
depends_on = None

# A saved solution is an entry of its asker's log, of the day on which it was saved.
_KEEP = """
    INSERT INTO log_entries (
        guild_id, user_id, kind, title, text, solution, day, added_at,
        source, source_id, answer_id, helper_id
    )
    SELECT saved.guild_id, saved.user_id, 'challenge', questions.title, questions.details,
        answers.text, date(saved.saved_at), saved.saved_at,
        'question', saved.question_id, saved.answer_id, answers.author_id
    FROM saved_solutions AS saved
    JOIN questions ON questions.id = saved.question_id
    JOIN answers ON answers.id = saved.answer_id
"""
_GIVE_BACK = """
    INSERT INTO saved_solutions (question_id, user_id, guild_id, answer_id, saved_at)
    SELECT source_id, user_id, guild_id, answer_id, added_at
    FROM log_entries WHERE source = 'question' AND answer_id IS NOT NULL
"""


def upgrade() -> None:
    op.create_table(
        "announcements",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(), nullable=False),
        sa.Column("post_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("channel_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_announcements"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_announcements_guild_id_post_at", "announcements", ["guild_id", "post_at"])
    op.create_table(
        "cohort_milestones",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_final", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cohort_milestones"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_cohort_milestones_guild_id_day", "cohort_milestones", ["guild_id", "day"])
    op.create_table(
        "cohort_weeks",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("week", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("focus", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "week", name="pk_cohort_weeks"),
    )
    op.create_table(
        "digest_omissions",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("iso_week", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "iso_week", "item", name="pk_digest_omissions"),
    )
    op.create_table(
        "log_breaks",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "user_id", "first_day", name="pk_log_breaks"),
    )
    op.create_table(
        "log_entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), server_default="", nullable=False),
        sa.Column("solution", sa.String(), server_default="", nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_late", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("edited_at", sa.DateTime(), nullable=True),
        sa.Column("shared_at", sa.DateTime(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("source_id", sa.BigInteger(), nullable=True),
        sa.Column("answer_id", sa.BigInteger(), nullable=True),
        sa.Column("helper_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_log_entries"),
        sa.UniqueConstraint(
            "guild_id",
            "user_id",
            "source",
            "source_id",
            name="uq_log_entries_guild_id_user_id_source_source_id",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_log_entries_guild_id_shared_at",
        "log_entries",
        ["guild_id", "shared_at"],
        sqlite_where=sa.text("shared_at IS NOT NULL"),
    )
    op.create_index(
        "ix_log_entries_guild_id_user_id_day", "log_entries", ["guild_id", "user_id", "day"]
    )
    op.create_table(
        "log_habits",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("dm_channel_id", sa.BigInteger(), nullable=True),
        sa.Column("prompt_weekday", sa.BigInteger(), nullable=True),
        sa.Column("prompt_hour", sa.BigInteger(), nullable=True),
        sa.Column("prompt_at", sa.DateTime(), nullable=True),
        sa.Column("wants_digest", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("shows_streak", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "user_id", name="pk_log_habits"),
    )
    op.create_index(
        "ix_log_habits_prompt_at",
        "log_habits",
        ["prompt_at"],
        sqlite_where=sa.text("prompt_at IS NOT NULL"),
    )
    op.create_table(
        "members_seen",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "user_id", name="pk_members_seen"),
    )
    op.create_table(
        "readme_headings",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "part", name="pk_readme_headings"),
    )
    op.create_table(
        "readme_imports",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_readme_imports"),
        sa.UniqueConstraint("guild_id", "user_id", name="uq_readme_imports_guild_id_user_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "readmes",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("overview", sa.String(), server_default="", nullable=False),
        sa.Column("own_text", sa.String(), server_default="", nullable=False),
        sa.Column("imported_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("guild_id", "user_id", name="pk_readmes"),
    )
    op.execute(_KEEP)
    op.drop_table("saved_solutions")
    with op.batch_alter_table("digests") as batch_op:
        batch_op.add_column(sa.Column("channel_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("message_id", sa.BigInteger(), nullable=True))

    with op.batch_alter_table("guilds") as batch_op:
        batch_op.add_column(sa.Column("digest_threshold", sa.BigInteger(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "digest_is_previewed", sa.Boolean(), server_default=sa.text("0"), nullable=False
            )
        )
        batch_op.add_column(sa.Column("programme", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("weeks", sa.BigInteger(), nullable=True))

    with op.batch_alter_table("members") as batch_op:
        batch_op.add_column(sa.Column("publishing", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("members") as batch_op:
        batch_op.drop_column("publishing")

    with op.batch_alter_table("guilds") as batch_op:
        batch_op.drop_column("weeks")
        batch_op.drop_column("programme")
        batch_op.drop_column("digest_is_previewed")
        batch_op.drop_column("digest_threshold")

    with op.batch_alter_table("digests") as batch_op:
        batch_op.drop_column("message_id")
        batch_op.drop_column("channel_id")

    op.create_table(
        "saved_solutions",
        sa.Column(
            "question_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "answer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answers.id"], name="fk_saved_solutions_answer_id_answers"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name="fk_saved_solutions_question_id_questions"
        ),
        sa.PrimaryKeyConstraint("question_id", "user_id", name="pk_saved_solutions"),
    )
    op.execute(_GIVE_BACK)
    op.drop_table("readmes")
    op.drop_table("readme_imports")
    op.drop_table("readme_headings")
    op.drop_table("members_seen")
    op.drop_table("log_habits")
    op.drop_table("log_entries")
    op.drop_table("log_breaks")
    op.drop_table("digest_omissions")
    op.drop_table("cohort_weeks")
    op.drop_table("cohort_milestones")
    op.drop_table("announcements")

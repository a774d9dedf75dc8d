"""questions are cared for"""

import sqlalchemy as sa
from alembic import op

revision = "f9c76ce91f04"
down_revision = "c4a91e07d5b2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "question_drafts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("asker_id", sa.BigInteger(), nullable=False),
        sa.Column("written_by_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("details", sa.String(), nullable=False),
        sa.Column("tried", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_drafts")),
    )
    with op.batch_alter_table("question_drafts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_question_drafts_guild_id_written_by_id"),
            ["guild_id", "written_by_id"],
            unique=False,
        )

    op.create_table(
        "stale_cards",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("marked_at", sa.DateTime(), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("archived_in", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stale_cards")),
        sa.UniqueConstraint(
            "guild_id", "kind", "key", name=op.f("uq_stale_cards_guild_id_kind_key")
        ),
    )
    with op.batch_alter_table("stale_cards", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_stale_cards_archived_in_due_at"), ["archived_in", "due_at"], unique=False
        )

    op.create_table(
        "acceptances",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "question_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "answer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("former_answer_id", sa.BigInteger(), nullable=True),
        sa.Column("former_accepted_at", sa.DateTime(), nullable=True),
        sa.Column("accepted_by_id", sa.BigInteger(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answers.id"], name=op.f("fk_acceptances_answer_id_answers")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_acceptances_question_id_questions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptances")),
    )
    with op.batch_alter_table("acceptances", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_acceptances_question_id"), ["question_id"], unique=False
        )

    op.create_table(
        "helped_again",
        sa.Column(
            "answer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("helped_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answers.id"], name=op.f("fk_helped_again_answer_id_answers")
        ),
        sa.PrimaryKeyConstraint("answer_id", "user_id", name=op.f("pk_helped_again")),
    )
    op.create_table(
        "helpful_votes",
        sa.Column(
            "answer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("voted_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answers.id"], name=op.f("fk_helpful_votes_answer_id_answers")
        ),
        sa.PrimaryKeyConstraint("answer_id", "user_id", name=op.f("pk_helpful_votes")),
    )
    op.create_table(
        "saved_solutions",
        sa.Column(
            "question_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "answer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answers.id"], name=op.f("fk_saved_solutions_answer_id_answers")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_saved_solutions_question_id_questions")
        ),
        sa.PrimaryKeyConstraint("question_id", "user_id", name=op.f("pk_saved_solutions")),
    )
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("is_message", sa.Boolean(), server_default=sa.text("0"), nullable=False)
        )
        batch_op.add_column(
            sa.Column("helpful_count", sa.BigInteger(), server_default="0", nullable=False)
        )
        batch_op.create_index(
            batch_op.f("ix_answers_guild_id_author_id"), ["guild_id", "author_id"], unique=False
        )

    with op.batch_alter_table("guilds", schema=None) as batch_op:
        batch_op.add_column(sa.Column("solved_tag_id", sa.BigInteger(), nullable=True))

    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("is_unlisted", sa.Boolean(), server_default=sa.text("0"), nullable=False)
        )

    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("tried", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("code", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("written_by_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(
            sa.Column("is_in_forum", sa.Boolean(), server_default=sa.text("0"), nullable=False)
        )
        batch_op.add_column(sa.Column("edited_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("opening_message_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("closed_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("closed_by_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("close_reason", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("duplicate_of_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("named_original_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("taken_by_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("taken_until", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("brought_up_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("nudged_at", sa.DateTime(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_questions_duplicate_of_id"), ["duplicate_of_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_questions_guild_id_asker_id"), ["guild_id", "asker_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_questions_guild_id_asked_at"),
            ["guild_id", "asked_at"],
            unique=False,
            sqlite_where=sa.text("accepted_answer_id IS NULL AND closed_at IS NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_questions_taken_until"),
            ["taken_until"],
            unique=False,
            sqlite_where=sa.text("taken_until IS NOT NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_questions_taken_until"))
        batch_op.drop_index(batch_op.f("ix_questions_guild_id_asked_at"))
        batch_op.drop_index(batch_op.f("ix_questions_guild_id_asker_id"))
        batch_op.drop_index(batch_op.f("ix_questions_duplicate_of_id"))
        batch_op.drop_column("nudged_at")
        batch_op.drop_column("brought_up_at")
        batch_op.drop_column("taken_until")
        batch_op.drop_column("taken_by_id")
        batch_op.drop_column("named_original_id")
        batch_op.drop_column("duplicate_of_id")
        batch_op.drop_column("close_reason")
        batch_op.drop_column("closed_by_id")
        batch_op.drop_column("closed_at")
        batch_op.drop_column("opening_message_id")
        batch_op.drop_column("edited_at")
        batch_op.drop_column("is_in_forum")
        batch_op.drop_column("written_by_id")
        batch_op.drop_column("code")
        batch_op.drop_column("tried")

    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_column("is_unlisted")

    with op.batch_alter_table("guilds", schema=None) as batch_op:
        batch_op.drop_column("solved_tag_id")

    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answers_guild_id_author_id"))
        batch_op.drop_column("helpful_count")
        batch_op.drop_column("is_message")

    op.drop_table("saved_solutions")
    op.drop_table("helpful_votes")
    op.drop_table("helped_again")
    with op.batch_alter_table("acceptances", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_acceptances_question_id"))

    op.drop_table("acceptances")
    with op.batch_alter_table("stale_cards", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stale_cards_archived_in_due_at"))

    op.drop_table("stale_cards")
    with op.batch_alter_table("question_drafts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_question_drafts_guild_id_written_by_id"))

    op.drop_table("question_drafts")

"""study sessions survive everything"""

import sqlalchemy as sa
from alembic import op

revision = "9d3e51b7a604"
down_revision = "f9c76ce91f04"
branch_labels = None
depends_on = None


def upgrade() -> None:  # noqa: PLR0915 - a column a line
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_number", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("acted_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_audit_entries_guild_id_acted_at"), ["guild_id", "acted_at"], unique=False
        )

    op.create_table(
        "study_series",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("first", sa.DateTime(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("made_until", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("host_id", sa.BigInteger(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("description", sa.String(), server_default="", nullable=False),
        sa.Column("track", sa.String(), nullable=True),
        sa.Column("voice_channel_id", sa.BigInteger(), nullable=True),
        sa.Column("link", sa.String(), server_default="", nullable=False),
        sa.Column("warm_up", sa.String(), server_default="", nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=True),
        sa.Column("seats", sa.BigInteger(), nullable=True),
        sa.Column("reminders", sa.BigInteger(), server_default="7", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_series")),
    )
    with op.batch_alter_table("study_series", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_study_series_guild_id"), ["guild_id"], unique=False)

    op.create_table(
        "attendances",
        sa.Column(
            "session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("noted_by_id", sa.BigInteger(), nullable=False),
        sa.Column("noted_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["study_sessions.id"],
            name=op.f("fk_attendances_session_id_study_sessions"),
        ),
        sa.PrimaryKeyConstraint("session_id", "user_id", name=op.f("pk_attendances")),
    )
    op.create_table(
        "study_polls",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("host_id", sa.BigInteger(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.Column("zone", sa.String(), nullable=True),
        sa.Column("drafted_at", sa.DateTime(), nullable=False),
        sa.Column("posted_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column(
            "session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("channel_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["study_sessions.id"],
            name=op.f("fk_study_polls_session_id_study_sessions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_polls")),
    )
    with op.batch_alter_table("study_polls", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_study_polls_guild_id_host_id"), ["guild_id", "host_id"], unique=False
        )

    op.create_table(
        "study_poll_ticks",
        sa.Column("poll_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("ticked_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["study_polls.id"], name=op.f("fk_study_poll_ticks_poll_id_study_polls")
        ),
        sa.PrimaryKeyConstraint(
            "poll_id", "starts_at", "user_id", name=op.f("pk_study_poll_ticks")
        ),
    )
    op.create_table(
        "study_poll_times",
        sa.Column("poll_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["study_polls.id"], name=op.f("fk_study_poll_times_poll_id_study_polls")
        ),
        sa.PrimaryKeyConstraint("poll_id", "starts_at", name=op.f("pk_study_poll_times")),
    )
    with op.batch_alter_table("guilds", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "sessions_need_approval", sa.Boolean(), server_default=sa.text("0"), nullable=False
            )
        )
        batch_op.add_column(sa.Column("sessions_per_member", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("sessions_per_guild", sa.BigInteger(), nullable=True))

    with op.batch_alter_table("rsvps", schema=None) as batch_op:
        batch_op.add_column(sa.Column("answer", sa.String(), nullable=False, server_default="cant"))
        batch_op.add_column(sa.Column("turn", sa.BigInteger(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("confirmed_at", sa.DateTime(), nullable=True))

    with op.batch_alter_table("study_sessions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("stage", sa.String(), nullable=False, server_default="draft"))
        batch_op.add_column(sa.Column("rule", sa.String(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "series_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.add_column(sa.Column("slot", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("thread_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("cancelled_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("cancelled_by_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("cancel_reason", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("cancel_told_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("moderators_word", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("settled_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("remind_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("host_gone_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("recap", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("recap_message_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("event_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("event_shown", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("event_retry_at", sa.DateTime(), nullable=True))
        batch_op.add_column(
            sa.Column("sequence", sa.BigInteger(), server_default="0", nullable=False)
        )
        batch_op.add_column(sa.Column("changed_at", sa.DateTime(), nullable=True))
        batch_op.add_column(
            sa.Column("description", sa.String(), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("track", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("voice_channel_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("link", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("warm_up", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("seats", sa.BigInteger(), nullable=True))
        batch_op.add_column(
            sa.Column("reminders", sa.BigInteger(), server_default="7", nullable=False)
        )
        batch_op.create_index(
            batch_op.f("ix_study_sessions_guild_id_host_id"), ["guild_id", "host_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_study_sessions_remind_at"),
            ["remind_at"],
            unique=False,
            sqlite_where=sa.text("remind_at IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_study_sessions_stage_starts_at"),
            ["stage", "starts_at"],
            unique=False,
            sqlite_where=sa.text("settled_at IS NULL"),
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_study_sessions_series_id_slot"), ["series_id", "slot"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_study_sessions_series_id_study_series"),
            "study_series",
            ["series_id"],
            ["id"],
        )

    # What was said and planned before, in the new words; what is over stays as it was left.
    op.execute("UPDATE rsvps SET answer = 'going' WHERE is_going")
    op.execute("UPDATE study_sessions SET stage = 'open' WHERE number IS NOT NULL")
    op.execute(
        "UPDATE study_sessions SET settled_at = starts_at"
        " WHERE number IS NOT NULL AND starts_at < CURRENT_TIMESTAMP"
    )
    op.execute(
        "UPDATE study_sessions SET remind_at = starts_at"
        " WHERE number IS NOT NULL AND settled_at IS NULL"
    )
    with op.batch_alter_table("rsvps", schema=None) as batch_op:
        batch_op.drop_column("is_going")
        batch_op.alter_column("answer", server_default=None)
    with op.batch_alter_table("study_sessions", schema=None) as batch_op:
        batch_op.alter_column("stage", server_default=None)


def downgrade() -> None:  # noqa: PLR0915 - a column a line
    with op.batch_alter_table("study_sessions", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_study_sessions_series_id_study_series"), type_="foreignkey"
        )
        batch_op.drop_constraint(batch_op.f("uq_study_sessions_series_id_slot"), type_="unique")
        batch_op.drop_index(
            batch_op.f("ix_study_sessions_stage_starts_at"),
            sqlite_where=sa.text("settled_at IS NULL"),
        )
        batch_op.drop_index(
            batch_op.f("ix_study_sessions_remind_at"), sqlite_where=sa.text("remind_at IS NOT NULL")
        )
        batch_op.drop_index(batch_op.f("ix_study_sessions_guild_id_host_id"))
        batch_op.drop_column("reminders")
        batch_op.drop_column("seats")
        batch_op.drop_column("warm_up")
        batch_op.drop_column("link")
        batch_op.drop_column("voice_channel_id")
        batch_op.drop_column("track")
        batch_op.drop_column("description")
        batch_op.drop_column("changed_at")
        batch_op.drop_column("sequence")
        batch_op.drop_column("event_retry_at")
        batch_op.drop_column("event_shown")
        batch_op.drop_column("event_id")
        batch_op.drop_column("recap_message_id")
        batch_op.drop_column("recap")
        batch_op.drop_column("host_gone_at")
        batch_op.drop_column("remind_at")
        batch_op.drop_column("settled_at")
        batch_op.drop_column("moderators_word")
        batch_op.drop_column("cancel_told_at")
        batch_op.drop_column("cancel_reason")
        batch_op.drop_column("cancelled_by_id")
        batch_op.drop_column("cancelled_at")
        batch_op.drop_column("thread_id")
        batch_op.drop_column("slot")
        batch_op.drop_column("series_id")
        batch_op.drop_column("rule")
        batch_op.drop_column("stage")

    with op.batch_alter_table("rsvps", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("is_going", sa.BOOLEAN(), nullable=False, server_default=sa.text("0"))
        )
    op.execute("UPDATE rsvps SET is_going = (answer = 'going')")
    with op.batch_alter_table("rsvps", schema=None) as batch_op:
        batch_op.drop_column("confirmed_at")
        batch_op.drop_column("turn")
        batch_op.drop_column("answer")

    with op.batch_alter_table("guilds", schema=None) as batch_op:
        batch_op.drop_column("sessions_per_guild")
        batch_op.drop_column("sessions_per_member")
        batch_op.drop_column("sessions_need_approval")

    op.drop_table("study_poll_times")
    op.drop_table("study_poll_ticks")
    with op.batch_alter_table("study_polls", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_study_polls_guild_id_host_id"))

    op.drop_table("study_polls")
    op.drop_table("attendances")
    with op.batch_alter_table("study_series", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_study_series_guild_id"))

    op.drop_table("study_series")
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entries_guild_id_acted_at"))

    op.drop_table("audit_entries")

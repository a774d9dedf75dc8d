"""pairs are made by profile"""

import sqlalchemy as sa
from alembic import op

_LABELS = {
    "e-commerce": "E-Commerce",
    "social-media-feed": "Social Media Feed",
    "movie-recommendation": "Movie Recommendation",
    "job-board": "Job Board",
    "online-poll": "Online Poll",
}

_ABOUT_PAIRS = (
    "api",
    "shared_hours",
    "is_first_time",
    "round_id",
    "message_id",
    "is_public",
    "heard_at",
    "started_at",
    "nudged_at",
    "followed_up_at",
    "ended_at",
    "end",
)

revision = "a01f6a4cb411"
down_revision = "5b8c20d97e14"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pair_blocks",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("blocked_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("blocked_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "user_id", "blocked_id", name=op.f("pk_pair_blocks")),
    )
    op.create_table(
        "pair_profiles",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("track", sa.String(), nullable=True),
        sa.Column("project", sa.String(), nullable=True),
        sa.Column("api", sa.String(), nullable=False),
        sa.Column("room", sa.BigInteger(), nullable=False),
        sa.Column("shares", sa.Boolean(), nullable=False),
        sa.Column("goals", sa.String(), nullable=False),
        sa.Column("links", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("paused_until", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("guild_id", "user_id", name=op.f("pk_pair_profiles")),
    )
    op.create_table(
        "pairing_rounds",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("pool", sa.String(), nullable=False),
        sa.Column("drawn", sa.String(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(), nullable=False),
        sa.Column("applied_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairing_rounds")),
    )
    with op.batch_alter_table("pairing_rounds", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_pairing_rounds_guild_id_drawn_at"),
            ["guild_id", "drawn_at"],
            unique=False,
        )

    op.create_table(
        "round_members",
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["pairing_rounds.id"],
            name=op.f("fk_round_members_round_id_pairing_rounds"),
        ),
        sa.PrimaryKeyConstraint("round_id", "place", name=op.f("pk_round_members")),
    )
    op.create_table(
        "pair_members",
        sa.Column("pair_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("joined_at", sa.DateTime(), nullable=False),
        sa.Column("left_at", sa.DateTime(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=True),
        sa.Column("verdict", sa.String(), nullable=True),
        sa.Column("verdict_text", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["pairs.id"], name=op.f("fk_pair_members_pair_id_pairs")
        ),
        sa.PrimaryKeyConstraint("pair_id", "user_id", name=op.f("pk_pair_members")),
    )
    with op.batch_alter_table("pair_members", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_pair_members_guild_id_user_id"), ["guild_id", "user_id"], unique=False
        )

    with op.batch_alter_table("guilds", schema=None) as batch_op:
        batch_op.add_column(sa.Column("projects", sa.String(), nullable=True))

    with op.batch_alter_table("pairs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("api", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("shared_hours", sa.BigInteger(), nullable=True))
        batch_op.add_column(
            sa.Column("is_first_time", sa.Boolean(), server_default=sa.text("1"), nullable=False)
        )
        batch_op.add_column(
            sa.Column(
                "round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.add_column(sa.Column("message_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(
            sa.Column("is_public", sa.Boolean(), server_default=sa.text("0"), nullable=False)
        )
        batch_op.add_column(sa.Column("heard_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("started_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("nudged_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("followed_up_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("ended_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("end", sa.String(), nullable=True))
        batch_op.drop_index(batch_op.f("ix_pairs_guild_id_backend_id"))
        batch_op.drop_index(batch_op.f("ix_pairs_guild_id_frontend_id"))
        batch_op.create_index(
            batch_op.f("ix_pairs_guild_id_thread_id"), ["guild_id", "thread_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_pairs_made_at"),
            ["made_at"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_pairs_round_id_pairing_rounds"), "pairing_rounds", ["round_id"], ["id"]
        )
    for side in ("frontend", "backend"):
        op.execute(
            "INSERT INTO pair_members (pair_id, user_id, guild_id, side, joined_at)"
            f" SELECT id, {side}_id, guild_id, '{side}', made_at FROM pairs WHERE true"
            " ON CONFLICT DO NOTHING"
        )
    with op.batch_alter_table("pairs", schema=None) as batch_op:
        batch_op.drop_column("frontend_id")
        batch_op.drop_column("backend_id")

    op.rename_table("queue_entries", "former_queue")
    op.create_table(
        "queue_entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("track", sa.String(), nullable=False),
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("room", sa.BigInteger(), nullable=False),
        sa.Column("is_first", sa.Boolean(), nullable=False),
        sa.Column("joined_at", sa.DateTime(), nullable=False),
        sa.Column("left_at", sa.DateTime(), nullable=True),
        sa.Column("fate", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_entries")),
    )
    with op.batch_alter_table("queue_entries", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_queue_entries_guild_id_joined_at"), ["guild_id", "joined_at"]
        )
        batch_op.create_index(
            "uq_queue_entries_waiting",
            ["guild_id", "user_id"],
            unique=True,
            sqlite_where=sa.text("left_at IS NULL"),
        )
    op.execute(
        "INSERT INTO queue_entries (guild_id, user_id, track, project, room, is_first, joined_at)"
        " SELECT guild_id, user_id, track, project, 1, 0, joined_at FROM former_queue"
        " ORDER BY joined_at"
    )
    # What they asked for is all that they have said of themselves so far.
    op.execute(
        "INSERT INTO pair_profiles"
        " (guild_id, user_id, track, project, api, room, shares, goals, links, saved_at)"
        " SELECT guild_id, user_id, track, project, 'either', 1, 1, '', '', joined_at"
        " FROM former_queue"
    )
    op.drop_table("former_queue")
    for table in ("queue_entries", "pair_profiles", "pairs"):
        for former, label in _LABELS.items():
            op.execute(f"UPDATE {table} SET project = '{label}' WHERE project = '{former}'")

    with op.batch_alter_table("study_sessions", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "pair_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_study_sessions_pair_id_pairs"), "pairs", ["pair_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("study_sessions", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_study_sessions_pair_id_pairs"), type_="foreignkey")
        batch_op.drop_column("pair_id")

    op.rename_table("queue_entries", "later_queue")
    op.create_table(
        "queue_entries",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("track", sa.String(), nullable=False),
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("joined_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "user_id", name=op.f("pk_queue_entries")),
    )
    # Former code knows no more than two sides, the five projects and pairs of two.
    op.execute(
        "INSERT INTO queue_entries SELECT guild_id, user_id, track, project, joined_at"
        " FROM later_queue WHERE left_at IS NULL AND track != 'both'"
    )
    op.drop_table("later_queue")
    with op.batch_alter_table("pairs", schema=None) as batch_op:
        for side in ("frontend", "backend"):
            batch_op.add_column(
                sa.Column(f"{side}_id", sa.BigInteger(), server_default="0", nullable=False)
            )
        batch_op.drop_constraint(batch_op.f("fk_pairs_round_id_pairing_rounds"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_pairs_made_at"))
        batch_op.drop_index(batch_op.f("ix_pairs_guild_id_thread_id"))
        for side in ("frontend", "backend"):
            batch_op.create_index(
                batch_op.f(f"ix_pairs_guild_id_{side}_id"), ["guild_id", f"{side}_id"]
            )
        for column in _ABOUT_PAIRS:
            batch_op.drop_column(column)
    for side in ("frontend", "backend"):
        op.execute(
            f"UPDATE pairs SET {side}_id = coalesce((SELECT min(user_id) FROM pair_members"
            f" WHERE pair_id = pairs.id AND side = '{side}'), 0)"
        )
    with op.batch_alter_table("pairs", schema=None) as batch_op:
        for side in ("frontend", "backend"):
            batch_op.alter_column(f"{side}_id", server_default=None)
    for table in ("queue_entries", "pairs"):
        for former, label in _LABELS.items():
            op.execute(f"UPDATE {table} SET project = '{former}' WHERE project = '{label}'")

    with op.batch_alter_table("guilds", schema=None) as batch_op:
        batch_op.drop_column("projects")

    with op.batch_alter_table("pair_members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pair_members_guild_id_user_id"))

    op.drop_table("pair_members")
    op.drop_table("round_members")
    with op.batch_alter_table("pairing_rounds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pairing_rounds_guild_id_drawn_at"))

    op.drop_table("pairing_rounds")
    op.drop_table("pair_profiles")
    op.drop_table("pair_blocks")

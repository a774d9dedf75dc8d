"""pairs keep a contract"""

import sqlalchemy as sa
from alembic import op

revision = "c3f07b1e52d8"
down_revision = "a01f6a4cb411"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contracts",
        sa.Column(
            "pair_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("base_url", sa.String(), nullable=False),
        sa.Column("docs_url", sa.String(), nullable=False),
        sa.Column("auth", sa.String(), nullable=False),
        sa.Column("style", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["pair_id"], ["pairs.id"], name=op.f("fk_contracts_pair_id_pairs")),
        sa.PrimaryKeyConstraint("pair_id", name=op.f("pk_contracts")),
    )
    op.create_table(
        "contract_imports",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("pair_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["pairs.id"], name=op.f("fk_contract_imports_pair_id_pairs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_imports")),
        sa.UniqueConstraint("pair_id", "user_id", name=op.f("uq_contract_imports_pair_id_user_id")),
    )
    op.create_table(
        "contract_changes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("pair_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("told_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["contracts.pair_id"], name=op.f("fk_contract_changes_pair_id_contracts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_changes")),
    )
    with op.batch_alter_table("contract_changes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contract_changes_pair_id_changed_at"),
            ["pair_id", "changed_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_contract_changes_told_at"),
            ["told_at"],
            unique=False,
            sqlite_where=sa.text("told_at IS NULL"),
        )

    op.create_table(
        "contract_feedback",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("pair_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("done_by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["contracts.pair_id"], name=op.f("fk_contract_feedback_pair_id_contracts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_feedback")),
        sa.UniqueConstraint("pair_id", "number", name=op.f("uq_contract_feedback_pair_id_number")),
    )
    op.create_table(
        "contract_operations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("pair_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("response", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pair_id"],
            ["contracts.pair_id"],
            name=op.f("fk_contract_operations_pair_id_contracts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_operations")),
        sa.UniqueConstraint(
            "pair_id", "method", "path", name=op.f("uq_contract_operations_pair_id_method_path")
        ),
    )


def downgrade() -> None:
    op.drop_table("contract_operations")
    op.drop_table("contract_feedback")
    op.drop_table("contract_changes")
    op.drop_table("contract_imports")
    op.drop_table("contracts")

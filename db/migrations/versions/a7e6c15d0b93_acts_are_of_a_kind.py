"""acts are of a kind"""

import sqlalchemy as sa
from alembic import op

revision = "a7e6c15d0b93"
down_revision = "7c1e50b9d3a8"
branch_labels = None
depends_on = None

# By what the lines of before call what was acted on; `%` stands for anything.
_KINDS = (
    ("sessions", ("session", "poll", "the approval of new sessions", "coming sessions of %")),
    ("pairs", ("pair", "% pair", "% pairs", "the list of projects")),
    ("reviews", ("review",)),
    ("digest", ("digest %",)),
    ("calendar", ("a milestone", "the cohort's weeks")),
    ("announcements", ("an announcement",)),
    ("readmes", ("a heading of READMEs", "the headings of READMEs", "the programme's text")),
    ("knowledge", ("the knowledge base",)),
)


def upgrade() -> None:
    op.add_column(
        "audit_entries", sa.Column("kind", sa.String(), server_default="setup", nullable=False)
    )
    entries = sa.table("audit_entries", sa.column("kind"), sa.column("subject"))
    for kind, subjects in _KINDS:
        said = sa.or_(*(entries.c.subject.like(one) for one in subjects))
        op.execute(entries.update().where(said).values(kind=kind))
    with op.batch_alter_table("audit_entries") as batch:
        batch.alter_column("kind", server_default=None)


def downgrade() -> None:
    op.drop_column("audit_entries", "kind")

"""Each table says whose its rows are, so that showing, exporting and erasing miss nothing."""

from pathlib import Path

import pytest
from sqlalchemy import Integer, Table, create_engine, inspect

from db.search import is_search_table
from db.tables import Base

# Sorted: pytest's workers must all find the same tests in the same order.
TABLES: list[type[Base]] = sorted(
    (mapper.class_ for mapper in Base.registry.mappers), key=lambda one: one.__tablename__
)

# The naming rule: a Discord id that is nobody's ends as one of these. Every other column that
# ends in `_id` and refers to no row of ours holds a member.
NOT_PEOPLE = (
    "guild_id",
    "channel_id",
    "message_id",
    "thread_id",
    "role_id",
    "tag_id",
    "event_id",
    "application_id",
    "interaction_id",
)
# Columns that refer to a row of ours although no foreign key says so (it would go in circles).
REFERENCES = {
    "questions.accepted_answer_id",
    "questions.duplicate_of_id",
    "questions.named_original_id",
    "acceptances.former_answer_id",
    # It outlives the entry, and an entry what it was made of; this may be a message of Discord's.
    "log_cards.entry_id",
    "log_entries.answer_id",
    "log_entries.source_id",
}
# Alembic's own, which remembers the revision alone.
NOBODYS = {"alembic_version"}
# What each index for searching is made of: the table whose rows it repeats, and the guild.
SEARCH = {
    "question_search": ("questions", "scope"),
}


def table_of(one: type[Base]) -> Table:
    return Base.metadata.tables[one.__tablename__]


def names(one: type[Base]) -> set[str]:
    return {column.name for column in table_of(one).columns}


def people(one: type[Base]) -> set[str]:
    """The columns that hold a member, by the naming rule."""
    return {
        column.name
        for column in table_of(one).columns
        if column.name.endswith("_id")
        and not column.name.endswith(NOT_PEOPLE)
        and not column.foreign_keys
        and f"{table_of(one).name}.{column.name}" not in REFERENCES
    }


each_table = pytest.mark.parametrize("one", TABLES, ids=[one.__tablename__ for one in TABLES])


@each_table
def test_a_table_declares_whose_its_rows_are_by_columns_that_it_has(one: type[Base]) -> None:
    assert "belongs" in vars(one), "say whom a row belongs to"

    declared = {*one.belongs.members, *filter(None, [one.belongs.guild])}

    assert declared <= names(one)


@each_table
def test_a_table_declares_every_column_that_holds_a_member(one: type[Base]) -> None:
    assert set(one.belongs.members) == people(one)


@each_table
def test_a_table_has_a_guild_in_every_row_or_nothing_of_anybodys(one: type[Base]) -> None:
    if one.belongs.guild is None:
        assert "guild_id" not in names(one)
        assert one.belongs.members == ()
    else:
        assert one.belongs.guild == "guild_id"
        assert not table_of(one).columns["guild_id"].nullable


@each_table
def test_a_table_of_members_has_one_that_is_there_in_every_row(one: type[Base]) -> None:
    """A row that is nobody's would escape from everybody's export."""
    columns = [table_of(one).columns[name] for name in one.belongs.members]
    assert not columns or not all(column.nullable for column in columns)


@each_table
def test_a_table_keeps_ids_in_a_column_that_holds_a_snowflake(one: type[Base]) -> None:
    """An Integer of 32 bits would do in SQLite, and overflow in Postgres."""
    for column in table_of(one).columns:
        if column.name.endswith("_id"):
            assert type(column.type) is not Integer, column.name


def test_every_table_of_the_database_is_declared(migrated: Path) -> None:
    engine = create_engine(f"sqlite:///{migrated}")
    found = set(inspect(engine).get_table_names())
    engine.dispose()

    strays = found - {one.__tablename__ for one in TABLES} - NOBODYS

    assert {one for one in strays if not is_search_table(one)} == set()
    assert {one for one in strays if one in SEARCH} == set(SEARCH)


@pytest.mark.parametrize(("index", "source"), SEARCH.items())
def test_a_search_index_repeats_rows_of_a_guild(
    migrated: Path, index: str, source: tuple[str, str]
) -> None:
    table, guild = source
    engine = create_engine(f"sqlite:///{migrated}")
    columns = {one["name"] for one in inspect(engine).get_columns(index)}
    engine.dispose()

    assert guild in columns
    assert Base.metadata.tables[table].columns["guild_id"].nullable is False


def test_a_row_that_belongs_to_another_row_lies_in_its_guild_too() -> None:
    """What refers to a row of ours carries the guild itself: no query needs to trust the other."""
    for one in TABLES:
        if table_of(one).foreign_keys:
            assert one.belongs.guild == "guild_id", one.__tablename__

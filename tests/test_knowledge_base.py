"""`nexus kb DIR`: a folder that MkDocs builds, which never takes the place of somebody's own."""

import asyncio
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from bot import knowledge_base
from bot.config import Mistake
from bot.domain.publishing import Consent, Publishing
from db import guilds, members
from db.engine import Database
from tests.db.qa_rows import ANN, BEN, GUILD, NOON, OTHER, accept, ask, give
from tests.typed import Typed


@pytest.fixture
def database(migrated: Path, tmp_path: Path) -> Path:
    path = tmp_path / "nexus.db"
    shutil.copy(migrated, path)
    return path


@pytest.fixture
def kb(database: Path, operator: Typed) -> Typed:
    """Type `nexus kb` with these words, where the database is."""
    return partial(operator, "kb")


def fill(database: Path, *, questions: int = 1, guild_id: int = GUILD, name: str = "") -> None:
    """So many solved questions, by people who allow to publish them."""

    async def work() -> None:
        opened = Database(f"sqlite+aiosqlite:///{database}")
        async with opened.begin() as session:
            if name:
                await guilds.change(session, guild_id, cohort_name=name)
            for who in (ANN, BEN):
                consent = Consent(Publishing.UNNAMED)
                await members.set_consent(session, guild_id, who, consent)
            for number in range(1, questions + 1):
                await ask(session, f"Why {number}?", guild_id=guild_id)
                given = await give(session, number, guild_id=guild_id)
                await accept(session, given, guild_id=guild_id)
        await opened.close()

    asyncio.run(work())


def held(folder: Path) -> set[str]:
    return {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()}


def test_mkdocs_builds_what_it_writes_and_it_is_replaced_as_a_whole(
    database: Path, kb: Typed, tmp_path: Path
) -> None:
    fill(database, questions=2, name="Cohort 5")
    code, said, _ = kb("public/kb")
    folder = tmp_path / "public" / "kb"
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    site = (folder / "site" / "questions" / "1" / "index.html").is_file()

    again, _, _ = kb("public/kb")

    assert (code, again) == (0, 0)
    assert "wrote 2 questions and 0 shared entries to public/kb" in said
    assert built.returncode == 0, built.stderr
    assert site
    assert held(folder) == {
        *("mkdocs.yml", "docs/index.md", "docs/topics/git.md"),
        *("docs/questions/1.md", "docs/questions/2.md"),
    }
    assert "site_name: Cohort 5" in (folder / "mkdocs.yml").read_text()
    assert [one.name for one in (tmp_path / "public").iterdir()] == ["kb"]


@pytest.mark.parametrize("name", ["README.md", "docs/about.md", "docs/questions/mine.md"])
def test_what_it_did_not_write_is_never_lost(
    database: Path, kb: Typed, tmp_path: Path, name: str
) -> None:
    fill(database)
    kb("kb")
    (tmp_path / "kb" / name).write_text("Mine")
    before = held(tmp_path / "kb")

    code, _, said = kb("kb")

    assert code == 2
    assert f"kb also holds {name}, which would be lost" in said
    assert held(tmp_path / "kb") == before


def test_a_folder_of_other_things_and_a_file_are_left_alone(
    database: Path, kb: Typed, tmp_path: Path
) -> None:
    fill(database)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "mkdocs.yml").write_text("site_name: Mine\n")

    folder, file = kb("mine"), kb("nexus.db")

    assert (folder[0], file[0]) == (2, 2)
    assert "mine is not empty, and no knowledge base of Nexus" in folder[2]
    assert "nexus.db is not a folder" in file[2]
    assert held(tmp_path / "mine") == {"mkdocs.yml"}


def test_an_empty_folder_will_do(database: Path, kb: Typed, tmp_path: Path) -> None:
    fill(database)
    (tmp_path / "kb").mkdir()

    assert kb("kb")[0] == 0
    assert "docs/questions/1.md" in held(tmp_path / "kb")


def test_where_there_are_several_servers_one_has_to_be_named(
    database: Path, kb: Typed, tmp_path: Path
) -> None:
    fill(database, name="Cohort 5")
    fill(database, questions=3, guild_id=OTHER)

    code, _, said = kb("kb")
    unknown = kb("kb", "--guild", "99")
    named = kb("kb", "--guild", str(OTHER))

    assert code == 2
    assert f"say which server with --guild: {GUILD} (Cohort 5), {OTHER}" in said
    assert "there is no server 99" in unknown[2]
    assert "wrote 3 questions" in named[1]


def test_what_cannot_be_read_is_one_clear_line(
    database: Path, kb: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = kb("kb")
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/none.db")
    missing = kb("kb")
    (tmp_path / "none.db").touch()
    empty = kb("kb")

    assert [one[0] for one in (nobody, missing, empty)] == [2, 2, 2]
    assert "no server is known yet" in nobody[2]
    assert "none.db is not there: run this where the bot runs" in missing[2]
    assert "is not up to date: `nexus migrate`" in empty[2]
    assert not (tmp_path / "kb").exists()


def test_a_folder_that_cannot_be_written_stays_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "kb"
    knowledge_base.put(folder, {"mkdocs.yml": "before"})

    with pytest.raises(Mistake, match="nothing in it is changed"):
        knowledge_base.put(folder, {"docs/a.md": "x", "docs/a.md/b": "a folder where a file is"})

    assert held(folder) == {"mkdocs.yml"}
    assert [*tmp_path.iterdir()] == [folder]


@pytest.mark.parametrize("at_once", [1, 2, 5, 6])
def test_all_is_gathered_though_it_is_read_in_parts(database: Path, at_once: int) -> None:
    fill(database, questions=5)

    async def gather() -> list[int]:
        opened = Database(f"sqlite+aiosqlite:///{database}")
        base = await knowledge_base.gather(opened, GUILD, "", NOON, at_once=at_once)
        await opened.close()
        return [one.number for one in base.questions]

    assert asyncio.run(gather()) == [5, 4, 3, 2, 1]

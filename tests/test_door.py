"""An act has its effect once, whatever Discord delivers, and each gets its turn."""

import ast
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from bot.door import CROWD
from db.tables import Base, ProcessedInteraction, StudySession
from tests.guards import forge
from tests.world import World, seen

ROOT = Path(__file__).parents[1]


async def rows(world: World, table: type[Base]) -> int:
    async with world.bot.db.read() as session:
        return (await session.scalars(select(func.count()).select_from(table))).one()


async def noted(world: World) -> int:
    return await rows(world, ProcessedInteraction)


async def test_a_command_that_is_delivered_twice_has_one_effect(world: World) -> None:
    ann = world.member("Ann")
    await ann.slash(world.home, "session create", topic="Indexes", when="tomorrow 18:00 Lagos")

    await forge.deliver_again(world.env)

    assert await rows(world, StudySession) == 1


async def test_nor_has_it_another_one_after_a_restart(world: World) -> None:
    ann = world.member("Ann")
    await ann.slash(world.home, "session create", topic="Indexes", when="tomorrow 18:00 Lagos")

    await world.restart()
    await forge.deliver_again(world.env)

    assert await rows(world, StudySession) == 1


async def test_what_was_refused_may_be_tried_again(world: World) -> None:
    ann = world.member("Ann")
    await ann.slash(world.home, "me timezone", zone="Atlantis")

    assert await noted(world) == 0


async def test_old_interactions_are_forgotten(world: World) -> None:
    await world.member("Ann").slash(world.home, "me timezone", zone="Africa/Lagos")
    assert await noted(world) == 1

    await world.wait(timedelta(hours=2))

    assert await noted(world) == 0


async def test_a_crowd_is_told_to_come_back_and_nobody_else_is(world: World) -> None:
    ann = world.member("Ann")
    world.bot.in_flight = CROWD

    pressed = await forge.press(ann, world.home, "qa:answer:1")
    called = await ann.slash(world.home, "session list")
    world.bot.in_flight = 0
    later = await ann.slash(world.home, "session list")

    for told in (pressed, called):
        assert told.ephemeral
        assert "Try again in a few seconds" in seen(told)
    assert "No session is planned yet" in seen(later)
    assert world.bot.in_flight == 0


def test_every_act_of_a_person_is_noted_with_its_effect() -> None:
    strays = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in (ROOT / "cogs").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.AsyncFunctionDef)
        and any(one.arg == "interaction" for one in node.args.args)
        and "db.begin()" in ast.unparse(node)
    ]
    assert strays == []


def test_whatever_opens_a_form_says_so() -> None:
    """Else the door could ask Discord to wait, after which no form can follow."""
    strays = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in (ROOT / "cogs").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.AsyncFunctionDef)
        and "await ask(" in ast.unparse(node)
        and not any(
            "OPENS_FORM" in said or "opens_form=True" in said
            for said in map(ast.unparse, node.decorator_list)
        )
    ]
    assert strays == []

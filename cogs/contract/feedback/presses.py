"""What the buttons of feedback do, and what was typed into its forms."""

import discord

from bot.client import NexusInteraction
from bot.domain.contract_news import About
from bot.domain.errors import Refusal
from bot.replies import ask, redraw, whisper
from bot.roads import STALE, Press, Roads
from cogs.contract import looking
from cogs.contract.choices import by
from cogs.contract.endpoints import acts
from cogs.contract.endpoints import forms as endpoints
from cogs.contract.feedback import forms, render
from db import contract_feedback, contracts
from db.contract_feedback import Feedback
from db.contracts import Author

roads = Roads("contract")


@roads("feedback")
async def show(interaction: NexusInteraction, press: Press) -> None:
    await whisper(interaction, await list_card(interaction, by(interaction, press), 0))


@roads("pages")
async def turn_page(interaction: NexusInteraction, press: Press) -> None:
    await redraw(interaction, await list_card(interaction, by(interaction, press), press.id(1)))


async def list_card(interaction: NexusInteraction, who: Author, at: int) -> discord.ui.LayoutView:
    async with interaction.client.db.read() as session:
        shared = await contracts.of_mine(session, who)
        page = await contract_feedback.page(session, who, at=at, size=render.PAGE_SIZE)
    return render.list_card(page, shared)


@roads("one")
async def open_one(interaction: NexusInteraction, press: Press) -> None:
    number = press.picked()
    if number is None:
        raise Refusal(STALE)
    who = by(interaction, press)
    async with interaction.client.db.read() as session:
        one = await contract_feedback.find(session, who, number)
    await _redraw(interaction, who, one)


@roads("say", opens_form=True)
async def say(interaction: NexusInteraction, press: Press) -> None:
    """On the endpoint that the button names, or on the whole API."""
    shared = await looking.changeable(interaction, by(interaction, press))
    endpoint = shared.endpoint(press.id(1)) if len(press.args) > 1 else None
    await ask(interaction, forms.feedback_form(shared, None, endpoint))


@roads("said")
async def said(interaction: NexusInteraction, press: Press) -> None:
    who = by(interaction, press)
    shared = await looking.changeable(interaction, who)
    subject = shared.endpoint(press.id(1)).operation.name if len(press.args) > 1 else ""
    await _give(interaction, who, forms.about(press), forms.text(press), subject)


@roads("need", opens_form=True)
async def need(interaction: NexusInteraction, press: Press) -> None:
    shared = await looking.changeable(interaction, by(interaction, press))
    await ask(interaction, forms.need_form(shared))


@roads("needed")
async def needed(interaction: NexusInteraction, press: Press) -> None:
    who = by(interaction, press)
    shared = await looking.changeable(interaction, who)
    text, subject = forms.needed(press, shared.contract.style)
    await _give(interaction, who, About.NEED, text, subject)


async def _give(
    interaction: NexusInteraction, who: Author, about: About, text: str, subject: str
) -> None:
    bot = interaction.client
    async with bot.acting(interaction) as session:
        one = await contract_feedback.give(session, who, about, text, subject, now=bot.now())
    await whisper(interaction, render.given(one))
    await acts.show_all(interaction, await looking.shared(interaction, who))


@roads("done")
async def close(interaction: NexusInteraction, press: Press) -> None:
    bot, who = interaction.client, by(interaction, press)
    async with bot.acting(interaction) as session:
        one = await contract_feedback.close(session, who, press.id(1), bot.now())
    await _redraw(interaction, who, one)
    await acts.show_all(interaction, await looking.shared(interaction, who))


@roads("reopen")
async def reopen(interaction: NexusInteraction, press: Press) -> None:
    bot, who = interaction.client, by(interaction, press)
    async with bot.acting(interaction) as session:
        one = await contract_feedback.reopen(session, who, press.id(1), bot.now())
    await _redraw(interaction, who, one)
    await acts.show_all(interaction, await looking.shared(interaction, who))


async def _redraw(interaction: NexusInteraction, who: Author, one: Feedback) -> None:
    await redraw(interaction, render.one_card(one, await looking.shared(interaction, who)))


@roads("plan")
async def plan(interaction: NexusInteraction, press: Press) -> None:
    """One tap, where what is needed has a method and a path."""
    bot, who = interaction.client, by(interaction, press)
    async with bot.acting(interaction) as session:
        operation = await contract_feedback.plan(session, who, press.id(1), None, now=bot.now())
    await whisper(interaction, render.planned(operation, press.id(1)))
    await acts.show_all(interaction, await looking.shared(interaction, who))


@roads("plan_as", opens_form=True)
async def plan_as(interaction: NexusInteraction, press: Press) -> None:
    """What is missing is asked for."""
    who = by(interaction, press)
    shared = await looking.changeable(interaction, who)
    async with interaction.client.db.read() as session:
        one = await contract_feedback.find(session, who, press.id(1))
    await ask(interaction, endpoints.plan_form(shared, one.number, one.subject, one.text))


@roads("planned")
async def planned(interaction: NexusInteraction, press: Press) -> None:
    bot, who, typed = interaction.client, by(interaction, press), endpoints.operation(press)
    async with bot.acting(interaction) as session:
        operation = await contract_feedback.plan(session, who, press.id(1), typed, now=bot.now())
    await whisper(interaction, render.planned(operation, press.id(1)))
    await acts.show_all(interaction, await looking.shared(interaction, who))

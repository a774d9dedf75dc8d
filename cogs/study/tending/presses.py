"""Buttons that move a session, and that bring back a cancelled one; the form of its details."""

from bot.client import NexusInteraction
from bot.domain.errors import Refusal
from bot.domain.text import one_line
from bot.places import guild_of
from bot.replies import ask, redraw, whisper
from bot.roads import STALE, Press, Roads
from cogs.study import rights
from cogs.study.planning import forms
from cogs.study.planning.render import NO_LINK
from cogs.study.tending import acts, render
from cogs.study.tending import forms as tending_forms
from db import guilds, session_moves
from db.session_acts import Scope

roads = Roads("study")


@roads("moving")
async def time_meant(interaction: NexusInteraction, press: Press) -> None:
    """Which of several times was meant: it is shown what that comes to."""
    move = await acts.look_ahead(interaction, press.id(), press.moment(1), _scope(press, 2))
    await redraw(interaction, render.move_card(move, _rest(press, 3)))


@roads("move")
async def move(interaction: NexusInteraction, press: Press) -> None:
    bot, guild_id, scope = interaction.client, guild_of(interaction).id, _scope(press, 3)
    async with bot.acting(interaction) as session:
        settings = await guilds.settings(session, guild_id)
        done = await session_moves.move(
            session,
            guild_id,
            press.id(),
            rights.actor(interaction, settings, _rest(press, 4)),
            was=press.moment(1),
            to=press.moment(2),
            scope=scope,
            ask_in=rights.ask_in(interaction, settings),
            now=bot.now(),
        )
    await redraw(interaction, render.moved_card(done))
    await acts.tell(interaction, done)


@roads("leave")
async def leave(interaction: NexusInteraction, press: Press) -> None:
    await redraw(interaction, render.left_card(press.id()))


@roads("undo")
async def undo(interaction: NexusInteraction, press: Press) -> None:
    """From the card that everybody sees, or from the private one that says so."""
    is_private = press.args[1:] == (render.PRIVATE,)
    await acts.undo(interaction, press.id(), is_private=is_private)


@roads("edited")
async def edited(interaction: NexusInteraction, press: Press) -> None:
    details, is_link_taken = forms.details(press)
    scope, reason = _scope(press, 1), _rest(press, 2)
    await acts.save(interaction, press.id(), details, scope=scope, reason=reason)
    if not is_link_taken:
        await whisper(interaction, NO_LINK)


@roads("edit", opens_form=True)
async def open_edit(interaction: NexusInteraction, press: Press) -> None:
    form = await acts.edit(interaction, str(press.id()), {}, duration=None, scope=Scope.ONE)
    if form is not None:
        await ask(interaction, form)


@roads("newtime", opens_form=True)
async def open_move(interaction: NexusInteraction, press: Press) -> None:
    posted = await acts.may(interaction, press.id(), "move")
    await ask(interaction, tending_forms.move_form(posted))


@roads("moveto")
async def read_move(interaction: NexusInteraction, press: Press) -> None:
    when, scope = press.text("when"), tending_forms.scope_of(press)
    await acts.ask_to_move(interaction, str(press.id()), when, scope)


@roads("cancel", opens_form=True)
async def open_cancel(interaction: NexusInteraction, press: Press) -> None:
    posted = await acts.may(interaction, press.id(), "cancel")
    await ask(interaction, tending_forms.cancel_form(posted))


@roads("cancelled")
async def cancel(interaction: NexusInteraction, press: Press) -> None:
    reason, scope = one_line(press.text("reason")), tending_forms.scope_of(press)
    await acts.cancel(interaction, str(press.id()), reason, scope)


def _scope(press: Press, at: int) -> Scope:
    said = press.args[at] if at < len(press.args) else ""
    if said not in set(Scope):
        raise Refusal(STALE)
    return Scope(said)


def _rest(press: Press, at: int) -> str:
    """A reason, in which the sign may stand that parts the arguments."""
    return ":".join(press.args[at:])

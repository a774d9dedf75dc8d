"""Draws a cohort's weeks as small bars. Only a process of its own imports this: see `bot.workers`.

It is looked at on a phone, on a dark page or a light one: so it brings its own ground along, and
its letters are as large as those of the card around it when all of it is 340 pixels wide.
"""

import json
from base64 import b64encode
from datetime import timedelta
from io import BytesIO
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Canvas

from bot.domain.bars import DAYS, Bars

WIDTH, HEIGHT, DPI = 720, 560, 100
_GROUND, _INK, _QUIET, _BAR, _BEST = "#1e2030", "#ffffff", "#aab0c8", "#7c8cf8", "#f2c14e"
# Where the bars stand, of the whole.
_LEFT, _BROAD = 0.43, 0.54
_LARGE, _SMALL = 20, 18  # points; at half size still those of a card


def draw_packed(text: str) -> str:
    """PNGs in base64, a JSON list, of a JSON list of packed bars."""
    return json.dumps([b64encode(_drawn(Bars.unpack(one))).decode() for one in json.loads(text)])


def _drawn(week: Bars) -> bytes:
    canvas: Any = Canvas(  # whose own annotations leave too much open
        figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI, facecolor=_GROUND
    )
    FigureCanvasAgg(canvas)
    rows = list(week.counts.items())
    height = 0.86 / len(rows)
    for place, (figure, days) in enumerate(rows):
        axes = canvas.add_axes(
            (_LEFT, 0.12 + height * (len(rows) - 1 - place), _BROAD, height * 0.72)
        )
        _bars(axes, days)
        label = axes.get_position().y0 + height * 0.25
        canvas.text(0.13, label, str(sum(days)), size=_LARGE, color=_BEST, ha="right", va="center")
        canvas.text(0.15, label, str(figure), size=_LARGE, color=_INK, va="center")
    for day in range(DAYS):
        name = f"{week.first + timedelta(days=day):%a}"[:2]
        where = _LEFT + _BROAD * (day + 0.5) / DAYS
        canvas.text(where, 0.045, name, size=_SMALL, color=_QUIET, ha="center", va="center")
    file = BytesIO()
    canvas.savefig(file, format="png", facecolor=_GROUND, pil_kwargs={"optimize": True})
    return file.getvalue()


def _bars(axes: Any, days: tuple[int, ...]) -> None:
    most = max(days)
    colors = [_BEST if one == most and most else _BAR for one in days]
    axes.bar(range(DAYS), days, color=colors, width=0.72)
    axes.set_xlim(-0.5, DAYS - 0.5)
    axes.set_ylim(0, max(most, 1))
    axes.patch.set_visible(False)
    axes.set_yticks([])
    axes.set_xticks([])
    for side in ("left", "right", "top"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(_QUIET)

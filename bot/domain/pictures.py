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

WIDTH, ROW, FOOT, DPI = 720, 96, 64, 100
_GROUND, _INK, _QUIET, _BAR, _BEST = "#1e2030", "#ffffff", "#aab0c8", "#7c8cf8", "#f2c14e"
# Where the bars stand, of the whole width.
_LEFT, _BROAD = 0.51, 0.46
_LARGE, _SMALL = 25, 20  # points; at a third of the size still those of a card's small letters


def draw_packed(text: str) -> str:
    """PNGs in base64, a JSON list, of a JSON list of packed bars."""
    return json.dumps([b64encode(_drawn(Bars.unpack(one))).decode() for one in json.loads(text)])


def _drawn(week: Bars) -> bytes:
    """A row for each figure of which there is any."""
    rows = [(figure, days) for figure, days in week.counts.items() if any(days)]
    height = len(rows) * ROW + FOOT
    canvas: Any = Canvas(  # whose own annotations leave too much open
        figsize=(WIDTH / DPI, height / DPI), dpi=DPI, facecolor=_GROUND
    )
    FigureCanvasAgg(canvas)
    for place, (figure, days) in enumerate(rows):
        bottom = (FOOT + (len(rows) - 1 - place) * ROW) / height
        _bars(canvas.add_axes((_LEFT, bottom, _BROAD, ROW * 0.78 / height)), days)
        label = bottom + ROW * 0.3 / height
        canvas.text(0.13, label, str(sum(days)), size=_LARGE, color=_BEST, ha="right", va="center")
        canvas.text(0.15, label, str(figure), size=_LARGE, color=_INK, va="center")
    for day in range(DAYS):
        name = f"{week.first + timedelta(days=day):%a}"[:2]
        where = _LEFT + _BROAD * (day + 0.5) / DAYS
        low = FOOT * 0.45 / height
        canvas.text(where, low, name, size=_SMALL, color=_QUIET, ha="center", va="center")
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

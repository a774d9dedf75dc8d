"""One package per feature; each meets Discord on one side and `db` on the other."""

EXTENSIONS: tuple[str, ...] = (
    "cogs.guide",
    "cogs.hints",
    "cogs.profile",
    "cogs.admin",
    "cogs.qa",
    "cogs.pairing",
    "cogs.reviews",
    "cogs.contract",
    "cogs.study",
    "cogs.calendar",
    "cogs.announcing",
    "cogs.welcome",
    "cogs.learning",
    "cogs.digest",
    "cogs.pulse",
    "cogs.privacy",
    "cogs.knowledge",
)

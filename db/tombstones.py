"""The file of tombstones beside the database, and the key that they were made with.

Both belong to the machine, and are in no backup: so what was erased is erased again in each backup
that comes back (`bot.erasing.replay`). A line is safe on the disk before anything is erased.
"""

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from random import Random

from bot.domain import tombstones
from bot.domain.tombstones import VOID, Tombstone
from db.backup import Unfit, sync_folder

_OWNERS_ALONE = 0o600
_KEY_BYTES = 32
_SERIAL_BITS = 128


class Tombstones:
    """Of one database. Whoever calls has time: each line waits for the disk."""

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(f"{database.name}.tombstones")
        self.key_path = database.with_name(f"{database.name}.tombstones.key")

    def bury_member(
        self, guild_id: int, user_id: int, choice: str, *, now: datetime, rng: Random
    ) -> Tombstone:
        digest = tombstones.of_member(self._key_for(rng), guild_id, user_id)
        return self._bury("member", digest, choice, now, rng)

    def bury_guild(self, guild_id: int, *, now: datetime, rng: Random) -> Tombstone:
        digest = tombstones.of_guild(self._key_for(rng), guild_id)
        return self._bury("guild", digest, "-", now, rng)

    def void(self, buried: Tombstone) -> None:
        """Nothing was erased after all."""
        self._append(Tombstone(buried.serial, VOID, "-", "-", buried.erased_at))

    def standing(self) -> list[Tombstone]:
        """All that count, in their order."""
        found = self._all()
        void = {one.serial for one in found if one.kind == VOID}
        return [one for one in found if one.serial not in void]

    def key(self) -> bytes:
        """`Unfit` if it is lost, or is none: nobody can tell any more whose the tombstones are."""
        try:
            found = bytes.fromhex(self.key_path.read_text(encoding="ascii"))
        except (OSError, ValueError):
            found = b""
        if len(found) != _KEY_BYTES:
            raise Unfit(
                f"{self.key_path} is missing or damaged, and without it what members had erased"
                f" could come back: put it back, or delete {self.path} if you accept that"
            )
        return found

    def _key_for(self, rng: Random) -> bytes:
        if not self.key_path.exists() and not self._all():
            self._write(self.key_path, os.O_EXCL, rng.randbytes(_KEY_BYTES).hex())
        return self.key()

    def _bury(self, kind: str, digest: str, choice: str, now: datetime, rng: Random) -> Tombstone:
        known = {one.serial for one in self._all()}
        serial = f"{rng.getrandbits(_SERIAL_BITS):032x}"
        while serial in known:
            serial = f"{rng.getrandbits(_SERIAL_BITS):032x}"
        made = Tombstone(serial, kind, digest, choice, now)
        self._append(made)
        return made

    def _append(self, one: Tombstone) -> None:
        # On a line of its own, whatever a loss of power left of the last.
        self._write(self.path, os.O_APPEND, f"\n{one.line()}\n")

    def _write(self, path: Path, how: int, text: str) -> None:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | how, _OWNERS_ALONE)
        try:
            os.write(handle, text.encode("ascii"))
            os.fsync(handle)
        finally:
            os.close(handle)
        sync_folder(path.parent)

    def _all(self) -> list[Tombstone]:
        with suppress(FileNotFoundError):
            lines = self.path.read_text(encoding="ascii", errors="replace").splitlines()
            return [one for one in map(Tombstone.read, lines) if one is not None]
        return []

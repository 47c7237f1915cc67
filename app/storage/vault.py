"""The few secrets that have to be read again, sealed under a key beside the database.

A copy of the database alone opens none of them. The file of keys has a line for each, the newest
first: what an older one sealed can still be opened, and is sealed anew when the key is renewed.
"""

import os
from pathlib import Path
from tempfile import mkstemp
from typing import TYPE_CHECKING, Final

from sqlalchemy.orm import Session

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

FILE_NAME: Final = "sidebyline.keys"
KEYS_KEPT: Final = 2
"""The one in use and the one before, with which a backup from before the renewal still opens."""
VAULT: Final = "vault"  # where a session's info has it


class KeyLost(Exception):
    """No key that is there opens this."""


class Vault:
    """Seals and opens by the keys in `path`, which are read each time: it is asked seldom, and
    whoever renews the key or puts a lost one back is heeded at once."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def seal(self, secret: str) -> str:
        """The secret, sealed; there is a key afterwards."""
        self.ensure()
        return self._keys().encrypt(secret.encode()).decode("ascii")

    def open(self, sealed: str) -> str:
        """The secret. Raises KeyLost."""
        from cryptography.fernet import InvalidToken

        try:
            return self._keys().decrypt(sealed.encode()).decode()
        except InvalidToken as error:
            raise KeyLost from error

    def ensure(self) -> None:
        """Makes a key where there is none. Who calls holds the writer, so that nobody else does."""
        if not self.path.exists():
            self.renew()

    def renew(self) -> None:
        """Puts a new key before the ones there, which stay until everything is sealed anew."""
        _write(self.path, _new_key(), *self._lines())

    def forget(self) -> None:
        """Throws away all keys but the last two: nothing is sealed under the others any more."""
        _write(self.path, *self._lines()[:KEYS_KEPT])

    def _lines(self) -> list[str]:
        return self.path.read_text("ascii").split() if self.path.exists() else []

    def _keys(self) -> "MultiFernet":
        # Ten megabytes that few processes need: the children that compare do without.
        from cryptography.fernet import Fernet, MultiFernet

        try:
            return MultiFernet([Fernet(key) for key in self._lines()])
        except ValueError as error:
            raise KeyLost from error


def vault_beside(database: Path) -> Vault:
    """The vault of a database."""
    return Vault(database.with_name(FILE_NAME))


def vault_of(session: Session) -> Vault:
    """The vault of the database that the session is on."""
    vault: Vault = session.info[VAULT]
    return vault


def _new_key() -> str:
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode("ascii")


def _write(path: Path, *keys: str) -> None:
    """Puts a file with these keys there, whole or not at all; its owner alone can read it."""
    descriptor, name = mkstemp(prefix=f"{path.name}.", dir=path.parent)  # its mode is 0600
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.writelines(f"{key}\n" for key in keys)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(path)
    # What is sealed under a new key is soon on the disk; so has the new name of its file to be.
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)

"""The file of keys: what was renewed is on the disk before anything is sealed under it."""

import os
import stat

from app.storage.vault import FILE_NAME, Vault


def test_the_renewed_key_is_on_the_disk_under_its_name(tmp_path, monkeypatch) -> None:
    """A rename is kept by the folder: it is written out after the file, and after the rename."""
    path = tmp_path / FILE_NAME
    written = []

    def fsync(descriptor: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        written.append(("folder" if is_folder else "file", path.exists()))

    monkeypatch.setattr(os, "fsync", fsync)
    vault = Vault(path)
    sealed = vault.seal("a secret")
    assert written == [("file", False), ("folder", True)]
    vault.renew()
    assert written[2:] == [("file", True), ("folder", True)]
    assert vault.open(sealed) == "a secret"

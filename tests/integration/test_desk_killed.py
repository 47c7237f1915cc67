"""A decision on hundreds of findings is whole or not there, whenever its process is killed."""

from pathlib import Path

from tests.tools.desk_soak import killed


def test_what_is_killed_while_deciding_many_leaves_all_or_nothing(tmp_path: Path) -> None:
    assert killed(tmp_path / "desk.db", kills=3) == []

"""What every cell of a reading needs to know, and the remarks that stand in cells."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.core.comparison import Comparison
from app.web.reading.flags import FlagBook
from app.web.reading.places import RowPlace
from app.web.reading.signs import Sign


@dataclass(frozen=True, slots=True)
class Note:
    """A remark under a cell's words, with a link where it leads somewhere."""

    sign: Sign
    text: str
    href: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """What every cell of a reading needs to know. `columns` has the base first; `homes` maps
    (article, sentence) to the statement whose cell carries the sentence's id."""

    comparison: Comparison
    columns: tuple[int, ...]
    names: Mapping[int, str]
    homes: Mapping[tuple[int, int], str]
    rows: Mapping[str, RowPlace]
    permalinks: Mapping[tuple[int, int], str]
    cosmetic: bool
    flags: FlagBook
    hints: bool = False

    @property
    def base(self) -> int:
        """The article that the others are read against."""
        return self.columns[0]

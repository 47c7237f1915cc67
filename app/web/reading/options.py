"""What a reader chose: base, outlets, filters, what stands open, page. It all stands in the URL."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args
from urllib.parse import parse_qsl, urlencode

from app.core.comparison import FINDING_KINDS, FindingKind

MAX_PAGE = 100_000
MAX_FIND_CHARACTERS = 200
MAX_NAMED_STATEMENTS = 300
"""Of statements that stand open or expanded: beyond, an address outgrows what browsers carry."""

Spoken = Literal["full", "brief", "none"]
SPOKEN: tuple[Spoken, ...] = get_args(Spoken)

_NAMES = frozenset("base outlet by rows kind find open expand marks words hints view page".split())
_STATEMENT = re.compile(r"[0-9a-f]{1,32}")


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How a comparison is read. `outlets` are article keys in the order of the columns; empty
    means all of them. `opened` names runs by their first hidden statement, `expanded` statements
    whose readings and reasons are shown; both sorted. `kind` is empty for all kinds."""

    base: str | None = None
    outlets: tuple[str, ...] = ()
    by_paragraph: bool = False
    changes: bool = False
    kind: FindingKind | Literal[""] = ""
    find: str = ""
    open_all: bool = False
    opened: tuple[str, ...] = ()
    expanded: tuple[str, ...] = ()
    cosmetic: bool = False
    words: Spoken = "full"
    hints: bool = False
    as_table: bool = False
    page: int = 1

    @classmethod
    def read(cls, query: Mapping[str, list[str]]) -> "ReadingOptions":
        """The options that a URL's query names. What it does not know stays at its default."""
        page = _first(query, "page")
        number = int(page) if page.isascii() and page.isdecimal() and len(page) < 7 else 1
        kind, words = _first(query, "kind"), _first(query, "words")
        opened = query.get("open", ())
        return cls(
            base=_first(query, "base") or None,
            outlets=tuple(dict.fromkeys(query.get("outlet", ()))),
            by_paragraph=_first(query, "by") == "paragraph",
            changes=_first(query, "rows") == "changes",
            kind=kind if kind in FINDING_KINDS else "",
            find=" ".join(_first(query, "find")[:MAX_FIND_CHARACTERS].split()),
            open_all="all" in opened,
            opened=() if "all" in opened else _statements(opened),
            expanded=_statements(query.get("expand", ())),
            cosmetic=_first(query, "marks") == "all",
            words=words if words in SPOKEN else "full",
            hints=_first(query, "hints") == "1",
            as_table=_first(query, "view") == "table",
            page=min(max(number, 1), MAX_PAGE),
        )

    @property
    def is_filtered(self) -> bool:
        """Whether some rows are left out."""
        return bool(self.changes or self.kind or self.find)

    def query(self) -> str:
        """The shortest query that `read` turns into these options, without a question mark."""
        opened = ("all",) if self.open_all else self.opened
        parts = [
            ("base", self.base),
            *(("outlet", key) for key in self.outlets),
            ("by", "paragraph" if self.by_paragraph else ""),
            ("rows", "changes" if self.changes else ""),
            ("kind", self.kind),
            ("find", self.find),
            *(("open", statement) for statement in opened),
            *(("expand", statement) for statement in self.expanded),
            ("marks", "all" if self.cosmetic else ""),
            ("words", "" if self.words == "full" else self.words),
            ("hints", "1" if self.hints else ""),
            ("view", "table" if self.as_table else ""),
            ("page", str(self.page) if self.page > 1 else ""),
        ]
        return urlencode([(name, value) for name, value in parts if value])

    def instead_of(self, asked: Sequence[tuple[str, str]]) -> str | None:
        """The query to ask with instead of `asked`: without what is empty, a default or unknown to
        the comparison; what it says of other things stays. None where that is all it says."""
        own = parse_qsl(self.query())
        others = [each for each in asked if each[0] not in _NAMES]
        if len(asked) == len(others) or all(each in own for each in asked if each not in others):
            return None
        return urlencode([*own, *others])

    def url(self, path: str, **changes: Any) -> str:
        """`path` with the query of these options, some of them changed."""
        query = replace(self, **changes).query()
        return f"{path}?{query}" if query else path

    def toggled(self, statement: str) -> tuple[str, ...]:
        """`expanded` with the statement in it if it was not, and without it if it was."""
        return tuple(sorted(set(self.expanded) ^ {statement}))


def _first(query: Mapping[str, list[str]], name: str) -> str:
    return next(iter(query.get(name, ())), "")


def _statements(named: Iterable[str]) -> tuple[str, ...]:
    """Ids of statements, each once and in one order; what can be none is passed over."""
    known = {name for name in named if _STATEMENT.fullmatch(name)}
    return tuple(sorted(known)[:MAX_NAMED_STATEMENTS])

"""What a reader chose: base, outlets, grouping, hints, page. It all stands in the URL."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

MAX_PAGE = 100_000


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How a comparison is read. `outlets` are article keys; empty means all of them."""

    base: str | None = None
    outlets: tuple[str, ...] = ()
    by_paragraph: bool = False
    open_all: bool = False
    cosmetic: bool = False
    hints: bool = False
    as_table: bool = False
    page: int = 1

    @classmethod
    def read(cls, query: Mapping[str, list[str]]) -> "ReadingOptions":
        """The options that a URL's query names. What it does not know stays at its default."""
        page = _first(query, "page")
        number = int(page) if page.isascii() and page.isdecimal() and len(page) < 7 else 1
        return cls(
            base=_first(query, "base") or None,
            outlets=tuple(dict.fromkeys(query.get("outlet", ()))),
            by_paragraph=_first(query, "by") == "paragraph",
            open_all=_first(query, "open") == "all",
            cosmetic=_first(query, "marks") == "all",
            hints=_first(query, "hints") == "1",
            as_table=_first(query, "view") == "table",
            page=min(max(number, 1), MAX_PAGE),
        )

    def query(self) -> str:
        """The shortest query that `read` turns into these options, without a question mark."""
        parts: list[tuple[str, str]] = []
        if self.base:
            parts.append(("base", self.base))
        parts.extend(("outlet", key) for key in self.outlets)
        if self.by_paragraph:
            parts.append(("by", "paragraph"))
        if self.open_all:
            parts.append(("open", "all"))
        if self.cosmetic:
            parts.append(("marks", "all"))
        if self.hints:
            parts.append(("hints", "1"))
        if self.as_table:
            parts.append(("view", "table"))
        if self.page > 1:
            parts.append(("page", str(self.page)))
        return urlencode(parts)

    def url(self, path: str, **changes: Any) -> str:
        """`path` with the query of these options, some of them changed."""
        query = replace(self, **changes).query()
        return f"{path}?{query}" if query else path


def _first(query: Mapping[str, list[str]], name: str) -> str:
    return next(iter(query.get(name, ())), "")

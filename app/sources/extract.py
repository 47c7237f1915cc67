"""An HTML page -> its article's text and what its metadata says, in a process of its own.

The parser runs in a child process with limits, so that no page can take the server's time or
memory. Nothing is fetched. `python -m app.sources.extract` is that child: the page as UTF-8 on
standard input, JSON on standard output.
"""

import html
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from app.core.moments import Moment
from app.core.text import Facts
from app.sources.errors import ExtractError

MEMORY_BYTES: Final = 1 << 30
CPU_SECONDS: Final = 20
WALL_SECONDS: Final = 30
MOST_TAGS: Final = 60_000
"""Opening tags a page; long live blogs have some 20,000."""
MOST_DEPTH: Final = 1_000
"""Elements inside each other; pages of news sites stay below 60."""
MOST_META = 2_000
"""Characters that one value of a page's metadata may have; what is longer is passed over."""

_ROOT = Path(__file__).resolve().parents[2]
_FROM_PAGE = "the page's metadata"
_PASTE_INSTEAD = "Open the page in a browser, copy the article's text and paste it."

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_UNCOUNTED = frozenset(  # empty, or closed by what follows them
    "area base br col embed hr img input link meta param source track wbr "
    "p li dt dd tr td th thead tbody tfoot option".split()
)


@dataclass(frozen=True, slots=True)
class Page:
    """An article as extracted: paragraphs and headings as lines with blank lines between, the
    headline first, the text of pictures behind "Caption:"."""

    text: str
    hints: Facts


def extract_page(page: str) -> Page:
    """The article of an HTML page.

    Raises ExtractError where there is none, or where the page is built to harm. Takes at most
    `WALL_SECONDS`; a page that is refused for its build takes less than a second.
    """
    _check_build(page)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "app.sources.extract"],
            input=page.encode("utf-8", "replace"),
            capture_output=True,
            cwd=_ROOT,
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ExtractError(f"This page takes too long to read. {_PASTE_INSTEAD}") from error
    if done.returncode != 0:
        raise ExtractError(f"This page is too complicated to read safely. {_PASTE_INSTEAD}")
    found = json.loads(done.stdout)
    if found is None:
        raise ExtractError(f"No article was found on this page. {_PASTE_INSTEAD}")
    return _page(found)


def _check_build(page: str) -> None:
    """Raises ExtractError for more or deeper tags than any article has. Linear, no parsing."""
    tags = depth = 0
    for match in _TAG.finditer(page):
        closing, name = match.groups()
        tags += not closing
        if name.lower() not in _UNCOUNTED:
            depth = max(0, depth - 1) if closing else depth + 1
        if tags > MOST_TAGS or depth > MOST_DEPTH:
            raise ExtractError(f"This page is built unlike any article. {_PASTE_INSTEAD}")


def _page(found: dict[str, Any]) -> Page:
    published, updated = _moment(found["published"]), _moment(found["updated"])
    values = {
        "headline": found["title"],
        "standfirst": found["standfirst"],
        "outlet": found["outlet"],
        "authors": tuple(found["authors"]),
        "published": published,
        "updated": updated if updated != published else None,
    }
    evidence = tuple((name, _FROM_PAGE) for name, value in sorted(values.items()) if value)
    return Page(found["text"], Facts(**values, evidence=evidence))


_LEAD = 4  # lines
_MIDNIGHT = re.compile(r"T00:00(:00(\.0+)?)?(Z|[+-]\d\d:?\d\d)?$")


def _moment(printed: str | None) -> str | None:
    """The time in the precision it is meant in: midnight sharp stands for the whole day."""
    if not printed:
        return None
    try:
        return Moment.parse(_MIDNIGHT.sub("", printed.strip())).iso
    except ValueError:
        return None


# --- the child ---------------------------------------------------------------------------------

_TIMES = {
    "published": r"(?:article:published_time|datePublished|og:published_time|date|pubdate|"
    r"publish[-_]?date|dcterms\.created|parsely-pub-date|sailthru\.date)",
    "updated": r"(?:article:modified_time|dateModified|og:updated_time|lastmod|dcterms\.modified)",
}
_META_TIME = r"""<(?:meta|time)\b(?=[^>]{{0,400}}?(?:property|name|itemprop)\s*=\s*["']?{0}["'\s])
    [^>]{{0,400}}?(?:content|datetime)\s*=\s*["']([^"'>]{{8,40}})["']"""
_JSON_TIME = r'"{0}"\s*:\s*"([^"]{{8,40}})"'


def extract(page: str) -> dict[str, Any] | None:
    """What trafilatura finds on the page, as values ready for JSON; None where it finds nothing."""
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    found = bare_extraction(
        page,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        # Its date may come from the address or from any text; only a declared one is taken below.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if not isinstance(found, Document) or found.body is None:
        return None
    captions = _captions(page)
    lines = list(_lines(found.body, captions))
    if not lines:
        return None
    title = _meta(found.title)
    summary = _meta(found.description)
    printed = {_key(line) for line in lines[:_LEAD]}  # a summary that is not shown is no standfirst
    if title and _key(lines[0]) != _key(title):
        lines.insert(0, title)
    return {
        "text": "\n\n".join(lines),
        "title": title or None,
        "standfirst": summary if summary and _key(summary) in printed else None,
        "outlet": _meta(found.sitename) or None,
        "authors": [name for name in map(_line, _meta(found.author).split(";")) if name],
        "published": _declared(page, "published"),
        "updated": _declared(page, "updated"),
    }


def _lines(body: Any, captions: frozenset[str]) -> Iterator[str]:
    for element in body:
        parts = element if element.tag == "list" else (element,)
        for part in parts:
            line = _line(
                " ".join(part.itertext()) if part.tag == "quote" else "".join(part.itertext())
            )
            if _key(line) in captions:
                line = f"Caption: {line}"
            if line:
                yield line


def _line(text: str) -> str:
    return " ".join(text.split())


def _meta(value: str | None) -> str:
    """A value of the page's metadata on one line, empty where it is too long to be one."""
    line = _line(value or "")
    return line if len(line) <= MOST_META else ""


def _key(line: str) -> str:
    return "".join(filter(str.isalnum, line.casefold()))


def _captions(page: str) -> frozenset[str]:
    """The texts of the page's pictures, letters and figures alone."""
    figures = re.findall(r"(?is)<figcaption\b[^>]{0,400}>(.{1,2000}?)</figcaption", page)
    texts = (_key(html.unescape(re.sub(r"<[^>]{0,400}>", "", figure))) for figure in figures)
    return frozenset(text for text in texts if text)


def _declared(page: str, which: str) -> str | None:
    """The first time of a kind that the page's markup declares, as printed there."""
    names = _TIMES[which]
    for pattern in (_META_TIME, _JSON_TIME):
        for printed in re.findall(pattern.format(names), page, re.IGNORECASE | re.VERBOSE):
            if _moment(printed):
                return str(printed)
    return None


def _limit() -> None:
    """Bounds for this process: beyond them the kernel ends it."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Read a page from standard input, write what was found to standard output."""
    _limit()
    page = sys.stdin.buffer.read().decode("utf-8", "replace")
    json.dump(extract(page), sys.stdout)


if __name__ == "__main__":
    main()

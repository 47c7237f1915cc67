"""Fetches pages as a browser without scripts would, and judges each one on the way.

Every page that a test sees is checked for what all pages must be: one title and one `h1`, labels
for all fields, forms and links that lead somewhere, unique ids, nothing inline, nothing unescaped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from fastapi import FastAPI
from lxml import html
from starlette.routing import Match, Route
from starlette.testclient import TestClient

ORIGIN = "http://127.0.0.1:8000"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
HTMX = {"HX-Request": "true"}
HX_ATTRIBUTES = re.compile(
    r"hx-(?:get|post|target|trigger|swap|select|push-url|status:(?:4xx|5xx):inherited|status:4\d\d)\Z"
)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d[+-]\d\d:\d\d")
KNOWN: set[tuple[int, str, str]] = set()
LEAKED = re.compile(r"\{\{|\{%|&amp;(?:lt|gt|amp|quot|#\d+);|\bUndefined\b|<app\.|object at 0x")


@dataclass(frozen=True)
class Page:
    """An answer with its parsed HTML."""

    status: int
    url: str
    headers: Mapping[str, str]
    source: str
    tree: Any

    @property
    def text(self) -> str:
        """The words of the page, white space folded."""
        return " ".join(self.tree.text_content().split())

    def find(self, xpath: str) -> list[Any]:
        """The elements that the expression selects."""
        found: list[Any] = self.tree.xpath(xpath)
        return found

    def one(self, xpath: str) -> Any:
        """The only element that the expression selects."""
        found = self.find(xpath)
        assert len(found) == 1, f"{len(found)} of {xpath} on {self.url}"
        return found[0]

    def value(self, name: str) -> str:
        """What the field of that name holds."""
        field = self.one(f"//*[@name='{name}'][not(@type='hidden') or @type='hidden']")
        if field.tag == "textarea":
            return str(field.text or "").removeprefix("\n")
        if field.tag == "select":
            return str(next((o.get("value") for o in field if o.get("selected") is not None), ""))
        return str(field.get("value", ""))

    def fields(self, action: str, *, within: str = "") -> dict[str, Any]:
        """What a form would send without any button: its fields with their values."""
        form = self.one(f"{within}//form[contains(@action, '{action}')]")
        values: dict[str, Any] = {}
        for field in form.xpath(".//input | .//select | .//textarea"):
            name, kind = field.get("name"), field.get("type", "")
            if not name or kind == "file" or (kind == "checkbox" and field.get("checked") is None):
                continue
            if field.tag == "textarea":
                value = (field.text or "").removeprefix("\n")
            elif field.tag == "select":
                chosen = [o for o in field if o.get("selected") is not None] or list(field)[:1]
                value = chosen[0].get("value") if chosen else ""
            else:
                value = field.get("value", "")
            values[name] = [*values[name], value] if isinstance(values.get(name), list) else value
        return values

    def links(self) -> list[str]:
        """Where the page's links lead."""
        return [str(href) for href in self.find("//a/@href")]


class Browser:
    """A visitor without scripts: keeps cookies, follows redirects, judges every page."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self.client = TestClient(app, base_url=ORIGIN)
        self.is_hostile = False  # set where pages print braces and entities on purpose

    def get(self, path: str, *, status: int = 200, headers: Mapping[str, str] = {}) -> Page:
        """The page at `path`, judged."""
        answer = self.client.get(path, headers=dict(headers))
        return self._page(answer, status)

    def post(
        self,
        path: str,
        data: Mapping[str, Any] | None = None,
        *,
        files: Sequence[tuple[str, tuple[str, bytes, str]]] = (),
        status: int = 200,
        headers: Mapping[str, str] = SAME_ORIGIN,
    ) -> Page:
        """The page that a sent form ends at, judged."""
        answer = self.client.post(
            path, data=dict(data or {}), files=list(files) or None, headers=dict(headers)
        )
        return self._page(answer, status)

    def fragment(
        self, method: str, path: str, data: Mapping[str, Any] | None = None, *, status: int = 200
    ) -> Page:
        """What htmx gets: one root element with an id, judged as part of a page."""
        answer = self.client.request(
            method, path, data=dict(data or {}), headers=SAME_ORIGIN | HTMX
        )
        assert answer.status_code == status, answer.text[:2000]
        tree = html.fragment_fromstring(answer.text, create_parent="main")
        assert [bool(child.get("id")) for child in tree] == [True], "one root with an id"
        assert "HX-Request" in answer.headers["vary"]
        page = Page(status, path, answer.headers, answer.text, tree)
        assert not list(faults(page, self.app, whole=False))
        return page

    def _page(self, answer: Any, status: int) -> Page:
        assert answer.status_code == status, f"{answer.status_code}: {answer.text[:3000]}"
        tree = html.document_fromstring(answer.text)
        page = Page(answer.status_code, str(answer.url.path), answer.headers, answer.text, tree)
        found = list(faults(page, self.app))
        if not self.is_hostile and LEAKED.search(page.source):
            found.append(f"leaked: {LEAKED.findall(page.source)[:3]}")
        assert not found, f"{answer.url}: {found}"
        return page


def faults(page: Page, app: FastAPI, *, whole: bool = True) -> Iterator[str]:
    """What is wrong with a page, in words."""
    if whole:
        yield from _skeleton(page)
        yield from _targets(page)
    yield from _ids(page)
    yield from _labels(page)
    yield from _leads(page, app)
    yield from _inline(page)
    yield from _pictures(page)
    yield from _moments(page)


def _skeleton(page: Page) -> Iterator[str]:
    if not page.source.lstrip().lower().startswith("<!doctype html>"):
        yield "no doctype"
    if page.tree.get("lang") != "en":
        yield "no language"
    titles = [t.text_content().strip() for t in page.find("//head/title")]
    if len(titles) != 1 or titles[0].startswith("·"):
        yield f"titles: {titles}"
    for tag in ("h1", "main"):
        if len(page.find(f"//{tag}")) != 1:
            yield f"{len(page.find(f'//{tag}'))} {tag}"
    if not page.one("//h1").text_content().strip():
        yield "empty h1"


def _ids(page: Page) -> Iterator[str]:
    ids = Counter(page.find("//@id"))
    yield from (f"id {name} stands {n} times" for name, n in ids.items() if n > 1)


def _targets(page: Page) -> Iterator[str]:
    """References within the page."""
    ids = set(page.find("//@id"))
    for attribute in ("for", "aria-labelledby", "aria-describedby"):
        for value in page.find(f"//@{attribute}"):
            yield from (f"{attribute}={each}" for each in value.split() if each not in ids)
    for href in page.links():
        if href.startswith("#") and href[1:] not in ids:
            yield f"link to {href}"


def _labels(page: Page) -> Iterator[str]:
    labelled = set(page.find("//label/@for"))
    for field in page.find("//input | //select | //textarea"):
        if field.get("type") == "hidden":
            continue
        if field.get("id") not in labelled:
            yield f"no label for {field.get('name')}"
    for button in page.find("//button"):
        if not button.text_content().strip():
            yield "a button without words"


def _leads(page: Page, app: FastAPI) -> Iterator[str]:
    """Forms and links that lead nowhere."""
    for method, action in _actions(page):
        if not leads_somewhere(app, method, urljoin(page.url, action)):
            yield f"{method} {action}"
    for href in page.links():
        target = urlsplit(urljoin(ORIGIN + page.url, href))
        if f"{target.scheme}://{target.netloc}" != ORIGIN:
            yield f"foreign link {href}"
        elif not href.startswith("#") and not leads_somewhere(app, "GET", target.path):
            yield f"link {href}"


def _actions(page: Page) -> Iterator[tuple[str, str]]:
    for form in page.find("//form[not(@method='dialog')]"):  # such a one goes nowhere
        yield form.get("method", "get").upper(), form.get("action", "")
    for method in ("GET", "POST"):
        yield from ((method, action) for action in page.find(f"//@hx-{method.lower()}"))


def all_routes(app: FastAPI) -> list[Route]:
    """Every route of the app itself. FastAPI keeps included routers whole, so look inside."""
    found: list[Route] = []
    for route in app.routes:
        inner = getattr(route, "original_router", None)
        found.extend(
            each for each in (inner.routes if inner else [route]) if isinstance(each, Route)
        )
    assert len(found) > 20, "a sweep over no routes proves nothing"
    return found


def leads_somewhere(app: FastAPI, method: str, path: str) -> bool:
    """Whether a route of the app answers the method at the path. What does is remembered, since
    every page has the same links on top and every test's app the same routes."""
    scope = {"type": "http", "method": method, "path": urlsplit(path).path, "root_path": ""}
    asked = (len(app.routes), method, scope["path"])
    if asked not in KNOWN and any(r.matches(dict(scope))[0] == Match.FULL for r in app.routes):
        KNOWN.add(asked)
    return asked in KNOWN


def _inline(page: Page) -> Iterator[str]:
    for script in page.find("//script"):
        if not script.get("src") or (script.text or "").strip():
            yield "inline script"
        if "vendor/" in script.get("src", "") and not script.get("integrity"):
            yield "vendored script without integrity"
    if page.find("//style | //@style"):
        yield "inline style"
    if page.find("//iframe | //object | //embed | //base | //img | //svg//a | //svg//script"):
        yield "an element that no page of ours has"
    names = {str(name) for element in page.tree.iter() for name in getattr(element, "attrib", {})}
    for name in names:
        if name.startswith(("on", "data-hx")) or (
            name.startswith("hx-") and not HX_ATTRIBUTES.match(name)
        ):
            yield f"attribute {name}"


def _moments(page: Page) -> Iterator[str]:
    """Moments that HTML cannot read: it takes no more than thousandths of a second."""
    for value in page.find("//time/@datetime"):
        if not MOMENT.fullmatch(value):
            yield f"moment {value}"


def _pictures(page: Page) -> Iterator[str]:
    """Pictures that say nothing to who cannot see them; those only beside words are hidden."""
    for picture in page.find("//svg[not(@aria-hidden)]"):
        told = [part.text_content().strip() for part in picture.xpath("./title | ./desc")]
        if picture.get("role") != "img" or len(told) != 2 or not all(told):
            yield f"a picture that tells {told}"

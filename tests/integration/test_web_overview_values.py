"""What pictures draw, what their tables say and what the document has are the same values."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from app.core.document import comparison_document
from app.core.moments import Moment
from app.core.overviews.derivation import percent
from app.services.articles import events, ingest, samples
from app.services.comparing import compare
from app.services.people.accounts import User
from app.storage.db import Database
from app.web.overviews.coverage import HEIGHTS, STATES
from app.web.overviews.derivation import MOST_LINES
from app.web.overviews.pictures import ROW, WIDTH
from app.web.overviews.timeline import AXIS, LEAST_WIDTH
from tests.factories import import_event, read_article
from tests.integration.test_web_ledgers import MERIDIAN
from tests.pages import Browser, Page
from tests.planted import SEEDS

LACKING = {"dropped", "missing", "not here", "in another row", "not comparable"}
FILL = tuple(f"On day {n} the crew of boat {n} counted {n + 3} crates of pears." for n in range(14))
Made = Callable[[Database, User, datetime], str]


def of_sample(name: str) -> Made:
    def make(database: Database, owner: User, now: datetime) -> str:
        sample = samples.read_sample(SEEDS / name / "event.json")
        with database.write() as session:
            ingest.import_articles(
                session, sample.read, user=owner, event_title=sample.title, now=now
            )
        with database.read() as session:
            return events.list_events(session, user=owner)[0].id

    return make


def made_up(*articles: Any) -> Made:
    def make(database: Database, owner: User, now: datetime) -> str:
        return import_event(database, owner, now, *articles).id

    return make


def hour(n: int) -> str:
    return f"2026-05-14T{n:02}:00+00:00"


MADE: dict[str, Made] = {
    "quay-nine": of_sample("quay-nine"),
    "river-ferry": of_sample("river-ferry"),
    "three, one turned round, one alone": made_up(
        read_article("Meridian", FILL, published=hour(8)),
        read_article("Post", (*FILL[7:], *FILL[:5]), published="2026-05-14"),
        read_article("Herald", MERIDIAN, published=hour(11)),
    ),
    "the same text twice, and shares of the words": made_up(
        read_article("Meridian", FILL),
        read_article("Post", FILL),
        read_article("Herald", (*FILL[:4], *MERIDIAN)),
    ),
    "fourteen": made_up(
        *(read_article(f"Outlet {n}", FILL[: 4 + n % 9], published=hour(n)) for n in range(14))
    ),
}


class Shown:
    """An event's pages and its document."""

    def __init__(self, browser: Browser, event: str, document: dict[str, Any]) -> None:
        self.browser, self.event, self.document = browser, event, document
        outlets = [article["outlet"] or article["key"] for article in document["articles"]]
        self.keys = {name: a["key"] for name, a in zip(outlets, document["articles"], strict=True)}
        assert len(self.keys) == len(outlets)

    def page(self, overview: str) -> Page:
        return self.browser.get(f"/events/{self.event}/{overview}")

    def article(self, outlet: str) -> dict[str, Any]:
        found: dict[str, Any] = next(
            a for a in self.document["articles"] if a["key"] == self.keys[outlet]
        )
        return found


@pytest.fixture(params=MADE)
def shown(
    request: pytest.FixtureRequest,
    browser: Browser,
    database: Database,
    owner: User,
    now: datetime,
    moment: list[datetime],
) -> Shown:
    moment[0] = now + timedelta(hours=6)  # no article is of the future
    event = MADE[request.param](database, owner, now)
    compared = compare.get_comparison(database, event, user=owner, now=now)
    return Shown(browser, event, comparison_document(compared.comparison))


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def svg_text(element: Any, name: str) -> str:
    return str(element.xpath(f"./*[local-name()='{name}']")[0].text_content())


# Coverage


def said(td: Any) -> str:
    """A cell's words, without the outlet's name that narrow screens show."""
    return " ".join("".join(td.xpath("./text()")).split())


def rows_of(page: Page) -> dict[str, list[str]]:
    """The statement that a row leads to -> what the cells say."""
    found = {}
    for row in page.find("//table[contains(@class, 'coverage')]/tbody/tr"):
        statement = row.xpath("./th/a/@href")[0].rpartition("#st-")[2]
        found[statement] = [re.sub(r" \d\.\d\d$", "", said(td)) for td in row.findall("td")]
    return found


def test_the_coverage_strip_the_table_and_the_document_agree(shown: Shown) -> None:
    page = shown.page("coverage")
    outlets = [words(th) for th in page.find("//table[contains(@class, 'coverage')]/thead//th")][1:]
    rows = rows_of(page)
    coverage = {entry["statement"]: entry for entry in shown.document["coverage"]}
    for statement, cells in rows.items():
        told = {shown.keys[o]: cell for o, cell in zip(outlets, cells, strict=True)}
        entry = coverage[statement]
        assert {key for key, cell in told.items() if cell not in LACKING} == set(entry["outlets"])
        missing = {key for key, cell in told.items() if cell in ("dropped", "missing")}
        assert missing == set(entry["missing"])
        buried = {key for key, cell in told.items() if cell.endswith(", buried")}
        assert buried == set(entry["buried"])
        gaps = {gap["article"]: gap["verdict"] for gap in verdicts(shown, statement)}
        dropped = {key for key, cell in told.items() if cell == "dropped"}
        assert dropped == {key for key, verdict in gaps.items() if verdict == "dropped"}
    if not page.find("//nav[@aria-label='Pages']"):
        body = {s["id"] for s in shown.document["statements"] if s["kind"] == "body"}
        assert rows.keys() == body
    css = {state.word: state.css for state in STATES}
    lanes = page.find("//*[local-name()='svg'][@class='lane']")
    for n, lane in enumerate(lanes):
        column = [css[cells[n]] for cells in rows.values()]
        assert svg_text(lane, "title") == outlets[n]
        assert drawn(lane) == [(10 * place, HEIGHTS[c], c) for place, c in enumerate(column)]
        counts = Counter(cells[n] for cells in rows.values())
        told_counts = re.findall(
            r"(\d+) ([^,\d]+(?:, (?:buried|reworded)\w*)*)", joined_by_commas(lane)
        )
        assert {word.strip(): int(count) for count, word in told_counts} == dict(counts)
    assert len(lanes) == len(outlets) == len(shown.document["articles"])


def joined_by_commas(lane: Any) -> str:
    return re.sub(r" and (?=\d)", ", ", svg_text(lane, "desc"))


def drawn(lane: Any) -> list[tuple[int, int, str]]:
    """(place, height, class) of each bar, in the order of places."""
    found = []
    for path in lane.xpath("./*[local-name()='path']"):
        for x, top, height in re.findall(r"M(\d+) (\d+)h9v(\d+)h-9z", path.get("d")):
            sign = 1 if int(top) else -1
            found.append((int(x), sign * int(height), path.get("class")))
    return sorted(found)


def verdicts(shown: Shown, statement: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = next(
        s["gaps"] for s in shown.document["statements"] if s["id"] == statement
    )
    return found


def test_the_nearest_sentences_are_those_of_the_document(shown: Shown) -> None:
    page = shown.page("coverage")
    outlets = [words(th) for th in page.find("//table[contains(@class, 'coverage')]/thead//th")][1:]
    for row in page.find("//table[contains(@class, 'coverage')]/tbody/tr"):
        statement = row.xpath("./th/a/@href")[0].rpartition("#st-")[2]
        gaps = {gap["article"]: gap for gap in verdicts(shown, statement)}
        for outlet, td in zip(outlets, row.findall("td"), strict=True):
            figure = re.search(r" (\d\.\d\d)$", said(td))
            gap = gaps.get(shown.keys[outlet])
            near = gap["similarity"] if gap and gap["nearest"] else None
            assert (figure and figure[1]) == (None if near is None else f"{float(near):.2f}")


# Derivation


def test_the_network_the_tables_and_the_document_agree(shown: Shown) -> None:
    page = shown.page("derivation")
    rows = page.find("//table[@class='matrix']/tbody/tr")
    names = [words(row.find("th")).partition(" ")[2] for row in rows]
    numbers = {
        name: words(row.find("th")).partition(" ")[0] for name, row in zip(names, rows, strict=True)
    }
    heads = [words(th) for th in page.find("//table[@class='matrix']/thead//th")][2:]
    for name, row in zip(names, rows, strict=True):
        for head, td in zip(heads, row.findall("td")[1:], strict=True):
            share = words(td).partition("+")[0]
            other = re.sub(r"^of (?:its own, in )?\d+ ", "", head)
            source, home = (name, other) if "its own" in head else (other, name)
            carried = shown.article(home)["carried"].get(shown.keys[source])
            if name == other:
                assert share == "itself"
            else:
                assert share == ("not worked out" if carried is None else percent(carried))
    relations = [r for r in shown.document["relations"] if r["kind"] != "independent"]
    check_network(shown, page, numbers, relations)


def check_network(
    shown: Shown, page: Page, numbers: dict[str, str], relations: list[dict[str, Any]]
) -> None:
    """Every line joins the two articles of a relation, with the larger share of both; whoever
    has a relation has a line."""
    nodes = page.find(
        "//*[starts-with(@class, 'network')]/*[local-name()='g'][*[local-name()='circle']]"
    )
    names = [svg_text(node, "title").removesuffix(", alone") for node in nodes]
    for name, node in zip(names, nodes, strict=True):
        assert svg_text(node, "text").startswith(f"{numbers[name]} ")
    rows = {int(node.xpath(".//@cy")[0]): name for name, node in zip(names, nodes, strict=True)}
    keys = {key: name for name, key in shown.keys.items()}
    wanted = set()
    for relation in relations:
        a, b = keys[relation["a"]], keys[relation["b"]]
        start, end = (b, a) if relation["kind"] == "a carries b" else (a, b)
        share = percent(
            max(
                shown.article(a)["carried"][relation["b"]],
                shown.article(b)["carried"][relation["a"]],
            )
        )
        if relation["kind"] == "common source":
            wanted.add((start, end, f"{start} and {end} share up to {share}", "shares", False))
        else:
            wanted.add((start, end, f"{end} carries {start}: up to {share}", "carries", True))
    lines = page.find(
        "//*[starts-with(@class, 'network')]/*[local-name()='g'][not(*[local-name()='circle'])]"
    )
    found = set()
    for line in lines:
        arc, *arrow = line.xpath("./*[local-name()='path']")
        points = [int(n) for n in re.findall(r"\d+", arc.get("d"))]
        near = [min((abs(y - at), y) for y in rows)[1] for at in (points[1], points[-1])]
        ends = rows[near[0]], rows[near[1]]
        kind = arc.get("class").split()[0]
        found.add((*ends, svg_text(line, "title"), kind, bool(arrow)))
        assert 0.25 * points[0] + 0.75 * points[2] <= WIDTH
    assert found <= wanted
    assert len(found) == min(len(wanted), max(MOST_LINES, len(found)))
    evidence = [words(td) for td in page.find("//section[@aria-labelledby='pairs-h']//td")]
    assert sorted(evidence) == sorted(relation["why"] for relation in relations)
    alone = {n for n, node in zip(names, nodes, strict=True) if "alone" in svg_text(node, "title")}
    assert alone == set(names) - {name for a, b, *_ in found for name in (a, b)}
    assert alone == set(names) - {name for a, b, *_ in wanted for name in (a, b)}
    ys = sorted(rows)
    assert all(below - above == ROW for above, below in pairwise(ys))


# Times


def test_the_bars_of_times_their_words_and_the_document_agree(shown: Shown) -> None:
    page = shown.page("timeline")
    told = {
        (outlet, event, article[event])
        for outlet in shown.keys
        for article in [shown.article(outlet)]
        for event in ("published", "updated")
        if article[event]
    }
    moments = {entry: Moment.parse(entry[2]) for entry in told}
    lines = page.find("//ol[contains(@class, 'times')]/li")
    if not moments:
        assert not lines
        assert "No article tells when it was published" in page.text
        return
    start = min(moment.earliest for moment in moments.values())
    length = (max(moment.latest for moment in moments.values()) - start).total_seconds()
    seen = set()
    for line in lines:
        svg = line.xpath("./*[local-name()='svg']")[0]
        outlet = words(line.xpath("./p[@class='lane-name']")[0])
        event = line.xpath("./p[@class='lane-words']/b")[0].text
        assert svg_text(svg, "title") == f"{outlet}, {event}"
        iso = shown.article(outlet)[event]
        seen.add((outlet, event, iso))
        assert svg_text(svg, "desc") in words(line.xpath("./p[@class='lane-words']")[0])
        bar = svg.xpath("./*[local-name()='rect']")[0]
        moment = moments[outlet, event, iso]
        x = AXIS * (moment.earliest - start).total_seconds() / length
        width = AXIS * (moment.latest - moment.earliest).total_seconds() / length
        assert float(bar.get("width")) == pytest.approx(max(width, LEAST_WIDTH), abs=0.1)
        assert float(bar.get("x")) == pytest.approx(min(x, AXIS - LEAST_WIDTH), abs=0.1)
        assert bar.get("class") == event
    assert seen == told
    first = [word for line in lines for word in [line.xpath(".//rect/@x")] if word]
    assert [float(x[0]) for x in first] == sorted(float(x[0]) for x in first)


def _whole(statement: Any, links: Any) -> set[str]:
    """The articles that have a statement, without those that partial links alone tie to it."""
    readings = statement["readings"]
    types: dict[str, set[str]] = {key: set() for key in readings}
    for link in links:
        ends = (link["a"], link["b"])
        if all(set(end["sentences"]) & set(readings.get(end["article"], ())) for end in ends):
            for end in ends:
                types[end["article"]].add(link["type"])
    return {key for key, found in types.items() if found != {"partial"}}


def test_first_appearances_are_told_of_the_documents_statements(shown: Shown) -> None:
    page = shown.page("timeline")
    several = {
        s["id"]: set(s["readings"])
        for s in shown.document["statements"]
        if s["kind"] == "body" and len(_whole(s, shown.document["links"])) > 1
    }
    rows = page.find("//table[contains(@class, 'firsts')]/tbody/tr")
    found = {}
    for row in rows:
        statement = row.xpath("./th/a/@href")[0].rpartition("#st-")[2]
        holders, outlet, why = (words(td) for td in row.findall("td"))
        assert int(holders.split()[0]) == len(several[statement])
        outlet = outlet.removeprefix("first: ")
        found[statement] = outlet
        if outlet != "not known":
            assert shown.keys[outlet] in several[statement]
            first = Moment.parse(shown.article(outlet)["published"])
            others = several[statement] - {shown.keys[outlet]}
            times = {a["key"]: a["published"] for a in shown.document["articles"]}
            assert all(first.surely_before(Moment.parse(times[key])) for key in others)
            assert why == f"{outlet} was published before all others that have it."
    assert found.keys() == several.keys()

"""Server time of the review desk with a thousand findings: filters, pages, a decision.

Everything counts that a request does: who asks, the inputs' hash, the stored comparison, every
decision, the view and the page drawn. Half of the findings are decided.
"""

import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from tests.pages import HTMX, SAME_ORIGIN, Browser
from tests.tools.pages_bench import visited

OUTLETS, STATEMENTS, RUNS = 3, 900, 7
LEAST_FINDINGS = 1_000
MOST_MILLISECONDS = 100
QUERIES = {
    "first page": "",
    "page 20": "?page=20",
    "a kind": "?kind=reworded",
    "a state": "?state=open",
    "an outlet": "?outlet=outlet-2",
    "words": "?words=the",
    "all of these, page 3": "?kind=reworded&state=open&outlet=outlet-2&words=the&page=3",
}


@dataclass(frozen=True, slots=True)
class Timing:
    """What was asked, and its server time in ms of CPU, which a busy machine does not change: the
    median and the best of several."""

    asked: str
    median: float
    best: float


def timings() -> Iterator[Timing]:
    """What each look at the list takes, and a decision as htmx sends it."""
    with visited(OUTLETS, STATEMENTS) as (browser, root):
        path = f"{root}/findings"
        page = browser.get(path)
        (told,) = page.find("//*[@role='status']/text()")
        count = int(told.split()[2].replace(",", ""))
        assert count >= LEAST_FINDINGS, told
        _decide_half(browser, root)
        print(f"{count} findings of {OUTLETS} outlets x {STATEMENTS} statements")
        for asked, query in QUERIES.items():
            yield _timed(asked, [_look(browser, path + query) for _ in range(RUNS + 1)])
        yield _timed("a decision", _decisions(browser, path))


def _decide_half(browser: Browser, root: str) -> None:
    look = browser.get(f"{root}/bulk?kind=reworded&ruling=accepted")
    fields = look.fields("/bulk") | {
        "seen": [box.get("value") for box in look.find("//input[@name='seen']")]
    }
    browser.client.post(
        f"{root}/bulk?kind=reworded", data=fields, headers=SAME_ORIGIN, follow_redirects=False
    )


def _look(browser: Browser, address: str) -> float:
    before = time.process_time()
    browser.client.get(address)
    return time.process_time() - before


def _decisions(browser: Browser, path: str) -> Iterator[float]:
    """Accepts one open finding after the other, as htmx sends it; each answer has the list."""
    for _ in range(RUNS + 1):
        form = browser.get(f"{path}?state=open").find("//form[@class='decide']")[0]
        fields = {"version": "0", "ruling": "accepted"}
        before = time.process_time()
        answer = browser.client.post(form.get("action"), data=fields, headers=SAME_ORIGIN | HTMX)
        yield time.process_time() - before
        assert answer.status_code == 200, answer.text


def _timed(asked: str, taken: Iterable[float]) -> Timing:
    """The timing without the first one, which warms up."""
    _, *rest = taken
    rest.sort()
    return Timing(asked, 1000 * rest[len(rest) // 2], 1000 * rest[0])


def main() -> None:
    """Prints the table; ends with 1 where something takes too long."""
    found = list(timings())
    table = Table(title=f"Review desk: server CPU, at most {MOST_MILLISECONDS} ms (median)")
    for heading in ("asked", "median ms", "best ms"):
        table.add_column(heading, justify="left" if heading == "asked" else "right")
    for each in found:
        table.add_row(each.asked, f"{each.median:.0f}", f"{each.best:.0f}")
    Console().print(table)
    sys.exit(any(each.median > MOST_MILLISECONDS for each in found))


if __name__ == "__main__":
    main()

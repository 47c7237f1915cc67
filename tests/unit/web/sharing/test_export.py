"""The comparison as one file that needs nothing else."""

import re
from datetime import UTC, datetime

from lxml import html

from app.core.comparison import Comparison
from app.web.sharing.export import FORMATS, report_of, title_of
from tests.unit.web.readings import QUAY, article, compared

MADE_AT = datetime(2026, 5, 14, 12, 0, tzinfo=UTC)


def comparison_html(comparison: Comparison) -> str:
    report = report_of(comparison, title=title_of(comparison), made_at=MADE_AT)
    return FORMATS["html"].made(report).decode()


def test_the_file_stands_alone() -> None:
    poison = '<script>pwned()</script><img src=x onerror="pwned()">'
    comparison = compared(
        article("a", ("headline", f"Quay {poison}"), *QUAY),
        article("b", ("headline", "Quay"), QUAY[0].replace("dock workers", poison), *QUAY[1:]),
    )
    page = comparison_html(comparison)
    tree = html.document_fromstring(page)
    assert not tree.xpath("//script | //img | //link | //form | //@onerror | //@src")
    assert all(str(href).startswith("#") for href in tree.xpath("//@href"))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {str(h)[1:] for h in tree.xpath("//@href")} <= set(ids)
    assert len(tree.xpath("//h1")) == 1
    assert "@layer" in tree.xpath("//style")[0].text
    assert not re.search(r"https?://", page)


def test_the_same_comparison_gives_the_same_file_in_any_order() -> None:
    one, two = article("a", *QUAY), article("b", *QUAY[:5])
    assert comparison_html(compared(one, two)) == comparison_html(compared(two, one))


def test_nothing_to_compare_is_said() -> None:
    assert "Nothing to compare" in comparison_html(compared())

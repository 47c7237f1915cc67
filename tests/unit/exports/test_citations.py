"""Citations in words, BibTeX and CSL-JSON."""

import json
from datetime import date

from app.exports.citations import cite
from tests.unit.core.made_up import article
from tests.unit.exports.made import quay_articles, report_of

ACCESSED = date(2026, 6, 1)


def test_a_snapshot_is_cited_with_its_hash_and_the_day_of_access() -> None:
    report = report_of(
        *quay_articles(),
        content_sha256="c0ffee" * 10 + "1234",
        address="https://side.example/s/t",
        accessed=ACCESSED,
    )
    cited = cite(report)
    assert cited.plain == (
        "“Standoff & strike”. Side-by-side comparison of meridian, post. Sidebyline, engine "
        f"{report.comparison.engine_version}, 15 May 2026. Snapshot {report.content_sha256}. "
        "https://side.example/s/t (accessed 1 June 2026)."
    )
    assert cited.bibtex.splitlines() == [
        "@misc{sidebyline-standoff-c0ffeec0,",
        r"  title = {Standoff \& strike},",
        "  howpublished = {Sidebyline},",
        "  year = {2026},",
        "  month = {5},",
        "  note = {Side-by-side comparison of meridian, post. engine "
        f"{report.comparison.engine_version}. Snapshot {report.content_sha256}. "
        "Accessed 2026-06-01},",
        "  url = {https://side.example/s/t},",
        "}",
    ]
    [entry] = json.loads(cited.csl)
    assert entry["issued"] == {"date-parts": [[2026, 5, 15]]}
    assert entry["accessed"] == {"date-parts": [[2026, 6, 1]]}
    assert entry["URL"] == "https://side.example/s/t"
    assert entry["title"] == "Standoff & strike"


def test_without_a_snapshot_nothing_is_said_of_one() -> None:
    cited = cite(report_of(title="港口"))
    assert "Snapshot" not in cited.plain + cited.bibtex + cited.csl
    assert "url" not in cited.bibtex
    assert "URL" not in json.loads(cited.csl)[0]
    assert cited.bibtex.startswith("@misc{sidebyline-comparison-2026,")


def test_signs_that_mean_something_to_tex_are_escaped() -> None:
    cited = cite(report_of(title=r"50% {of} \x_1 #2 ~ ^ $"))
    assert (
        r"title = {50\% \{of\} \textbackslash{}x\_1 \#2 \textasciitilde{} \textasciicircum{} \$}"
        in cited.bibtex
    )


def test_of_many_outlets_only_some_are_named() -> None:
    many = [article(f"outlet{n}", "The harbour was closed.") for n in range(11)]
    plain = cite(report_of(*many)).plain
    assert "outlet6 and 3 more." in plain
    assert "outlet7" not in plain

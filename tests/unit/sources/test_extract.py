"""Pages -> articles: paragraphs, pictures, metadata, and pages built to harm."""

import gzip
import io
import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.core.cleaning.newsroom import clean_text
from app.sources import extract
from app.sources.errors import ExtractError
from app.sources.extract import extract_page

SENTENCE = "The port of Marrow stood still on Thursday after dockers walked out at dawn"
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Strike shuts the port - Harbour Post</title>
<meta property="og:title" content="Strike shuts the port of Marrow">
<meta property="og:site_name" content="Harbour Post">
<meta name="author" content="Lena Orsk">
<meta property="article:published_time" content="2026-05-14T11:20:00+02:00">
<meta property="article:modified_time" content="2026-05-14T12:05:00+02:00">
</head><body><nav><a href="/">Home</a> <a href="/ports">Ports</a></nav>
<article><h1>Strike shuts the port of Marrow</h1>
<figure><img src="a.jpg">
<figcaption>Dockers at the <b>gate</b> of Marrow &amp; Cape</figcaption></figure>
<p>PORT MARROW (Meridian) - {SENTENCE}.</p>
<p>Dockers at the gate of Marrow &amp; Cape</p>
<p>{SENTENCE}, a second witness told the paper, and nobody came to talk to them.</p>
<h2>No end in sight</h2>
<ul><li>Higher pay for the nights was the first demand of the union.</li>
<li>Shorter shifts on the quay were the second demand of the union.</li></ul>
<p>{SENTENCE}, a third witness<br>told the paper while he waited at the gate.</p>
</article><footer>© 2026 Harbour Post</footer></body></html>"""


def test_paragraphs_headings_and_pictures_are_lines():
    lines = extract_page(PAGE).text.split("\n\n")
    assert lines[0] == "Strike shuts the port of Marrow"
    assert f"PORT MARROW (Meridian) - {SENTENCE}." in lines
    assert "No end in sight" in lines
    assert "Higher pay for the nights was the first demand of the union." in lines
    assert "Caption: Dockers at the gate of Marrow & Cape" in lines
    assert not any("Home" in line or "©" in line for line in lines)


def test_metadata_becomes_hints_with_evidence():
    hints = extract_page(PAGE).hints
    assert (hints.headline, hints.outlet) == ("Strike shuts the port of Marrow", "Harbour Post")
    assert hints.authors == ("Lena Orsk",)
    assert hints.published == "2026-05-14T11:20+02:00"
    assert hints.updated == "2026-05-14T12:05+02:00"
    assert dict(hints.evidence)["published"] == "the page's metadata"


def test_a_description_that_the_page_shows_is_the_standfirst():
    shown = f'<meta name="description" content="{SENTENCE}, a third witness told the paper.">'
    page = PAGE.replace("</head>", f"{shown}</head>")
    assert extract_page(page).hints.standfirst is None
    page = page.replace("<figure>", f"<p>{SENTENCE}, a third witness told the paper.</p><figure>")
    assert extract_page(page).hints.standfirst == f"{SENTENCE}, a third witness told the paper."


def test_the_cleaner_reads_an_extracted_page():
    page = extract_page(PAGE)
    cleaned = clean_text(page.text, hints=page.hints)
    assert [b.kind for b in cleaned.blocks][:2] == ["headline", "body"]
    assert "caption" in [b.kind for b in cleaned.blocks]
    assert "intertitle" in [b.kind for b in cleaned.blocks]
    assert cleaned.facts.agency == "Meridian"


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2026-05-14T11:20:00+02:00", "2026-05-14T11:20+02:00"),
        ("2026-05-14T00:00:00Z", "2026-05-14"),
        ("2026-05-14", "2026-05-14"),
        ("14 May", None),
        ("", None),
        (None, None),
    ],
)
def test_midnight_sharp_is_a_day(printed, iso):
    assert extract._moment(printed) == iso


@pytest.mark.parametrize(
    ("markup", "declared"),
    [
        ('<meta content="2026-05-14T11:20" property="article:published_time">', "2026-05-14T11:20"),
        ('<time itemprop="datePublished" datetime="2026-05-14">', "2026-05-14"),
        ('{"datePublished": "2026-05-14T11:20Z"}', "2026-05-14T11:20Z"),
        ('<meta name="date" content="last Thursday">', None),
        ("<p>2026-05-14</p>", None),
    ],
)
def test_times_that_the_markup_declares(markup, declared):
    assert extract._declared(markup, "published") == declared


def test_metadata_too_long_to_be_any_is_passed_over():
    page = PAGE.replace('content="Harbour Post"', f'content="{"Post " * 500}"')
    page = page.replace('content="Lena Orsk"', f'content="{"Lena " * 500}"')
    hints = extract_page(page).hints
    assert hints.outlet is None
    assert hints.authors == ()
    assert hints.headline == "Strike shuts the port of Marrow"


def test_a_page_without_an_article():
    with pytest.raises(ExtractError, match="No article was found"):
        extract_page("<html><body></body></html>")


def test_a_date_that_nothing_declares_is_not_guessed():
    dated = PAGE.replace("article:published_time", "x").replace("article:modified_time", "y")
    address = '<link rel="canonical" href="https://harbour-post.example/2026/05/14/strike">'
    hints = extract_page(dated.replace("</head>", f"{address}</head>")).hints
    assert (hints.published, hints.updated) == (None, None)


def test_a_page_without_metadata():
    page = extract_page(f"<html><body><p>{SENTENCE}.</p><p>{SENTENCE}, too.</p></body></html>")
    assert SENTENCE in page.text
    assert page.hints.outlet is None
    assert page.hints.published is None


def _processor_seconds():
    """What this process and the children it waited for have worked: others' work adds nothing."""
    return sum(os.times()[:4])


@pytest.mark.parametrize(
    "page",
    [
        "<html><body>" + "<div>" * 100_000 + SENTENCE,
        "<html><body>" + "<p>x" * 100_000,
        "<html>" + "<meta " * 1_000_000,
        "<html><body>" + "<figcaption " * 800_000,
        "<html><body>" + "<b><i>" * 600 + SENTENCE,
    ],
)
def test_pages_built_to_harm_are_refused_at_once(page):
    started = _processor_seconds()
    with pytest.raises(ExtractError, match="built unlike any article"):
        extract_page(page)
    assert _processor_seconds() - started < 2


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><p>" + "word. " * 1_600_000,
        "<html>" + "<" * 5_000_000,
        '<html>"datePublished" :' * 300_000,
        "<?xml version='1.0'?><!DOCTYPE html [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>"
        f"<!ENTITY c '&b;&b;&b;&b;'>]><html><body><p>&c; {SENTENCE}</p></body></html>",
        "<html><body><p " + "a=b " * 1_000_000 + f">{SENTENCE}",
    ],
)
def test_heavy_pages_end_in_bounded_time(page):
    started = _processor_seconds()
    with suppress(ExtractError):
        assert extract_page(page).text
    assert _processor_seconds() - started < 15


@pytest.mark.parametrize("page", ["", "<html><title>A title alone</title><body> </body></html>"])
def test_nothing_but_a_title_is_no_article(page):
    assert extract.extract(page) is None


def test_a_child_that_takes_too_long(monkeypatch):
    monkeypatch.setattr(extract, "WALL_SECONDS", 0.01)
    with pytest.raises(ExtractError, match="takes too long"):
        extract_page(PAGE)


def test_a_child_that_was_ended(monkeypatch):
    ended = SimpleNamespace(returncode=-9, stdout=b"")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: ended)
    with pytest.raises(ExtractError, match="too complicated to read safely"):
        extract_page(PAGE)


def test_the_child_limits_itself(monkeypatch):
    import resource

    limits = {}
    monkeypatch.setattr(resource, "setrlimit", lambda what, bounds: limits.update({what: bounds}))
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(PAGE.encode())))
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    extract.main()
    assert limits[resource.RLIMIT_AS] == (1 << 30, 1 << 30)
    assert limits[resource.RLIMIT_CPU] == (20, 20)
    assert json.loads(out.getvalue())["title"] == "Strike shuts the port of Marrow"


@pytest.mark.datasets
def test_the_extractor_on_real_pages(tmp_path):
    folder = os.environ.get("SIDEBYLINE_DATASETS")
    if not folder:
        pytest.skip("SIDEBYLINE_DATASETS is not set: the real pages are not there to measure on.")
    bench = Path(folder) / "bench" / "extract"
    predictions = {}
    for path in sorted((bench / "html").glob("*.html.gz"))[:20]:
        page = extract_page(gzip.decompress(path.read_bytes()).decode("utf-8", "replace"))
        blocks = clean_text(page.text, hints=page.hints).blocks
        predictions[path.name.removesuffix(".html.gz")] = {
            "blocks": [
                {"type": "p" if b.kind == "body" else "heading", "text": b.span.of(page.text)}
                for b in blocks
                if b.kind in ("body", "intertitle")
            ]
        }
    gold = json.loads((bench / "gold.json").read_text())
    sys.path.insert(0, str(bench))
    try:
        from score import score  # type: ignore[import-not-found]  # lies with the data
    finally:
        sys.path.remove(str(bench))
    assert score(predictions, {key: gold[key] for key in predictions})["body_f1"] >= 0.93

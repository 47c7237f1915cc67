"""What is handed on says where it comes from."""

import io

import docx
import pytest

from app.web.environment import build_environment
from app.web.sharing import export
from app.web.sharing.export import FORMATS
from tests.unit.exports.made import quay_articles, report_of

ORIGIN = (
    "Sidebyline, engine 3, 15 May 2026, 09:30 UTC. Snapshot 5f0c. https://sidebyline.example/s/a"
)


def test_the_origin_leaves_out_what_there_is_not() -> None:
    report = report_of(*quay_articles())
    engine = report.comparison.engine_version
    assert report.origin == f"Sidebyline, engine {engine}, 15 May 2026, 09:30 UTC"


@pytest.mark.parametrize("name", ["docx", "text", "pdf"])
def test_what_people_read_begins_with_its_origin(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = report_of(
        *quay_articles(), content_sha256="5f0c", address="https://sidebyline.example/s/a"
    )
    monkeypatch.setattr(export, "print_pdf", str.encode)  # what is printed, not the printing
    content = FORMATS[name].made(report)
    if name == "docx":
        words = " ".join(each.text for each in docx.Document(io.BytesIO(content)).paragraphs[:2])
    else:
        words = " ".join(content.decode().split())
    told = ORIGIN.replace("engine 3", f"engine {report.comparison.engine_version}")
    assert words.index("Standoff &") < words.index(told)
    assert "It does not say who is right." in words


def test_the_page_on_paper_prints_the_same_moment_as_the_view() -> None:
    report = report_of(*quay_articles())
    when = build_environment().filters["when"]
    assert when(report.made_at) in report.origin

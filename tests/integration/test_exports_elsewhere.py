"""Exports opened in programs that are not ours; each test skips where its program is missing."""

import csv
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from app.exports.report import Report
from app.exports.tracked import article_text
from app.services.errors import Invalid
from app.web.sharing.export import FORMATS
from tests.unit.exports.made import quay_articles, report_of

Run = Callable[..., str]
UTF8_CSV = "csv:Text - txt - csv (StarCalc):44,34,76"


@pytest.fixture(scope="module")
def report() -> Report:
    return report_of(*quay_articles())


def program(name: str, package: str) -> Run:
    """Runs the program and gives what it writes; skips where it is not installed."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed (Debian: {package})")

    def run(*arguments: object) -> str:
        done = subprocess.run(
            [found, *map(str, arguments)], capture_output=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    return run


@pytest.mark.parametrize(("changes", "article"), [("accept", 1), ("reject", 0)])
def test_pandoc_accepts_and_rejects_every_change(
    changes: str, article: int, report: Report, tmp_path: Path
) -> None:
    pandoc = program("pandoc", "pandoc")
    path = tmp_path / "a.docx"
    path.write_bytes(FORMATS["docx"].made(report))
    plain = ("--wrap=none", "-t", "plain", f"--track-changes={changes}", path)
    chapter = pandoc(*plain).split("post against meridian")[1].split("Findings")[0]
    words = [" ".join(line.split()) for line in chapter.splitlines() if line.strip()]
    wanted = article_text(report.comparison.articles[article])
    assert " ".join(words) == " ".join(wanted.split())


def test_libreoffice_opens_document_and_workbook(report: Report, tmp_path: Path) -> None:
    soffice = program("soffice", "libreoffice-writer libreoffice-calc")
    for name in ("docx", "xlsx"):
        (tmp_path / f"a.{name}").write_bytes(FORMATS[name].made(report))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    for source, target in (("a.docx", "txt:Text"), ("a.xlsx", UTF8_CSV)):
        converting = ("--headless", "--convert-to", target, "--outdir", tmp_path)
        soffice(profile, *converting, tmp_path / source)
    words = (tmp_path / "a.txt").read_text("utf-8-sig")
    assert "post against meridian" in words
    assert all(each.shown.summary in " ".join(words.split()) for each in report.findings)
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as lines:
        found = [line["Finding"] for line in csv.DictReader(lines)]
    assert found == [each.shown.summary for each in report.findings]


def test_xmllint_reads_the_tei(report: Report, tmp_path: Path) -> None:
    xmllint = program("xmllint", "libxml2-utils")
    path = tmp_path / "a.xml"
    path.write_bytes(FORMATS["tei"].made(report))
    count = "count(//*[local-name()='app'])"
    assert xmllint("--nonet", "--xpath", count, path).strip() == str(len(report.statements))


def test_poppler_reads_the_pdf(report: Report, tmp_path: Path) -> None:
    pdftotext = program("pdftotext", "poppler-utils")
    path = tmp_path / "a.pdf"
    try:
        path.write_bytes(FORMATS["pdf"].made(report))
    except Invalid as error:
        pytest.skip(str(error))
    words = " ".join(pdftotext("-layout", path, "-").split())
    assert "Standoff & strike" in words
    assert "militants" in words
    facts = program("pdfinfo", "poppler-utils")(path)
    assert "A4" in facts
    assert "Tagged: yes" in " ".join(facts.split())

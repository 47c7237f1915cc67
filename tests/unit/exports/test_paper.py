"""PDFs from a process of its own: read by another program, fetched nothing, refused in words."""

import http.server
import io
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.exports import paper
from app.exports.paper import LACKING, NotPrinted, print_pdf
from app.web.sharing.export import FORMATS, report_of
from tests.unit.web.readings import article, compared

MADE_AT = datetime(2026, 5, 15, 9, 30, tzinfo=UTC)
ARABIC = "أُغلق ميناء المرسى يوم الخميس بعد إضراب العمال."


@pytest.fixture(scope="module")
def can_print() -> None:
    try:
        print_pdf("<p>Proof")
    except NotPrinted as error:
        pytest.skip(f"no PDF on this machine: {error}")


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """The paths that anybody asks a server of ours for; its port comes first."""
    paths: list[str] = []

    class Trap(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Trap) as server:
        paths.append(str(server.server_port))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield paths
        server.shutdown()


def words_of(pdf: bytes, folder: Path) -> str:
    """What pdftotext reads in it."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed (Debian: poppler-utils)")
    (folder / "a.pdf").write_bytes(pdf)
    read = subprocess.run(["pdftotext", "-layout", folder / "a.pdf", "-"], capture_output=True)
    return " ".join(read.stdout.decode().split())


def test_hostile_text_is_text_and_nothing_is_fetched(can_print, asked, tmp_path: Path) -> None:
    away = f"http://127.0.0.1:{asked[0]}"
    evil = (
        f'The harbour <img src="{away}/a.png"> was closed </style><style>*{{display:none}}'
        f"@import '{away}/b.css';</style> on Thursday."
    )
    comparison = compared(article("a", evil, ARABIC), article("b", "Rain fell on the quay."))
    report = report_of(
        comparison,
        title=f"</title><link rel=stylesheet href={away}/c.css> Quay",
        made_at=MADE_AT,
        content_sha256="c0ffee" * 10 + "1234",
    )
    words = words_of(FORMATS["pdf"].made(report), tmp_path)
    assert "<img src=" in words
    assert "display:none" in words
    assert "Rain fell on the quay." in words
    assert words.count("c0ffee" * 10) >= 2  # under the title and at the foot of the page
    assert words.replace(" / ", "/").endswith("1/1")
    assert asked[1:] == []


def test_what_is_asked_to_be_fetched_is_not(can_print, asked, tmp_path: Path) -> None:
    away = f"http://127.0.0.1:{asked[0]}"
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret")
    page = (
        f'<link rel=stylesheet href="{away}/a.css"><img src="{away}/b.png">'
        f'<link rel=attachment href="{secret.as_uri()}"><p>Still printed'
    )
    pdf = print_pdf(page)
    assert "Still printed" in words_of(pdf, tmp_path)
    assert b"EmbeddedFile" not in pdf
    assert asked[1:] == []


@pytest.mark.parametrize(
    ("ends", "why"),
    [
        ("import sys; sys.exit(3)", LACKING),
        ("import sys; sys.exit(4)", paper.TOO_LARGE),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", paper.TOO_LONG),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", paper.BROKE_OFF),
    ],
)
def test_what_cannot_be_printed_says_why(ends: str, why: str, monkeypatch) -> None:
    run = subprocess.run

    def instead(_command, **more):
        return run([sys.executable, "-c", ends], **more)

    monkeypatch.setattr("app.exports.paper.subprocess.run", instead)
    with pytest.raises(NotPrinted, match=why[:30]):
        print_pdf("<p>Proof")


@pytest.mark.parametrize(
    ("fault", "status"), [(OSError("no Pango"), 3), (MemoryError(), 4), (None, 0)]
)
def test_the_child_ends_with_what_happened(fault, status: int, monkeypatch) -> None:
    def render(page: str) -> bytes:
        if fault:
            raise fault
        return page.encode()

    said, out = io.BytesIO("<p>Ä".encode()), io.BytesIO()
    monkeypatch.setattr(paper, "render_pdf", render)
    monkeypatch.setattr(paper, "_prepare", lambda: None)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(said))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out))
    assert paper.main() == status
    assert out.getvalue() == (b"" if fault else "<p>Ä".encode())

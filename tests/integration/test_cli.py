"""The command line: exit codes, one-line errors, pipes, equal bytes, the lock."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.cli import BINARY, build
from app.config import CHECKOUT
from app.exports.paper import LACKING, NotPrinted
from app.main import write_comparison
from app.storage.db import Database, hold_lock
from app.web.sharing.export import FORMATS
from tests.factories import PARAGRAPHS, RELABELLED

PHOTO = b"\x00\x01\x02" * 99
STORY = "\n".join(["Harbour closed", "", *PARAGRAPHS])
OTHER = "\n".join(["Port shut down", "", *RELABELLED])


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with two stories, and a data folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIDEBYLINE_DATA", str(tmp_path / "var"))
    monkeypatch.delenv("PORT", raising=False)
    (tmp_path / "meridian.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "post.txt").write_text(OTHER, encoding="utf-8")
    (tmp_path / "photo.txt").write_bytes(PHOTO)
    return tmp_path


@pytest.fixture
def sidebyline(capfdbinary):
    """Runs the command: exit status, standard output, lines of standard error."""
    run = build(
        create_app=lambda _: None,
        create_worker=lambda _: None,
        write_comparison=write_comparison,
    )

    def call(*arguments: str):
        with pytest.raises(SystemExit) as ended:
            run(arguments)
        out, err = capfdbinary.readouterr()
        return SimpleNamespace(
            status=ended.value.code,
            out=out,
            text=out.decode(errors="replace"),
            errors=err.decode().splitlines(),
        )

    return call


def test_compare_writes_equal_bytes_in_both_orders(sidebyline) -> None:
    one = sidebyline("compare", "meridian.txt", "post.txt")
    two = sidebyline("compare", "post.txt", "meridian.txt", "--format", "json")
    assert (one.status, one.errors) == (0, [])
    assert one.out == two.out
    document = json.loads(one.out)
    assert document["schema"] == "sidebyline/comparison@1"
    assert sorted(article["key"] for article in document["articles"]) == ["meridian", "post"]


def test_compare_leaves_out_a_bad_file_with_status_1(sidebyline) -> None:
    result = sidebyline("compare", "photo.txt", "meridian.txt", "nowhere.txt")
    assert result.status == 1
    assert len(result.errors) == 2
    assert any("photo.txt" in line for line in result.errors)
    assert any("nowhere.txt" in line and "check the path" in line for line in result.errors)
    assert [a["key"] for a in json.loads(result.out)["articles"]] == ["meridian"]


def test_names_that_are_not_utf_8(sidebyline, folder: Path) -> None:
    old = os.fsdecode(b"m\xe9ridien.txt")  # as a folder of the last century holds it
    (folder / old).write_text(STORY, encoding="utf-8")
    assert b"articles" in sidebyline("compare", old, "post.txt", "--format", "html").out
    result = sidebyline("import", old, "post.txt", "--event", os.fsdecode(b"Gr\xe8ve"))
    assert (result.status, result.errors) == (0, [])
    assert result.text.count("added: ") == 2
    missing = sidebyline("compare", os.fsdecode(b"no\xe9.txt"), "post.txt")
    assert "check the path" in missing.errors[0]


def test_a_title_that_is_too_long_says_how_long_it_may_be(sidebyline) -> None:
    result = sidebyline("import", "post.txt", "--event", "x" * 400)
    assert result.status == 2
    assert result.errors == ["The title is too long. Shorten it to 300 characters; it has 400."]


def test_align_refuses_a_line_that_nests_too_deep(sidebyline, folder: Path) -> None:
    good = '{"id": 1, "left": ["a"], "right": ["a"]}'
    (folder / "pairs.jsonl").write_text("[" * 100_000 + "\n" + good + "\n", encoding="utf-8")
    result = sidebyline("align", "pairs.jsonl")
    assert result.status == 1
    assert result.errors[0].startswith("refused: line 1:")
    assert json.loads(result.out)["id"] == 1


def test_compare_of_bad_files_alone_writes_nothing(sidebyline) -> None:
    result = sidebyline("compare", "photo.txt")
    assert (result.status, result.out) == (1, b"")


def test_compare_as_text_and_html(sidebyline, folder: Path) -> None:
    text = sidebyline("compare", "meridian.txt", "post.txt", "--format", "text")
    assert "FINDINGS" in text.text
    assert "strikers" in text.text
    html = sidebyline("compare", "meridian.txt", "post.txt", "--format", "html", "-o", "out.html")
    assert (html.status, html.out) == (0, b"")
    assert "<h1" in (folder / "out.html").read_text()


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("compare",),
        ("compare", "meridian.txt", "--format", "poem"),
        ("compare", "meridian.txt", "--nonsense"),
        ("dance",),
        ("compare", "meridian.txt", "-o", "no/such/folder/out.json"),
        ("align", "nowhere.jsonl"),
        ("serve", "--port", "0"),
    ],
)
def test_wrong_usage_is_status_2_and_one_line(sidebyline, arguments) -> None:
    result = sidebyline(*arguments)
    assert result.status == 2
    assert len(result.errors) == 1, result.errors
    assert result.out == b""


def test_help_names_every_command(sidebyline) -> None:
    result = sidebyline("--help")
    assert result.status == 0
    for command in ("serve", "import", "compare", "clean", "align"):
        assert command in result.text


def test_clean_says_what_it_takes_the_text_for(sidebyline) -> None:
    document = json.loads(sidebyline("clean", "meridian.txt", "--format", "json").out)
    assert document["schema"] == "sidebyline/article@1"
    assert [b["text"] for b in document["blocks"] if b["kind"] == "body"] == list(PARAGRAPHS)
    assert all(STORY[b["start"] : b["end"]] == b["text"] for b in document["blocks"])
    text = sidebyline("clean", "meridian.txt", "--format", "text")
    assert PARAGRAPHS[2] in " ".join(text.text.split())
    assert "[body:" in text.text
    assert sidebyline("clean", "photo.txt").status == 1


def test_align_answers_each_line_and_names_the_bad_one(sidebyline, folder: Path) -> None:
    rows = [
        json.dumps({"id": "x", "left": list(PARAGRAPHS), "right": list(RELABELLED)}),
        "not json",
        json.dumps({"id": "y", "left": "no list", "right": []}),
        "",
        json.dumps({"id": 7, "left": [], "right": []}),
    ]
    (folder / "in.jsonl").write_text("\n".join(rows))
    result = sidebyline("align", "in.jsonl", "-o", "out.jsonl")
    assert result.status == 1
    assert [line.split(":")[1] for line in result.errors] == [" line 2", " line 3"]
    first, last = map(json.loads, (folder / "out.jsonl").read_text().splitlines())
    assert first["id"] == "x"
    assert [0, 0, "same"] in first["pairs"]
    assert [2, 2, "same"] in first["pairs"]
    assert last == {"id": 7, "pairs": [], "moved": []}


def test_import_tells_each_file_and_repeats_without_change(sidebyline, folder: Path) -> None:
    texts = folder / "texts"
    texts.mkdir()
    for name in ("meridian.txt", "post.txt"):
        (folder / name).rename(texts / name)
    (texts / "notes.md").write_text("not an article")
    first = sidebyline("import", "texts", "photo.txt", "--event", "Harbour")
    assert first.status == 1
    assert outcomes(first) == ["added", "added", "refused"]
    assert len(first.errors) == 1
    again = sidebyline("import", "texts", "--event", "Harbour")
    assert again.status == 0
    assert outcomes(again) == ["unchanged", "unchanged"]
    (texts / "post.txt").write_text(OTHER + "\nThe mayor spoke on Friday of a long closure.")
    changed = sidebyline("import", "texts/post.txt", "--event", "Harbour")
    assert outcomes(changed) == ["new revision"]


def outcomes(result) -> list[str]:
    return [line.split(":")[0] for line in result.text.splitlines()]


def test_an_import_is_refused_while_a_server_holds_the_lock(sidebyline, folder: Path) -> None:
    with hold_lock(folder / "var" / "sidebyline.lock", holder="`sidebyline serve`"):
        result = sidebyline("import", "meridian.txt")
    assert result.status == 2
    assert len(result.errors) == 1
    assert "in use by `sidebyline serve`" in result.errors[0]


def test_an_empty_folder_is_wrong_usage(sidebyline, folder: Path) -> None:
    (folder / "empty").mkdir()
    assert sidebyline("import", "empty").status == 2


def test_a_wrong_setting_is_named(sidebyline, monkeypatch) -> None:
    monkeypatch.setenv("PORT", "many")
    result = sidebyline("serve")
    assert result.status == 2
    assert "PORT" in result.errors[0]


def test_plain_http_beyond_this_machine_is_refused(sidebyline) -> None:
    result = sidebyline("serve", "--host", "0.0.0.0")  # noqa: S104 - is to be refused
    assert result.status == 2
    assert "SIDEBYLINE_ALLOW_PLAIN_HTTP" in result.errors[0]


def test_a_taken_port_is_said_so(sidebyline) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = sidebyline("serve", "--port", str(taken.getsockname()[1]))
    assert result.status == 2
    assert "taken" in result.errors[0]


SERVER = """
from app.cli import BINARY, build

async def hello(scope, receive, send):
    if scope["type"] == "lifespan":
        while True:
            message = await receive()
            await send({"type": message["type"] + ".complete"})
            if message["type"] == "lifespan.shutdown":
                return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"hello"})

build(create_app=lambda settings: hello, create_worker=str, write_comparison=str)()
"""


def test_serve_prints_a_link_holds_the_lock_and_stops_with_0(folder: Path, sidebyline) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    seeds = folder / "no seeds"
    environment = os.environ | {"SIDEBYLINE_SEEDS": str(seeds), "PYTHONUNBUFFERED": "1"}
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, "serve", "--port", str(port)],
        env=environment | {"PYTHONPATH": str(CHECKOUT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        server.stdout.readline()
        link = server.stdout.readline().strip().rsplit(" ", 1)[1]
        assert link.startswith(f"http://127.0.0.1:{port}/sign-in/")
        with urllib.request.urlopen(link, timeout=10) as answer:  # noqa: S310 - our own server
            assert answer.read() == b"hello"
            assert answer.headers.get("server") is None
        assert "in use" in sidebyline("import", "meridian.txt").errors[0]
    finally:
        server.send_signal(signal.SIGTERM)
        rest, _ = server.communicate(timeout=30)
    assert server.returncode == 0
    token = link.rsplit("/", 1)[1]
    assert token not in rest
    database = Database(folder / "var" / "sidebyline.db")
    database.close()
    assert token.encode() not in database.path.read_bytes()


def test_standard_input_is_read(folder: Path) -> None:
    code = "from app.main import cli; cli()"
    result = subprocess.run(
        [sys.executable, "-c", code, "compare", "-", "post.txt"],
        input=STORY.encode(),
        capture_output=True,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, b"")
    keys = [article["key"] for article in json.loads(result.stdout)["articles"]]
    assert sorted(keys) == ["post", "stdin"]


FIRST_BYTES = {
    "json": b"{",
    "jsonl": b'{"record": "comparison"',
    "text": b"Harbour closed\nSidebyline, engine ",
    "html": b"<!doctype html>",
    "docx": b"PK",
    "xlsx": b"PK",
    "csv": b"\xef\xbb\xbfNumber,Kind,State",
    "tei": b"<?xml",
}


@pytest.mark.parametrize("name", FIRST_BYTES)
def test_compare_writes_every_format(name: str, sidebyline) -> None:
    result = sidebyline("compare", "meridian.txt", "post.txt", "--format", name)
    assert (result.status, result.errors) == (0, [])
    assert result.out.startswith(FIRST_BYTES[name])


@pytest.mark.parametrize("name", sorted(BINARY))
def test_a_terminal_is_not_sent_what_it_cannot_show(name: str, sidebyline, monkeypatch) -> None:
    monkeypatch.setattr("app.cli.sys.stdout.isatty", lambda: True)
    result = sidebyline("compare", "meridian.txt", "post.txt", "--format", name)
    assert (result.status, result.out) == (2, b"")
    assert result.errors == [f"A terminal cannot show {name}: add -o comparison.{name}"]


def test_what_no_terminal_shows_is_what_the_formats_say() -> None:
    assert {form.value for form in BINARY} == {f.name for f in FORMATS.values() if f.is_binary}


def test_what_cannot_be_made_is_said_in_a_line(sidebyline, monkeypatch) -> None:
    def refuse(_page: str) -> bytes:
        raise NotPrinted(LACKING)

    monkeypatch.setattr("app.web.sharing.export.print_pdf", refuse)
    result = sidebyline("compare", "meridian.txt", "post.txt", "--format", "pdf", "-o", "a.pdf")
    assert result.status == 2
    assert result.errors == [LACKING]

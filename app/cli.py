"""The command line: the same services as the web app, without a browser.

Exit status: 0 done, 1 a file was refused and the rest is done, 2 nothing done (wrong usage, or
the database cannot be used). Errors are one line on standard error that says what to do.
"""

import errno
import json
import secrets
import signal
import socket
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, BinaryIO, NoReturn, TypeVar

import typer
import uvicorn
from rich.console import Console
from rich.progress import track
from typer.exceptions import TyperException

from app.config import Settings, SettingsError
from app.core.comparison import Comparison
from app.core.document import article_document, document_bytes
from app.core.naming.mentions import NamedMention, cluster_mentions
from app.core.statements import align_sentences
from app.services import jobs
from app.services.articles import export, ingest, samples
from app.services.articles.reading import Incoming, ReadArticle, RefusedUpload, read_article
from app.services.comparing.compare import compare_uploads
from app.services.errors import ServiceError
from app.services.people import accounts, factors, members
from app.services.reviewing.confirmed import confirmed_lines
from app.sources.lexicon import own_lexicon
from app.sources.upload import MAX_FILE_BYTES, Upload
from app.storage.db import Database, DatabaseRefused, WriteSession, hold_lock
from app.storage.migrate import upgrade

DONE, REFUSED, USAGE = 0, 1, 2
STDIN = "-"
ARTICLE_ENDINGS = frozenset({".txt", ".html", ".htm"})
STOP_SECONDS = 25  # how long open requests may take after SIGTERM
LISTEN_BACKLOG = 128

T = TypeVar("T")

CreateApp = Callable[[Settings], Any]
CreateWorker = Callable[[Database], Any]
WriteComparison = Callable[[Comparison, str], bytes]


class CompareFormat(StrEnum):
    """What `compare` can write."""

    JSON = "json"
    JSONL = "jsonl"
    TEXT = "text"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    CSV = "csv"
    TEI = "tei"


BINARY = frozenset({CompareFormat.PDF, CompareFormat.DOCX, CompareFormat.XLSX})
"""What no terminal can show."""


class CleanFormat(StrEnum):
    """What `clean` can write."""

    JSON = "json"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Wiring:
    """What belongs to the rooms beside this one and is handed in, since none imports another.

    `write_comparison` takes the name of a format, and raises Invalid where it cannot be made."""

    create_app: CreateApp
    create_worker: CreateWorker
    write_comparison: WriteComparison


class Unusable(Exception):
    """The command cannot be done at all; the message says what to do."""


commands = typer.Typer(
    name="sidebyline",
    help="Who changed what in this story: one event, sentence by sentence, in every outlet.",
    add_completion=False,
    pretty_exceptions_enable=False,
)

Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write here; standard output if left out.")
]


def build(
    *, create_app: CreateApp, create_worker: CreateWorker, write_comparison: WriteComparison
) -> Callable[[Sequence[str] | None], NoReturn]:
    """The command `sidebyline`, which ends the process with its exit status."""
    wiring = Wiring(create_app, create_worker, write_comparison)

    def run(arguments: Sequence[str] | None = None) -> NoReturn:
        raise SystemExit(_status(wiring, arguments))

    return run


def _status(wiring: Wiring, arguments: Sequence[str] | None) -> int:
    """Runs the command and says what went wrong, if anything, in one line."""
    try:
        status = commands(args=arguments, standalone_mode=False, obj=wiring)
    except (typer.Abort, KeyboardInterrupt):
        return DONE
    except BrokenPipeError:
        return DONE  # whoever read the output has seen enough
    except TyperException as error:
        _complain(f"{error.format_message()} See `sidebyline --help`.")
        return USAGE
    except (Unusable, DatabaseRefused, SettingsError, ServiceError, samples.BrokenSample) as error:
        _complain(str(error))
        return USAGE
    return status if isinstance(status, int) else DONE


@commands.command()
def serve(
    context: typer.Context,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65_535, help="Port.")] = None,
) -> None:
    """Serve the web app; an empty database gets the sample events first."""
    settings = _settings(host=host, port=port)
    settings.check_reach()
    with hold_lock(settings.lock_file, holder="`sidebyline serve`"), _listen(settings) as listener:
        backup = upgrade(settings.database_file)
        if backup:
            _tell(f"The database was upgraded; its state before lies in {backup}.")
        token = _prepare(settings)
        _tell(f"Sidebyline is at {settings.base_url}")
        _tell_link(settings, token)
        signal.signal(signal.SIGTERM, lambda *_: None)  # uvicorn stops; then the exit status is 0
        config = uvicorn.Config(
            context.obj.create_app(settings),
            log_config=None,  # the app's own, so that every line is of one kind
            log_level="warning",
            access_log=False,  # its lines would hold sign-in and share tokens
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=STOP_SECONDS,
        )
        uvicorn.Server(config).run(sockets=[listener])


@commands.command()
def worker(context: typer.Context) -> None:
    """Do the work that waits, without a browser; ends when none is left."""
    settings = _settings()
    with hold_lock(settings.lock_file, holder="`sidebyline worker`"):
        upgrade(settings.database_file)
        database = Database(settings.database_file)
        try:
            with database.write() as session:
                jobs.recover(session, now=datetime.now(UTC))
            working = context.obj.create_worker(database)
            for ending in (signal.SIGINT, signal.SIGTERM):
                signal.signal(ending, lambda *_: working.stop())
            with Console(stderr=True).status("Working"):
                working.start(until_idle=True)
                working.join()
        finally:
            database.close()


@commands.command(name="import")
def import_(
    paths: Annotated[list[str], typer.Argument(help="Files or folders; - is standard input.")],
    event: Annotated[str, typer.Option(help="Title of the event; the first headline if none.")] = (
        ""
    ),
) -> int:
    """Take articles into an event: one line a file says what became of it."""
    settings = _settings()
    now = datetime.now(UTC)
    with hold_lock(settings.lock_file, holder="`sidebyline import`"):
        upgrade(settings.database_file)
        files = list(_expand(paths))
        if not files:
            raise Unusable("These folders hold no .txt or .html file; name the files themselves.")
        read = [_read(path) for path in _progress(files, "Reading")]
        database = Database(settings.database_file)
        try:
            with database.write() as session:
                owner = accounts.ensure_owner(session, now=now)
                lines = ingest.import_articles(
                    session, read, user=owner, event_title=_readable(event), now=now
                )
        finally:
            database.close()
    for line in lines:
        _tell(_one_line(f"{line.outcome}: {line.name}: {line.message}"))
    refused = sum(line.outcome == "refused" for line in lines)
    if refused:
        _complain(f"{refused} of {len(lines)} files refused: mend what their lines say and repeat.")
    return REFUSED if refused else DONE


people = typer.Typer(help="People of the team, without a browser.", no_args_is_help=True)
commands.add_typer(people, name="user")
Name = Annotated[str, typer.Argument(help="The name to sign in with, or the name that others see.")]


@people.command(name="list")
def list_people() -> None:
    """List the people of the team: name, name to sign in with, role, state."""
    with _as_owner("user list") as (session, owner, _, _):
        found = members.list_members(session, user=owner)
    for each in found:
        state = (
            "disabled" if each.disabled_at else "password" if each.has_password else "link alone"
        )
        _tell(
            _one_line(
                f"{each.name} ({each.login or 'no name to sign in with'}): {each.role}, {state}"
            )
        )


@people.command(name="add")
def add_person(
    name: Annotated[str, typer.Argument(help="The name that others see, and to sign in with.")],
    role: Annotated[str, typer.Option(help="viewer, reviewer, editor or admin.")],
) -> None:
    """Add a person and print a one-time sign-in link."""
    with _as_owner("user add") as (session, owner, now, settings):
        made = members.add_member(session, user=owner, name=_readable(name), role=role, now=now)
        token = members.issue_link(
            session, made.id, user=owner, now=now, new_token=secrets.token_urlsafe
        )
    _tell(f"Added {made.name}, {made.role}.")
    _tell_link(settings, token)


@people.command(name="link")
def link_person(
    name: Name,
    forget: Annotated[
        bool, typer.Option("--forget", help="Take the password and the second factor away first.")
    ] = False,
) -> None:
    """Print a one-time sign-in link for a person; it asks for no second factor."""
    with _as_owner("user link") as (session, owner, now, settings):
        found = members.find_member(session, _readable(name), user=owner)
        token = members.issue_link(
            session,
            found.id,
            user=owner,
            now=now,
            new_token=secrets.token_urlsafe,
            forget=forget,
        )
    _tell_link(settings, token)


@people.command(name="disable")
def disable_person(name: Name) -> None:
    """Let a person in no more; all sessions and tokens end."""
    with _as_owner("user disable") as (session, owner, now, _):
        found = members.find_member(session, _readable(name), user=owner)
        members.disable(session, found.id, user=owner, now=now)
    _tell(f"Disabled {found.name}.")


@commands.command(name="renew-key")
def renew_key() -> None:
    """Seal the secrets of second factors under a new key; the one before is kept beside it."""
    with _as_owner("renew-key") as (session, owner, now, _):
        sealed = factors.renew_key(session, user=owner, now=now)
    _tell(f"There is a new key; secrets sealed anew: {sealed}.")


@commands.command()
def confirmed(
    event: Annotated[str, typer.Option(help="The event's id, as in its address; all if none.")] = (
        ""
    ),
    output: Output = None,
) -> None:
    """Write what people confirmed, with the texts, to measure the engine by: JSON lines."""
    with _as_owner("confirmed") as (session, owner, _, _):
        lines = list(confirmed_lines(session, user=owner, event_id=event))
    if not lines:
        raise Unusable("Nothing is confirmed yet: decide findings or correct links first.")
    _write(output, b"".join(lines))


@contextmanager
def _as_owner(command: str) -> Iterator[tuple[WriteSession, accounts.User, datetime, Settings]]:
    """A writing session for the local owner, while nobody else holds the data folder."""
    settings = _settings()
    now = datetime.now(UTC)
    with hold_lock(settings.lock_file, holder=f"`sidebyline {command}`"):
        upgrade(settings.database_file)
        database = Database(settings.database_file)
        try:
            with database.write() as session:
                owner = accounts.ensure_owner(session, now=now)
                yield session, owner, now, settings
        finally:
            database.close()


def _tell_link(settings: Settings, token: str) -> None:
    _tell(f"Sign in, once and within a day: {settings.base_url}/sign-in/{token}")


@commands.command()
def compare(
    context: typer.Context,
    files: Annotated[list[str], typer.Argument(help="Text or HTML files; - is standard input.")],
    form: Annotated[CompareFormat, typer.Option("--format", help="What to write.")] = (
        CompareFormat.JSON
    ),
    output: Output = None,
) -> int:
    """Compare text or HTML files without a database; their order does not matter."""
    if form in BINARY and output is None and sys.stdout.isatty():
        raise Unusable(f"A terminal cannot show {form.value}: add -o comparison.{form.value}")
    with Console(stderr=True).status("Comparing"):
        uploads, unread = _uploads(files)
        compared = compare_uploads(uploads)
    for refused in (*unread, *compared.refusals):
        _complain(f"refused: {refused.incoming.upload.name}: {refused.message}")
    if compared.comparison.articles:
        _write(output, context.obj.write_comparison(compared.comparison, form.value))
    return _status_of([bool(unread or compared.refusals)])


@commands.command()
def clean(
    file: Annotated[str, typer.Argument(help="A text or HTML file; - is standard input.")],
    form: Annotated[CleanFormat, typer.Option("--format", help="What to write.")] = (
        CleanFormat.JSON
    ),
    output: Output = None,
) -> int:
    """Say what an article is taken to be, and why."""
    read = _read(file)
    if isinstance(read, RefusedUpload):
        _complain(f"refused: {file}: {read.message}")
        return REFUSED
    cleaned = read.cleaned
    if form is CleanFormat.JSON:
        document = article_document(cleaned.text, cleaned.blocks, cleaned.facts)
        _write(output, document_bytes(document))
    else:
        _write(output, _utf8(export.article_text(cleaned)))
    return DONE


@commands.command()
def align(
    file: Annotated[str, typer.Argument(help='Lines {"id", "left": […], "right": […]}.')],
    output: Output = None,
) -> int:
    """Align sentences that are split already: JSON lines in, JSON lines out."""
    return _answer_lines(file, output, "Aligning", _align)


@commands.command()
def names(
    file: Annotated[
        str,
        typer.Argument(
            help='Lines {"id", "mentions": [{"id", "outlet", "text", "sentence"}]}; '
            "- is standard input."
        ),
    ],
    output: Output = None,
) -> int:
    """Say which phrases name the same thing: JSON lines in, a JSON line a mention out."""
    return _answer_lines(file, output, "Naming", _Namer().answer)


def _answer_lines(
    file: str, output: Path | None, doing: str, answer: Callable[[bytes], bytes]
) -> int:
    """Writes the answer to each line; a line that raises ValueError is refused with its number."""
    refused = []
    answers = []
    for number, line in enumerate(_progress(_lines(file), doing), start=1):
        if not line.strip():
            continue
        try:
            answers.append(answer(line))
        except ValueError as error:
            refused.append(number)
            _complain(f"refused: line {number}: {error}")
    _write(output, b"".join(answers))
    return _status_of(bool(number) for number in refused)


def _prepare(settings: Settings) -> str:
    """A fresh sign-in token, once the owner and, in an empty database, the samples are there."""
    now = datetime.now(UTC)
    database = Database(settings.database_file)
    try:
        with database.write() as session:
            owner = accounts.ensure_owner(session, now=now)
            jobs.recover(session, now=now)
            loaded = samples.load_samples(session, settings.seeds_folder, user=owner, now=now)
            if loaded:
                _tell(f"Loaded {loaded} sample events.")
            return accounts.issue_sign_in_link(session, now=now, new_token=secrets.token_urlsafe)
    finally:
        database.close()


def _settings(host: str | None = None, port: int | None = None) -> Settings:
    settings = Settings.from_environment()
    given: dict[str, Any] = {"host": host, "port": port}
    return replace(settings, **{name: value for name, value in given.items() if value is not None})


def _listen(settings: Settings) -> socket.socket:
    """The listening socket, bound before anything is written. Raises Unusable."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server(
            (settings.host, settings.port), family=family, backlog=LISTEN_BACKLOG
        )
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Unusable(
                f"Port {settings.port} is taken; choose another one with PORT=8001 or --port."
            ) from error
        raise Unusable(f"Cannot listen on {settings.host}:{settings.port}: {error}") from error


def _expand(paths: Iterable[str]) -> Iterator[str]:
    """The files themselves, and those of articles in folders, in the order of their names."""
    for path in paths:
        if path != STDIN and Path(path).is_dir():
            found = (p for p in Path(path).rglob("*") if p.suffix.lower() in ARTICLE_ENDINGS)
            yield from (str(p) for p in sorted(found) if p.is_file())
        else:
            yield path


def _read(path: str) -> ReadArticle | RefusedUpload:
    upload = _upload(path)
    return read_article(Incoming(upload)) if isinstance(upload, Upload) else upload


def _uploads(paths: Iterable[str]) -> tuple[list[Upload], list[RefusedUpload]]:
    """What could be read of the paths, and the others."""
    taken = [_upload(path) for path in paths]
    return (
        [each for each in taken if isinstance(each, Upload)],
        [each for each in taken if isinstance(each, RefusedUpload)],
    )


def _upload(path: str) -> Upload | RefusedUpload:
    """The file's bytes, one more than allowed at most, so that the reader says it is too big."""
    name = "stdin" if path == STDIN else _readable(Path(path).name)
    try:
        with _open(path) as file:
            return Upload(name=name, content=file.read(MAX_FILE_BYTES + 1))
    except OSError as error:
        lost = Incoming(Upload(name=_readable(path), content=b""))
        return RefusedUpload(lost, f"{error.strerror or error}; check the path.")


def _readable(argument: str) -> str:
    """The argument with a mark for each byte that is not UTF-8, since such a name can be opened
    but neither stored nor printed."""
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _open(path: str) -> BinaryIO:
    return open(0, "rb", closefd=False) if path == STDIN else Path(path).open("rb")


def _lines(path: str) -> Iterator[bytes]:
    try:
        with _open(path) as file:
            yield from file
    except OSError as error:
        raise Unusable(f"{path}: {error.strerror or error}; check the path.") from error


def _align(line: bytes) -> bytes:
    """The line's alignment as a line. Raises ValueError that says what is wrong with it."""
    try:
        row = json.loads(line)
        left, right = row["left"], row["right"]
        identity = row["id"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ValueError(
            'it is not {"id": …, "left": [sentences], "right": [sentences]}'
        ) from error
    for side in (left, right):
        if not (isinstance(side, list) and all(isinstance(words, str) for words in side)):
            raise ValueError('"left" and "right" must be lists of sentences')
    found = asdict(align_sentences(left, right, lexicon=own_lexicon()))
    answer = {"id": identity, "pairs": found["pairs"], "moved": found["moved"]}
    return json.dumps(answer, ensure_ascii=True).encode("ascii") + b"\n"


class _Namer:
    """Answers lines of mentions; clusters are numbered on from line to line."""

    def __init__(self) -> None:
        self._next = 0

    def answer(self, line: bytes) -> bytes:
        """A line for each mention. Raises ValueError that says what is wrong with the line."""
        try:
            found = [
                (each["id"], NamedMention(each["text"], each["sentence"]))
                for each in json.loads(line)["mentions"]
            ]
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise ValueError(
                'it is not {"id": …, "mentions": [{"id", "outlet", "text", "sentence"}]}'
            ) from error
        if not all(isinstance(part, str) for _, m in found for part in (m.text, m.sentence)):
            raise ValueError('"text" and "sentence" of each mention must be text')
        clusters = cluster_mentions([mention for _, mention in found])
        first, self._next = self._next, self._next + len(set(clusters))
        rows = (
            {"id": identity, "cluster": first + cluster}
            for (identity, _), cluster in zip(found, clusters, strict=True)
        )
        return b"".join(json.dumps(row, ensure_ascii=True).encode("ascii") + b"\n" for row in rows)


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


def _write(output: Path | None, content: bytes) -> None:
    if output is None or str(output) == STDIN:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise Unusable(
            f"Cannot write {output}: {error.strerror or error}; name another file."
        ) from error


def _progress(work: Iterable[T], what: str) -> Iterable[T]:
    """The work, with a bar on a terminal and with nothing in a pipe."""
    console = Console(stderr=True)
    return track(work, what, console=console, transient=True, disable=not console.is_terminal)


def _status_of(refused: Iterable[bool]) -> int:
    return REFUSED if any(refused) else DONE


def _tell(message: str) -> None:
    typer.echo(message)


def _complain(message: str) -> None:
    typer.echo(_one_line(message), err=True)


def _one_line(message: str) -> str:
    return " ".join(message.split())

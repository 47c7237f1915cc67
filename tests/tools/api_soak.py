"""Schemathesis on the API: nothing that it can think of gives a 5xx or an answer that the OpenAPI
document does not promise. As anonymous and as each role, in process, every phase.

    python -m tests.tools.api_soak [--examples 100] [--seed 1]
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from app.config import Settings
from app.main import create_app
from app.services import jobs
from app.services.comparing import compare
from app.services.people import accounts, tokens
from app.services.people.accounts import Role, User
from app.services.sharing import share
from app.storage.db import Database
from app.storage.migrate import upgrade
from app.web.api.document import openapi
from tests.factories import import_event
from tests.people import person
from tests.signing import bearer

VISITORS = ("anonymous", "viewer", "reviewer", "editor", "admin")
ROLES: tuple[Role, ...] = ("viewer", "reviewer", "editor")
START = datetime(2026, 5, 14, 12, 0, tzinfo=UTC)
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
    "unsupported_method",
    "allow_header_conformance",
    "ignored_auth",
)
"""What must hold of every answer. Left out are two guesses: that whatever the schema allows is
taken, since services know more than a schema can say, and that whatever it forbids is refused,
since a header of any bytes is a header."""
GUESSES = (
    "positive_data_acceptance",
    "negative_data_rejection",
    "missing_required_header",
    "use_after_free",
    "ensure_resource_availability",
    "object_level_authorization",
)


def made_up(folder: Path) -> tuple[Database, dict[str, str], dict[str, str]]:
    """A database with one of everything that a path can name: (it, ids, tokens by role)."""
    upgrade(folder / "sidebyline.db")
    database = Database(folder / "sidebyline.db")
    with database.write() as session:
        admin = accounts.ensure_owner(session, now=START)
    people: dict[str, User] = {"admin": admin}
    people |= {role: person(database, admin, START, name=role, role=role) for role in ROLES}
    event = import_event(database, admin, START)
    compared = compare.get_comparison(database, event.id, user=admin, now=START)
    with database.write() as session:
        shared = share.share_comparison(
            session, compared, user=admin, now=START, new_token=lambda: "shared"
        )
    with database.write() as session:
        job = jobs.ask(session, user=admin, kind="test", key="a", doing="Testing", now=START)
    ids = {
        "event_id": event.id,
        "finding_id": compared.comparison.findings[0].id,
        "revision_id": event.articles[0].current.id,
        "snapshot_id": shared.snapshot.id,
        "job_id": job.id,
        "name": "csv",
    }
    return database, ids, {name: _token(database, user, name) for name, user in people.items()}


def _token(database: Database, user: User, name: str) -> str:
    with database.write() as session:
        return tokens.make_token(
            session,
            user=user,
            name="soak",
            scopes=("edit",),
            days=365,
            now=START,
            new_token=lambda: name,
        )


def faults(
    app: FastAPI, ids: Mapping[str, str], headers: Mapping[str, str], *, examples: int, seed: int
) -> Iterator[str]:
    """What Schemathesis found, a line each; then, as the last one, what it did."""
    import schemathesis
    from schemathesis.config import SchemathesisConfig
    from schemathesis.engine import events, from_schema

    config = SchemathesisConfig.from_dict(
        {
            "seed": seed,
            "headers": dict(headers),
            "parameters": {f"path.{name}": value for name, value in ids.items()},
            "generation": {
                "max-examples": examples,
                "deterministic": True,
                "database": "none",
                "with-security-parameters": False,  # a made-up cookie would stop all at the door
            },
            "continue-on-failure": True,
            "checks": {name: {"enabled": name in CHECKS} for name in (*CHECKS, *GUESSES)},
        }
    )
    schema = schemathesis.openapi.from_dict(openapi(app.state.base_url), config=config)
    schema.app = _unstarted(app)
    asked: Counter[str] = Counter()
    statuses: Counter[int] = Counter()
    for event in from_schema(schema).execute():
        if isinstance(event, events.NonFatalError):
            yield f"{event.label}: {event.value}"
        if isinstance(event, events.ScenarioFinished):
            recorder = event.recorder
            asked[str(event.phase.value)] += len(recorder.cases)
            answers = (each.response for each in recorder.interactions.values())
            statuses.update(each.status_code for each in answers if each is not None)
            for checked in recorder.checks.values():
                for check in checked:
                    if check.failure_info is not None:
                        yield f"{event.label}: {check.name}: {check.failure_info.failure}"
    yield f"asked {asked.total()} times: {dict(asked)}; answered {dict(sorted(statuses.items()))}"


def _unstarted(app: FastAPI) -> ASGIApp:
    """The app without its start and end, which Schemathesis would have around every request."""

    async def asked(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await app(scope, receive, send)

    return asked


def ticking() -> Callable[[], datetime]:
    """A clock that goes on by a second whenever somebody looks, so that no limit ends the run."""
    seconds = count()
    return lambda: START + timedelta(seconds=next(seconds))


def soak(examples: int, seed: int, visitors: tuple[str, ...] = VISITORS) -> list[str]:
    """Every fault, as whom it was found. Prints how far it is."""
    found = []
    for visitor in visitors:
        with tempfile.TemporaryDirectory() as folder:
            database, ids, known = made_up(Path(folder))
            database.close()
            app = create_app(Settings(data_folder=Path(folder)), clock=ticking())
            headers = bearer(known[visitor]) if visitor in known else {}
            *wrong, done = faults(app, ids, headers, examples=examples, seed=seed)
            app.state.database.close()
        print(f"{visitor}: {done}; {len(wrong)} faults", flush=True)
        found += [f"{visitor}: {each}" for each in wrong]
    return found


def main(arguments: Any = None) -> int:
    """0 where nothing was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    found = soak(asked.examples, asked.seed)
    print("\n".join(dict.fromkeys(found)) or "Nothing was found.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

"""Wires the rooms together: the web app, and the command line with what belongs to the web."""

import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from fastapi import FastAPI

from app.children import CHILD, KINDS
from app.cli import build
from app.config import Settings
from app.core.comparison import Comparison
from app.services.articles.samples import sample_outlets
from app.services.limits import Prepaid
from app.storage.db import Database
from app.storage.unchanged import KeptUnchanged
from app.web.api import documentation
from app.web.api.routers import NOUNS
from app.web.assets import STATIC_PATH
from app.web.deps import cookie_name
from app.web.environment import build_environment
from app.web.errors import error_app, install_handlers
from app.web.log_lines import log_in_lines
from app.web.routes import (
    about,
    account,
    articles,
    batches,
    comments,
    comparisons,
    desk,
    events,
    exports,
    feed,
    findings,
    history,
    jobs,
    link_corrections,
    members,
    permalinks,
    rules,
    session,
    shared,
    signoff,
    snapshots,
    terms,
)
from app.web.security import Edge, origin_of
from app.web.sharing.export import FORMATS, report_of, title_of
from app.web.sharing.kept_pages import KeptPages
from app.web.sharing.shared import install_shared
from app.web.static import VersionedFiles
from app.worker import Worker

__all__ = ["cli", "create_app"]

MOST_KEPT_LINKS = 1_000


def utc_now() -> datetime:
    """The moment."""
    return datetime.now(UTC)


def create_app(
    settings: Settings,
    *,
    clock: Callable[[], datetime] = utc_now,
    new_token: Callable[[], str] = secrets.token_urlsafe,
) -> FastAPI:
    """The web app on the database of `settings`, which must be migrated already. While it runs it
    has a worker."""
    database = Database(settings.database_file)
    worker = Worker(database, clock=clock, kinds=KINDS, child=CHILD)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        worker.start()
        yield
        worker.stop()
        database.close()

    app = FastAPI(
        title="Sidebyline", openapi_url=None, docs_url=None, redoc_url=None, lifespan=lifespan
    )
    app.state.database = database
    app.state.templates = build_environment()
    app.state.paths = {}
    app.state.kept_pages = KeptPages()
    app.state.kept_links = KeptUnchanged(most=MOST_KEPT_LINKS)
    app.state.prepaid = Prepaid()
    app.state.samples = sample_outlets(settings.seeds_folder)
    app.state.clock = clock
    app.state.new_token = new_token
    app.state.base_url = settings.base_url
    app.state.secure = settings.is_secure
    app.state.trusted_proxies = settings.trusted_proxies
    app.state.cookie = cookie_name(secure=settings.is_secure)
    for routes in (
        shared,  # first what is asked for most, since each route before costs a little
        comparisons,
        session,
        account,
        members,
        events,
        articles,
        batches,
        exports,
        link_corrections,
        findings,
        desk,
        comments,
        signoff,
        history,
        feed,
        jobs,
        about,
        permalinks,
        rules,
        terms,
        snapshots,
    ):
        app.include_router(routes.router)
    for router in (*NOUNS, documentation.router):
        app.include_router(router)
    app.mount(STATIC_PATH, VersionedFiles(), name="static")
    install_handlers(app)
    install_shared(app)
    app.add_middleware(Edge, origin=origin_of(settings.base_url), error_page=error_app(app))
    return app


def create_worker(database: Database) -> Worker:
    """The worker of a database that nobody serves."""
    return Worker(database, clock=utc_now, kinds=KINDS, child=CHILD)


def write_comparison(comparison: Comparison, name: str) -> bytes:
    """The comparison, of which nobody decided anything, in the format of that name. Raises Invalid
    where it cannot be made."""
    report = report_of(comparison, title=title_of(comparison), made_at=utc_now())
    return FORMATS[name].made(report)


def serve_app(settings: Settings) -> FastAPI:
    """The web app of a process that does nothing else, so that its log is ours to write."""
    log_in_lines()
    return create_app(settings)


cli = build(create_app=serve_app, create_worker=create_worker, write_comparison=write_comparison)

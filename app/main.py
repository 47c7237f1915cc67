"""Wires the rooms together: the web app, and the command line with what belongs to the web."""

import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from fastapi import FastAPI

from app.cli import build
from app.config import Settings
from app.services.samples import sample_outlets
from app.storage.db import Database
from app.web.assets import STATIC_PATH
from app.web.deps import cookie_name
from app.web.environment import build_environment
from app.web.errors import error_app, install_handlers
from app.web.export import comparison_html
from app.web.routes import (
    about,
    articles,
    batches,
    comparisons,
    events,
    findings,
    jobs,
    permalinks,
    rules,
    session,
    snapshots,
    terms,
)
from app.web.security import Edge, origin_of
from app.web.static import VersionedFiles
from app.worker import Worker

__all__ = ["cli", "comparison_html", "create_app"]


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
    worker = Worker(database, clock=clock)

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
    app.state.samples = sample_outlets(settings.seeds_folder)
    app.state.clock = clock
    app.state.new_token = new_token
    app.state.base_url = settings.base_url
    app.state.secure = settings.is_secure
    app.state.cookie = cookie_name(secure=settings.is_secure)
    for routes in (
        session,
        events,
        articles,
        batches,
        comparisons,
        findings,
        jobs,
        about,
        permalinks,
        rules,
        terms,
        snapshots,
    ):
        app.include_router(routes.router)
    app.mount(STATIC_PATH, VersionedFiles(), name="static")
    install_handlers(app)
    app.add_middleware(Edge, origin=origin_of(settings.base_url), error_page=error_app(app))
    return app


def create_worker(database: Database) -> Worker:
    """The worker of a database that nobody serves."""
    return Worker(database, clock=utc_now)


cli = build(create_app=create_app, create_worker=create_worker, render_html=comparison_html)

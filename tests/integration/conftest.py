"""The web app on a test's own database, and a visitor who is signed in."""

from collections.abc import Iterator
from datetime import datetime
from itertools import count
from pathlib import Path

import pytest
from fastapi import FastAPI

from app.config import Settings
from app.main import create_app
from app.services.articles.events import EventPage
from app.services.people import accounts
from app.storage.db import Database
from tests.factories import import_event, session_of
from tests.pages import Browser


@pytest.fixture
def moment(now: datetime) -> list[datetime]:
    """The app's clock: put another moment in to let time pass."""
    return [now]


@pytest.fixture
def app(database_file: Path, moment: list[datetime]) -> Iterator[FastAPI]:
    """The web app."""
    tokens = map("made-up-token-{}".format, count(1))
    settings = Settings(data_folder=database_file.parent)
    app = create_app(settings, clock=lambda: moment[0], new_token=lambda: next(tokens))
    yield app
    app.state.database.close()


@pytest.fixture
def stranger_browser(app: FastAPI) -> Browser:
    """A visitor who is not signed in."""
    return Browser(app)


@pytest.fixture
def browser(app: FastAPI, database: Database, owner: accounts.User, now: datetime) -> Browser:
    """The local owner, signed in. Coming in by the link has tests of its own."""
    browser = Browser(app)
    token = session_of(database, owner, now)
    browser.client.cookies.set(app.state.cookie, token, domain="127.0.0.1")
    return browser


@pytest.fixture
def event(database: Database, owner: accounts.User, now: datetime) -> EventPage:
    """Two outlets on one event, one name changed between them."""
    return import_event(database, owner, now)

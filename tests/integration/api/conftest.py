"""Programs with tokens, and the app that they ask."""

from collections.abc import Callable
from datetime import datetime

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.services.people import tokens
from app.services.people.accounts import User
from app.storage.db import Database
from tests.pages import ORIGIN
from tests.signing import bearer

Program = Callable[..., TestClient]


@pytest.fixture
def program(app: FastAPI, database: Database, owner: User, now: datetime) -> Program:
    """A maker of programs: `program("read")` asks with a token of the owner's of that scope."""

    def program(*scopes: str, user: User = owner) -> TestClient:
        with database.write() as session:
            token = tokens.make_token(
                session,
                user=user,
                name="script",
                scopes=scopes,
                days=1,
                now=now,
                new_token=lambda: f"{user.name}-{'-'.join(scopes)}",
            )
        return TestClient(app, base_url=f"{ORIGIN}/api/v1", headers=bearer(token))

    return program


@pytest.fixture
def edits(program: Program) -> TestClient:
    """A program that may do all that a token can."""
    return program("edit")


@pytest.fixture
def reads(program: Program) -> TestClient:
    """A program that only reads."""
    return program("read")

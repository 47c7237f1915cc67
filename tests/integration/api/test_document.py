"""The OpenAPI document and its page, and that answers are what they promise."""

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pytest
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from app.services.people.accounts import Role
from app.web.api.document import openapi
from app.web.api.routers import NOUNS
from tests.pages import ORIGIN
from tests.people import person

PROBLEM = "application/problem+json"
JSON = "application/json"
ROUTES = [each for router in NOUNS for each in router.routes if isinstance(each, APIRoute)]


@lru_cache
def document() -> dict[str, Any]:
    return openapi(ORIGIN)


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def models(kind: type[BaseModel] = BaseModel) -> Iterator[type[BaseModel]]:
    for each in kind.__subclasses__():
        if each.__module__.startswith("app.web.api"):
            yield each
        yield from models(each)


def test_it_has_every_route_of_the_api_and_no_other() -> None:
    assert document()["openapi"] == "3.1.0"
    found = {operation["operationId"] for _, _, operation in operations()}
    assert found == {route.name for route in ROUTES}
    assert all(path.startswith("/api/v1/") for _, path, _ in operations())


def test_every_operation_is_told_whole() -> None:
    for _, _, operation in operations():
        name = operation["operationId"]
        assert operation["summary"], name
        assert operation["description"].endswith("."), name
        assert operation["security"][0]["bearer"][0] in ("read", "review", "edit"), name
        refused = {status for status in operation["responses"] if status >= "400"}
        assert refused >= {"400", "401", "403", "404", "413", "422", "429", "500", "503"}, name
        for status in refused:
            (media_type,) = operation["responses"][status]["content"]
            assert media_type == PROBLEM, name
        for parameter in operation["parameters"]:
            assert parameter["description"], (name, parameter["name"])
    assert "HTTPValidationError" not in json.dumps(document())


def test_the_scope_is_the_one_that_is_asked_for(program, event) -> None:
    scopes = {o["operationId"]: o["security"][0]["bearer"] for _, _, o in operations()}
    assert scopes["api_events"] == ["read"]
    assert scopes["api_decide"] == ["review"]
    assert scopes["api_snapshots"] == ["edit"]
    assert program("review").get(f"/events/{event.id}/snapshots").status_code == 404


def test_examples_are_what_they_are_examples_of() -> None:
    shown = 0
    for model in models():
        for example in model.model_json_schema().get("examples", ()):
            model.model_validate(example)
            shown += 1
    assert shown > 20


def test_it_is_for_members_and_their_programs(reads, stranger_browser, browser) -> None:
    for path in ("/api/v1/openapi.json", "/api/v1/docs"):
        assert stranger_browser.client.get(path).status_code == 401
        assert browser.client.get(path).status_code == 200
    assert reads.get("/openapi.json").json() == document()


def test_the_page_says_all_of_it_without_scripts(browser) -> None:
    page = browser.get("/api/v1/docs")
    assert page.headers["cache-control"] == "no-store"
    for _, path, operation in operations():
        part = page.one(f"//article[@id='{operation['operationId']}']")
        words = " ".join(part.text_content().split())
        for each in (
            path,
            operation["summary"],
            "curl -H",
            f"scope {operation['security'][0]['bearer'][0]}",
        ):
            assert each in words
    for status in (401, 404, 409, 412, 413, 422, 428, 429, 500, 503):
        assert page.find(f"//*[@id='problem-{status}']")
    assert "/api/v1/docs" in browser.get("/account").links()
    sources = page.find("//@src | //link/@href")
    assert all(each.startswith("/") for each in sources)


# Whatever is sent, the answer is one that the document promises.

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=5,
)


def like(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """What fits a schema, and now and then anything else."""
    return st.one_of(_fitting(schema), _fitting(schema), ANY_JSON)


def _fitting(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    if "$ref" in schema:
        return _fitting(document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "anyOf" in schema:
        return st.one_of([_fitting(each) for each in schema["anyOf"]])
    if schema.get("type") == "object" and "properties" in schema:
        needed = set(schema.get("required", ()))
        fields = {name: like(each) for name, each in schema["properties"].items()}
        return st.fixed_dictionaries(
            {name: each for name, each in fields.items() if name in needed},
            optional={name: each for name, each in fields.items() if name not in needed},
        )
    if schema.get("type") == "array":
        return st.lists(_fitting(schema.get("items", {})), max_size=3)
    plain: dict[str, st.SearchStrategy[Any]] = {
        "string": st.text(max_size=40),
        "integer": st.integers(),
        "boolean": st.booleans(),
        "null": st.none(),
    }
    return plain.get(schema.get("type", ""), ANY_JSON)


@st.composite
def requests(
    draw: st.DrawFn, ids: dict[str, str]
) -> tuple[str, str, dict[str, Any], dict[str, Any]]:
    """(method, address, what is sent, the operation)."""
    method, path, operation = draw(st.sampled_from(list(operations())))
    query, headers = {}, {}
    for each in operation["parameters"]:
        name = each["name"]
        if each["in"] == "path":
            value = draw(st.sampled_from([ids[name], "none", "é\u202e"]))
            path = path.replace("{" + name + "}", value)
        elif draw(st.booleans()):
            value = draw(st.just("*") | like(each["schema"]))
            if each["in"] == "query":
                query[name] = value if isinstance(value, str | int) else str(value)
            else:
                headers[name] = str(value).encode("utf-8", "replace")
    sent: dict[str, Any] = {"params": query, "headers": headers}
    body = operation.get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema")
    if body is not None:
        sent["content"] = json.dumps(draw(like(body))).encode()  # with escapes of half characters
        headers["Content-Type"] = b"application/json"
    return method, path, sent, operation


def judge(answer: Any, operation: dict[str, Any]) -> None:
    """Whether the document promises the answer."""
    status = str(answer.status_code)
    name = operation["operationId"]
    assert status in operation["responses"], (name, status, answer.text[:500])
    promised = operation["responses"][status].get("content", {})
    media_type = answer.headers.get("content-type", "").partition(";")[0]
    assert media_type in promised or (not promised and not answer.content), (name, status)
    route = next(each for each in ROUTES if each.name == name)
    if media_type == JSON and route.response_model and status in ("200", "201"):
        model = route.responses.get(int(status), {}).get("model", route.response_model)
        told = answer.json()
        assert json.loads(model.model_validate(told).model_dump_json()) == told, name
    assert int(status) < 500 or status == "503"


ROLES: tuple[Role | None, ...] = (None, "viewer", "reviewer", "editor", "admin")


@pytest.mark.parametrize("role", ROLES)
def test_every_answer_is_promised(role, app, program, event, database, owner, now, moment) -> None:
    client = program(
        "edit", user=person(database, owner, now, name=role or "x", role=role or "viewer")
    )
    found = client.get(f"/events/{event.id}/findings").json()["items"][0]["id"]
    ids = {
        "event_id": event.id,
        "finding_id": found,
        "revision_id": event.articles[0].current.id,
        "name": "csv",
        "snapshot_id": "none",
        "job_id": "none",
    }
    headers = {} if role else {"Authorization": b""}

    @settings(
        max_examples=60,
        derandomize=True,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(requests(ids))
    def try_it(asked: tuple[str, str, dict[str, Any], dict[str, Any]]) -> None:
        method, path, sent, operation = asked
        sent = sent | {"headers": sent["headers"] | headers}
        judge(client.request(method.upper(), f"{ORIGIN}{path}", **sent), operation)

    try_it()

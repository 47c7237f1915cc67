"""The OpenAPI document as a page prints it: operations by noun, with an example of each."""

import json
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.web.api.problems import PROBLEM

Values = Mapping[str, Any]
PRINTED = ("application/json",)


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a field of what is sent."""

    name: str
    where: str
    kind: str
    is_needed: bool
    words: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A status and what it says."""

    status: str
    words: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked. `example` is what is answered, empty where that is a file."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    scope: str
    fields: tuple[Field, ...]
    outcomes: tuple[Outcome, ...]
    curl: str
    example: str


@dataclass(frozen=True, slots=True)
class Noun:
    """The operations on one thing."""

    name: str
    id: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A status under which something is refused, and its title."""

    status: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Reference:
    """All that the page says."""

    server: str
    about: str
    nouns: tuple[Noun, ...]
    problems: tuple[ProblemKind, ...]


def reference(document: Values) -> Reference:
    """The page of an OpenAPI document."""
    reader = _Reader(document)
    found = list(reader.operations())
    nouns = [tag["name"] for tag in document["tags"]]
    return Reference(
        server=reader.server,
        about=document["info"]["description"],
        nouns=tuple(
            Noun(name, name.lower().replace(" ", "-"), tuple(o for t, o in found if t == name))
            for name in nouns
        ),
        problems=tuple(reader.problems()),
    )


def plain(words: str) -> str:
    """The words without the marks that OpenAPI's Markdown has around names."""
    return words.replace("`", "")


class _Reader:
    def __init__(self, document: Values) -> None:
        self.document = document
        self.server: str = document["servers"][0]["url"]

    def operations(self) -> Iterator[tuple[str, Operation]]:
        """(noun, operation), in the document's order."""
        for path, methods in self.document["paths"].items():
            for method, operation in methods.items():
                yield operation["tags"][0], self._operation(method.upper(), path, operation)

    def problems(self) -> Iterator[ProblemKind]:
        """Every refusal that any operation names, by status."""
        found: dict[str, ProblemKind] = {}
        for methods in self.document["paths"].values():
            for operation in methods.values():
                for status, told in operation["responses"].items():
                    if shown := told.get("content", {}).get(PROBLEM):
                        title, words = shown["example"]["title"], told["description"]
                        if status not in found or len(found[status].words) < len(words):
                            found[status] = ProblemKind(status, title, words)
        return iter(found[status] for status in sorted(found))

    def _operation(self, method: str, path: str, operation: Values) -> Operation:
        answered = operation["responses"]
        first = next(status for status in answered if status.startswith("20") and status != "202")
        return Operation(
            id=operation["operationId"],
            method=method,
            path=path,
            summary=plain(operation["summary"]),
            description=plain(operation["description"]),
            scope=operation["security"][0]["bearer"][0],
            fields=tuple(self._fields(operation)),
            outcomes=tuple(
                Outcome(status, told["description"])
                for status, told in sorted(answered.items())
                if status < "400" or status in ("409", "412", "428")
            ),
            curl=self._curl(method, path, operation),
            example=self._example(answered[first]["content"]),
        )

    def _fields(self, operation: Values) -> Iterator[Field]:
        for each in operation["parameters"]:
            words = each.get("description", "")
            kind = self._kind(each["schema"])
            yield Field(each["name"], each["in"], kind, bool(each.get("required")), plain(words))
        body = self._resolved(self._body(operation))
        for name, schema in body.get("properties", {}).items():
            is_needed = name in body.get("required", ())
            words = plain(schema.get("description", ""))
            yield Field(name, "body", self._kind(schema), is_needed, words)

    def _curl(self, method: str, path: str, operation: Values) -> str:
        for each in operation["parameters"]:
            if each["in"] == "path":
                path = path.replace("{" + each["name"] + "}", each["example"])
        lines = ['curl -H "Authorization: Bearer $TOKEN"']
        if body := self._body(operation):
            sent = json.dumps(self._resolved(body)["examples"][0], ensure_ascii=False)
            lines.append(f"--json {shlex.quote(sent)}")
        asked = f"-X {method} " if method == "PATCH" or (method == "POST" and not body) else ""
        return " \\\n  ".join((*lines, f"{asked}{self.server}{path}"))

    def _example(self, content: Values) -> str:
        for media_type in PRINTED:
            if media_type in content:
                found = content[media_type]
                schema = self._resolved(found["schema"])
                shown = found["example"] if "example" in found else schema.get("examples", [""])[0]
                return json.dumps(shown, ensure_ascii=False, indent=2) if shown else ""
        return ""

    @staticmethod
    def _body(operation: Values) -> Values:
        content = operation.get("requestBody", {}).get("content", {})
        found: Values = content.get("application/json", {}).get("schema", {})
        return found

    def _resolved(self, schema: Values) -> Values:
        name = schema.get("$ref", "").rpartition("/")[2]
        found: Values = self.document["components"]["schemas"][name] if name else schema
        return found

    def _kind(self, schema: Values) -> str:
        """A type in words: "string or null", "one of accepted, rejected"."""
        if "$ref" in schema:
            return str(schema["$ref"].rpartition("/")[2])
        if "enum" in schema:
            return "one of " + ", ".join(map(str, filter(None, schema["enum"])))
        if "anyOf" in schema:
            return " or ".join(self._kind(each) for each in schema["anyOf"])
        if schema.get("type") == "array":
            return f"list of {self._kind(schema.get('items', {}))}s"
        return str(schema.get("type", "anything"))

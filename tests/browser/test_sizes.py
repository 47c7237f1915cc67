"""How much a reader's browser has to load for the sample event's pages."""

import gzip
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Response

from tests.browser.conftest import OpenPage, Samples
from tests.serving import Served

MOST_ELEMENTS = 3_500
MOST_BYTES = {"document": 60 * 1024, "script": 30 * 1024, "stylesheet": 15 * 1024, "font": 0}


KINDS = (
    "comparison", "names", "quotations", "numbers", "coverage", "derivation", "timeline",
    "headlines",
)  # fmt: skip  # several to a line


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_the_sample_event_stays_small(
    kind: str, open_page: OpenPage, samples: Samples, server: Served
) -> None:
    page = open_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(f"{samples.quay}/{kind}")
    assert page.evaluate("document.querySelectorAll('*').length") < MOST_ELEMENTS
    loaded = dict.fromkeys(MOST_BYTES, 0)
    for answer in answers:
        assert urlsplit(answer.url).netloc == urlsplit(server.url).netloc
        if answer.request.resource_type in loaded:
            loaded[answer.request.resource_type] += len(gzip.compress(answer.body()))
    assert loaded["document"] > 0
    assert loaded["script"] > 0
    assert loaded["stylesheet"] > 0
    assert {part: size for part, size in loaded.items() if size > MOST_BYTES[part]} == {}

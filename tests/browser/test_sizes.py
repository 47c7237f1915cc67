"""How much a reader's browser has to load for the sample event's comparison."""

import gzip
from urllib.parse import urlsplit

from playwright.sync_api import Response

from tests.browser.conftest import OpenPage, Samples, Served

MOST_ELEMENTS = 3_500
MOST_BYTES = {"document": 60 * 1024, "script": 30 * 1024, "stylesheet": 15 * 1024, "font": 0}


def test_the_comparison_page_stays_small(
    open_page: OpenPage, samples: Samples, server: Served
) -> None:
    page = open_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(f"{samples.quay}/comparison")
    assert page.evaluate("document.querySelectorAll('*').length") < MOST_ELEMENTS
    loaded = dict.fromkeys(MOST_BYTES, 0)
    for answer in answers:
        assert urlsplit(answer.url).netloc == urlsplit(server.url).netloc
        if answer.request.resource_type in loaded:
            loaded[answer.request.resource_type] += len(gzip.compress(answer.body()))
    assert loaded["document"] > 0
    assert loaded["script"] > 0
    assert loaded["stylesheet"] > 0
    assert {kind: size for kind, size in loaded.items() if size > MOST_BYTES[kind]} == {}

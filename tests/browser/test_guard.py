"""The guard over all pages sees what it is there for: otherwise the other tests prove little."""

import pytest

from tests.browser.conftest import OpenPage, Watch

MOST_FRAMES = 1800  # what the browser has to report reaches us within seconds

FAULTS = {
    "an inline style": "document.body.setAttribute('style', 'color: red')",
    "a foreign picture": "new Image().src = 'http://203.0.113.9/picture.png'",
    "a broken script": "setTimeout(() => { throw new Error('broken') })",
    "an error message": "console.error('something failed')",
    "a missing file": "fetch('/nowhere')",
}


@pytest.mark.parametrize("script", FAULTS.values(), ids=FAULTS)
def test_a_fault_on_a_page_fails_its_test(script: str, open_page: OpenPage, watch: Watch) -> None:
    page = open_page("/")
    watch.check()
    page.evaluate(script)
    for _ in range(MOST_FRAMES):
        if watch.faults:
            break
        page.evaluate("new Promise(requestAnimationFrame)")
    with pytest.raises(AssertionError, match="reported faults"):
        watch.check()
    watch.faults.clear()

"""The address that a text was taken from: typed in the preview, a link in the reading."""

import pytest
from lxml import html

from app.services.articles.corrections import check_source
from app.services.errors import Invalid
from tests.factories import PARAGRAPHS, RELABELLED
from tests.pages import SAME_ORIGIN, Browser, Page

SOURCE = "https://meridian.example/harbour"


def preview(browser: Browser, *texts: tuple[str, ...]) -> Page:
    """The preview of pasted texts."""
    fields = {f"text-{n}": "\n\n".join(lines) for n, lines in enumerate(texts, start=1)}
    outlets = {f"outlet-{n}": f"Outlet {n}" for n in range(1, len(texts) + 1)}
    return browser.post("/take-in", {"texts": str(len(texts)), **fields, **outlets})


def sent(page: Page, *addresses: str) -> dict[str, str]:
    """The preview's fields with these addresses, in the order of its articles."""
    fields = page.fields("/batches/")
    names = [field.get("name") for field in page.find("//input[contains(@name, '.source_url')]")]
    return fields | dict(zip(names, addresses, strict=True))


@pytest.mark.parametrize(
    "address",
    [
        "meridian.example",
        "http://",
        "https://[::1",
        "https://ann:word@meridian.example/",
        "ftp://a.b",
    ],
)
def test_only_what_a_browser_opens_is_taken(address: str) -> None:
    with pytest.raises(Invalid):
        check_source(address)
    assert check_source(" https://meridian.example/quay?a=1 ") is not None


def test_an_address_is_typed_kept_and_led_to(browser: Browser) -> None:
    page = preview(browser, PARAGRAPHS, RELABELLED)
    wrong = browser.post(page.url, sent(page, "meridian.example", ""), status=422)
    assert "Give an address like" in wrong.text
    assert wrong.find("//input[contains(@name, '.source_url')]/@value") == ["meridian.example", ""]
    kept = browser.post(page.url, sent(wrong, SOURCE, ""))
    assert kept.find("//input[contains(@name, '.source_url')]/@value") == [SOURCE, ""]
    cleared = browser.post(page.url, sent(kept, "", ""))
    assert cleared.find("//input[contains(@name, '.source_url')]/@value") == ["", ""]
    both = sent(cleared, SOURCE, SOURCE) | {"save": "compare"}
    reading = browser.client.post(page.url, data=both, headers=SAME_ORIGIN)
    links = html.fromstring(reading.text).xpath("//a[.='Where it was taken from']/@href")
    assert links == [SOURCE], "one address is of one article"

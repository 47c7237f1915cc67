"""Links to sentences and statements after articles were taken in again, and what pages print."""

import re
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import unquote

import pytest
from lxml import html

from app.core.aligning.segment import sentences_of
from app.services.articles import events
from app.services.articles.events import EventPage
from app.services.comparing import compare
from app.services.comparing.compare import ComparedEvent
from app.services.comparing.permalinks import find_sentence
from app.services.people.accounts import User
from app.storage.db import Database
from app.storage.models import Article as ArticleRow
from tests.factories import PARAGRAPHS, RELABELLED, import_event, read_article, stranger
from tests.pages import Browser
from tests.retold import as_text, edited
from tests.unit.core.made_up import PLAIN

SENTENCE_LINKS = "//a[contains(@href, '/sentences/')]/@href"
NO = "He declined to comment."
HIDDEN = "[self::del or @aria-hidden or contains(@class, 'vh') or contains(@class, 'pointer')]"


class Desk:
    """An event whose articles are taken in again and again."""

    def __init__(self, browser: Browser, database: Database, owner: User, now: datetime) -> None:
        self.browser, self.database, self.owner, self.now = browser, database, owner, now
        self.event: EventPage | None = None

    def take_in(self, **texts: Sequence[str]) -> ComparedEvent:
        """The comparison once the texts, paragraphs by article key, are the newest revisions."""
        articles = [
            read_article(key.title(), lines, headline=None, key=key) for key, lines in texts.items()
        ]
        self.event = import_event(self.database, self.owner, self.now, *articles)
        return self.compared()

    def compared(self) -> ComparedEvent:
        assert self.event
        return compare.get_comparison(self.database, self.event.id, user=self.owner, now=self.now)

    def sentence_id(self, key: str, words: str, nth: int = 0) -> str:
        """The id of the nth sentence of an article that has these words."""
        comparison = self.compared().comparison
        article = comparison.articles[comparison.positions[key]]
        return [s.id for s in article.sentences if words in s.text][nth]

    def follow(self, named: str) -> str:
        """Where the link to a sentence leads: its words, or what the page says of it."""
        assert self.event
        path = f"/events/{self.event.id}/sentences/{named}"
        answer = self.browser.client.get(path, follow_redirects=False)
        if answer.status_code == 303:
            page, _, anchor = answer.headers["location"].partition("#")
            return words_at(self.look(page).get_element_by_id(anchor))
        return self.browser.get(path).text

    def look(self, path: str):
        """The tree of a page that other tests judge."""
        return html.document_fromstring(self.browser.client.get(path).text)


def words_at(element) -> str:
    """What the outlet prints there, without marks and signs."""
    parts = element.xpath(f".//text()[not(ancestor::*{HIDDEN})]")
    return " ".join("".join(parts).split())


@pytest.fixture
def desk(browser: Browser, database: Database, owner: User, now: datetime) -> Desk:
    return Desk(browser, database, owner, now)


# Sentences


def test_a_link_to_unchanged_words_goes_to_their_place(desk: Desk) -> None:
    desk.take_in(one=PLAIN[:6], two=PLAIN[:4])
    named = desk.sentence_id("one", PLAIN[3])
    desk.take_in(one=[PLAIN[7], *PLAIN[:6]])
    assert desk.follow(named) == PLAIN[3]


def test_other_quotation_marks_do_not_break_a_link(desk: Desk) -> None:
    said = "“The northern gate stays closed until Friday”, the harbour master said."
    desk.take_in(one=[*PLAIN[:2], said], two=PLAIN[:4])
    named = desk.sentence_id("one", "northern gate stays")
    plain = said.replace("“", '"').replace("”", '"')
    desk.take_in(one=[*PLAIN[:2], plain])
    assert desk.follow(named) == plain


def test_changed_words_stand_beside_the_old_ones_with_their_place(desk: Desk) -> None:
    desk.take_in(one=PLAIN[:6], two=PLAIN[:4])
    named = desk.sentence_id("one", PLAIN[2])
    changed = PLAIN[2].replace("ninety", "seventy")
    desk.take_in(one=[*PLAIN[:2], changed, *PLAIN[3:6]])
    assert desk.event
    page = desk.browser.get(f"/events/{desk.event.id}/sentences/{named}")
    assert page.one("//h1").text == "Changed since"
    old, new = page.find("//blockquote")
    assert "ninety" in old.xpath("string(.//del)")
    assert "seventy" in new.xpath("string(.//ins)")
    assert words_at(new) == changed
    links = page.links()
    assert f"/events/{desk.event.id}/articles/one?revision=1" in links
    (place,) = [link for link in links if "#s-" in link]
    path, _, anchor = place.partition("#")
    assert words_at(desk.look(path).get_element_by_id(anchor)) == changed


def test_what_is_gone_says_where_it_stood(desk: Desk) -> None:
    desk.take_in(one=PLAIN[:6], two=PLAIN[:4])
    named = desk.sentence_id("one", PLAIN[3])
    desk.take_in(one=[*PLAIN[:3], *PLAIN[4:6]])
    said = desk.follow(named)
    assert "No longer there" in said
    assert f"after “{PLAIN[2]}” and before “{PLAIN[4]}”" in said


def test_a_sentence_that_was_never_there_is_not_found(desk: Desk) -> None:
    compared = desk.take_in(one=PLAIN[:3], two=PLAIN[:3])
    known = desk.sentence_id("one", PLAIN[0])
    for named in ("0123456789ab-1", "nonsense", f"{known}@7", f"{known}@x"):
        path = f"/events/{compared.event.id}/sentences/{named}"
        assert "This sentence is in no revision" in desk.browser.get(path, status=404).text


def test_a_link_holds_over_several_revisions(desk: Desk) -> None:
    desk.take_in(one=PLAIN[:6], two=PLAIN[:4])
    first = desk.sentence_id("one", PLAIN[1])
    desk.take_in(one=[*PLAIN[:1], *PLAIN[2:6]])
    second = desk.sentence_id("one", PLAIN[2])
    changed = PLAIN[2].replace("ninety", "seventy")
    desk.take_in(one=[PLAIN[8], PLAIN[0], changed, *PLAIN[3:6], PLAIN[1]])
    assert desk.follow(first) == PLAIN[1]
    assert "Revision 1, taken in" in desk.follow(second)
    assert "Revision 2, taken in" in desk.follow(f"{second}@2")
    assert "Revision 3, the newest" in desk.follow(f"{second}@2")


def test_another_name_for_the_outlet_changes_no_link(
    desk: Desk, database: Database, owner: User
) -> None:
    compared = desk.take_in(one=PLAIN[:4], two=PLAIN[:4])
    named = desk.sentence_id("one", PLAIN[1])
    with database.write() as session:
        row = session.query(ArticleRow).filter_by(key="one").one()
        row.outlet = "The Renamed Herald"
        session.commit()
    assert desk.follow(named) == PLAIN[1]
    with database.read() as session:
        event = events.get_event(session, compared.event.id, user=owner)
    assert "The Renamed Herald" in [article.outlet for article in event.articles]


def test_the_same_words_of_another_outlet_are_not_meant(desk: Desk) -> None:
    desk.take_in(one=PLAIN[:4], two=PLAIN[:4])
    named = desk.sentence_id("one", PLAIN[2])
    desk.take_in(one=[*PLAIN[:2], PLAIN[3]])
    assert "No longer there" in desk.follow(named)


def test_the_second_of_two_equal_sentences_stays_the_second(desk: Desk) -> None:
    desk.take_in(one=[PLAIN[0], NO, PLAIN[1], NO, PLAIN[2]], two=PLAIN[:3])
    first, second = (desk.sentence_id("one", NO, nth) for nth in (0, 1))
    desk.take_in(one=[*PLAIN[:2], NO, PLAIN[2]])
    assert "not sure which sentence" in desk.follow(first)
    assert desk.follow(second) == NO
    newest = desk.sentence_id("one", NO)
    assert newest == first
    assert desk.follow(f"{newest}@2") == NO


def test_a_link_that_names_no_revision_is_sure_only_where_all_agree(desk: Desk) -> None:
    desk.take_in(one=PLAIN[:4], two=PLAIN[:4])
    desk.take_in(one=[PLAIN[0], NO, PLAIN[1], NO, *PLAIN[2:4], PLAIN[6]])
    first, second, alone = (
        desk.sentence_id("one", words, nth) for words, nth in ((NO, 0), (NO, 1), (PLAIN[6], 0))
    )
    desk.take_in(one=[*PLAIN[:2], NO, PLAIN[2], PLAIN[6], PLAIN[3]])
    assert "does not say which it was made for" in desk.follow(first)
    assert desk.follow(f"{first}@3") == desk.follow(f"{second}@2") == NO
    assert "not sure which sentence" in desk.follow(f"{first}@2")
    assert desk.follow(alone) == PLAIN[6]


def test_links_of_a_page_name_the_revision_they_are_made_from(desk: Desk) -> None:
    compared = desk.take_in(one=PLAIN[:4], two=PLAIN[:4])
    path = f"/events/{compared.event.id}"
    links = desk.look(f"{path}/comparison").xpath(SENTENCE_LINKS)
    assert links
    assert not [link for link in links if "@" in link]
    desk.take_in(one=[PLAIN[5], *PLAIN[:4]])
    links = desk.look(f"{path}/comparison").xpath(SENTENCE_LINKS)
    assert {link.partition("@")[2] for link in links} == {"", "2"}
    for link in links:
        answer = desk.browser.client.get(link, follow_redirects=False)
        assert answer.status_code == 303
        anchor = answer.headers["location"].partition("#")[2]
        assert anchor == "s-" + link.rpartition("/")[2].partition("@")[0]


@pytest.mark.parametrize("seed", range(3))
def test_with_a_fifth_edited_nearly_all_links_to_the_rest_land_exactly(
    desk: Desk, seed: int
) -> None:
    told = edited(seed)
    before = desk.take_in(one=as_text(told.old).split("\n\n"), two=PLAIN[:2]).comparison
    after = desk.take_in(one=as_text(told.new).split("\n\n"))
    links = before.articles[before.positions["one"]].sentences
    assert len(links) == len(told.old)
    landed = 0
    with desk.database.read() as session:
        for n, places in enumerate(told.went):
            found = find_sentence(session, after, links[n].id, user=desk.owner).refound
            assert not (found.is_found and n in told.changed), "silently on a wrong one"
            assert not found.is_found or found.sentences == places, "silently on a wrong one"
            landed += found.is_found
    assert landed >= 0.98 * (len(told.old) - len(told.changed))


def test_another_team_learns_nothing(
    desk: Desk, database: Database, now: datetime, stranger_browser: Browser
) -> None:
    compared = desk.take_in(one=PLAIN[:3], two=PLAIN[:3])
    named = desk.sentence_id("one", PLAIN[0])
    stranger(database, now)
    path = f"/events/{compared.event.id}/sentences/{named}"
    assert PLAIN[0] not in stranger_browser.get(path, status=401).text


# Statements


def statement_links(desk: Desk) -> dict[str, str]:
    """The rows' links by the words of their first cell."""
    assert desk.event
    page = desk.look(f"/events/{desk.event.id}/comparison?open=all")
    return {
        words_at(row.xpath(".//*[contains(@class, 'words')]")[0]): row.get("data-link")
        for row in page.xpath("//*[@data-link]")
    }


def row_at(desk: Desk, link: str) -> str:
    """The first words of the row that a link leads to."""
    answer = desk.browser.client.get(link, follow_redirects=False)
    assert answer.status_code == 303, desk.browser.get(link).text
    page, _, anchor = answer.headers["location"].partition("#")
    row = desk.look(page).get_element_by_id(anchor)
    return words_at(row.xpath(".//*[contains(@class, 'words')]")[0])


def test_a_statement_is_found_under_another_id(desk: Desk) -> None:
    desk.take_in(one=PLAIN[:5], two=PLAIN[:5], three=PLAIN[:5])
    links = statement_links(desk)
    assert unquote(links[PLAIN[2]]).count("sentence=") == 3
    assert row_at(desk, links[PLAIN[2]]) == PLAIN[2]
    desk.take_in(two=[*PLAIN[:2], PLAIN[2].replace("ninety", "seventy"), *PLAIN[3:5]])
    assert statement_links(desk)[PLAIN[2]] != links[PLAIN[2]]
    assert row_at(desk, links[PLAIN[2]]) == PLAIN[2]


def test_a_statement_of_which_nothing_stands_as_it_was_says_so(desk: Desk) -> None:
    desk.take_in(one=PLAIN[:5], two=PLAIN[:5])
    link = statement_links(desk)[PLAIN[2]]
    changed = PLAIN[2].replace("ninety", "seventy")
    desk.take_in(one=[*PLAIN[:2], changed, *PLAIN[3:5]], two=[*PLAIN[:2], *PLAIN[3:5]])
    page = desk.browser.get(link)
    assert page.one("//h1").text == "Changed since"
    assert "It has other words now" in page.text
    assert "It is gone" in page.text


def test_half_of_its_sentences_is_not_enough_for_a_statement(desk: Desk) -> None:
    desk.take_in(one=PLAIN[:5], two=PLAIN[:5])
    link = statement_links(desk)[PLAIN[2]]
    desk.take_in(two=[*PLAIN[:2], *PLAIN[3:5]])
    said = desk.browser.get(link).text
    assert "It stands as it did" in said
    assert "It is gone" in said


def test_a_bare_link_to_a_statement_works_while_its_id_does(desk: Desk) -> None:
    compared = desk.take_in(one=PLAIN[:3], two=PLAIN[:3])
    path = f"/events/{compared.event.id}/statements"
    statement = compared.comparison.statements[1].id
    assert row_at(desk, f"{path}/{statement}") == PLAIN[1]
    for link in (f"{path}/0123456789ab", f"{path}/{statement}?sentence=nonsense"):
        assert "no such statement" in desk.browser.get(link, status=404).text


def test_a_shared_page_keeps_its_own_links(desk: Desk) -> None:
    compared = desk.take_in(one=PLAIN[:4], two=RELABELLED)
    shared = desk.browser.post(
        f"/events/{compared.event.id}/shares", {"days": "3", "contents": "full"}, status=201
    )
    link = shared.one("//input[@id='link']").get("value").removeprefix("http://127.0.0.1:8000")
    stranger = Browser(desk.browser.app)
    frozen = stranger.get(link)
    desk.take_in(one=PLAIN[1:6])
    assert stranger.get(link).source == frozen.source
    assert "/events/" not in frozen.source
    rows = frozen.find("//*[@data-link]")
    assert rows
    for row in rows:
        assert row.get("data-link").startswith(f"{link}/statements/")
        assert stranger.get(row.get("data-link")).source == frozen.source


# Every shown sentence is cut from the text as it was taken in

PAGE = """<!doctype html><html lang="en"><head><title>Harbour closed | Harbour Post</title></head>
<body><nav><a href="/">Home</a></nav><article><h1>Harbour closed</h1>
{}</article><footer>All rights reserved.</footer></body></html>"""


def test_shown_sentences_are_their_texts_own_characters(
    browser: Browser, database: Database, owner: User, now: datetime
) -> None:
    """From a pasted text and from a web page: what stands between the marks of a cell is what the
    sentence's offsets cut from the text that its revision keeps."""
    body = [*PARAGRAPHS, *PLAIN[:6]]
    files = [
        ("files", ("post.txt", "\n\n".join(["Harbour closed", *body]).encode(), "text/plain")),
        (
            "files",
            (
                "page.html",
                PAGE.format(
                    "\n".join(f"<p>{p.replace('Thursday', '<b>Friday</b>')}</p>" for p in body)
                ).encode(),
                "text/html",
            ),
        ),
    ]
    preview = browser.post("/take-in", {"event": "", "title": "Harbour", "texts": "1"}, files=files)
    saved = browser.post(preview.url, preview.fields("/batches/") | {"save": "yes"})
    found = re.match(r"/events/([^/]+)", saved.url)
    assert found
    compared = compare.get_comparison(database, found[1], user=owner, now=now)
    answer = browser.client.get(f"/events/{found[1]}/comparison?open=all&marks=all")
    page = html.document_fromstring(answer.text)
    for article in compared.comparison.articles:
        with database.read() as session:
            revision = events.get_revision(session, compared.revisions[article.key], user=owner)
        assert article.article.text == revision.cleaned.text
        assert article.sentences == sentences_of(article.article)
        assert len(article.sentences) > len(body)
        for sentence in article.sentences:
            cut = " ".join(sentence.span.of(revision.cleaned.text).split())
            assert words_at(page.get_element_by_id(f"s-{sentence.id}")) == cut
    assert page.xpath("//ins")

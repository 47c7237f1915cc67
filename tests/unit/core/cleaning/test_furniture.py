"""Page furniture: what is recognised, and what must not be."""

import pytest

from app.core.cleaning.furniture import furniture_reason, glued_at, section_of


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Share this article", "share buttons"),
        ("Share this articleComments", "share buttons"),
        ("starAdd to favorites", "share buttons"),
        ("Add new comment", "comment form"),
        ("Comments (12)", "comments"),
        ("48 users have voted.", "votes and counters"),
        ("3 + 4 =", "check against robots"),
        ("Are you a human visitor or not?", "check against robots"),
        ("Get the day's top stories by email every morning.", "newsletter sign-up"),
        ("Weekly newsletterReceive essential port news", "newsletter sign-up"),
        ("You are here", "where the page stands in the site"),
        ("Home > World > Ports", "where the page stands in the site"),
        ("World / Europe / Ports", "where the page stands in the site"),
        ("Please wait...", "help for browsers"),
        ("Find Us", "menu or button"),
        ("Published on Updated", "menu or button"),
        ("4 min read", "reading time"),
        ("Advertisement", "advertisement"),
        ("Search Keywords:", "keywords"),
        ("https://harbour-post.example/strike", "link"),
        ("© 2026 Harbour Post", "notice of rights"),
        ("We use cookies to make this site work.", "cookie or privacy notice"),
        ("Support our journalism", "appeal for support"),
        ("Download our free app", "app advertisement"),
        ("Read also: Why the gates were shut", "pointer to another article"),
        ("You might also like", "heading of what follows the article"),
        ("folder_openWorld access_time5 years ago", "icon names of a page"),
        ("Facebook Twitter WhatsApp Email", "menu or buttons"),
        ("ShareTweet EmailPrint", "menu or buttons"),
        ("MenuYou are here", "menu or button"),
        ("Wire | Pictures | Data", "menu"),
        ("الرئيسية | أخبار النهر | طقس", "menu"),
        ("* * *", "marks without words"),
        ("شارك المقال", "share buttons"),
        ("תגובות", "comments"),
    ],
)
def test_furniture_is_named(line, reason):
    assert furniture_reason(line) == reason


@pytest.mark.parametrize(
    "line",
    [
        "Share prices fell on Monday.",
        "The newsletter said so.",
        "Home to 2,000 people, the village lies on the river.",
        "Comments by the minister angered the dockers.",
        "Support for the strike grew with every contribution.",
        "He said that names may not be published.",
        "What? Who > why > how?",
        "Left/right",
        "Quay Nine | Harbour Post",
        "Strike | Dockers of Marrow walk out at dawn | Port",
        "NewYork iPhone",
        "x" * 300,
    ],
)
def test_sentences_are_not_furniture(line):
    assert furniture_reason(line) is None


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("Comments:", "comments"),
        ("You may also like", "teasers"),
        ("More from Harbour Post", "teasers"),
        ("Read more", "more"),
        ("Continue reading…", "more"),
        ("This article is for subscribers only", "more"),
        ("[+2831 chars]", "more"),
        ("Dockers read more books", None),
    ],
)
def test_headings_of_sections(line, section):
    assert section_of(line) == section


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("Nobody moved.Share this articleComments", "Share this articleComments"),
        ("“Nobody moved.”Add new comment", "Add new comment"),
        ("Share this articleThe port of Marrow stood still.", "The port of Marrow stood still."),
        ("Nobody moved. Share this article", None),
        ("Share this articleComments", None),
        ("Share this articleFacebook Twitter WhatsApp Reddit", None),
        ("Share this article", None),
        ("", None),
    ],
)
def test_where_text_and_furniture_are_glued(text, second):
    at = glued_at(text)
    assert (None if at is None else text[at:]) == second

import pytest

from app.core.quoting.quotemarks import family_of, pair_marks
from app.core.text import Span


def marked(text):
    return pair_marks(text, Span(0, len(text)))


def inside(text):
    return [text[start + 1 : end] for start, end in marked(text).pairs]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('"We stay," she said.', ["We stay,"]),
        ("“We stay,” she said.", ["We stay,"]),
        ("‘We stay,’ she said.", ["We stay,"]),
        ("'We stay,' she said.", ["We stay,"]),
        ("„Wir bleiben“, sagte sie.", ["Wir bleiben"]),
        ("„Zostajemy”, mówi.", ["Zostajemy"]),
        ("‚Wir bleiben‘, sagte sie.", ["Wir bleiben"]),
        ("”Vi stannar”, sade hon.", ["Vi stannar"]),
        ("»Wir bleiben«, sagte sie.", ["Wir bleiben"]),
        ("«On reste», dit-elle.", ["On reste"]),
        ("« On reste », dit-elle.", [" On reste "]),
        ("‹On reste›, dit-elle.", ["On reste"]),
        ("「行こう」と彼は言った。", ["行こう"]),
        ("『行こう』と「彼」は言った。", ["行こう", "彼"]),
        ("他说：“我们走吧”。他说‘走’了。", ["我们走吧", "走"]),
        ('他说"走"了。', ["走"]),
        ("وقالت: «نبقى هنا».", ["نبقى هنا"]),
        ("“We stay,“ she said.", ["We stay,"]),
        ('“We stay," she said.', ["We stay,"]),
        ("“We stay ”and left.", ["We stay "]),
        ("It is (“half”) done — “here”.", ["half", "here"]),
    ],
)
def test_every_kind_of_mark(text, quoted):
    assert inside(text) == quoted


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("\"They say 'no' to us,\" she said.", ["They say 'no' to us,", "no"]),
        ("'They say \"no\" to us,' she said.", ['They say "no" to us,', "no"]),
        ("«Un « petit » mot», dit-il.", ["Un « petit » mot", " petit "]),
        ("“They said ‘no’.”", ["They said ‘no’.", "no"]),
        ("\"They say 'no to us,\" she said.'", ["They say 'no to us,"]),
        ("“A 「b” c」 d", ["A 「b"]),
    ],
)
def test_marks_within_marks(text, quoted):
    assert inside(text) == quoted


@pytest.mark.parametrize(
    "text",
    [
        "The dockers' union and the mayor's office.",
        "The '90s ended, 'tis said, for 'em.",
        'A 6" pipe, a 5\'10" man.',
        'צה"ל בנמל',
        "rock ’n’ roll",
        "two ' * ' signs, two \" * \" signs",
        "",
    ],
)
def test_what_is_no_quotation(text):
    assert marked(text).pairs == ()


def test_apostrophes_within_a_quotation():
    text = "'We know the dockers' union,' she said, 'and we'll go.'"
    assert inside(text) == ["We know the dockers' union,", "and we'll go."]
    assert inside("The 'republics' in the north.") == ["republics"]
    assert inside("Only 'the dockers of the whole northern harbours' have left.") == []
    assert inside("It's 'goin' home', she said.") == ["goin' home"]
    assert inside("The 'dockers' and drivers' meetings.") == []


def test_what_opens_twice_is_in_doubt():
    assert inside('"A first. "A second," he said.') == ["A second,"]
    assert marked("“A “first”. And a second").unclosed is None
    assert marked("“A 「first”.").unclosed is None
    assert marked("“A 「first").unclosed is None


def test_an_end_left_out_and_a_beginning_left_out():
    assert marked("She said: “We stay").unclosed == 10
    assert marked("‘We stay").unclosed == 0
    assert marked("She said ‘we stay").unclosed is None
    assert marked("We stay,” she said. “And so on”").orphan == 8
    assert marked("“We” stay,” she said.").orphan is None
    assert marked('A pipe of 6" burst.').orphan is None
    assert marked("'We stay' there,\" she said.").orphan is None


def test_marks_outside_the_bounds_do_not_count():
    text = 'a "b" c'
    assert pair_marks(text, Span(3, 7)).pairs == ()


def test_families():
    assert family_of("“") == family_of('"') != family_of("«")

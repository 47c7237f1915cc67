"""Lines and hard-wrapped lines -> paragraphs."""

from textwrap import fill

from app.core.cleaning.paragraphs import paragraphs_of

LONG = (
    "The port of Marrow stood still on Thursday after dockers walked out at dawn, and a "
    "spokesman for the harbour said that up to 200 containers were waiting outside the gates. "
    "Talks are due to resume on Friday, the ministry said, but the union did not confirm it."
)


def texts(text):
    return [p.text for p in paragraphs_of(text)]


def test_lines_are_paragraphs_with_their_gaps():
    found = paragraphs_of("\nOne\nTwo \r\n\n  Three")
    assert [(p.text, p.gap) for p in found] == [
        ("One", True),
        ("Two", False),
        ("Three", True),
    ]
    assert all(p.span.of("\nOne\nTwo \r\n\n  Three") == p.text for p in found)


def test_wrapped_lines_are_joined():
    text = f"{fill(LONG, 60)}\n\n{fill(LONG, 60)}"
    assert [" ".join(t.split()) for t in texts(text)] == [LONG, LONG]


def test_wrapped_paragraphs_without_blank_lines_end_at_short_lines():
    short = "The port of Marrow stood still on Thursday after dockers walked out, it said."
    text = "\n".join(fill(t, 60) for t in (short, LONG, short))
    assert len(texts(text)) == 3


def test_a_longer_line_stays_by_itself_in_a_wrapped_text():
    text = f"{fill(LONG, 60)}\n{'Headline ' * 9}"
    assert len(texts(text)) == 2


def test_lines_of_their_own_are_not_joined():
    text = "Marrow strike goes on\nfolder_open World\nstar Add\n\n" + LONG + "\n\n" + LONG
    assert len(texts(text)) == 5


def test_long_paragraphs_are_looked_at_from_both_ends():
    (paragraph,) = paragraphs_of("start " + "word " * 1000 + "end.")
    assert paragraph.head.startswith("start")
    assert paragraph.tail.endswith("end.")
    assert paragraph.words > 100


def test_words_of_scripts_without_spaces_are_estimated():
    (paragraph,) = paragraphs_of("港口发言人表示约两百个集装箱在大门外等候")
    assert paragraph.words >= 8

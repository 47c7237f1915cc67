"""The page of headlines as a value: what one alone says, what its text does not, who is named."""

from app.core.text import BlockKind
from app.web.overviews.headlines import HeadlinesView, headlines_view
from tests.unit.web.ledger_samples import PLACE
from tests.unit.web.readings import QUAY, article, compared


def headlines(**lines: tuple[str, ...]) -> HeadlinesView:
    """The view of articles, given as their headline (or none, where empty) and their body."""
    articles = []
    for key, (head, *body) in lines.items():
        top: list[tuple[BlockKind, str]] = [("headline", head)] if head else []
        articles.append(article(key, *top, *body))
    return headlines_view(compared(*articles), PLACE)


def test_words_that_one_headline_alone_has_are_marked() -> None:
    view = headlines(
        a=("Dock workers seal off terminal", *QUAY), b=("Militants seize terminal", *QUAY)
    )
    marked = [[w for w, is_own in each.parts if is_own] for each in view.headlines]
    assert marked == [["Dock", "workers", "seal"], ["Militants", "seize"]]
    whole = ["".join(words for words, _ in each.parts) for each in view.headlines]
    assert whole == ["Dock workers seal off terminal", "Militants seize terminal"]
    assert view.shared == ("terminal",)
    assert view.headlines[0].seat.href.startswith("/e/comparison")


def test_what_its_own_text_does_not_say_is_told_beside_the_nearest_sentence() -> None:
    view = headlines(
        a=("Dock workers seal off terminal", *QUAY), b=("Militants seize terminal", *QUAY)
    )
    first, second = view.headlines
    assert "do not stand in the text below it" in second.why
    assert "“Militants” and “seize”" in second.why
    assert first.nearest is not None
    assert "".join(words for words, _ in first.nearest.parts) == QUAY[0]


def test_a_headline_alone_has_nothing_to_be_compared_with() -> None:
    view = headlines(a=("Dock workers seal off terminal", *QUAY), b=("", *QUAY))
    (only,) = view.headlines
    assert only.parts == (("Dock workers seal off terminal", False),)
    assert only.why.startswith("There is no other headline in its language.")
    assert (view.shared, view.without, view.namings) == ((), "B", ())
    nothing = headlines(a=("", QUAY[0]))
    assert (nothing.headlines, nothing.without) == ((), "A")
    assert headlines_view(compared(), PLACE).without == ""


def test_who_is_called_what_in_headlines() -> None:
    strikers = "The strikers left the gate, and the strikers burned tyres at the gate by noon."
    again = "Police held 31 strikers near the grain terminal, a court clerk said on Friday."
    view = headlines(
        a=("Strikers leave the gate", strikers, again),
        b=("Militants leave the gate", *(s.replace("strikers", "militants")
                                         for s in (strikers, again))),
    )  # fmt: skip  # several to a line
    (naming,) = view.namings
    assert naming.names == (("Strikers", "A"), ("Militants", "B"))


def test_very_many_headlines_have_pages() -> None:
    view = headlines(**{f"o{n}": (f"Ferry {n} waits", QUAY[n % 8]) for n in range(65)})
    assert (len(view.headlines), [page.number for page in view.pages]) == (60, [1, 2])
    assert view.pages[1].href == "/e/headlines?page=2"

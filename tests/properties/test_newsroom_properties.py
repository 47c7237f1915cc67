"""What holds for every text: nothing is lost, nothing is doubled, nothing is raised."""

from hypothesis import example, given
from hypothesis import strategies as st

from app.core.cleaning.dates import printed_dates
from app.core.cleaning.newsroom import clean_text
from app.core.text import BLOCK_KINDS, Facts

PHRASES = st.sampled_from(
    [
        "Strike shuts the port of Marrow",
        "Strike shuts the port of Marrow | Harbour Post",
        "By Meridian",
        "By Lena Orsk and Tom Vale",
        "Meridian, Thursday 14 May 2026",
        "Published 05/06/2026",
        "PORT MARROW (Meridian) - The port stood still after dockers walked out at dawn.",
        "The port stood still after dockers walked out at dawn.",
        "The minister then went to the",
        "Nobody moved.Share this articleComments",
        "FILE PHOTO: dockers at the gate",
        "dockers at the gate",
        "Share this articleComments",
        "Add new comment",
        "You might also like",
        "Read more",
        "(Harbour Post with Meridian)",
        "(Reporting by Lena Orsk)",
        "© 2026 Harbour Post",
        "'No end in sight'",
        "The demands are:",
        "- one",
        "###",
        "",
        "",
    ]
)
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=200)
PAGES = st.lists(st.one_of(PHRASES, st.text(max_size=30)), max_size=14).map("\n".join)


def check(text: str) -> None:
    cleaned = clean_text(text)
    position = 0
    for block in cleaned.blocks:
        between = text[position : block.span.start]
        assert not between.strip(), "characters between blocks are lost"
        part = block.span.of(text)
        assert part, "an empty block"
        assert part == part.strip()
        assert block.kind in BLOCK_KINDS
        assert block.reason
        position = block.span.end
    assert not text[position:].strip()
    assert cleaned.text == text
    assert clean_text(text) == cleaned


@given(ANY_TEXT)
@example("\ud800 lone surrogate\n\x00\x1c control\x85next\u2028line")
@example("\u200b\n\u202e\n\ufeff")
@example("By ſ\n7 juın 2026\nİİİ")
@example("((((((((((\n))))))")
def test_every_character_lands_in_one_block(text):
    check(text)


@given(PAGES)
def test_every_line_of_a_page_lands_in_one_block(text):
    check(text)


@given(PAGES, st.text(max_size=20), st.text(max_size=20))
def test_hints_win_over_any_text(text, headline, outlet):
    found = clean_text(text, hints=Facts(headline=headline or None, outlet=outlet or None)).facts
    assert not headline or found.headline == headline
    assert not outlet or found.outlet == outlet


@given(ANY_TEXT)
@example("१४/०५/२०२६ ৫ May 2026")
def test_printed_dates_lie_in_the_line(line):
    end = 0
    for date in printed_dates(line):
        assert end <= date.start < date.end <= len(line)
        assert (date.iso is None) == bool(date.problem)
        end = date.end

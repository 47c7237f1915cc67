"""Cells: gaps and what may be said of them, notes, reasons, places, moves that lead both ways."""

from dataclasses import replace
from typing import Literal

from app.core.aligning.crossing import Meaning
from app.core.comparison import Comparison, Gap, Hint, Side
from app.core.statements import compare_articles
from app.web.reading import signs
from app.web.reading.views import Reading
from tests.unit.web.readings import (
    QUAY,
    all_cells,
    article,
    compared,
    page,
    printed,
    read,
    rows,
    words_of,
)


def test_a_gap_says_no_more_than_the_engine_allows() -> None:
    wire = article("wire", *QUAY, published="2026-05-14T11:20+02:00", agency="Wire")
    post = article("post", *QUAY[:7], published="2026-05-14T13:20+02:00", agency="Wire")
    rival = article("rival", "Bread cost more in Lisenne.", published="2026-05-14T15:20+02:00")
    reading = read(compared(wire, post, rival), base="wire")
    gaps = [cell.gap for cell in rows(reading)[7].cells]
    assert gaps[0] is None
    assert gaps[1]
    assert gaps[2]
    assert (gaps[1].words, gaps[1].sign) == ("Dropped", signs.DROPPED)
    assert (gaps[2].words, gaps[2].sign) == ("Not in this article", signs.ABSENT)
    assert all(c.reasons for c in all_cells(reading) if c.state in ("gap", "changed"))


def test_another_language_is_not_comparable() -> None:
    arabic = article("صحيفة", "أغلق العمال ميناء مارو يوم الثلاثاء.", language="ar")
    reading = read(compared(article("a", *QUAY[:2]), arabic), base="a")
    words = {cell.gap.words for cell in all_cells(reading) if cell.gap}
    assert words == {"Not comparable"}


def across(meaning: Meaning | None) -> Reading:
    english = article("a", ("headline", "Port shut"), *QUAY[:2])
    arabic = article(
        "b",
        ("headline", "إغلاق الميناء"),
        "أغلق العمال ميناء مارو يوم الثلاثاء.",
        language="ar",
    )
    return read(compare_articles([english, arabic], meaning=meaning))


def made_up(likeness: float) -> Meaning:
    """An encoder to which the first English sentence is so like any other."""
    return Meaning(
        "made up",
        frozenset({"ar", "en"}),
        lambda one, two: [[likeness if "dock" in b else 0.1 for b in two] for _ in one],
    )


def test_what_says_the_same_in_another_language_stands_unmarked_beside_it() -> None:
    reading = across(made_up(0.9))
    headline, cell = (row.cells[1] for row in rows(reading)[:2])
    assert [note.text for note in headline.notes] == ["In Arabic"]
    assert [note.text for note in cell.notes] == ["The same in Arabic; words are not compared."]
    assert printed(cell, ("same",)) == "أغلق العمال ميناء مارو يوم الثلاثاء."
    assert cell.reasons[0].startswith("The same in another language")
    assert reading.notices[0].startswith("B is in Arabic. What surely says the same")


def test_the_page_says_why_another_language_stands_apart() -> None:
    assert "extra “semantic”" in across(None).notices[0]
    assert across(made_up(0.2)).notices == (
        "B is in Arabic and stands apart: nothing in it surely says the same.",
    )
    assert read(compared(article("a", *QUAY[:2]), article("b", *QUAY[:2]))).notices == ()


def test_a_language_without_a_name_is_told_by_its_code() -> None:
    assert signs.in_language("eo-XX") == "in another language (eo)"


def test_what_one_outlet_alone_says_is_only_here() -> None:
    extra = "Pigeons circled over the empty silos for most of the afternoon."
    comparison = compared(
        article("a", *QUAY[:3]), article("b", *QUAY[:3], extra), article("c", QUAY[3])
    )
    notes = {
        printed(cell)[:7]: [note.text for note in cell.notes]
        for cell in all_cells(read(comparison, base="a"))
        if cell.state == "own"
    }
    assert notes == {"Pigeons": ["Only here"], "Hospita": ["Only here"]}


def test_what_two_others_say_is_not_in_the_base() -> None:
    comparison = compared(
        *(
            article(k, *lines)
            for k, lines in zip("abc", (QUAY[:3], QUAY[:4], QUAY[:4]), strict=True)
        )
    )
    row = rows(read(comparison, base="a"))[3]
    assert [cell.state for cell in row.cells] == ["gap", "own", "own"]
    assert [note.text for note in row.cells[1].notes] == ["Not in A"]


def test_split_and_merged_are_said_from_the_bases_side() -> None:
    long = f"{QUAY[0][:-1]}, while {QUAY[1][0].lower()}{QUAY[1][1:]}"
    comparison = compared(article("a", long), article("b", QUAY[0], QUAY[1]))
    said = {
        base: " ".join(
            note.text for c in all_cells(read(comparison, base=base)) for note in c.notes
        )
        for base in "ab"
    }
    assert "Split: one sentence of A is several here." in said["a"]
    assert "Merged: several sentences of B are one here." in said["b"]


def test_a_sentence_that_answers_to_two_statements_says_so_once() -> None:
    long = f"{QUAY[0][:-1]}, while {QUAY[1][0].lower()}{QUAY[1][1:]}"
    comparison = compared(
        article("a", *QUAY[:3]), article("b", long, QUAY[2]), article("c", QUAY[0], QUAY[2])
    )
    reading = read(comparison, base="a")
    column = [c.key for c in reading.columns].index("b")
    cells = [row.cells[column] for row in rows(reading) if row.cells[column].sentences]
    said = [n for c in cells for n in c.notes if n.sign == signs.SAME]
    anchors = [s.anchor for c in cells for s in c.sentences]
    assert len(said) == anchors.count("") == 1
    for note in said:
        assert note.href == f"#{rows(reading)[0].anchor}"


def test_a_sentence_says_where_it_stands() -> None:
    comparison = compared(
        article("a", ("headline", "Quay sealed"), f"{QUAY[0]} {QUAY[1]}", QUAY[2]),
    )
    places = [s.place for cell in all_cells(read(comparison)) for s in cell.sentences]
    assert places == ["headline", "¶ 1.1", "¶ 1.2", "¶ 2"]


def test_both_ends_of_a_move_lead_to_each_other() -> None:
    order = (*QUAY[1:6], QUAY[0], *QUAY[6:])
    comparison = compared(article("a", *QUAY), article("b", *order))
    reading = read(comparison, base="a")
    moved = rows(reading)[0].cells[1]
    assert moved.is_moved
    assert "¶ 6 here, ¶ 1 in A" in moved.notes[0].text
    before = rows(reading)[5].cells[1]
    assert moved.notes[0].href == f"#{before.sentences[0].anchor}"
    assert [note.href for note in before.notes] == [f"#{moved.sentences[0].anchor}"]
    assert before.notes[0].link == "In B, statement 1 comes next"
    assert moved.notes[0].link == "In B it comes after statement 6"


def test_what_moved_and_was_reworded_says_both() -> None:
    told = QUAY[0].replace("sealed off", "shut")
    comparison = compared(article("a", *QUAY), article("b", *QUAY[1:6], told, *QUAY[6:]))
    cell = rows(read(comparison, base="a"))[0].cells[1]
    assert (cell.state, cell.is_moved) == ("changed", True)
    assert cell.notes[0].text == "Moved and reworded: ¶ 6 here, ¶ 1 in A."
    assert any(reason.startswith("Reworded. ") for reason in cell.reasons)


def test_an_end_on_another_page_is_reached_by_its_address() -> None:
    lines = [f"Ward {n} of the old town counted {n * 7} boats at its pier." for n in range(200)]
    comparison = compared(article("a", *lines), article("b", *lines[1:], lines[0]))
    first, last = (read(comparison, base="a", page=n) for n in (1, 2))
    moved, after = rows(first)[0].cells[1], rows(last)[-1].cells[1]
    assert moved.notes[0].href == f"/e/comparison?base=a&page=2#{after.sentences[0].anchor}"
    assert after.notes[0].href == f"/e/comparison?base=a#{moved.sentences[0].anchor}"


def test_what_moved_to_the_front_leads_to_what_follows_it() -> None:
    order = (QUAY[7], *QUAY[:7])
    reading = read(compared(article("a", *QUAY), article("b", *order)), base="a")
    moved, after = rows(reading)[7].cells[1], rows(reading)[0].cells[1]
    assert moved.notes[0].link == "In B it comes before statement 1"
    assert moved.notes[0].href == f"#{after.sentences[0].anchor}"
    assert after.notes[0].link == "In B, statement 8 comes before this"


def test_a_block_that_moved_together_points_to_its_first_statement() -> None:
    order = (*QUAY[2:7], *QUAY[:2], QUAY[7])
    reading = read(compared(article("a", *QUAY), article("b", *order)), base="a")
    second = rows(reading)[1].cells[1].notes[0]
    assert (second.text, second.link) == ("Moved with", "statement 1")
    back = rows(reading)[6].cells[1].notes[0]
    assert back.link == "In B, statements 1–2 come next"


def test_permalinks_are_paths_where_there_is_a_server_and_fragments_elsewhere() -> None:
    from app.web.reading.places import Place

    comparison = compared(article("a", QUAY[0]), article("b", QUAY[0]))
    sentence = comparison.articles[0].sentences[0].id
    served = next(all_cells(read(comparison))).sentences[0]
    assert served.permalink == f"/e/sentences/{sentence}"
    alone = next(all_cells(read(comparison, Place("", page_rows=None)))).sentences[0]
    assert alone.permalink == f"#s-{sentence}"


def hinted(*hints: tuple[int, int, int, int, float]):
    """Two outlets that agree on one sentence; each hint is (article, sentence) twice and how
    similar the two are."""
    comparison = compared(article("a", QUAY[0], QUAY[1], QUAY[2]), article("b", QUAY[0], *QUAY[5:]))
    return replace(
        comparison,
        hints=tuple(
            Hint(Side(a, (m,)), Side(b, (n,)), similarity, "made for the test")
            for a, m, b, n, similarity in hints
        ),
    )


def test_a_hint_stands_in_the_gaps_of_both_outlets_and_counts_nowhere() -> None:
    comparison = hinted((0, 1, 1, 2, 0.31), (0, 1, 1, 1, 0.22))
    quiet, reading = (read(comparison, base="a", hints=on) for on in (False, True))
    assert not any(c.gap.hint for c in all_cells(quiet) if c.gap)
    assert quiet.has_hints
    gaps = [cell.gap for cell in all_cells(reading) if cell.gap and cell.gap.hint]
    said = {(g.hint.words, g.hint.href, g.hint.similarity) for g in gaps if g.hint}
    ids = [[f"#s-{s.id}" for s in held.sentences] for held in comparison.articles]
    assert said == {
        ("A union lawyer handed a list of …", ids[1][2], "0.31"),
        ("Another 212 families from the harbour tenements …", ids[0][1], "0.31"),
        ("Another 212 families from the harbour tenements …", ids[0][1], "0.22"),
    }
    assert [g.words for g in gaps] == ["Not in this article"] * 3
    assert reading.finding_counts == quiet.finding_counts
    assert [[c.state for c in r.cells] for r in rows(reading)] == [
        [c.state for c in r.cells] for r in rows(quiet)
    ]


def test_a_hint_to_an_outlet_that_is_not_shown_is_not_printed() -> None:
    reading = read(hinted((0, 1, 1, 2, 0.31)), base="a", outlets=("a",), hints=True)
    assert not any(c.gap and c.gap.hint for c in all_cells(reading))


def said_beside(complete: Literal["yes", "cut off"] = "yes") -> Comparison:
    """C has in the second statement, beside a sentence of A's that stands in both, what it lacks
    in the first."""
    whole = compared(*(article(key, *QUAY[n : n + 2]) for n, key in enumerate("abc")))
    first, second = whole.statements[:2]
    gap = Gap(
        2,
        "not comparable",
        "Partly in another row.",
    )
    return replace(
        whole,
        statements=(
            replace(first, readings=((0,), (), ()), gaps=(gap,)),
            replace(second, readings=((0,), (), (0,)), gaps=()),
        ),
        articles=tuple(
            replace(
                c, article=replace(c.article, facts=replace(c.article.facts, complete=complete))
            )
            for c in whole.articles
        ),
    )


def test_a_gap_leads_to_the_statement_that_says_it_in_other_words() -> None:
    gap = rows(read(said_beside(), base="a"))[0].cells[2].gap
    assert gap is not None
    assert gap.said == "Said, or partly, in statement 2"
    assert gap.href == f"#st-{rows(read(said_beside(), base='a'))[1].statement}"


def test_of_an_article_that_is_cut_off_nothing_is_said() -> None:
    gap = rows(read(said_beside("cut off"), base="a"))[0].cells[2].gap
    assert gap is not None
    assert (gap.said, gap.href) == ("Not comparable", "")


def test_headlines_of_their_own_are_not_remarked_on_and_lacking_ones_stay_empty() -> None:
    comparison = compared(
        article("a", ("headline", "Quay sealed off"), QUAY[0]),
        article("b", ("headline", "Markets calm"), ("standfirst", "Grain is dearer."), QUAY[0]),
    )
    drawn = page(comparison, base="a")
    assert "own words" not in words_of(drawn)
    silent = drawn.xpath("//p[text()='No standfirst']")
    assert [p.get("class") for p in silent] == ["vh"]


def test_a_headline_without_marks_beside_marked_ones_is_said_to_be_of_its_own() -> None:
    comparison = compared(
        article("a", ("headline", "Dockers seal off the quay at Port Marrow"), QUAY[0]),
        article("b", ("headline", "Militants seal off the quay at Port Marrow"), QUAY[0]),
        article("c", ("headline", "Markets calm"), QUAY[0]),
    )
    notes = [
        [note.text for note in cell.notes] for cell in rows(read(comparison, base="a"))[0].cells
    ]
    assert notes == [[], [], ["In its own words"]]


def test_the_place_of_a_sentence_is_said_in_words() -> None:
    comparison = compared(article("a", ("headline", "Quay"), f"{QUAY[0]} {QUAY[1]}"))
    said = [s.place_in_words for c in all_cells(read(comparison)) for s in c.sentences]
    assert said == ["Headline", "Paragraph 1, sentence 1", "Paragraph 1, sentence 2"]

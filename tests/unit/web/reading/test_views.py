"""The reading view: order, columns, folding, paragraphs, pages, links."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.web.reading.base import default_base
from app.web.reading.findings import Decided, most_telling
from app.web.reading.options import ReadingOptions
from app.web.reading.places import PAGE_ROWS, Place
from app.web.reading.views import read_comparison, row_places, sentence_hrefs
from tests.unit.web.readings import (
    PLACE,
    QUAY,
    all_cells,
    article,
    compared,
    printed,
    read,
    rows,
)


def first_words(reading) -> list[str]:
    """The first two words of each row, of whichever outlet has it first."""
    return [
        " ".join(next(printed(c) for c in row.cells if c.sentences).split()[:2])
        for row in rows(reading)
    ]


def test_rows_stand_in_the_bases_order() -> None:
    comparison = compared(article("a", *QUAY), article("b", *reversed(QUAY)))
    ahead = [" ".join(line.split()[:2]) for line in QUAY]
    assert first_words(read(comparison, base="a")) == ahead
    assert first_words(read(comparison, base="b")) == ahead[::-1]


def test_what_the_base_lacks_stands_behind_what_it_follows() -> None:
    extra = "Pigeons circled over the empty silos for most of the afternoon."
    comparison = compared(
        article("a", *QUAY[:4]), article("b", QUAY[0], QUAY[1], extra, QUAY[2], QUAY[3])
    )
    words = first_words(read(comparison, base="a"))
    assert words.index("Pigeons circled") == words.index("Another 212") + 1


def test_what_comes_first_leads_up_to_the_first_shared_statement() -> None:
    lead = "Nobody in the old town had slept when the sirens began."
    comparison = compared(article("a", *QUAY[:4]), article("b", lead, QUAY[2], QUAY[3]))
    words = first_words(read(comparison, base="a"))
    assert words.index("Nobody in") == words.index("The court") - 1


def test_what_never_meets_the_base_ends_the_reading() -> None:
    comparison = compared(
        article("a", *QUAY[:3]), article("b", "Bread cost more in Lisenne.", "Rain is due.")
    )
    assert first_words(read(comparison, base="a"))[3:] == ["Bread cost", "Rain is"]


def test_headlines_stand_on_top_whatever_they_say() -> None:
    comparison = compared(
        article("a", QUAY[0], ("headline", "Quay sealed off"), QUAY[1]),
        article("b", ("headline", "Markets calm"), QUAY[0], QUAY[1]),
    )
    top = rows(read(comparison, base="a"))[0]
    assert top.label == "headline"
    assert [printed(cell) for cell in top.cells] == ["Quay sealed off", "Markets calm"]


def test_statement_ids_do_not_hang_on_the_base() -> None:
    comparison = compared(article("a", *QUAY), article("b", *QUAY[3:], *QUAY[:3]))
    ids = [{row.anchor for row in rows(read(comparison, base=base))} for base in "ab"]
    assert ids[0] == ids[1] != set()


def test_the_base_is_the_first_column_and_the_others_keep_their_order() -> None:
    comparison = compared(*(article(key, *QUAY[:3]) for key in "abc"))
    reading = read(comparison, base="c")
    assert [column.key for column in reading.columns] == ["c", "a", "b"]
    assert [column.is_base for column in reading.columns] == [True, False, False]
    chosen = read(comparison, base="b", outlets=("c", "nobody"))
    assert [column.key for column in chosen.columns] == ["b", "c"]
    assert {column.key: column.is_shown for column in chosen.outlets} == {
        "a": False,
        "b": True,
        "c": True,
    }
    assert read(comparison, base="nobody").columns[0].key == "a"


def test_the_report_that_others_carry_is_the_base_unless_one_is_chosen() -> None:
    agency = article("wire", *QUAY, published="2026-05-14T11:20+02:00", agency="Wire")
    early = article("early", "Bread cost more in Lisenne.", published="2026-05-13")
    one = article("one", *QUAY, published="2026-05-14T12:05+02:00", agency="Wire")
    comparison = compared(agency, early, one)
    assert comparison.articles[default_base(comparison)].key == "wire"


def test_without_an_agency_the_base_is_the_earliest_of_those_that_share_a_text() -> None:
    comparison = compared(
        article("alone", "Bread cost more in Lisenne.", published="2026-05-01"),
        article("b", *QUAY[:4], published="2026-05-02"),
        article("c", *QUAY[:5], published="2026-05-03"),
    )
    assert comparison.articles[default_base(comparison)].key == "b"


def test_runs_of_unchanged_statements_fold_with_a_row_of_context() -> None:
    changed = [QUAY[0].replace("sealed", "closed"), *QUAY[1:7], QUAY[7].replace("out", "far")]
    comparison = compared(article("a", *QUAY), article("b", *changed))
    segments = read(comparison, base="a").segments
    assert [len(segment.rows) for segment in segments] == [1, 1, 4, 1, 1]
    assert [segment.summary for segment in segments if segment.summary] == [
        "4 unchanged statements in both outlets"
    ]


@pytest.mark.parametrize(("unchanged", "hidden"), [(4, 0), (5, 3)])
def test_fewer_than_three_rows_are_never_hidden(unchanged: int, hidden: int) -> None:
    lines = QUAY[: unchanged + 1]
    changed = [*lines[:-1], lines[-1].replace("the", "every")]
    comparison = compared(article("a", *lines), article("b", *changed))
    folded = [s for s in read(comparison, base="a").segments if s.summary]
    assert sum(len(segment.rows) for segment in folded) == hidden


def test_a_moved_statement_is_never_folded_away() -> None:
    order = [*QUAY[1:], QUAY[0]]
    comparison = compared(article("a", *QUAY), article("b", *order))
    moved = [r for r in rows(read(comparison, base="a")) if r.cells[1].is_moved]
    assert moved
    assert not any(row.is_unchanged for row in moved)


def test_one_article_alone_folds_nothing() -> None:
    reading = read(compared(article("a", *QUAY)))
    assert not any(segment.summary for segment in reading.segments)


def test_by_paragraph_rows_stand_under_the_bases_paragraphs() -> None:
    two = f"{QUAY[0]} {QUAY[1]}"
    extra = "Pigeons circled over the empty silos for most of the afternoon."
    comparison = compared(
        article("a", ("headline", "Quay"), two, QUAY[2]),
        article("b", ("headline", "Quay"), *QUAY[:2], extra, QUAY[2].replace("sell", "keep")),
    )
    segments = read(comparison, base="a", by_paragraph=True).segments
    assert [(s.heading, len(s.rows)) for s in segments] == [
        ("Headline and standfirst", 1),
        ("Paragraph 1 of A", 3),
        ("Paragraph 2 of A", 1),
    ]
    assert segments[2].summary == ""


def test_by_paragraph_unchanged_paragraphs_fold_together() -> None:
    changed = [QUAY[0].replace("sealed", "closed"), *QUAY[1:]]
    comparison = compared(article("a", *QUAY), article("b", *changed))
    segments = read(comparison, base="a", by_paragraph=True).segments
    assert [(s.heading, s.summary) for s in segments] == [
        ("Paragraph 1 of A", ""),
        ("Paragraphs 2–8 of A", "7 unchanged statements in both outlets"),
    ]
    few = compared(article("a", *QUAY[:3]), article("b", *changed[:3]))
    assert not any(s.summary for s in read(few, base="a", by_paragraph=True).segments)


def test_both_groupings_print_the_same_rows() -> None:
    comparison = compared(article("a", *QUAY), article("b", *QUAY[4:], *QUAY[:4]))
    plain, grouped = (
        [
            replace(row, toggle="")  # the one link that keeps the grouping
            for row in rows(read(comparison, base="a", by_paragraph=by))
        ]
        for by in (False, True)
    )
    assert plain == grouped


def long_comparison():
    lines = [
        f"Sentence number {n} speaks of ward {n * 7} and of pier {n * 13}." for n in range(400)
    ]
    return compared(article("a", *lines), article("b", *lines))


def test_a_long_comparison_has_pages_and_links_between_them() -> None:
    comparison = long_comparison()
    first, last = read(comparison, base="a"), read(comparison, base="a", page=99)
    assert [page.number for page in first.pages] == [1, 2, 3]
    assert len(rows(first)) == PAGE_ROWS
    assert last.pages[-1].is_current
    assert rows(last)[-1].number == 400
    sentence = comparison.articles[1].sentences[399]
    href = sentence_hrefs(comparison, ReadingOptions(base="a"), PLACE)[1, 399]
    assert href == f"/e/comparison?base=a&page=3#s-{sentence.id}"
    whole = read(comparison, Place("", page_rows=None), base="a")
    assert len(rows(whole)) == 400
    assert whole.pages == ()


def test_every_sentence_has_its_id_once_and_every_link_arrives() -> None:
    comparison = compared(
        article("a", *QUAY),
        article("b", *QUAY[4:], QUAY[0].replace("dock workers", "militants"), *QUAY[1:4]),
        article("c", QUAY[2], "Pigeons circled over the empty silos."),
    )
    reading = read(comparison, base="b")
    anchors = [s.anchor for cell in all_cells(reading) for s in cell.sentences if s.anchor]
    assert len(anchors) == len(set(anchors)) == sum(len(a.sentences) for a in comparison.articles)
    known = {*anchors, *(row.anchor for row in rows(reading))}
    links = [n.href for c in all_cells(reading) for n in c.notes if n.href]
    links += [c.gap.nearest for c in all_cells(reading) if c.gap and c.gap.nearest]
    links += [href for finding in reading.top_findings for href, _ in finding.links]
    assert links
    assert all(href.removeprefix("#") in known for href in links)


def test_findings_link_to_the_whole_reading_where_their_row_is_not_shown() -> None:
    comparison = compared(
        article("a", *QUAY[:4]), article("b", *QUAY[:3]), article("c", QUAY[3], QUAY[0])
    )
    reading = read(comparison, base="b", outlets=("b",))
    shown = {row.anchor for row in rows(reading)}
    for finding in reading.top_findings:
        for href, _ in finding.links:
            assert href.removeprefix("#") in shown or href.startswith("/e/comparison#st-")


def test_at_most_two_of_a_kind_stand_among_the_first_findings() -> None:
    changed = [line.replace("the", "every").replace("The", "Every") for line in QUAY]
    comparison = compared(article("a", *QUAY), article("b", *changed))
    kinds = [finding.kind for finding in most_telling(comparison, comparison.findings)]
    assert len(comparison.findings) > 2
    assert all(kinds.count(kind) <= 2 for kind in kinds)


def test_an_empty_comparison_can_be_read() -> None:
    empty = compared()
    reading = read(empty)
    assert reading.base is None
    assert reading.segments == ()
    assert row_places(empty, ReadingOptions(), PLACE) == {}
    assert sentence_hrefs(empty, ReadingOptions(), PLACE) == {}


def test_two_articles_of_one_outlet_are_told_apart() -> None:
    one, two = article("post", *QUAY[:3]), article("post-2", *QUAY[:4])
    same = type(two)(two.key, two.text, two.blocks, one.facts)
    reading = read(compared(one, same))
    assert sorted(c.name for c in reading.columns) == ["Post (post)", "Post (post-2)"]


def test_the_heading_says_how_much_of_the_base_an_outlet_carries() -> None:
    comparison = compared(article("a", *QUAY[:4]), article("b", *QUAY[:4]))
    base, other = read(comparison, base="a").columns
    assert base.carried is None
    assert other.carried == 100


def test_a_rejected_finding_is_not_among_the_first_and_the_others_say_their_ruling() -> None:
    changed = [line.replace("the", "every").replace("The", "Every") for line in QUAY]
    comparison = compared(article("a", *QUAY), article("b", *changed))
    first, second = most_telling(comparison, comparison.findings)[:2]
    at = datetime(2026, 5, 14, tzinfo=UTC)
    decided = {
        first.id: Decided("rejected", "Local owner", at, ""),
        second.id: Decided("accepted", "Local owner", at, "seen"),
    }
    reading = read_comparison(comparison, ReadingOptions(base="a"), PLACE, decided)
    assert first.id not in [finding.id for finding in reading.top_findings]
    assert reading.rejected == 1
    assert reading.top_findings[0].id == second.id
    assert reading.top_findings[0].decided == decided[second.id]

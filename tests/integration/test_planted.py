"""The sample events: what was planted in them is found, and nothing is claimed beside it."""

import pytest

from tests.planted import pairs, planted, sample

REWRITERS = ("harbour-post", "herald", "channel-6")


def _copied_links():
    return [
        link
        for link in planted("quay-nine")["links"]
        if link["a"] == "meridian" and link["b"] in REWRITERS and not link.get("hard")
    ]


@pytest.mark.parametrize("link", _copied_links(), ids=lambda link: link["a_sentences"][0][:40])
def test_a_planted_link_to_a_rewriting_outlet_is_found_with_its_type(link):
    found = pairs(sample("quay-nine"))
    for ours in link["a_sentences"]:
        for theirs in link["b_sentences"]:
            got = found.get((link["a"], ours, link["b"], theirs))
            assert got is not None, f"not linked: {ours!r} and {theirs!r}"
            assert got.type in link["types"]
            assert (got.moved, got.split, got.merged) == (
                link["moved"],
                link["split"],
                link["merged"],
            )


def _gaps():
    """(article, sentence that it lacks) -> verdict."""
    comparison = sample("quay-nine")
    return {
        (comparison.articles[gap.article].key, comparison.articles[i].sentences[p].text): (
            gap.verdict
        )
        for statement in comparison.statements
        for gap in statement.gaps
        for i, reading in enumerate(statement.readings)
        for p in reading
    }


def test_every_planted_omission_is_claimed_and_no_other():
    wanted = {
        (article, missing["statement"])
        for missing in planted("quay-nine")["missing"]
        if missing["verdict"] == "dropped"
        for article in missing["articles"]
    }
    agency = {s.text for s in sample("quay-nine").articles[1].sentences}
    claimed = {place for place, verdict in _gaps().items() if verdict == "dropped"}
    assert wanted <= claimed
    assert {place for place in claimed - wanted if place[1] in agency} == set()


def test_a_cut_off_article_drops_nothing():
    verdicts = {verdict for (article, _), verdict in _gaps().items() if article == "channel-6"}
    assert verdicts == {"not comparable"}


def test_independent_reports_drop_nothing_and_move_nothing():
    comparison = sample("quay-nine")
    alone = {"ledger", "quayside-voice"}
    assert not [v for (article, _), v in _gaps().items() if article in alone and v == "dropped"]
    keys = [article.key for article in comparison.articles]
    moved = [link for link in comparison.links if link.moved]
    assert moved
    assert not [k for k in moved if alone & {keys[k.a.article], keys[k.b.article]}]


def test_the_agency_is_the_source_of_the_three_rewriters_alone():
    comparison = sample("quay-nine")
    keys = [article.key for article in comparison.articles]
    carriers = {
        keys[r.b] if r.kind == "b carries a" else keys[r.a]
        for r in comparison.relations
        if r.kind in ("a carries b", "b carries a")
    }
    assert carriers == set(REWRITERS)


def test_an_article_in_another_language_is_not_compared_word_by_word():
    comparison = sample("river-ferry")
    arabic = next(a for a in comparison.articles if a.article.facts.language == "ar")
    position = comparison.positions[arabic.key]
    assert not [k for k in comparison.links if position in (k.a.article, k.b.article)]
    whys = {g.why for s in comparison.statements for g in s.gaps if g.article == position}
    assert all("another language" in why for why in whys)
    assert whys

"""The sample event at a glance: planted burials and derivations are found, and nothing else."""

from app.core.overviews.burial import find_burials
from app.core.overviews.derivation import derive
from app.core.overviews.overview import cover, coverage_part, most_important
from tests.planted import planted, sample


def test_every_planted_burial_is_found_and_no_other():
    comparison = sample("quay-nine")
    found = {
        (comparison.articles[b.article].key, sentence.text)
        for b in find_burials(comparison)
        for sentence in [comparison.articles[b.article].sentences[b.place.sentence]]
    }
    assert found == {(b["article"], b["statement"]) for b in planted("quay-nine")["buried"]}
    assert find_burials(sample("river-ferry")) == ()


def test_every_planted_derivation_is_found_and_no_other():
    comparison = sample("quay-nine")
    found = derive(comparison)
    (group,) = found.groups
    (source,) = {derived["from"] for derived in planted("quay-nine")["derived"]}
    carriers = {derived["article"] for derived in planted("quay-nine")["derived"]}
    keys = [article.key for article in comparison.articles]
    assert keys[group.articles[0]] == keys[group.source or 0] == source
    assert {keys[i] for i in group.articles[1:]} == carriers
    alone = {keys[lone.article] for lone in found.alone}
    assert alone == set(planted("quay-nine")["independent"])


def test_omissions_of_the_document_are_the_planted_ones_of_the_agencys_report():
    comparison = sample("quay-nine")
    wanted = {
        (missing["statement"], article)
        for missing in planted("quay-nine")["missing"]
        if missing["verdict"] == "dropped"
        for article in missing["articles"]
    }
    agency = comparison.positions["meridian"]
    sentences = comparison.articles[agency].sentences
    found = {
        (sentences[position].text, key)
        for statement, entry in zip(comparison.statements, coverage_part(comparison), strict=True)
        for position in statement.readings[agency]
        for key in entry["missing"]
    }
    assert found == wanted


def test_the_agency_stands_first_and_who_reports_alone_last():
    comparison = sample("quay-nine")
    outlets = [comparison.articles[i].key for i in cover(comparison, derive(comparison)).outlets]
    assert outlets[:2] == ["meridian", "harbour-post"]
    assert set(outlets[-2:]) == {"ledger", "quayside-voice"}


def test_no_omission_or_burial_is_claimed_of_what_the_agency_has_not() -> None:
    comparison = sample("quay-nine")
    agency = comparison.positions["meridian"]
    for statement, entry in zip(comparison.statements, coverage_part(comparison), strict=True):
        if not statement.readings[agency]:
            assert not entry["missing"] + entry["buried"]
            assert "dropped" not in {gap.verdict for gap in statement.gaps}


def test_the_findings_tell_the_planted_omissions_and_burials_and_no_other() -> None:
    comparison = sample("quay-nine")
    names = {a.key: a.article.facts.outlet or "" for a in comparison.articles}
    agency = comparison.positions["meridian"]
    texts = {
        statement.id: [comparison.articles[agency].sentences[p].text for p in reading]
        for statement in comparison.statements
        for reading in [statement.readings[agency]]
    }
    wanted = {
        (missing["statement"], names[article])
        for missing in planted("quay-nine")["missing"]
        if missing["verdict"] == "dropped"
        for article in missing["articles"]
    }
    found = set()
    for finding in comparison.findings:
        if finding.kind == "missing":
            (statement,) = finding.statements
            dropped = finding.summary.rpartition("; dropped by ")[2].removesuffix(".")
            found |= {(text, dropped) for text in texts[statement]}
    assert found == wanted
    (buried,) = [f for f in comparison.findings if f.kind == "buried"]
    low = {e.text for e in buried.evidence if e.article == comparison.positions["harbour-post"]}
    assert low == {b["statement"] for b in planted("quay-nine")["buried"]}


def test_where_no_agency_reports_nothing_is_said_to_be_dropped_or_buried() -> None:
    comparison = sample("river-ferry")
    assert not [e for e in coverage_part(comparison) if e["missing"] or e["buried"]]
    derived = derive(comparison)
    (group,) = derived.groups
    assert (group.source, group.agency) == (None, None)
    keys = [article.key for article in comparison.articles]
    assert {keys[i] for i in group.articles} == {"upriver-courier", "brightwater-radio"}
    assert {keys[lone.article] for lone in derived.alone} == {"valley-gazette", "green-banks"}


def test_the_first_screen_tells_what_was_planted_as_the_gravest() -> None:
    comparison = sample("quay-nine")
    shown = most_important(comparison.findings, comparison)
    assert [f.kind for f in shown] == ["relabelled", "quotation", "number", "missing", "buried"]
    named, _, _, missing, buried = (f.summary for f in shown)
    assert all(word in named for word in ("“militants” in The Herald", "“saboteurs” in Channel 6"))
    assert "212 families" in missing
    assert "dropped by The Herald" in missing
    assert "at paragraph 33 of 34 in Harbour Post" in buried

"""The sample event at a glance: planted burials and derivations are found, and nothing else."""

from app.core.overviews.burial import find_burials
from app.core.overviews.derivation import derive
from app.core.overviews.overview import cover, coverage_part
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

"""The cleaner on pastes of the build that pages have; all texts are invented."""

import json
import os
import subprocess
import sys
from pathlib import Path
from textwrap import fill

import pytest

from app.core.cleaning.newsroom import Cleaned, clean_text
from app.core.text import Facts
from tests.timing import takes_at_most

BODY = (
    "The port of Marrow stood still on Thursday after dockers walked out at dawn.",
    "A spokesman for the harbour said up to 200 containers were waiting outside the gates.",
    '"We will not move," union leader Ana Brill told Meridian.',
    "Talks are due to resume on Friday, the ministry said.",
)
TEXT = "\n\n".join(BODY)
TITLE = "Strike shuts the port of Marrow"


def kinds(text, **hints):
    """(kind, text) of every block, and that they are in order and slice back."""
    cleaned = clean_text(text, **hints)
    return [(b.kind, b.span.of(text)) for b in cleaned.blocks]


def reasons(text):
    return {b.span.of(text): b.reason for b in clean_text(text).blocks}


def body(text):
    return tuple(part for kind, part in kinds(text) if kind == "body")


def facts(text, **hints) -> Facts:
    return clean_text(text, **hints).facts


def evidence(text, **hints):
    return dict(facts(text, **hints).evidence)


# --- a whole page ------------------------------------------------------------------------------

PAGE = f"""Harbour Post

Home > News > Ports

{TITLE}

{TITLE}
FILE PHOTO: Dockers on the quay of Marrow, May 2, 2026. MERIDIAN/Tom Vale
Copyright Tom Vale(Meridian)
By Meridian
Published on Updated
Share this articleComments
Share this articleClose Button

By Lena Orsk

PORT MARROW, Westland (Meridian) - {BODY[0]}

{BODY[1]}

'No end in sight'

{BODY[2]}

{BODY[3]}

(Reporting by Lena Orsk with additional reporting by Tom Vale; Editing by Ana Brill)

Share this articleComments
You might also like
Minister resigns over dock deal
Ferry sinks off the northern cape
"""


def test_a_page_with_everything():
    opening = f"PORT MARROW, Westland (Meridian) - {BODY[0]}"
    assert [kind for kind, _ in kinds(PAGE)] == [
        "boilerplate",
        "boilerplate",
        "headline",
        "boilerplate",
        "caption",
        "caption",
        "byline",
        "boilerplate",
        "boilerplate",
        "boilerplate",
        "byline",
        "body",
        "body",
        "intertitle",
        "body",
        "body",
        "byline",
        "boilerplate",
        "boilerplate",
        "boilerplate",
        "boilerplate",
    ]
    assert body(PAGE) == (opening, *BODY[1:])


def test_the_facts_of_a_page_and_where_they_were_read():
    found = facts(PAGE)
    assert found.headline == TITLE
    assert found.outlet == "Harbour Post"
    assert found.byline == "By Lena Orsk"
    assert found.authors == ("Lena Orsk",)
    assert found.agency == "Meridian"
    assert found.dateline == "PORT MARROW, Westland"
    assert (found.standfirst, found.published, found.updated) == (None, None, None)
    assert found.complete == "yes"
    assert evidence(PAGE)["byline"] == "line 11: 'By Lena Orsk'"
    assert evidence(PAGE)["agency"].startswith("line 12: 'PORT MARROW, Westland (Meridian) - ")


def test_reasons_are_words_for_readers():
    said = reasons(PAGE)
    assert said["Harbour Post"] == "name of an outlet"
    assert said["Share this articleComments"] == "share buttons"
    assert said["Copyright Tom Vale(Meridian)"] == "photo credit"
    assert said["Ferry sinks off the northern cape"] == "stands under “You might also like”"
    assert said["'No end in sight'"] == "short line without a full stop above a paragraph"


# --- headline and standfirst -------------------------------------------------------------------


def test_of_two_equal_lines_the_first_is_the_headline():
    text = f"No Script\n\nMarrow Telegram\n\n{TITLE}\n\n{TITLE}\nstarAdd to favorites\n\n{TEXT}"
    assert ("headline", TITLE) in kinds(text)
    assert kinds(text)[1] == ("boilerplate", "Marrow Telegram")
    assert reasons(text)["Marrow Telegram"] == "stands above the headline"
    assert kinds(text)[3] == ("boilerplate", TITLE)


def test_the_outlet_behind_a_repeated_headline():
    text = f"{TITLE} | Harbour Post\n\n{TITLE}\n\n{TEXT}"
    assert facts(text).headline == TITLE
    assert facts(text).outlet == "Harbour Post"
    assert kinds(text)[:2] == [("boilerplate", f"{TITLE} | Harbour Post"), ("headline", TITLE)]


def test_the_outlet_behind_a_lone_headline():
    found = facts(f"{TITLE} - Harbour Post\n\n{TEXT}")
    assert (found.headline, found.outlet) == (TITLE, "Harbour Post")


def test_a_suffix_that_is_no_outlet_stays_in_the_headline():
    assert facts(f"{TITLE} | Meridian\n\n{TEXT}").headline == f"{TITLE} | Meridian"


def test_a_short_headline_is_better_than_none():
    assert facts(f"World\n\nPort shut\n\n{TEXT}").headline == "Port shut"
    assert facts(f"World\n\n{TEXT}").headline is None
    assert kinds(f"World\n\n{TEXT}")[0] == ("boilerplate", "World")


def test_a_question_may_be_a_headline():
    question = "Will the port of Marrow open again before the weekend?"
    assert facts(f"{question}\n\n{TEXT}").headline == question


def test_a_text_without_a_headline_has_none():
    assert facts(TEXT).headline is None
    assert body(TEXT) == BODY


def test_a_standfirst_without_a_full_stop():
    line = "Dockers say they will stay out until pay talks resume"
    text = f"{TITLE}\n\n{line}\n\nMeridian, Thursday 14 May 2026\n\n{TEXT}"
    assert facts(text).standfirst == line
    assert body(text) == BODY


def test_a_sentence_above_the_byline_is_a_standfirst():
    line = "Dockers say they will stay out until pay talks resume."
    text = f"{TITLE}\n\n{line}\n\nBy Meridian\n\n{TEXT}"
    assert facts(text).standfirst == line
    assert body(text) == BODY


def test_a_sentence_above_the_dateline_is_a_standfirst():
    line = "Dockers say they will stay out until pay talks resume."
    text = f"{TITLE}\n\n{line}\n\nPORT MARROW (Meridian) - {TEXT}"
    assert facts(text).standfirst == line
    assert facts(text).dateline == "PORT MARROW"


def test_a_byline_below_the_text_makes_no_standfirst():
    text = f"{TITLE}\n\n{BODY[0]}\n\nBy Meridian"
    assert facts(text).standfirst is None
    assert body(text) == (BODY[0],)


def test_an_early_credit_line_makes_no_standfirst():
    text = f"{TITLE}\n\n{BODY[0]}\n\n(Meridian)\n\n{BODY[1]}\n\n{BODY[2]}"
    assert facts(text).standfirst is None


def test_short_sentences_above_the_text_belong_to_it():
    text = f"{TITLE}\n\nIt is cold.\n\n{TEXT}"
    assert body(text) == ("It is cold.", *BODY)


def test_an_outlets_name_below_the_headline():
    text = f"{TITLE}\n\nHarbour Post\n\n{TEXT}"
    assert facts(text).outlet == "Harbour Post"
    assert kinds(text)[1][0] == "boilerplate"


def test_a_slogan_under_the_outlets_name_is_no_headline():
    text = f"The Herald\nNews from the quay, by the quay\n\n{TITLE}\n\n{TEXT}"
    assert (facts(text).headline, facts(text).outlet) == (TITLE, "The Herald")


def test_menus_are_no_headline():
    text = (
        f"Wire | Ports of Marrow | Data\nMarkets  World ports today  Opinion\n\n{TITLE}\n\n{TEXT}"
    )
    assert facts(text).headline == TITLE
    assert reasons(text)["Markets  World ports today  Opinion"] == "menu"


def test_a_name_beside_the_date_is_a_byline_but_no_author():
    text = f"{TITLE}\n\nLena Orsk\n14 May 2026\n\n{TEXT}"
    assert kinds(text)[1] == ("byline", "Lena Orsk")
    assert facts(text).authors == ()


# --- dates -------------------------------------------------------------------------------------


def test_published_and_updated():
    found = facts(f"{TITLE}\n\nBy Meridian - Feb 17,2019 - Last updated at Feb 18,2019\n\n{TEXT}")
    assert (found.published, found.updated) == ("2019-02-17", "2019-02-18")


def test_an_ambiguous_date_is_none_and_says_so():
    text = f"{TITLE}\n\nPublished 05/06/2026\n\n{TEXT}"
    assert facts(text).published is None
    assert "ambiguous" in evidence(text)["published"]


def test_a_relative_date_among_buttons_is_none_and_says_so():
    text = f"{TITLE}\n\nfolder_openPorts access_time5 years ago\n\n{TEXT}"
    assert facts(text).published is None
    assert "relative" in evidence(text)["published"]


def test_a_date_among_buttons():
    assert facts(f"{TITLE}\n\nfolder_openPorts 14 May 2026\n\n{TEXT}").published == "2026-05-14"


def test_dates_of_captions_and_teasers_are_not_the_articles():
    text = f"{TITLE}\n\nPhoto: the quay, May 2, 2026\n\n{TEXT}\n\nRelated\nFerry sinks, 3 May 2026"
    assert facts(text).published is None


# --- outlets and agencies ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "outlet", "agency"),
    [
        ("(HARBOUR 24 with AFP)", "HARBOUR 24", "AFP"),
        ("— Meridian", None, "Meridian"),
        ("with Meridian", None, "Meridian"),
        ("Harbour Post with Meridian", "Harbour Post", "Meridian"),
        ("© 2026 Harbour Post. All rights reserved.", "Harbour Post", None),
        ("© 2026", None, None),
        ("Copyright Lena Orsk", None, None),
        ("Follow Harbour Post on WhatsApp", "Harbour Post", None),
        ("we are on telegram", None, None),
    ],
)
def test_sources_named_below_the_text(line, outlet, agency):
    found = facts(f"{TITLE}\n\n{TEXT}\n\n{line}\n")
    assert (found.outlet, found.agency) == (outlet, agency)
    assert found.complete == "yes"


def test_a_link_label_names_the_outlet_and_says_what_it_is():
    text = f"Al-Marrow Telegram\n\n{TITLE}\n\n{TEXT}"
    assert facts(text).outlet == "Al-Marrow"
    assert evidence(text)["outlet"] == "line 1: 'Al-Marrow Telegram', the label of a link"


def test_an_outlets_own_dateline():
    found = facts(f"{TITLE}\n\nPORT MARROW (Harbour Post) - {TEXT}")
    assert (found.outlet, found.agency, found.dateline) == ("Harbour Post", None, "PORT MARROW")


def test_a_signature_at_the_end_of_the_last_paragraph():
    text = f"{TITLE}\n\n{TEXT} (Meridian)"
    assert facts(text).agency == "Meridian"
    assert facts(text).complete == "yes"
    assert body(text)[-1].endswith("(Meridian)")


def test_agencies_of_photos_are_not_the_articles():
    assert facts(f"{TITLE}\n\nDockers at dawn (Photo: Reuters)\n\n{TEXT}").agency is None


# --- captions ----------------------------------------------------------------------------------


def test_alternative_text_above_its_caption():
    text = (
        f"{TITLE}\n\ndockers at the gate\nDockers at the gate of Marrow (Photo: Meridian)\n\n{TEXT}"
    )
    assert [kind for kind, _ in kinds(text)][1:3] == ["caption", "caption"]
    assert body(text) == BODY


def test_a_headline_that_its_caption_repeats_is_no_alternative_text():
    caption = "Strike shuts the port of Marrow: dockers at the gate (Photo: Meridian)"
    text = f"{TITLE}\n\n{caption}\n\n{TEXT}"
    assert facts(text).headline == TITLE


def test_a_caption_printed_twice():
    caption = "Dockers from Marrow wait outside the closed gate on Thursday."
    text = f"{TITLE}\n\n{BODY[0]}\n\n{caption}\n{caption} Cape Rangers, AFP\n\n{BODY[1]}"
    assert [part for kind, part in kinds(text) if kind == "caption"] == [
        caption,
        f"{caption} Cape Rangers, AFP",
    ]


def test_a_caption_and_its_exact_copy():
    caption = "Photo: dockers wait outside the gate"
    text = f"{TITLE}\n\n{caption}\n{caption}.\n\n{TEXT}"
    assert [kind for kind, _ in kinds(text)][1:3] == ["caption", "caption"]


def test_the_copy_of_a_caption_without_its_mark():
    caption = "Dockers wait (Meridian photo)"
    text = f"{TITLE}\n\n{caption}\nDockers wait Meridian photo\n\n{TEXT}"
    assert reasons(text)["Dockers wait Meridian photo"] == "repeats the photo text above"


def test_a_bracketed_source_in_the_middle_is_a_caption():
    caption = "Dockers wait outside the closed gate on Thursday. (Meridian)"
    text = f"{TITLE}\n\nBy Meridian\n\n{BODY[0]}\n\n{caption}\n\n{BODY[1]}"
    assert ("caption", caption) in kinds(text)


def test_a_sentence_above_a_caption_stays_text():
    text = f"{TITLE}\n\n{BODY[0]}\n\nPhoto: dockers at the gate\n\n{BODY[1]}"
    assert body(text) == BODY[:2]


def test_a_caption_between_the_last_paragraphs():
    text = f"{TITLE}\n\n{TEXT}\n\nPhoto: dockers at the gate\n\nNobody came."
    assert body(text) == (*BODY, "Nobody came.")


# --- intertitles, lists, odd lines -------------------------------------------------------------


def test_intertitles():
    text = f"{TITLE}\n\n{BODY[0]}\n\n‘No end in sight’\n\n{BODY[1]}\n\nBy Night\n\n{BODY[2]}"
    assert [part for kind, part in kinds(text) if kind == "intertitle"] == [
        "‘No end in sight’",
        "By Night",
    ]
    assert facts(text).agency is None


def test_a_known_agency_inside_the_text_stays_a_credit():
    text = f"{TITLE}\n\n{BODY[0]}\n\n{BODY[1]}\n\n{BODY[2]}\n\nAFP\n\n{BODY[3]}"
    assert ("byline", "AFP") in kinds(text)


def test_a_quoted_question_is_text():
    text = f'{TITLE}\n\n{BODY[0]}\n\n"Who is to pay?"\n\n{BODY[1]}'
    assert ("body", '"Who is to pay?"') in kinds(text)


def test_list_items_are_text():
    text = f"{TITLE}\n\n{BODY[0]}\n\n- one demand\n- another demand\n\n{BODY[1]}"
    assert body(text) == (BODY[0], "- one demand", "- another demand", BODY[1])
    assert reasons(text)["- one demand"] == "an item of a list in the text"


def test_a_list_that_a_colon_announces_is_text():
    text = f"{TITLE}\n\n{TEXT}\n\nThe demands are:\n\nHigher pay\n\nShorter nights"
    assert body(text)[-3:] == ("The demands are:", "Higher pay", "Shorter nights")


def test_furniture_glued_to_the_text_is_cut_off_it():
    text = f"{TITLE}\n\nShare this article{TEXT}Share this articleComments"
    assert body(text) == BODY
    assert [part for kind, part in kinds(text) if kind == "boilerplate"] == [
        "Share this article",
        "Share this articleComments",
    ]


def test_comments_below_the_text_are_not_text():
    text = f"{TITLE}\n\n{TEXT}\n\n2 comments\n\nI think that the dockers are quite right here.\n"
    assert body(text) == BODY
    assert facts(text).complete == "yes"


def test_lines_under_several_headings_name_the_nearest():
    text = f"{TITLE}\n\n{TEXT}\n\n37 Comments\n\nFirst one here\n\nMost read\n\nFerry sinks"
    said = reasons(text)
    assert said["First one here"] == "stands under “37 Comments”"
    assert said["Ferry sinks"] == "stands under “Most read”"


def test_a_comment_link_in_the_middle_ends_nothing():
    text = f"{TITLE}\n\n{BODY[0]}\n\nComments\n\n" + "\n\n".join(BODY[1:])
    assert body(text) == BODY


def test_teasers_in_the_middle():
    text = f"{TITLE}\n\n{BODY[0]}\n\nRead also\nFerry sinks off the cape\n\n" + "\n\n".join(
        BODY[1:]
    )
    assert body(text) == BODY


def test_a_repeated_headline_below_the_text():
    text = f"{TITLE}\n\n{TEXT}\n\n{TITLE}\n\nNext up on the site\n\nFerry sinks"
    assert reasons(text)["Ferry sinks"] == "stands below the end of the text"
    assert body(text) == BODY


# --- completeness ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("below", "complete", "why"),
    [
        ("", "unknown", "nothing shows"),
        ("\n\nThe minister then went to the", "cut off", "middle of a sentence"),
        ("\n\nThe minister then went…", "cut off", "trails off"),
        (" [...]", "cut off", "trails off"),
        ("\n\nRead more", "cut off", "Read more"),
        ("\n\nSubscribe to read the full story", "cut off", "Subscribe to read"),
        ("\n\nRead more\nFerry sinks off the cape", "yes", "other things"),
        ("\n\nTags: ports, strikes\n", "yes", "other things"),
        ("\n\n###", "yes", "mark of the end"),
        ("\n\nENDS", "yes", "mark of the end"),
        ("\n\n(Meridian)\n\nRead more", "yes", "credit line"),
    ],
)
def test_completeness_and_its_reason(below, complete, why):
    found = facts(f"{TITLE}\n\n{TEXT}{below}")
    assert found.complete == complete
    assert why in found.complete_reason


# --- hints -------------------------------------------------------------------------------------


def test_a_hint_wins_and_is_named():
    hints = Facts(
        headline="Another headline",
        authors=("Tom Vale",),
        complete="cut off",
        evidence=(("headline", "the page's metadata"),),
    )
    found = facts(f"{TITLE}\n\nBy Lena Orsk\n\n{TEXT}", hints=hints)
    assert (found.headline, found.authors) == ("Another headline", ("Tom Vale",))
    assert (found.complete, found.complete_reason) == ("cut off", "Given with the text.")
    said = dict(found.evidence)
    assert said["headline"] == "the page's metadata"
    assert said["authors"] == "given with the text"
    assert said["byline"] == "line 2: 'By Lena Orsk'"


def test_evidence_counts_lines_as_the_list_of_blocks_does():
    blocks = clean_text(PAGE).blocks
    number, words = evidence(PAGE)["byline"].removeprefix("line ").split(": ")
    assert f"'{blocks[int(number) - 1].span.of(PAGE)}'" == words


def test_a_hinted_headline_is_found_in_the_text():
    text = f"Ports of the northern coast today\n\n{TITLE}\n\n{TEXT}"
    assert kinds(text, hints=Facts(headline=TITLE))[1] == ("headline", TITLE)
    assert kinds(text)[0][0] == "headline"


def test_a_given_standfirst_is_found_in_the_text():
    text = f"{TITLE}\n\n{TEXT}"
    assert kinds(text, hints=Facts(standfirst=BODY[0]))[1] == ("standfirst", BODY[0])
    assert kinds(text, hints=Facts(standfirst=BODY[1]))[1] == ("body", BODY[0])


def test_a_given_reason_for_completeness_is_kept():
    hints = Facts(complete="yes", complete_reason="The editor says so.")
    assert facts(TEXT, hints=hints).complete_reason == "The editor says so."


# --- other scripts -----------------------------------------------------------------------------


def test_arabic():
    text = (
        "إضراب يغلق ميناء مارو\n\nبقلم ليلى حداد\nالخميس 14 مايو 2026 الساعة 11:20\n\n"
        "صورة: عمال عند البوابة\n\n"
        "بورت مارو (ميريديان) - توقف العمل في ميناء مارو يوم الخميس بعد أن أضرب العمال.\n\n"
        "وقال متحدث باسم الميناء إن نحو مئتي حاوية تنتظر خارج البوابات.\n\n"
        "اقرأ أيضا\nوزير يستقيل بسبب صفقة الرصيف\n"
    )
    assert [kind for kind, _ in kinds(text)] == [
        "headline", "byline", "byline", "caption", "body", "body", "boilerplate", "boilerplate",
    ]  # fmt: skip  # several to a line
    found = facts(text)
    assert found.headline == "إضراب يغلق ميناء مارو"
    assert found.authors == ("ليلى حداد",)
    assert (found.agency, found.dateline) == ("ميريديان", "بورت مارو")
    assert found.published == "2026-05-14T11:20"


def test_hebrew():
    text = (
        "שביתה משתקת את נמל מארו\n\nמאת דנה לוי\n14 במאי 2026, 11:20\n\n"
        "פורט מארו (מרידיאן) - נמל מארו עמד ביום חמישי לאחר שהסוורים שבתו.\n\n"
        "דובר הנמל אמר כי כמאתיים מכולות ממתינות מחוץ לשערים.\n\nתגובות\n"
    )
    assert [k for k, _ in kinds(text)] == [
        "headline", "byline", "byline", "body", "body", "boilerplate",
    ]  # fmt: skip  # several to a line
    assert facts(text).agency == "מרידיאן"


def test_chinese():
    text = (
        "罢工使马罗港陷入停顿\n\n2026年5月14日 11:20\n\n"
        "新华社北京5月14日电 马罗港的码头工人周四清晨罢工，港口陷入停顿。\n\n"
        "港口发言人表示，约两百个集装箱在大门外等候。\n"
    )
    assert [k for k, _ in kinds(text)] == ["headline", "byline", "body", "body"]
    found = facts(text)
    assert (found.agency, found.dateline, found.published) == ("Xinhua", "北京", "2026-05-14T11:20")


# --- bad input ---------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", " \n\t\n ", "\u200b"])
def test_nothing_to_read(text):
    cleaned = clean_text(text)
    assert isinstance(cleaned, Cleaned)
    assert cleaned.facts.complete == "unknown"
    assert cleaned.facts.complete_reason == "There is no running text."


def test_one_word():
    assert kinds("word") == [("body", "word")]


def test_lines_without_any_sentence():
    assert kinds("Port shut\n\nNobody there\n\nNo more") == [
        ("headline", "Port shut"),
        ("body", "Nobody there"),
        ("body", "No more"),
    ]


def test_a_text_without_paragraph_breaks_is_one_paragraph():
    line = " ".join(BODY)
    assert kinds(line) == [("body", line)]


def test_a_hard_wrapped_text():
    long = "\n\n".join(fill(f"{a} {b}", 60) for a, b in ((BODY[0], BODY[1]), (BODY[2], BODY[3])))
    text = f"{TITLE}\n\nBy Meridian\n\n{long}\n"
    assert [" ".join(p.split()) for p in body(text)] == [
        f"{BODY[0]} {BODY[1]}",
        f"{BODY[2]} {BODY[3]}",
    ]


@pytest.mark.parametrize(
    "unit",
    [
        "word. ",
        '"',
        "( ",
        "A short line here.\n",
        "a\n",
        "By A B, C D\n",
        "You might also like\nX\n",
    ],
)
def test_doubling_a_hostile_text_at_most_triples_the_time(unit):
    short, long = (unit * (size // len(unit)) for size in (40_000, 80_000))
    assert takes_at_most(3, lambda: clean_text(short), lambda: clean_text(long))


def test_ten_megabytes_on_one_line():
    one, ten = ("word. " * size for size in (170_000, 1_700_000))
    assert len(clean_text(ten).blocks) == 1
    assert takes_at_most(20, lambda: clean_text(one), lambda: clean_text(ten))


# --- the real articles -------------------------------------------------------------------------


@pytest.mark.datasets
def test_every_body_line_of_the_real_articles(tmp_path):
    folder = os.environ.get("SIDEBYLINE_DATASETS")
    if not folder:
        pytest.skip(
            "SIDEBYLINE_DATASETS is not set: the real articles are not there to measure on."
        )
    data = Path(folder)
    for path in sorted((data / "articles").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        cleaned = clean_text(text)
        found = {
            "headline": cleaned.facts.headline,
            "agency": cleaned.facts.agency,
            "published": cleaned.facts.published,
            "blocks": [{"kind": b.kind, "text": b.span.of(text)} for b in cleaned.blocks],
        }
        target = tmp_path / f"{path.stem}.clean.json"
        target.write_text(json.dumps(found), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, data / "gold" / "score_paste.py", tmp_path, data / "gold" / "paste"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.rstrip().endswith("wrong: [] metadata off: []"), done.stdout


def test_below_the_comments_a_line_keeps_the_reason_it_has_already():
    body = "\n\n".join(
        f"The council of Port Marrow met again on {day} and put off the vote on the quay."
        for day in ("Monday", "Tuesday", "Wednesday", "Thursday")
    )
    below = "3 comments\n\nShare this article\n\nWell said."
    text = f"Council puts off vote on the quay\n\n{body}\n\n{below}"
    blocks = clean_text(text).blocks
    reasons = {block.span.of(text): block.reason for block in blocks}
    assert reasons["Well said."] == "stands under “3 comments”"
    assert reasons["Share this article"] != reasons["Well said."]

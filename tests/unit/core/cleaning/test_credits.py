"""Bylines, credit lines, datelines and picture credits, of known and of unknown agencies."""

import pytest

from app.core.cleaning.credits import (
    Credit,
    bracketed_source,
    caption_reason,
    is_outlet_name,
    known_agency,
    name_kind,
    read_credit,
    read_dateline,
    signature,
)


@pytest.mark.parametrize(
    ("name", "agency"),
    [
        ("(REUTERS)", "Reuters"),
        ("Agence France-Presse", "AFP"),
        ("أ ف ب", "AFP"),
        ("PA", "PA"),
        ("pa", None),
        ("Meridian", None),
    ],
)
def test_known_agencies(name, agency):
    assert known_agency(name) == agency


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Reuters", "agency"),
        ("Meridian", "agency"),
        ("Port Marrow News Agency", "agency"),
        ("Westland Press", "agency"),
        ("Harbour Post", "outlet"),
        ("Lena Orsk", "person"),
        ("Ana van der Brill", "person"),
        ("agencies", "staff"),
        ("Web Desk", "staff"),
        ("the Numbers", None),
        ("walked out", None),
        ("One Two Three Four Five", None),
        ("A B C D E F G", None),
        ("X", None),
        ("", None),
        ("???", None),
    ],
)
def test_kinds_of_names(name, kind):
    assert name_kind(name) == kind


def test_sections_of_a_site_are_no_outlets():
    assert is_outlet_name("Harbour Post")
    assert is_outlet_name("The Marrow & Cape Herald")
    assert not is_outlet_name("World News")
    assert is_outlet_name("The Herald")
    assert not is_outlet_name("The Quay")
    assert not is_outlet_name("Herald")
    assert not is_outlet_name("Post walked away")


def says(line, *, at_end=False):
    """What the line says, without its reason."""
    credit = read_credit(line, at_end=at_end)
    assert credit is not None, line
    dates = [(date.iso, updated) for date, updated in credit.dates]
    return credit.byline, credit.authors, credit.agency, credit.outlet, dates, credit.signs_off


@pytest.mark.parametrize(
    ("line", "byline", "authors", "agency", "outlet"),
    [
        ("By Meridian", "By Meridian", (), "Meridian", None),
        ("By Reuters", "By Reuters", (), "Reuters", None),
        ("By Lena Orsk", "By Lena Orsk", ("Lena Orsk",), None, None),
        ("By Staff, Agencies", "By Staff, Agencies", (), None, None),
        (
            "By Lena Orsk and Tom Vale in Port Marrow",
            "By Lena Orsk and Tom Vale in Port Marrow",
            ("Lena Orsk", "Tom Vale"),
            None,
            None,
        ),
        ("By Lena Orsk, Meridian", "By Lena Orsk, Meridian", ("Lena Orsk",), "Meridian", None),
        (
            "By Lena Orsk, Ports Correspondent | Harbour Post",
            "By Lena Orsk, Ports Correspondent",
            ("Lena Orsk",),
            None,
            "Harbour Post",
        ),
        (
            "By Lena Orsk for Harbour Post | Cape Herald",
            "By Lena Orsk for Harbour Post",
            ("Lena Orsk",),
            None,
            "Harbour Post",
        ),
        ("By our Ports Correspondent | Update", "By our Ports Correspondent", (), None, None),
        ("Von Lena Orsk", "Von Lena Orsk", ("Lena Orsk",), None, None),
        ("بقلم ليلى حداد", "بقلم ليلى حداد", ("ليلى حداد",), None, None),
        (
            "بقلم ليلى حداد وسامي نور",
            "بقلم ليلى حداد وسامي نور",
            ("ليلى حداد", "سامي نور"),
            None,
            None,
        ),
        ("מאת דנה לוי", "מאת דנה לוי", ("דנה לוי",), None, None),
        (
            "Nora Keel, ports correspondent",
            "Nora Keel, ports correspondent",
            ("Nora Keel",),
            None,
            None,
        ),
        ("كتبت: سلمى الطحّان", "كتبت: سلمى الطحّان", ("سلمى الطحّان",), None, None),
        ("Reuters", "Reuters", (), "Reuters", None),
        ("Agencies", "Agencies", (), None, None),
    ],
)
def test_bylines(line, byline, authors, agency, outlet):
    assert says(line) == (byline, authors, agency, outlet, [], False)


@pytest.mark.parametrize(
    ("line", "byline", "agency", "dates"),
    [
        ("Meridian, Thursday 14 May 2026", "Meridian", "Meridian", [("2026-05-14", False)]),
        (
            "By Meridian - Feb 17,2019 - Last updated at Feb 18,2019",
            "By Meridian",
            "Meridian",
            [("2019-02-17", False), ("2019-02-18", True)],
        ),
        ("Published 14/05/2026 11:20", None, None, [("2026-05-14T11:20", False)]),
        ("Updated: 14 May 2026, 11:20 CEST", None, None, [("2026-05-14T11:20+02:00", True)]),
        ("14 May 2026 | 3 min read", None, None, [("2026-05-14", False)]),
        ("5 years ago", None, None, [(None, False)]),
        ("آخر تحديث: 14 مايو 2026", None, None, [("2026-05-14", True)]),
        # Person or place? A name beside a date is not taken for the author.
        ("Lena Orsk | 14 May 2026", None, None, [("2026-05-14", False)]),
    ],
)
def test_date_lines(line, byline, agency, dates):
    said = says(line)
    assert (said[0], said[2], said[4]) == (byline, agency, dates)


@pytest.mark.parametrize(
    ("line", "authors", "agency", "outlet"),
    [
        ("(Harbour Post with Meridian)", (), "Meridian", "Harbour Post"),
        ("(Staff with Meridian)", (), "Meridian", None),
        ("(HARBOUR 24 with AFP and Reuters)", (), "AFP", "HARBOUR 24"),
        ("with Meridian", (), "Meridian", None),
        ("With agencies", (), None, None),
        ("- with inputs from PTI", (), "PTI", None),
        ("- Meridian", (), "Meridian", None),
        ("(Meridian)", (), "Meridian", None),
        ("(Lena Orsk/Meridian)", ("Lena Orsk",), "Meridian", None),
        ("(Harbour Post)", (), None, "Harbour Post"),
        ("Marrow newsroom, with material from the Cape Courier", (), None, None),
        ("Source: Meridian", (), "Meridian", None),
        (
            "(Reporting by Lena Orsk with additional reporting by Tom Vale; Editing by Ana Brill)",
            ("Lena Orsk",),
            None,
            None,
        ),
        ("Writing by Tom Vale; Editing by Ana Brill", (), None, None),
        ("Tom Vale contributed to this report.", (), None, None),
    ],
)
def test_credit_lines_sign_off(line, authors, agency, outlet):
    assert says(line) == (None, authors, agency, outlet, [], True)


def test_a_publisher_is_the_outlet():
    assert read_credit("Published by Cape Herald") == Credit(
        outlet="Cape Herald", reason="names the publisher"
    )


def test_below_the_text_a_lone_known_name_is_a_credit():
    assert says("Harbour Post with Meridian", at_end=True)[2:4] == ("Meridian", "Harbour Post")
    assert says("AFP", at_end=True)[5]
    assert not read_credit("Ferry sinks off the cape", at_end=True)
    assert not read_credit("Lena Orsk", at_end=True)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "By the time he came",
        "By the Numbers",
        "By -",
        "By a@b.example",
        "The port shut on 14 May 2026",
        "A | B | C | D | 14 May 2026",
        "Strike shuts the port",
        "(as he said with anger)",
        "(Strike shuts with Tom Vale)",
        "(Harbour Post with Tom Vale)",
        "(whatever he said)",
        "(Harbour Post with ...)",
        "Source: as he said",
        "Nora Keel, dead at 80",
        "x" * 200,
    ],
)
def test_what_is_no_credit(line):
    assert read_credit(line) is None


@pytest.mark.parametrize(
    ("opening", "place", "agency"),
    [
        ("PORT MARROW (Meridian) - The port", "PORT MARROW", "Meridian"),
        ("NEAR MARROW, Westland - The port", "NEAR MARROW, Westland", None),
        ("NEW HAVEN, March 4 (Reuters) - The port", "NEW HAVEN", "Reuters"),
        ("MARROW, May 14. /TASS/. The port", "MARROW", "TASS"),
        ("Marrow, 14 may (EFE).- El puerto", "Marrow", "EFE"),
        ("(ANSA) - MARROW, 14 MAG - Il porto", "MARROW", "ANSA"),
        ("(Meridian) - The port of Marrow", None, "Meridian"),
        ("MARROW/CAPE (Reuters) - The port", "MARROW/CAPE", "Reuters"),
        ("STOKE-ON-MARROW, Westland (AP) - The", "STOKE-ON-MARROW, Westland", "AP"),
        ("MARROW (dpa) The port", "MARROW", "dpa"),
        ("MARROW: The port", "MARROW", None),
        ("MARROW, 14 May 2026 Westland (AP) - The", "MARROW, 14 May 2026 Westland", "AP"),
        ("بورت مارو (ميريديان) - توقف", "بورت مارو", "ميريديان"),
        ("مارو/الأناضول - توقف", "مارو", "Anadolu"),
        ("مارو - توقف", "مارو", None),
        ("פורט מארו (מרידיאן) - הנמל", "פורט מארו", "מרידיאן"),
        ("新华社北京5月14日电 港口", "北京", "Xinhua"),
        ("【ソウル聯合ニュース】港", "ソウル", "Yonhap"),
    ],
)
def test_datelines(opening, place, agency):
    found = read_dateline(opening)
    assert found is not None
    assert (found.place, found.agency) == (place, agency)


def test_a_dateline_may_carry_a_date():
    found = read_dateline("Port Marrow, 14 May 2026 (Meridian) - The port")
    assert found is not None
    assert (found.place, found.date) == ("Port Marrow", "2026-05-14")


@pytest.mark.parametrize(
    "opening",
    [
        "",
        "The port (which was shut) - stood still",
        "The port (HQ) - stood still",
        "Ana Brill - the union leader - said",
        "Defiant Port Workers (PW) members walked out",
        "NATO - the alliance - said",
        "IS - the group - said",
        "UPDATE - The port",
        "He said: the port",
        "مارو: توقف",
        "ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE - the port",
        "X,1 - the port",
        "²³ - the port",
        "Here, 14 May 2026 again (Meridian) is - the port",
    ],
)
def test_what_is_no_dateline(opening):
    assert read_dateline(opening) is None


@pytest.mark.parametrize(
    "text",
    [
        "FILE PHOTO: Dockers at the gate of Marrow",
        "Photo: dockers at the gate",
        "صورة: عمال عند البوابة",
        "Dockers at the gate on Thursday (Photo: Meridian)",
        "Dockers at the gate on Thursday (Meridian photo)",
        "Dockers at the gate. Photo: Lena Orsk/Meridian",
        "Dockers at the gate. REUTERS/Lena Orsk",
        "Dockers at the gate © Lena Orsk",
        "Dockers at the gate. Getty Images",
        "Lena Orsk, MERIDIAN | Dockers walk past the gate of the port.",
        "Dockers wait by the harbour wall. Free Cape Rangers, Meridian",
        "Dockers wait by the harbour wall (Meridian)",
    ],
)
def test_picture_texts(text):
    assert caption_reason(text, text, len(text.split()), frozenset(["meridian"]))


@pytest.mark.parametrize(
    "text",
    [
        "This image of the minister as a friend of the dockers is wrong.",
        "He was accused of a breach of copyright law.",
        "It was a government handout.",
        "He told Reuters/AFP on Tuesday that he would go.",
        "The union (UPD) will not move.",
        "Dockers wait by the wall. Nobody else",
        "Dockers | walk past.",
    ],
)
def test_sentences_are_no_picture_texts(text):
    assert caption_reason(text, text, len(text.split()), frozenset(["meridian"])) is None


def test_a_long_paragraph_is_no_picture_text():
    assert caption_reason("Photo: x", "x", 200, frozenset()) is None


def test_sources_in_brackets_after_a_finished_sentence():
    assert bracketed_source("Dockers wait at the gate. (Meridian)", frozenset(["meridian"]))
    assert not bracketed_source("Dockers wait at the gate. (Meridian)", frozenset())
    assert not bracketed_source("Dockers wait at the gate.", frozenset(["meridian"]))


@pytest.mark.parametrize(
    ("tail", "agency"),
    [
        ("he said. (Meridian)", "Meridian"),
        ("he said. - AFP", "AFP"),
        ("he said. (Harbour Post/AFP)", "AFP"),
        ("he said. (Harbour Post)", None),
        ("he said. (and left)", None),
        ("he said.", None),
    ],
)
def test_signatures(tail, agency):
    assert signature(tail) == agency

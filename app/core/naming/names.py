"""How English news names people, bodies and countries: what mentions and referents share.

The tables are general knowledge about the language of news, not about any one event.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Generic, TypeVar

from rapidfuzz import fuzz

from app.core.aligning.similarity import STOP_WORDS
from app.core.normalize import fold_spelling

Key = tuple[str, ...]
"""A name as compared: its words folded, without an ending for possession."""


@lru_cache(maxsize=16_384)
def bare(norm: str) -> str:
    """A token as compared, without an ending for possession, in one spelling."""
    return fold_spelling(norm.removesuffix("'s"))


def _words(text: str) -> frozenset[str]:
    return frozenset(map(bare, text.split()))


_COUNTRIES = """
United States|US|USA|America|American|Americans|Washington|White House
United Kingdom|UK|Britain|British|Britons|London|Downing Street
European Union|EU|Brussels
United Nations|UN
North Korea|DPRK|North Korean|North Koreans|Pyongyang
South Korea|South Korean|South Koreans|Seoul
South Africa|South African|South Africans|Pretoria
Saudi Arabia|Saudi|Saudis|Riyadh
New Zealand|New Zealander|New Zealanders
Sri Lanka|Sri Lankan|Sri Lankans
Afghanistan|Afghan|Afghans|Kabul
Algeria|Algerian|Algerians|Algiers
Argentina|Argentine|Argentines|Buenos Aires
Armenia|Armenian|Armenians|Yerevan
Australia|Australian|Australians|Canberra
Austria|Austrian|Austrians|Vienna
Azerbaijan|Azerbaijani|Azerbaijanis|Baku
Bangladesh|Bangladeshi|Bangladeshis|Dhaka
Belarus|Belarusian|Belarusians|Minsk
Belgium|Belgian|Belgians
Bolivia|Bolivian|Bolivians
Brazil|Brazilian|Brazilians|Brasilia
Bulgaria|Bulgarian|Bulgarians|Sofia
Canada|Canadian|Canadians|Ottawa
Chile|Chilean|Chileans
China|Chinese|Beijing
Colombia|Colombian|Colombians|Bogota
Croatia|Croatian|Croatians|Croats|Zagreb
Cuba|Cuban|Cubans|Havana
Czech Republic|Czech|Czechs|Prague
Denmark|Danish|Danes|Copenhagen
Egypt|Egyptian|Egyptians|Cairo
Ethiopia|Ethiopian|Ethiopians|Addis Ababa
Finland|Finnish|Finns|Helsinki
France|French|Paris
Germany|German|Germans|Berlin
Ghana|Ghanaian|Ghanaians|Accra
Greece|Greek|Greeks|Athens
Hungary|Hungarian|Hungarians|Budapest
India|Indian|Indians|New Delhi|Delhi
Indonesia|Indonesian|Indonesians|Jakarta
Iran|Iranian|Iranians|Tehran
Iraq|Iraqi|Iraqis|Baghdad
Ireland|Irish|Dublin
Israel|Israeli|Israelis
Italy|Italian|Italians|Rome
Japan|Japanese|Tokyo
Jordan|Jordanian|Jordanians|Amman
Kenya|Kenyan|Kenyans|Nairobi
Lebanon|Lebanese|Beirut
Libya|Libyan|Libyans|Tripoli
Malaysia|Malaysian|Malaysians|Kuala Lumpur
Mexico|Mexican|Mexicans
Morocco|Moroccan|Moroccans|Rabat
Myanmar|Burma|Burmese
Netherlands|Dutch
Nigeria|Nigerian|Nigerians|Abuja
Norway|Norwegian|Norwegians|Oslo
Pakistan|Pakistani|Pakistanis|Islamabad
Palestine|Palestinian|Palestinians
Peru|Peruvian|Peruvians|Lima
Philippines|Philippine|Filipino|Filipinos|Manila
Poland|Polish|Poles|Warsaw
Portugal|Portuguese|Lisbon
Qatar|Qatari|Qataris|Doha
Romania|Romanian|Romanians|Bucharest
Russia|Russian|Russians|Moscow|Kremlin
Serbia|Serbian|Serbians|Serbs|Belgrade
Somalia|Somali|Somalis|Mogadishu
Spain|Spanish|Spaniards|Madrid
Sudan|Sudanese|Khartoum
Sweden|Swedish|Swedes|Stockholm
Switzerland|Swiss
Syria|Syrian|Syrians|Damascus
Taiwan|Taiwanese|Taipei
Thailand|Thai|Thais|Bangkok
Tunisia|Tunisian|Tunisians|Tunis
Turkey|Turkish|Turks|Ankara
Ukraine|Ukrainian|Ukrainians|Kyiv|Kiev
Venezuela|Venezuelan|Venezuelans|Caracas
Vietnam|Vietnamese|Hanoi
Yemen|Yemeni|Yemenis|Sanaa
Zimbabwe|Zimbabwean|Zimbabweans|Harare
"""


def _key(name: str) -> Key:
    return tuple(word if word.isupper() else bare(word.lower()) for word in name.split())


COUNTRIES: dict[Key, str] = {
    _key(name): line.split("|")[0]
    for line in _COUNTRIES.strip().splitlines()
    for name in line.split("|")
}
"""A country's name, people, adjective or seat of government -> the country."""

COUNTRY_ACRONYMS = frozenset(
    (_key(full), _key(line.split("|")[1]))
    for line in _COUNTRIES.strip().splitlines()
    if (full := line.split("|")[0]) and line.split("|")[1].isupper()
)
"""Pairs of a country's or union's full name and its acronym."""

LEADERS = _words("president leader dictator ruler minister premier chancellor king queen emperor")
ROLES = LEADERS | _words(
    """
    chief chair chairman chairwoman head boss director secretary senator representative governor
    mayor spokesman spokeswoman spokesperson judge attorney prosecutor officer adviser advisor
    ambassador envoy candidate nominee lawyer counsel justice prince princess sheriff general
    colonel captain commander lieutenant sergeant deputy congressman congresswoman coordinator
    analyst professor author founder executive manager coach singer actor actress pope bishop
    mr mrs ms dr sir sen rep gen col lt storm hurricane typhoon cyclone
    """
)
"""Words that stand before a name and say what its bearer is."""

GROUP_NOUNS = _words(
    """
    group organisation organization militia movement party company firm network coalition alliance
    union club agency airline bank brand giant gang cartel
    """
)
"""Words that say what a named body is: "the X group", "X, a company"."""

DETERMINERS = _words(
    """
    a an the this that these those his her its their our my your any some such another no both
    all each every
    """
)

_NEVER_GIVEN_NAMES = _words(
    """
    north south east west northern southern eastern western central new old great upper lower san
    santa saint st united royal national international supreme world
    """
)


def singular(word: str) -> str:
    """An English noun without its plural ending; other words may lose an s."""
    if word.endswith("men"):
        return f"{word[:-3]}man"
    if len(word) < 4 or word.isupper() or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word.removesuffix("s")


def is_full_name(key: Key) -> bool:
    """Whether words may be a given name and a family name."""
    return (
        2 <= len(key) <= 4
        and key[0] not in _NEVER_GIVEN_NAMES | ROLES
        and key not in COUNTRIES
        and key[:1] not in COUNTRIES
        and STOP_WORDS.isdisjoint(key)
    )


def family_name(key: Key) -> str:
    """The last word of a full name, without an Arabic article."""
    return key[-1].removeprefix("al-").removeprefix("el-")


def is_acronym_of(acronym: str, words: Sequence[str]) -> bool:
    """Whether capitals are the first letters of words; small words may be passed over."""
    if not (acronym.isupper() and len(words) > 1):
        return False
    initials = "".join(word[0].upper() for word in words)
    content = "".join(word[0].upper() for word in words if word not in STOP_WORDS)
    return acronym in (initials, content)


def same_name(a: Key, b: Key) -> str:
    """How two names are forms of one, in words; empty where they are not."""
    for one, two in ((a, b), (b, a)):
        if len(one) == 1 and is_acronym_of(one[0], two):
            return "initials"
    if a in COUNTRIES and b in COUNTRIES:
        return "country" if COUNTRIES[a] == COUNTRIES[b] else ""
    if set(a) <= set(b) or set(b) <= set(a) or (a[-1] == b[-1] and is_full_name(a)):
        return "short form"
    printed = " ".join(a), " ".join(b)
    return "spelling" if min(map(len, printed)) > 4 and fuzz.ratio(*printed) >= 75 else ""


T = TypeVar("T")


class Joins(Generic[T]):
    """Sets of things that are joined two by two."""

    def __init__(self) -> None:
        self._parent: dict[T, T] = {}
        self._members: dict[T, list[T]] = {}

    def root(self, thing: T) -> T:
        """What stands for the set that holds `thing`; a set of its own at first."""
        parent = self._parent.setdefault(thing, thing)
        while parent != thing:
            thing, parent = parent, self._parent[parent]
        return thing

    def members(self, thing: T) -> list[T]:
        """Everything in the set of `thing`, in the order of joining."""
        root = self.root(thing)
        return self._members.setdefault(root, [root])

    def join(self, a: T, b: T) -> None:
        """Makes one set of two; the larger one's root stays, so a look-up takes few steps."""
        one, two = self.root(a), self.root(b)
        if one == two:
            return
        mine, other = self.members(one), self.members(two)
        if len(mine) < len(other):
            one, two, mine, other = two, one, other, mine
        mine.extend(other)
        self._parent[two] = one
        del self._members[two]

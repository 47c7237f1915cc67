"""Every threshold of the engine: what it means, its range, and why it stands where it does.

Chosen on development data (`docs/engine.md` has the figures); one setting serves all data. Four
groups: `Tuning`, what the comparison concludes; `Cleaning`, what a pasted text is taken to be;
`Refinding`, where a sentence of an earlier revision went; `Bounds`, how far reading looks and how
much results show. How much one pattern may run over ("by", then up to 40 characters) stands in the
pattern: it bounds time, and decides nothing alone.
"""

from dataclasses import asdict, dataclass
from hashlib import sha256

ENGINE_VERSION = "4"
"""Rises whenever the result for any input can change. Stored results carry it."""


@dataclass(frozen=True, slots=True)
class Tuning:
    """The engine's settings. All similarities and shares lie in [0, 1]."""

    bigram_weight: float = 0.3
    """Part of neighbouring words in the similarity, the rest being rare words in common. More
    favours verbatim copies, less favours the same fact in other words."""

    min_similarity: float = 0.36
    """Link by words in common alone. Below, a long name and its title can make two statements
    about one person look alike."""

    min_similarity_told: float = 0.28
    """Link where `min_telling_told` telling words are in common as well: words that are neither
    part of a name nor common in all news. Below, chance topics of one event meet."""

    min_telling_told: int = 2
    """See above."""

    min_similarity_near: float = 0.26
    """Link where the sentences next to both are linked too, in the same order."""

    min_similarity_telling: float = 0.16
    """Link where each sentence is the other's best partner and enough telling words are shared:
    the same fact in other words. Below, a clause is shared at most."""

    min_telling_words: int = 3
    """Words in common, neither names nor common in all news, that the rule above asks for."""

    min_rare_words: int = 2
    """Telling words in common that few sentences of the event have: so many link two sentences at
    `min_similarity_telling` where each is the other's best partner, or where `min_telling_words`
    are telling. A single rare word is met by chance, or is the event's topic in other sentences."""

    max_rare_beyond: int = 1
    """A word is rare that stands in no more sentences than there are articles, and so many more:
    once in each, and once again. With 0 the lead and its repetition hide each other's words, with
    2 the words of the event's side topics count as rare. 0 to 2."""

    max_linked_for_telling: float = 0.5
    """Where more than this share of the shorter article is linked by plainer rules, one text
    rewrites the other, and a counterpart would show itself by more: then the rule above asks for
    `min_telling_rewritten` words."""

    min_telling_rewritten: int = 5
    """See above."""

    min_similarity_hint: float = 0.14
    """Not a link, but "possibly related": the best for each other, with `min_telling_hint` telling
    words in common. Off by default where people read, and never counted."""

    min_telling_hint: int = 2
    """See above."""

    anchor_similarity: float = 0.40
    """A candidate this similar vouches for its neighbours."""

    neighbour_reach: int = 2
    """How many sentences away a neighbour may stand to vouch. 1 to 4."""

    neighbour_bonus: float = 0.05
    """What a vouching neighbour adds when candidates compete for one sentence. It decides between
    near-equals ("he added") and never lifts a pair over a threshold."""

    min_similarity_chained: float = 0.12
    """Least similarity between two articles' sentences that meet only through a third outlet;
    below `min_similarity_near` they must also share `min_telling_chained` telling words."""

    min_telling_chained: int = 2
    """See above."""

    min_said: float = 0.5
    """The share of a sentence that a person must be quoted with for it to be that person's words:
    those of two people are one statement only where they are alike by `min_similarity`."""

    min_explained_near: float = 0.30
    """Split and merge: the share of a free sentence that its partner must explain in words that
    the partner's present counterpart lacks, within `neighbour_reach` of that counterpart."""

    min_explained_far: float = 0.45
    """The same, anywhere in the article."""

    max_partial_similarity: float = 0.36
    """A link below this similarity is partial: what both share is a clause or a quotation."""

    min_partial_change: float = 0.48
    """A link is partial, too, where one change takes up this share of the words on both sides:
    the same opening, and then something else."""

    min_similarity_caption: float = 0.60
    """Captions of one event look alike; below, they belong to two pictures."""

    min_comparable_order: float = 0.25
    """Share of the shorter article's sentences that must be linked before the order of two
    articles is compared ("moved"): independent reports have no common order."""

    min_carried: float = 0.35
    """Share of an agency report's words that must stand unchanged in an article before the
    article is said to carry it, where it does not credit the agency: .25 with credit."""

    min_carried_credited: float = 0.15
    """The same, where the article credits the agency."""

    min_common_source: float = 0.25
    """Share of the shorter of two articles that must stand unchanged in the other before both
    are said to share a source."""

    max_island_words: int = 2
    """Equal function words between two replacements, up to this many, join them: "sealed off the"
    against "seized a dock the" is one change to a reader. 0 to 3."""

    max_diff_cells: int = 1_000_000
    """Product of both sides' tokens up to which word edits are worked out in full: a thousand
    words against a thousand. Beyond stand lists and tables without a stop, not sentences."""

    min_similarity_label: float = 0.45
    """Least similarity of two sentences for a name put for another in them to be sure; below, it is
    a candidate, unless more similar sentences swap the same names. Unlike sentences that share a
    phrase may tell of two groups of people."""

    max_label_words: int = 4
    """Longest name, in words, that is taken for a label."""

    min_shared_weight: float = 0.12
    """Least Dice coefficient of rare words for a pair to be looked at. Word pairs alone, which
    are mostly function words, never lifted a true link over a threshold."""

    max_candidates: int = 8
    """A word proposes the first so many sentences that have it, in canonical order. Bounds time
    and memory where hundreds of outlets print the same row, and on repetitive text: later
    sentences of a row meet its first ones, and join through them."""

    max_witnesses: int = 6
    """When a sentence joins a row, it must be like the first so many of its members. Bounds the
    cost of rows that hundreds of outlets print."""

    max_full_articles: int = 12
    """Up to so many articles every pair's links are worked out. Beyond, only those with the
    reference articles (the first in canonical order and the agencies' own reports); the links of
    another base are worked out when it is looked at. 500 articles have 125,000 pairs."""

    max_references: int = 3
    """How many reference articles there are at most, beyond `max_full_articles`."""

    # Across languages (`crossing.py`): similarities of meaning, as a sentence encoder gives them.

    min_meaning: float = 0.60
    """Sentences of two languages this alike in meaning say the same. Below, two statements about
    one person or place are met."""

    min_meaning_supported: float = 0.45
    """The same, where a figure that both have or a linked neighbour says so too."""

    min_meaning_margin: float = 0.10
    """By how much a sentence must be nearer than any other sentence of the same articles: the
    lead and its repetition further down are about equally near, and then nothing is said."""

    min_meaning_chained: float = 0.35
    """Least likeness of meaning between two languages that meet only through a third."""

    min_meaning_words: int = 4
    """Words that a sentence must have: "He denied it" translates many sentences."""

    max_crossed_rows: int = 500
    """Rows of one language that are compared with another's, those that most outlets have first.
    Bounds the cost: a row costs some 3 ms of encoding."""

    # Names of one thing (app.core.naming.referents)

    min_swaps_known: int = 2
    """Statements in which two sets of names must stand for each other before they are one thing,
    whatever else speaks for it. A single swap joins one more name, and only where no sentence
    has both: "police" put for "strikers" once is two sentences that differ."""

    head_weight: float = 1.0
    """What the noun that a phrase turns on adds to its weight as a word, when given phrases are
    told apart or joined: .5 to 2 make no difference on three events."""

    min_name_likeness: float = 0.15
    """Average likeness at which clusters of phrases join. Below .1 whatever shares a word meets,
    above .4 hardly more than equal phrases."""

    max_name_partners: int = 300
    """A word proposes the first so many given phrases that have it: bounds time and memory where
    thousands of phrases share one. An event of 600 mentions stays below."""

    # Numbers (app.core.counting.numbers)

    min_words_near_number: int = 2
    """Words in common, within six content words of two quantities, that show both to be about the
    same thing where the counted noun does not show it. 1 joins any two sums of one story."""

    min_words_near_unlike: int = 3
    """The same, between the same words on both sides, for two dates or times that differ and for
    two numbers of things that have other names ("31 strikers", "38 militants"): a story has
    several of them, and 13,000 homes are not 19,000 buildings."""

    min_number_margin: int = 2
    """By how many words in common two differing quantities must fit better to each other than
    either to any third. Below, "5 hurt, 9 held" against "7 held" is a guess."""

    max_rounding_marked: float = 0.15
    """Largest relative error of a figure that says it is rough ("about", "nearly", "more than")
    and is the other with fewer digits."""

    max_rounding_plain: float = 0.05
    """The same for a bare figure, from `min_rounded_plain` up: 14 and 10 are two counts."""

    min_rounded_plain: float = 100.0
    """See above."""

    vague_slack: float = 1.2
    """Factor by which a figure may lie outside what "dozens" (24 to 99) or "hundreds" mean in
    numbers before it is said to contradict them: nobody counts exactly who says dozens."""

    max_numbers_in_reading: int = 40
    """So many quantities of an outlet's sentences in a row are compared; beyond stand tables."""

    # Quotations and voices

    max_scare_words: int = 4
    """Longest phrase between quotation marks that may be set off and quote nobody ("peace plan").
    1 to 6: longer ones are what somebody said."""

    max_scare_characters: int = 60
    """The same for scripts without spaces between words."""

    max_words_beside_carried: int = 2
    """A sentence with so many words outside its quotation at most ("Otherwise, ...") goes on with
    the speaker before. More, and somebody else may be meant."""

    max_sentences_to_name: int = 4
    """How many sentences back "he" or "the 50-year-old" finds the person named last. 1 to 6."""

    min_quoted_containment: float = 0.75
    """Two quotations are versions of one utterance where this share of the shorter one's words
    stands in the other, in order."""

    min_quoted_containment_same_row: float = 0.6
    """The same where their sentences are linked, of all words and of those with a content, for
    quotations of `min_quoted_run` words or more."""

    min_quoted_content: int = 3
    """Words with a content of their own that two quotations must share to be taken for one
    utterance without further evidence; fewer ask for linked sentences or the same speaker."""

    min_quoted_letters: int = 14
    """Letters of these words together, which holds for scripts with a character a word, too."""

    min_quoted_run: int = 6
    """Words in an unbroken row that show a quotation was used inside another of one speaker."""

    min_reported_containment: float = 0.6
    """Share of a quotation's stems that a linked sentence's indirect speech must hold to report
    the same words."""

    max_quotation_candidates: int = 12
    """A word proposes the first so many wordings that have it. Bounds the cost of repetitive
    text: later ones join through the first."""

    # Labels

    max_label_change: int = 12
    """Words and marks, on either side, of a replacement in which names and verbs are looked for;
    longer ones say something else. 8 to 20."""

    # Word edits (app.core.aligning.matching)

    max_words_beside_island: int = 6
    """A function word holds a replacement and a deletion or insertion apart while the replacement
    has up to so many tokens a side: "strikers for alleged" against "militants for". Beyond, a
    clause is put otherwise, and the word in it is chance. 4, the longest name, to 9."""

    max_equal_runs: int = 10_000
    """Equal stretches of two sides, crossing ones included, up to which word edits are worked out
    in full. Sentences have up to two hundred; more have lists that repeat a few words."""

    # The event as a whole (app.core.overviews.burial, derivation, headlines)

    max_top_paragraphs: int = 4
    """Only what stands in the first so many paragraphs elsewhere can be buried: the lead, the
    paragraph that says why it matters, and what supports them. Whoever cuts from below keeps
    these; what follows is background, which editors move about freely. 3 to 5."""

    max_top_depth: float = 0.25
    """The same as a share of the body, for texts with few and long paragraphs."""

    min_buried_drop: float = 0.5
    """By how much of the body it must stand lower: from the top into the lower half, which many
    readers never see. .4 to .7; below .4 it may just have made room for another lead."""

    min_buried_sentences: int = 10
    """Body sentences that both articles need: in shorter ones everything stands near the top."""

    min_buried_sentences_down: int = 5
    """By how many sentences it must stand further down as well. An article that is cut from below
    raises the share of the body above without moving anything."""

    min_witnesses_buried: int = 2
    """Others that must have it high up where the source itself is not among the articles. With one,
    it may as well have been raised there."""

    min_passage_outlets: int = 3
    """Articles that must have the same neighbouring statements word for word for a passage: two
    are told by the shares of each text already."""

    min_passage_words: int = 40
    """Words of a passage outside quotations: two or three sentences. Below, the same press release
    or the same fact may give the same words."""

    min_headline_covered: float = 0.34
    """Share of a headline's words with a content that a body sentence must have to be the one it
    is nearest to: two of a usual six. Below, a chance name is shared."""

    max_headline_letters: int = 40
    """Longest word of a headline that is compared; longer ones are addresses or mistakes. Bounds
    the cost."""

    min_common_letters: int = 4
    """Letters that two words must begin with, one being the other's beginning, to be forms of one
    word ("Syria", "Syrian") where stems differ. Below, short words meet by chance."""


DEFAULT = Tuning()


@dataclass(frozen=True, slots=True)
class Cleaning:
    """What a pasted text is taken to be. About words, where a letter or a line is not named.

    No part of the fingerprint: a comparison is keyed by the blocks and facts that were made of a
    text, which people may have corrected, so it stays good as long as those are the same. Another
    setting holds for articles that come in from then on.
    """

    # Paragraphs

    end_characters: int = 400
    """At each end of a paragraph, what roles are read from: a line or two of any layout, more than
    every pattern asks for. Bounds the cost of a text without line ends."""

    letters_a_word: int = 10
    """Characters that a word takes up, with the space behind it, in a paragraph too long to count.
    English has six; on the high side, so that no such paragraph is taken for longer than it is."""

    signs_a_word: int = 2
    """Chinese or Japanese signs that stand for about one word."""

    max_wrap_width: int = 120
    """Characters. Mail and terminals wrap at 60 to 100; longer lines are whole paragraphs."""

    min_wrapped_lines: int = 2
    """Lines that must break in mid-sentence before a text was wrapped: one is a title above a
    paragraph that begins with a small letter."""

    min_wrapped_share: float = 0.3
    """The same, as a share of neighbouring lines. A wrapped text's other lines end a sentence by
    chance, or stand before a name; a list's or a menu's hardly ever run on."""

    min_wrapped_text: float = 0.3
    """Share of all characters that stand in such lines: a wrapped address block below an article
    of whole paragraphs does not make the article wrapped."""

    min_full_line: float = 0.6
    """Share of the width: a shorter line was not broken for want of room. .5 to .8; what does not
    fit is one word, and the longest words take up a third of a narrow column."""

    line_end_characters: int = 20
    """At the end of a line, where an end mark and what closes behind it are looked for."""

    # Roles

    min_prose_words: int = 6
    """A finished sentence this long is running text. Below stand "Watch live." and captions of
    buttons; news sentences have twenty."""

    max_unfinished_words: int = 45
    """A longer paragraph is running text even without a stop at its end: no title is as long."""

    max_title_words: int = 30
    """Longest headline, standfirst or intertitle: standfirsts are one long sentence."""

    max_question_words: int = 20
    """A single question up to this long may be a title; in running text a question rarely makes
    a paragraph."""

    max_intertitle_words: int = 12
    """Longest line inside the text that may be an intertitle: they fill a line of a column."""

    min_headline_words: int = 4
    """A shorter line above the text is the headline only where no longer one stands: sections and
    labels ("World news", "Live") have one to three."""

    min_standfirst_words: int = 5
    """A shorter line between the headline and the text is a label, a place or a name."""

    max_standfirsts: int = 2
    """Paragraphs above a byline or dateline that may be standfirsts; beyond, the article begins
    there."""

    min_title_characters: int = 8
    """What must stand before a bar or dash with an outlet's name ("Headline | Harbour Post"):
    below, the line is two names."""

    min_cut_words: int = 5
    """An unfinished last paragraph this long is the text breaking off; shorter ones are labels."""

    dateline_paragraphs: int = 3
    """So many first paragraphs are searched for a dateline: a standfirst or two may stand above."""

    min_paragraphs_above_comments: int = 3
    """Paragraphs of text above "Add a comment" that show it to be the article's end, though more
    text stands below it than above. Below, the button may stand under the headline."""

    # Pictures

    max_caption_words: int = 90
    """Longest text of a picture: two or three sentences and a credit."""

    min_repeated_letters: int = 20
    """Letters of a line, from its first, that the caption below repeats, for it to be the same
    text printed twice. Below, both may begin with one name."""

    min_alternative_shared: float = 0.75
    """Share of a line's longer words that the caption below must have, for the line to be the
    picture's alternative text. Pages shorten or inflect a word or two."""

    min_telling_letters: int = 4
    """Letters of a longer word there: shorter ones are mostly function words."""

    # Bylines, credit lines and datelines

    max_name_words: int = 6
    """Longest name of an outlet, an agency or a desk: "The Westland Times of Port Marrow" has
    six."""

    max_person_words: int = 4
    """Longest name of a person; particles count ("Lena van der Orsk")."""

    max_credit_characters: int = 160
    """Longest byline or date line; only a list of who reported may be longer. Other lines of this
    length are sentences."""

    max_credit_parts: int = 3
    """Names that may stand beside a date on one line: agency, outlet and author. More is a list
    of links."""

    dateline_characters: int = 160
    """At the start of a paragraph, where a dateline is looked for: several places, an agency and
    a date fit in."""

    max_place_words: int = 8
    """Longest place with its country, both of several words."""

    min_place_letters_alone: int = 4
    """Letters of a place in capitals with neither agency nor country: below stand acronyms ("EU -
    …"). Cities of two or three letters are lost without either."""

    min_place_letters: int = 2
    """The same for a place whose country follows."""

    max_caseless_place: int = 5
    """Words of a place in a script without capitals that stands beside an agency or a date: there
    nothing else shows where the place ends."""

    max_caseless_place_alone: int = 3
    """The same without either."""

    # Page furniture

    max_furniture_characters: int = 240
    """Longest line that is looked up among page furniture, notices of rights being the longest;
    patterns never see more."""

    max_button_words: int = 14
    """Longest row of buttons: a row of services to share with has a dozen."""

    max_trail_words: int = 14
    """Longest line that says where a page stands in its site: some sections and half a title."""

    max_menu_words: int = 3
    """Longest entry of a menu ("Arts & Culture"); longer ones are titles."""

    glued_characters: int = 240
    """At each end of a paragraph, where furniture glued to it is looked for."""

    # Evidence

    quoted_characters: int = 80
    """How much of a line the evidence quotes: enough to find it again."""


CLEANING = Cleaning()


@dataclass(frozen=True, slots=True)
class Refinding:
    """When a sentence of an earlier revision is surely the same in a later one.

    No part of the fingerprint: no comparison depends on it.
    """

    context_characters: int = 32
    """Context that two sentences must share, both sides together, where their words alone do not
    tell: what the W3C's TextQuoteSelector is commonly given a side."""

    told_apart_characters: int = 512
    """How far to each side contexts are read to tell repeats apart: a repeated paragraph has a
    few hundred characters. Bounds the cost."""

    min_context_lead: int = 16
    """Characters by which the shared context must lead that of any repeat: a word or two. Below,
    two neighbours end alike by chance."""

    min_quotation: int = 32
    """A sentence this long that stands once in both revisions is the same, whatever stands beside
    it. Below stand "He declined to comment." and captions, which are taken out here and put in
    there."""

    min_similarity_in_place: float = 0.36
    """Least similarity of changed words that stand between the same neighbours."""

    min_similarity_elsewhere: float = 0.6
    """The same anywhere else: more than half."""

    min_similarity_lead: float = 0.15
    """By how much the similarity must lead that of any other sentence."""

    min_held: float = 0.5
    """Share of a sentence's own words that the changed one must hold: of two that were merged,
    the other may account for the similarity."""

    max_places: int = 3
    """How many places are shown where it is unsure which is meant."""


REFINDING = Refinding()


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far reading looks within a text, and how much of it results show.

    Unlike `Tuning` no caller chooses them: they hold for functions of a text alone, whose results
    all comparisons share. Stored comparisons depend on them, so they are part of the fingerprint.
    """

    max_nearest_similarity: float = 0.24
    """That an article lacks a statement is no finding where a sentence of it is so similar: a part
    of the statement, or the same in other words, may stand there. Similarity in [0, 1]."""

    next_word_characters: int = 80
    """Behind an end mark, where the next word is looked for, past spaces and brackets; a longer
    word is cut there, and judged by its beginning. Bounds the cost of text without spaces."""

    last_word_characters: int = 40
    """Before a mark, where the last word is looked for: abbreviations are short, and a longer
    word is none. Bounds the cost likewise."""

    attribution_characters: int = 120
    """Behind `?"` or `!"`, where a verb of saying is looked for; holds `attribution_words`."""

    attribution_words: int = 10
    """The same in words: a name with its office ("the head of the port authority, Lena Orsk,
    asked"). Beyond, the verb is another sentence's; 6 to 12."""

    speaker_signs: int = 8
    """Chinese: signs of a name and office between a closing quotation mark and a verb of saying."""

    min_shouted_characters: int = 13
    """A text in capitals from this length on is set so throughout and has no acronyms. Below, it
    may be one ("NATO, EU: …"); a headline is longer."""

    max_acronym_letters: int = 6
    """Longest word in capitals that is kept apart from the word in small letters ("US", "us"):
    longer ones ("UNESCO" has six) are hardly ever words too, or are set in capitals for weight."""

    time_characters: int = 30
    """Before a date, where its time is looked for: an hour with its zone, and a mark."""

    excerpt_characters: int = 90
    """How much of a statement a finding's summary quotes: a line of the list of findings."""

    words_told: int = 6
    """Of the words that two linked sentences share, how many the reason of their link names."""

    names_told: int = 8
    """Up to so many outlets a sentence names all; of more the first ones, and how many others:
    nobody reads fifty names, and tables have them all."""

    change_characters: int = 60
    """The same of a change of words: who reads on has the whole sentences beside it."""

    changes_told: int = 4
    """How many changes of a statement's words a finding's reason tells, the longest first."""

    near_sentences: int = 3
    """Within a paragraph, how many sentences before and behind another are near it; of the
    paragraphs around it one sentence is. Further off the same words are about something else."""

    near_words: int = 2
    """Words with a content that stand side by side in a sentence and in a neighbour of its partner
    are the same words; so many must be left for the rest of a change to be told. One is met by
    chance."""

    similarity_digits: int = 4
    """Decimal places of figures in documents: two more than thresholds have, so that a figure
    hardly ever reads as if it stood on the other side of one."""


BOUNDS = Bounds()


def fingerprint(tuning: Tuning = DEFAULT, bounds: Bounds = BOUNDS) -> str:
    """A hash of the engine version and every setting that a comparison depends on beside its
    articles' blocks and facts (`Cleaning` says why not on its own); for keys of stored results."""
    settings = sorted((asdict(tuning) | asdict(bounds)).items())
    content = ";".join([ENGINE_VERSION, *(f"{name}={value!r}" for name, value in settings)])
    return sha256(content.encode()).hexdigest()[:16]

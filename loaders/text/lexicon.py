"""The lexicon: all words of the language that the grammars go by, from ``loaders/lexicon/*.yaml``, by one schema.

A new wording is a line of a lexicon file and a test, never a branch in the code. A key that is missing, unknown or
printed twice raises RegistryError as soon as the lexicon is read. Words are folded as
a View folds texts, so that a file may print either width, and lists are kept with the longest word first, so that
the longest wording wins.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from graph.errors import RegistryError, SchemaError
from graph.schema import load_yaml
from loaders.text.patterns import by_length
from loaders.text.view import fold


def _listed(value: object) -> tuple[str, ...]:
    """The words of a list, or of a text with blanks between them."""
    printed = value.split() if isinstance(value, str) else value
    if not isinstance(printed, list) or not all(isinstance(word, str) for word in printed):
        raise ValueError("must be a list of words (in quotes, where YAML takes one for a number)")
    return by_length(fold(word) for word in printed)


def _folded(value: object) -> object:
    return fold(value) if isinstance(value, str) else value


Words = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Folded = Annotated[str, BeforeValidator(_folded)]
Kinds = dict[str, Words]

_given: list[Lexicon] = []
# Rooms whose caches hold data files, which no lexicon changes.
_OF_DATA = ("loaders.registry", "loaders.policies")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Verbs(_Part):
    """Words that end a phrase wherever they stand (hard), or only where one would begin (soft)."""

    hard: Words
    soft: Words


class Around(_Part):
    """A phrase of two words around a name, and the word that stands for both."""

    before: Folded
    after: Folded
    word: Folded = ""


class Cues(_Part):
    """cues.yaml: what ends a noun phrase, and what it says of the phrase beside it."""

    builds: Verbs = Field(alias="BUILDS")
    depends_on: Verbs = Field(alias="DEPENDS_ON")
    about: Verbs = Field(alias="ABOUT")
    relied_on: Around
    uses: Words
    shows: Words
    counting: Words
    joiners: Kinds
    building: Folded
    definite: Folded
    particle: Folded


class Vocabulary(_Part):
    """vocabulary.yaml: the words of the language of plans, which make no name."""

    common: Words
    verbs: Words
    soft: Words
    affixes: Folded


class FromIssue(_Part):
    """本方案印发之日起30个工作日内, word by word."""

    own: Folded
    since: Folded
    units: Words
    working: Folded
    within: Words


class Deadlines(_Part):
    """deadlines.yaml: the words of time limits."""

    limits: Kinds
    relative_years: dict[str, int]
    whole_years: dict[str, int]
    not_before_year: str
    not_after_before: Words
    not_after_month: Words
    parts: dict[str, int]
    plan_periods: dict[str, int]
    plan_period_windows: Words
    leads: Words
    measured_before: Words
    measured_after: Words
    done: Words
    validity: Words
    facts_after: Words
    facts_but: Words
    conditions: Words
    grants: Words
    not_before_quarter: Words
    open: Words
    none: Words
    issue_words: Words
    from_issue: FromIssue
    plan_period_noun: Folded


class Head(_Part):
    """A kind of head nouns, and what must stand before them."""

    label: str
    kind: str
    needs: str
    words: Words


class ClassNouns(_Part):
    """Class nouns after 等, and what the names before them are."""

    label: str
    kind: str
    words: Words
    vague: bool = False


class Bodies(_Part):
    """Bodies at other levels that a text speaks of."""

    levels: Words
    suffixes: Words
    not_after_level: Words
    not_after: Words
    not_within: Words
    cues: Words


class Branches(_Part):
    """What a company's name has before the noun of its branch."""

    regions: Words
    noun: Folded


class Entities(_Part):
    """entities.yaml: the nouns that names end in, and the words that make no name."""

    heads: tuple[Head, ...]
    alone: Words
    not_heads: Words
    service_kinds: Words
    programs: Words
    weak_programs: Words
    quoted_heads: Words
    quoted_far: Words
    activities: Words
    loans: Words
    product_ends: Words
    regions: Words
    quoted_whole: Words
    quoted_adjectives: Words
    tails: Words
    quoted_kinds: Words
    classes: tuple[ClassNouns, ...]
    not_classes: Words
    places: Words
    wide: Words
    levels: Words
    latin_kinds: Words
    document_ends: Words
    not_place_ends: Words
    strip: Words
    kinds_before_head: Words
    kinds: Words
    bodies: Bodies
    prefix_places: Words
    of_kinds: Words
    fixed_before: Words
    fixed: tuple[ClassNouns, ...]
    levels_short: Words
    land: Words
    always_kinds: Words
    often_kinds: Words
    programs_by_function: Words
    slogan_starts: Words
    slogan_letters: Words
    stages: Words
    inner_joins: Words
    fields: Words
    brand_ends: Words
    not_of_quotes: Words
    inner_heads: Words
    measures: Words
    leading: Words
    leading_long: Words
    peoples: Words
    place_ends: Words
    limit_signs: Words
    not_dates: Words
    numbered: Words
    services: Words
    stands_for: Around
    town_kinds: Words
    town_before: Words
    branches: Branches
    branch_ends: Words
    kinds_of_lists: Words
    own_ends: Words
    systems: Words
    negations: Words
    whole_places: Words
    regions_of_kinds: Words
    kinds_within: Words
    pointers: Words
    route: Folded
    carries_out: Words
    event_ends: Words
    region_kinds: Folded
    place_kinds: Folded
    not_regions: Words
    region_goes_on: Words
    people: Folded
    autonomous: Words
    town_counts: Words
    town_count: Folded
    town_goes_on: Words
    quoted_gap: Words


class HeadingStyle(_Part):
    """One way to number headings."""

    name: str
    rank: int
    open: Words
    digits: str
    close: Words
    not_before: Folded = ""
    but_before: tuple[Folded, ...] = ()


class Headings(_Part):
    """headings.yaml: the grammar of headings and the chapters that state no tasks."""

    styles: tuple[HeadingStyle, ...]
    bullets: Words
    no_tasks: Words
    task_chapters: Words
    no_task_endings: Words
    no_task_words: Words
    other_lines: Words
    annex: Words
    tail: Words
    annex_name: Folded
    not_before_number: Folded


class JoinWeights(_Part):
    """What speaks for a line's carrying on the one before, or against it."""

    open: float
    carries: float
    goes_on: float
    quoted: float
    piece: float
    full: float
    ended: float
    short: float
    gap: float
    indent: float
    flush: float
    paged: float
    label: float
    named: float
    apart: float
    alone: float
    title_short: float
    in_word: float
    broken: float


class HeadingWeights(_Part):
    """What speaks for a numbered line's being a heading, or against it."""

    base: float
    runs_on: float
    begins: float
    unmatched: float
    after_end: float
    after_title: float
    after_full: float
    in_list: float
    open: float
    loose: float
    decimal: float


class PageNumberWeights(_Part):
    """What speaks for a bare number's being that of a page, and how much is needed."""

    runs_on: float
    far: float
    near: float
    parts_sentence: float
    apart: float
    table: float
    needed: float


class Lines(_Part):
    """lines.yaml: page furniture, and the weights of what tells the roles of lines."""

    page_marks: Words
    page_ornaments: Folded
    page_dashes: Folded
    web_tail: Words
    web_foot: Words
    scan_words: dict[str, str]
    list_ends: Words
    after_digits: Words
    joins: JoinWeights
    heading: HeadingWeights
    page_number: PageNumberWeights
    narrow: float
    page_signs: Folded


class Meta(_Part):
    """meta.yaml: where a document says what it is."""

    front_matter: Kinds
    title_endings: Words
    notice_words: Words
    notice_verbs: Words
    issuer_endings: Words
    addressees: Words
    short_issuer_starts: Words
    no_title_starts: Words
    no_values: Words
    co_issuers: Words
    drafts: Words
    announcing: Words
    preface: Words
    captions: Words
    about: Folded
    title_joiners: Words
    passed_on: Words
    web_fields: dict[str, str]
    letterhead: Folded
    issuer_counts: Words


class DocumentKind(_Part):
    """A kind of documents by the end of their titles, or by what they contain besides."""

    kind: str
    suffixes: Words
    contains: Words = ()


class Policies(_Part):
    """policies.yaml: how documents are cited, and what kind a title is."""

    relations: Kinds
    issued_after: Words
    issued_goes_on: Words
    implemented_after: Words
    not_cues_before: Words
    repealed_after: Words
    repealed_before: Words
    repealed_adverbs: Words
    and_others: Words
    issuer_verbs: Words
    joiners: Words
    strength: tuple[str, ...]
    reference_cue: Folded
    basis: Words
    not_policy_suffixes: Words
    not_policy_after: Words
    not_policy_before: Words
    bare_titles: Words
    quoted_suffixes: Words
    plain_suffixes: Words
    topic_suffixes: Words
    scopes: Words
    plain_beginnings: Words
    plain_cues: Words
    plain_not: Words
    period_names: Words
    kinds: tuple[DocumentKind, ...]
    default_kind: str
    title_joiners: Words
    joint: Folded
    files: Folded
    order: Folded
    called: Words
    short_called: Words
    called_signs: Words
    not_followed: Words
    notes: Words
    period_documents: Words
    not_places: Folded


class MarkClauses(_Part):
    """标*的为牵头单位, word by word."""

    before: Words
    after: Words
    bodies: Words
    says: Words
    nouns: Words
    leads: Words


class OpenEnd(_Part):
    """等 and what may follow it."""

    sign: Folded
    counts: Words
    scopes: Words
    kinds: Words
    nouns: Words


class Collectives(_Part):
    """What names of several bodies hold, and how they end."""

    signs: Words
    nouns: Words


Chain = tuple[Words, ...]


class AllBelow(_Part):
    """A clause that gives owners to all that follows, word by word."""

    opening: Chain
    strong: Words
    weak: Words
    later: Words
    middle: Chain
    stated: Chain
    closing: Chain
    after_names: Words


class ResponsibilityWords(_Part):
    """responsibility.yaml: the grammar of responsibility."""

    label_stems: Kinds
    label_nouns: Words
    labels: Kinds
    short_labels: Kinds
    verbs: Kinds
    predicates: Kinds
    ruling_verbs: Words
    verb_prefixes: Chain
    verb_adverbs: Words
    marker_endings: Words
    order_clauses: tuple[Chain, ...]
    comma_clause: Chain
    brackets: Words
    bracket_clause: Chain
    with_persons: Words
    same_below: Words
    explains: Words
    lead_marks: Folded
    mark_clauses: MarkClauses
    note_words: Words
    all_below: AllBelow
    before_names: Words
    joiners: Words
    calls_in: Words
    goes_on: Folded
    separators: Folded
    none: Words
    times: Words
    time_units: Words
    times_after: Words
    telephones: Words
    no_name_starts: Words
    no_names: Words
    open_end: OpenEnd
    collectives: Collectives
    body_endings: Words
    not_bodies: Words
    group_words: Words
    group_heads: Words
    group_tails: Words
    all_of_place: Words
    carries_on: Words
    places: Words
    place_endings: Words
    shared_places: Kinds
    group_openings: Words
    group_levels: Words
    group_joins: Words
    all_levels: Folded
    agent: Folded
    place_bodies: Words
    leads_in: Words
    head_offices: Words
    branches: Words
    never_split_before: Words
    prefixes: Words
    family_names: Folded
    compound_family_names: Words
    person_titles: Words
    not_persons: Words
    person_never_ends: Folded


class Tables(_Part):
    """tables.yaml: names of columns, and what makes rows scenes or projects."""

    columns: Kinds
    owner_words: Kinds
    scene_words: Words
    project_words: Words
    name_ending: Folded
    list_nouns: Words
    work_words: Words
    category_ending: Words
    category_sign: Folded
    empty: Words
    owner_signs: Words
    joiners: Words
    captions: Words
    annex_starts: Words


class SizeKinds(_Part):
    """What follows a size in words: a kind (千亿级) or money (百亿元)."""

    kind: Folded
    money: Folded


class Circle(_Part):
    """15分钟生活圈, word by word."""

    units: Words
    sign: Folded


class Targets(_Part):
    """targets.yaml: quantified goals and milestones."""

    units: Words
    per: Words
    not_units: Words
    not_units_but: Words
    durations: Words
    durations_after: Words
    duration_cues: Words
    goal_verbs: Words
    not_verbs: Words
    tied_verbs: Words
    described: Words
    wanted: Words
    documents: Words
    provisions: Words
    carried_out: Words
    reaches: Words
    bare_after: Words
    lead_ins: Words
    not_goals: Words
    not_goals_but: Words
    grants: Words
    conditions: Words
    not_counted: Words
    share_after: Words
    circle_verbs: Words
    goal_chapters: Words
    straight_to: Words
    background_ends: Words
    milestone_leads: Words
    several: Words
    aims: Words
    listed: Words
    voltages: Words
    voltage_names: Words
    states: Words
    power_units: Words
    powered: Words
    done_for: Words
    qualifiers: Words
    comparators_after: Kinds
    comparators_before: Kinds
    increments: Words
    stocks: Words
    trends: Words
    new: Words
    rate_units: Words
    rate_words: Words
    lead_words: Words
    tail_words: Words
    bare_indicators: Words
    numerals: dict[str, int]
    numeral_verbs: Words
    numeral_units: Words
    numeral_not_before: Words
    magnitudes: dict[str, tuple[int, str]]
    milestone_words: Words
    not_milestones: Words
    big: Folded
    size_kinds: SizeKinds
    more: Words
    fold: Around
    bare_ends: Words
    dated: Words
    from_words: Words
    from_times: Words
    joiners: Words
    separators: Words
    size_ends: Words
    circle: Circle
    negations: Folded
    return_period: Folded
    document_units: Words
    ranked: Folded
    from_ends: Words
    roughly: Folded
    at_least: Folded
    named_by: Words


class Lexicon(_Part):
    """All lexicon files, each by its name."""

    cues: Cues
    deadlines: Deadlines
    entities: Entities
    headings: Headings
    lines: Lines
    meta: Meta
    policies: Policies
    responsibility: ResponsibilityWords
    tables: Tables
    targets: Targets
    vocabulary: Vocabulary


@cache
def lexicon() -> Lexicon:
    """The lexicon that this process reads by: the one shipped, unless ``use_lexicon`` gave another."""
    return _given[0] if _given else shipped_lexicon()


def use_lexicon(other: Lexicon | None) -> None:
    """From now on this process reads by ``other`` (None: the one shipped). What was made of the last one is forgotten.

    For measuring what a word is worth; not for use beside other threads.
    """
    _given[:] = [] if other is None else [other]
    for name, module in list(sys.modules.items()):
        if name.startswith("loaders.") and not name.startswith(_OF_DATA):
            for made in vars(module).values():
                if made is not shipped_lexicon and hasattr(made, "cache_clear"):
                    made.cache_clear()


@cache
def shipped_lexicon() -> Lexicon:
    """The lexicon of this package."""
    folder = files("loaders").joinpath("lexicon")
    return read_lexicon({name: folder.joinpath(f"{name}.yaml").read_text("utf-8") for name in Lexicon.model_fields})


def read_lexicon(texts: Mapping[str, str]) -> Lexicon:
    """The lexicon of YAML texts by name; raises RegistryError that names file, key and fault."""
    raw: dict[str, Any] = {}
    for name, text in texts.items():
        try:
            raw[name] = load_yaml(text)
        except (SchemaError, yaml.YAMLError) as error:
            raise RegistryError(f"loaders/lexicon/{name}.yaml: {error}") from None
    try:
        return Lexicon.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        name, *where = (str(step) for step in first["loc"])
        raise RegistryError(
            f"loaders/lexicon/{name}.yaml: {'.'.join(where)}: {_fault(first['type'], first['msg'])}"
        ) from None


def _fault(kind: str, message: str) -> str:
    said = {
        "missing": "is missing",
        "extra_forbidden": "is unknown: a new key needs its line in loaders/text/lexicon.py",
    }
    return said.get(kind, message.removeprefix("Value error, "))

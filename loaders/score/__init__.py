"""The loader measured: annotated plans (gold), what of them the loader finds, and what each word of its lexicon earns."""

from loaders.score.gold import Gold, GoldFile, gold_files, gold_schema, read_gold
from loaders.score.matches import MatchMeasure, match_files, measure_matches
from loaders.score.measure import Difference, Measure, figures, measure

__all__ = [
    "Difference",
    "Gold",
    "GoldFile",
    "MatchMeasure",
    "Measure",
    "figures",
    "gold_files",
    "gold_schema",
    "match_files",
    "measure",
    "measure_matches",
    "read_gold",
]

"""Which item of one text is the same work as which item of another: one likeness for all who ask.

Rows of an annex and the tasks that they detail, two versions of a paper (``plangraph diff``), a plan and the plans
above and before it (CARRIES_OUT, CONTINUES). An index from the rarer character pairs of each text leads to the few
candidates worth comparing, so that the cost grows with what is alike, not with all pairs.
"""

from graph.matching.items import Matchable
from graph.matching.likeness import Likeness, Match
from graph.matching.pairs import best_above, one_to_one

__all__ = ["Likeness", "Match", "Matchable", "best_above", "one_to_one"]

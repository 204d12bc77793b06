"""The catalogue's answers computed a second time, by plain Python on the networkx graph: no Cypher, no code of queries/.

Every function takes the graph and the arguments (ids, not names) and gives the rows in the order that the query
promises. Lists of owners go by name and id; nulls come last.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.queries.oracle.base import Arguments, Oracle, Row
from tests.queries.oracle.cascade import (
    chain_of_item,
    duties_of_owner,
    history_of_item,
    items_not_taken_up,
    items_taken_up,
    items_without_upper,
    owners_changed,
)
from tests.queries.oracle.content import (
    annex_owner_differences,
    categories,
    deadlines,
    details_of_item,
    entities,
    entities_of_item,
    find,
    items,
    items_in_town,
    items_of_entity,
    items_per_town,
    items_without_owner,
    milestones,
    plans,
    quality,
    search,
    targets_due,
    targets_of_item,
    targets_without_unit,
)
from tests.queries.oracle.dependence import (
    dependencies_of_item,
    dependents_of,
    items_of_policy,
    items_under_policy,
    policies,
    policies_of_item,
    policy_chain,
    policy_framework,
    waiting_owners,
    waits_for,
)
from tests.queries.oracle.responsibility import (
    co_owner_pairs,
    co_owners_of_item,
    co_owners_of_owner,
    groups_and_members,
    items_of_owner,
    owners,
    owners_of_item,
    sole_owner_items,
)
from tests.queries.oracle.workload import (
    concentration,
    section_concentration,
    section_owner_matrix,
    workload_by_category,
    workload_by_kind,
    workload_by_owner,
    workload_by_section,
    workload_outside_sections,
)

__all__ = ["ANSWERS", "Oracle"]


# Which cell's thing gives the last cells, and what of it: names that stand alone and what people call items by.
_TOLD: Mapping[str, tuple[tuple[int, str], ...]] = {
    **dict.fromkeys(
        ("items", "items_of_owner", "search", "items_without_owner", "items_of_entity", "items_of_policy",
         "items_under_policy", "dependents_of", "deadlines", "waits_for", "annex_owner_differences", "items_in_town",
         "items_taken_up", "items_not_taken_up", "items_without_upper", "owners_changed"),
        ((0, "reference"),),
    ),
    "duties_of_owner": ((1, "reference"),),
    "milestones": ((4, "reference"),),
    "targets_due": ((8, "reference"),),
    "targets_without_unit": ((3, "reference"),),
    "sole_owner_items": ((0, "reference"), (3, "qualified_name")),
    "plans": ((0, "reference"),),
    **dict.fromkeys(("owners", "owners_of_item", "workload_by_owner", "co_owners_of_owner", "find"), ((0, "qualified_name"),)),
    "section_owner_matrix": ((2, "qualified_name"),),
    **dict.fromkeys(("co_owner_pairs", "waiting_owners"), ((0, "qualified_name"), (2, "qualified_name"))),
}  # fmt: skip


def _telling(function: Callable[[Oracle, Arguments], list[Row]]) -> Callable[[Oracle, Arguments], list[Row]]:
    told = _TOLD.get(function.__name__, ())
    return lambda g, a: [(*row, *(g.node[row[cell]].get(key) for cell, key in told)) for row in function(g, a)]


ANSWERS: Mapping[str, Callable[[Oracle, Arguments], list[Row]]] = {
    function.__name__.replace("_", "-"): _telling(function)
    for function in (
        owners_of_item, items_of_owner, co_owners_of_item, co_owners_of_owner, co_owner_pairs, sole_owner_items,
        groups_and_members, owners, workload_by_owner, workload_by_section, workload_by_category, workload_by_kind,
        concentration, section_owner_matrix, section_concentration, waits_for, waiting_owners, dependents_of,
        dependencies_of_item, items_of_policy, policies_of_item, policy_chain, items_under_policy, policy_framework,
        policies, targets_due, milestones, deadlines, targets_of_item, items_per_town, items_in_town,
        annex_owner_differences, details_of_item, items, categories, entities, items_of_entity, entities_of_item,
        search, find, plans, items_without_owner, targets_without_unit, quality, workload_outside_sections,
        chain_of_item, items_taken_up, items_not_taken_up, items_without_upper, history_of_item, duties_of_owner,
        owners_changed,
    )
}  # fmt: skip

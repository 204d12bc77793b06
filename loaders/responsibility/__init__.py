"""Who owns what: markers, lists of owners, persons, merged cells and standing clauses."""

"""Who answers for what: the grammar of responsibility as data (responsibility.yaml) and its one reader.

``grammar`` compiles the data; ``names`` tells bodies, groups and persons; ``lists`` reads a list of owners; ``markers``
finds where a text names them; ``clauses`` reads the sentences that rule many markers. It knows nothing of items.
"""

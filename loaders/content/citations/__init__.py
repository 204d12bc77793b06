"""Documents that a text names, how it stands to them, and those that the plan itself is drawn up by."""

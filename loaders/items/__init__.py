"""Work items from headings and from the rows of tables."""

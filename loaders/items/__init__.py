"""Work items: which headings and rows are one (``drafts``, ``rows``), their words, owners and what rules them."""

"""Lines into blocks: what each line is, wrapped lines, grids and flattened tables."""

"""Charts as geometry: numbers and strings that a template draws as SVG, so that every text in them is escaped."""

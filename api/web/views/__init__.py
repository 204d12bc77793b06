"""One module a view: it reads the snapshot and fills a template."""

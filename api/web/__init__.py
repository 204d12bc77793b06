"""The explorer: pages for people, made on the server, that work without scripts and are better with them."""

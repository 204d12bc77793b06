"""Stores: the port, the embedded engine (a file) and Neo4j. ``open_store`` picks one by its address."""

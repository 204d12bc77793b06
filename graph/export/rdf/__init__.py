"""RDF for an open-data portal: export, record, reading back, validation. See docs/rdf.md."""

from graph.export.rdf.export import write_rdf
from graph.export.rdf.reading import is_rdf, read_rdf
from graph.export.rdf.settings import RdfSettings
from graph.export.rdf.validation import validate_export

__all__ = ["RdfSettings", "is_rdf", "read_rdf", "validate_export", "write_rdf"]

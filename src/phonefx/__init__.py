"""phonefx: an offline parser of phone extractions that says where every fact comes from."""

__version__ = "0.1.0"

"""Incident layers: reports of events laid over the movement of the phones, coloured by status."""

from phonefx.timeline.incidents.build import lay, layer_names, near
from phonefx.timeline.incidents.reading import read_layer
from phonefx.timeline.incidents.records import Incident, IncidentNear

__all__ = ["Incident", "IncidentNear", "lay", "layer_names", "near", "read_layer"]

"""Who is in contact with whom: counted links, groups, and the graph as GraphML, CSV and a drawing."""

from phonefx.timeline.links.build import build
from phonefx.timeline.links.graph import Graph, graph, write_csv, write_graphml
from phonefx.timeline.links.records import GroupMember, Link

__all__ = ["Graph", "GroupMember", "Link", "build", "graph", "write_csv", "write_graphml"]

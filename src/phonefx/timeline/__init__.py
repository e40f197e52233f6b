"""Merges the items of a case: people, clocks, duplicates, gaps, movement, links, search."""

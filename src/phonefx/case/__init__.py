"""The case folder: plans and runs the parsers, keeps items, problems, coverage, audit log and manifest."""

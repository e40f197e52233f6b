"""Benchmarks, and the made cases that they and the tests share."""

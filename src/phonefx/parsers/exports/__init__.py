"""Logical exports that other tools and services write."""

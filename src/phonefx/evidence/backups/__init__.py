"""Backups that a computer made of a phone: iTunes and Finder backups, Android backups."""

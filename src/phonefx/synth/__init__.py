"""Training phones: a scenario goes in, realistic extractions and an answer key come out.

Everything is made from a YAML scenario and its seed, with invented people and reserved numbers. The databases are
written by SQLite itself, act by act in the order of the story, so that a deletion leaves what it leaves on a phone.
Nothing in here reads evidence; tests, demonstrations and trainers use it, the parsers never do.
"""

"""Words and things in the texts of a case: word lists that the examiner gives, and built-in extractors."""

from phonefx.timeline.words.extractors import EXTRACTORS, Thing
from phonefx.timeline.words.lexicon import Hit, Lexicon, Term, compiled, read_lexicon
from phonefx.timeline.words.wallets import wallet

__all__ = ["EXTRACTORS", "Hit", "Lexicon", "Term", "Thing", "compiled", "read_lexicon", "wallet"]

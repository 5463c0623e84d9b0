"""The language of indicator cells as data: grammar, units, words, rules and messages."""

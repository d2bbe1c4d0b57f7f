"""How residents answer: they report an error in a public item, and say whether its page helped.

Nobody is recorded.
"""

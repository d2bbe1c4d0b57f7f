"""The demonstration's pictures, each drawn once for all tests: a drawing is the same at every
call.
"""

from functools import cache

from demo.pictures import draw

drawn = cache(draw)

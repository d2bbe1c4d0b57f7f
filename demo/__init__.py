"""The made-up ward Bến Sen: who is in it, what it has written, its pictures, and how all of it
is loaded.
"""

"""The board's orientation of a month: made, given to the units, written by them."""

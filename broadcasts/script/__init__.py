"""The script of a bulletin: on paper, as PDF, and on the prompter."""

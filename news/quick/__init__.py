"""Nộp nhanh and Nhập hộ: one page from which a text with photos becomes an item that waits for
review.
"""

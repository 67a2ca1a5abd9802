"""Measure how well residents' questions are answered, through the whole path."""

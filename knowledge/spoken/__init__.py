"""Readers of what residents say in answer to a question: when, where, for whom, a number, yes or no."""

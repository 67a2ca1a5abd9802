"""Clients of the process that hears and speaks: sound and words, nothing of what they mean."""

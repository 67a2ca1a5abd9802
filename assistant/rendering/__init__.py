"""Replies become what one channel can show or say. Pure functions."""

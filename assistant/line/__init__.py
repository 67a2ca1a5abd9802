"""The telephone line: calls as sound, from the first word to the last."""

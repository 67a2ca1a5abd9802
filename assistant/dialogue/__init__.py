"""Deciding what to do with a message: Rasa over HTTP, and the keypad engine when Rasa fails."""

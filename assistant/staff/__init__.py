"""The staff console: a person takes the case that a resident asked for, and answers by text message."""

"""The Rasa project's own tests."""

import os

# Read when TensorFlow is loaded, which some test does first: of its messages only what is fatal.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

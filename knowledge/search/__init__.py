"""Search over the services: by characters, words, sounds and meaning."""

from knowledge.search.calibration import Calibration
from knowledge.search.search import Candidate, Explained, Found, Search

__all__ = ["Calibration", "Candidate", "Explained", "Found", "Search"]

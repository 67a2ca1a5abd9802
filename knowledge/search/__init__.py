"""Search over the services: by characters, words, sounds and meaning."""

from knowledge.search.calibration import Calibration
from knowledge.search.search import Candidate, Found, Search

__all__ = ["Calibration", "Candidate", "Found", "Search"]

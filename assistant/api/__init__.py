"""The interface for other systems, such as a city's 12345 platform. docs/api.md tells how to connect."""

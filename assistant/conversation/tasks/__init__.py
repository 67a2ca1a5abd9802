"""What a person is to do for a resident, found out step by step, read back, and handed over as a case."""

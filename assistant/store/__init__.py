"""What is kept of residents, conversations, cases, deliveries and staff: queries by noun."""

"""One turn of a conversation: from a resident's message to what is replied."""

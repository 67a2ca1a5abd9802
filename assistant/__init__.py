"""The application: channels, conversation, dialogue client, rendering, cases, staff console, store."""

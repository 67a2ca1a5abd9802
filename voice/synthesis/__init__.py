"""Speech from text: pyttsx3 in child processes, with Kokoro where its model is."""

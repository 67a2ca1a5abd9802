"""How the dialogue's two servers are started, kept quiet and kept quick."""

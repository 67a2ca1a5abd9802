"""What a resident says and hears: speech recognised and speech made, served to the other processes."""

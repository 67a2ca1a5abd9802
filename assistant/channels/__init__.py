"""Ways in and out: verify, decode, normalise, hand over; render what comes back."""

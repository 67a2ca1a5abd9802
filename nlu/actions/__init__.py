"""What the dialogue decides, as acts. Nothing here is said to a resident."""

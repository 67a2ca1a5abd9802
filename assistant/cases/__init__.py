"""Cases: what a person must see to, from the moment a resident needs one until it is closed."""

"""What a study does about what may identify somebody: the gate before scoring, a look by itself, and a person's word."""

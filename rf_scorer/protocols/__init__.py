"""Interview protocols, and which turns answer which question."""

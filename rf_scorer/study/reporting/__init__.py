"""A study told as a whole: counts and shares over its sheets and ratings, without a participant's word."""

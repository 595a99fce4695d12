"""What raters do: events, the order that they must keep, where they are stored, and what comes out again."""

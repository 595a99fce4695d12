"""Change of confirmed ratings over timepoints: read from rating documents or a table, and judged against the error of measurement."""

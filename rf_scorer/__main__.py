"""``python -m rf_scorer`` is ``rf-scorer``."""

from rf_scorer.cli import main

if __name__ == "__main__":
    main()

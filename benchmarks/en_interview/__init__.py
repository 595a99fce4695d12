"""The recipe of ``models/en_interview``: from three public treebanks to a spaCy pipeline, by one command."""

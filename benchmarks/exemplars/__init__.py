"""Check and describe ``models/rf_passage/exemplars.jsonl``: its faults by place, and the figures of its data statement."""

"""Findings across boards: what of the actions in one or many trackers an auditor should look at."""

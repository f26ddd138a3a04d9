"""From as printed to as understood: owners to people, deadlines to dates."""

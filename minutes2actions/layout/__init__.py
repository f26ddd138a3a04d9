"""From what stands on pages to what was meant: running heads and feet aside, tables joined over pages."""

"""Reads meeting minutes and keeps an Excel action tracker that people also edit by hand."""

__version__ = "0.1.0"

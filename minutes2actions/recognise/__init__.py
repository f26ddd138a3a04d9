"""From a Document to a Record: kind, meetings, attendance and actions as printed."""

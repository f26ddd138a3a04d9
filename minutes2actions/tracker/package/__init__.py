"""An Excel workbook as a zip of parts: what must change is changed in its XML, all else stays the bytes it was."""

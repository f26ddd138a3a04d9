"""The Excel workbook that people share: its columns, how records are reconciled with it, how it is written."""

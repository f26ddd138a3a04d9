"""The pages that show where each thing was read: a document as it looks, with its words marked."""

"""The province's own documents: comparison for a projector, ranking as a workbook."""

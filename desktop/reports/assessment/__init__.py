"""The papers of a self-assessment: score table, explanations, index of evidence."""

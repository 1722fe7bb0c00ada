"""Self-assessment (tự chấm điểm): sets, answers, evidence, score, advice, papers."""

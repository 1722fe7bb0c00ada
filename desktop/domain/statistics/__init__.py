"""Statistics forms (biểu thống kê): forms defined by data, their formulas and checks."""

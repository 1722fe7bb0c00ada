"""The unit's side: joining a province, packing, sending, reading receipts."""

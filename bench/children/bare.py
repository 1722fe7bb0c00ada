"""The least that any such program must do: derive the key, show an empty main window.

Argument: the Argon2id cost as JSON (memory_kib, time_cost, parallelism).
"""

from __future__ import annotations

import json
import sys
import time


def main() -> None:
    """Prints a mark when the empty window is painted and the key derived."""
    cost = json.loads(sys.argv[1])
    from argon2.low_level import Type, hash_secret_raw
    from PySide6.QtWidgets import QApplication, QMainWindow

    application = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.resize(1366, 768)
    window.show()
    application.processEvents()
    hash_secret_raw(
        b"Thuc-hanh-2026",
        bytes(16),
        time_cost=cost["time_cost"],
        memory_cost=cost["memory_kib"],
        parallelism=cost["parallelism"],
        hash_len=32,
        type=Type.ID,
    )
    window.repaint()
    application.processEvents()
    from bench.children.memory import own_memory

    told = {"mark": "office", "worked_s": time.process_time(), **own_memory()}
    print(json.dumps(told), flush=True)
    application.exec()


if __name__ == "__main__":
    main()

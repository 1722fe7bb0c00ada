#!/bin/sh
# The main job. With a screen: the window. Without one: the tour, a whole day at the desk in
# the real window rendered off-screen, leaving pictures and papers in a folder that it names.
set -eu
cd "$(dirname "$0")/.."
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec .venv/bin/python -m desktop
fi
echo "Máy này không có màn hình: chạy một ngày làm việc mẫu (không mở cửa sổ)."
export QT_QPA_PLATFORM=offscreen
exec .venv/bin/python -m desktop.tour --out out/tour
